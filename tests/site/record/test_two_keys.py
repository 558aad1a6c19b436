"""What both sides agree: who is needed, who sees what is missing, what takes effect."""

from datetime import UTC, date, datetime

import pytest

from kakehashi.accord.keys import State
from kakehashi.accord.may import Role
from kakehashi.site.acts.agree import agree
from kakehashi.site.acts.propose import propose
from kakehashi.site.acts.publish import publish
from kakehashi.site.acts.refusal import ActRefusedError
from kakehashi.site.acts.set_endorsers import set_endorsers
from kakehashi.site.acts.settle import come_due
from kakehashi.site.acts.withdraw import withdraw
from kakehashi.site.acts.withhold import withhold
from kakehashi.site.acts.write_row import write_row
from kakehashi.site.records.models import ActRow, ProposalRow, Row
from kakehashi.site.views.council import proposals_for
from kakehashi.site.views.record import rows_for
from kakehashi.terms.errors import InputError

THREE = ("mic", "meti", "digital")


@pytest.fixture
def all_agree(person, clock):
    def go(ref, digest, names=THREE):
        return [agree(person(name), ref, digest, now=clock()) for name in names]

    return go


def code_of(refusal):
    return refusal.value.code


def test_words_take_effect_with_the_last_of_three_ministries(offer, all_agree):
    states = all_agree(*offer())
    assert states == [State.PROPOSED, State.PROPOSED, State.EFFECTIVE]
    row = Row.objects.get(ref="commitment:uk-testbed")
    assert (row.state, row.side, row.title_ja) == ("effective", "uk", "共同の試験環境を開設する。")


def test_the_act_that_turns_the_second_key_quotes_the_other_side_s(offer, all_agree):
    ref, digest = offer()
    all_agree(ref, digest)
    last = ActRow.objects.filter(side="jp").order_by("-number").first()
    assert last.quotes == ActRow.objects.get(side="uk", number=1).digest
    assert [act.visibility for act in ActRow.objects.filter(side="jp").order_by("number")] == [
        "side", "side", "joint",
    ]  # fmt: skip


def test_what_is_missing_shows_to_its_own_side_alone(offer, all_agree, person):
    all_agree(*offer(), names=("meti",))
    [ours] = proposals_for(person("mic"))
    [theirs] = proposals_for(person("dsit"))
    assert set(ours.missing) == {"org:mic", "org:digital-agency"}
    assert (theirs.missing, theirs.turned) == ((), ("uk",))
    assert "org:meti" not in repr(theirs)


def test_the_same_act_twice_has_one_effect(offer, all_agree, clock, person):
    first = offer()
    assert offer() == first
    all_agree(*first, names=("mic", "mic"))
    assert ActRow.objects.count() == 2
    assert withhold(person("mic"), first[0], now=clock())
    assert not withhold(person("mic"), first[0], now=clock())
    assert ActRow.objects.count() == 3


def test_a_side_cannot_agree_for_the_other(offer, person, clock):
    ref, digest = offer()
    with pytest.raises(ActRefusedError) as refusal:
        agree(person("dsit", organisation="org:mic"), ref, digest, now=clock())
    assert code_of(refusal) == "other_side"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"roles": frozenset({Role.WRITE})}, "not_allowed"),
        ({"has_second_factor": False}, "not_allowed"),
        ({"organisation": "org:ppc"}, "no_voice"),
    ],
)
def test_who_may_not_agree_is_told_why(offer, person, clock, changes, code):
    ref, digest = offer()
    with pytest.raises(ActRefusedError) as refusal:
        agree(person("mic", **changes), ref, digest, now=clock())
    assert code_of(refusal) == code
    assert ActRow.objects.filter(side="jp").count() == 0
    for text in (refusal.value.faults[0].what, refusal.value.faults[0].mend):
        assert text.en
        assert text.ja


def test_agreement_is_to_the_words_that_were_read(offer, person, clock):
    ref, _ = offer()
    with pytest.raises(ActRefusedError) as refusal:
        agree(person("mic"), ref, "sha256:" + "0" * 64, now=clock())
    assert code_of(refusal) == "other_words"


def test_any_can_withhold_until_its_side_s_key_has_turned(offer, all_agree, person, clock):
    ref, digest = offer()
    all_agree(ref, digest, ("mic", "meti"))
    assert withhold(person("mic"), ref, now=clock())
    all_agree(ref, digest, ("digital",))
    assert ProposalRow.objects.get(ref=ref).state == State.PROPOSED
    all_agree(ref, digest, ("mic",))
    with pytest.raises(ActRefusedError) as refusal:
        withhold(person("meti"), ref, now=clock())
    assert code_of(refusal) == "too_late"


def test_the_side_that_proposed_can_withdraw_and_nobody_agrees_after(
    offer, all_agree, person, clock
):
    ref, digest = offer()
    with pytest.raises(ActRefusedError) as refusal:
        withdraw(person("mic"), ref, now=clock())
    assert code_of(refusal) == "other_side"
    assert withdraw(person("dsit"), ref, now=clock())
    with pytest.raises(ActRefusedError) as refusal:
        all_agree(ref, digest)
    assert code_of(refusal) == "too_late"
    assert not Row.objects.filter(ref="commitment:uk-testbed").exists()


def test_new_words_are_a_new_proposal_that_supersedes(offer, all_agree, a_commitment):
    first = offer()
    all_agree(*first)
    text = {"en": "Open two joint test beds.", "ja": "共同の試験環境を 2 か所に開設する。"}
    second = offer(body=a_commitment(text=text))
    assert second[0] != first[0]
    all_agree(*second)
    states = dict(ProposalRow.objects.values_list("ref", "state"))
    assert states == {first[0]: "superseded", second[0]: "effective"}
    row = Row.objects.get(ref="commitment:uk-testbed")
    assert (row.title_en, row.version) == (text["en"], 2)


def test_a_row_of_another_name_can_be_superseded(offer, all_agree, a_commitment):
    first = offer()
    all_agree(*first)
    second = offer(body=a_commitment("uk-other"), supersedes=first[0])
    all_agree(*second)
    assert Row.objects.get(ref="commitment:uk-testbed").state == "superseded"
    assert Row.objects.get(ref="commitment:uk-other").state == "effective"


def test_words_with_a_day_wait_for_it_in_the_proposer_s_calendar(offer, all_agree):
    ref, digest = offer(effective_on=date(2026, 4, 1))
    assert all_agree(ref, digest)[-1] == State.AGREED
    assert not Row.objects.filter(ref="commitment:uk-testbed").exists()
    # in London the clocks have gone forward: 22:59 UTC is still the day before
    assert come_due(now=datetime(2026, 3, 31, 22, 59, tzinfo=UTC)) == 0
    assert come_due(now=datetime(2026, 3, 31, 23, 0, tzinfo=UTC)) == 1
    assert come_due(now=datetime(2026, 3, 31, 23, 1, tzinfo=UTC)) == 0
    assert Row.objects.get(ref="commitment:uk-testbed").state == "effective"


def test_a_page_shows_the_words_once_their_day_has_come(
    transactional_db, offer, all_agree, person, monkeypatch
):
    from kakehashi.site.jobs import refresh_record
    from kakehashi.site.views.council import record_for

    all_agree(*offer(effective_on=date(2026, 4, 1)))
    assert "commitment:uk-testbed" not in record_for(person("mic")).rows
    monkeypatch.setattr(refresh_record, "_looked_in", {})
    before, after = (datetime(2026, 3, 31, hour, tzinfo=UTC) for hour in (22, 23))
    assert [refresh_record.look_for_due(at) for at in (before, after, after)] == [0, 1, 0]
    assert "commitment:uk-testbed" in record_for(person("mic")).rows


def test_the_next_act_after_the_day_meets_the_words_that_stand(
    offer, all_agree, person, clock, a_commitment
):
    all_agree(*offer(effective_on=date(2026, 4, 1)))
    clock.at = datetime(2026, 4, 2, tzinfo=UTC)
    with pytest.raises(ActRefusedError) as refusal:
        write_row(person("dsit"), a_commitment(note={"en": "x", "ja": "x"}), now=clock())
    assert code_of(refusal) == "both_agreed"


def test_agreed_words_change_by_agreement_alone(offer, all_agree, person, clock, a_commitment):
    all_agree(*offer())
    with pytest.raises(ActRefusedError) as refusal:
        write_row(person("dsit"), a_commitment(note={"en": "x", "ja": "x"}), now=clock())
    assert code_of(refusal) == "both_agreed"


def test_both_agree_to_a_change_of_a_shipped_row(offer, all_agree):
    body = dict(Row.objects.filter(kind="commitment").order_by("ref").first().body)
    body["known_by"] = {"en": "A report is published.", "ja": "報告書が公表される。"}
    all_agree(*offer(body=body))
    row = Row.objects.get(ref=body["id"])
    assert (row.is_shipped, row.state, row.visibility) == (False, "effective", "public")
    assert row.body["known_by"]["en"] == "A report is published."


def test_private_words_are_not_proposed(offer, a_commitment):
    with pytest.raises(ActRefusedError) as refusal:
        offer(body=a_commitment(visibility="side"))
    assert code_of(refusal) == "not_joint"


def test_a_side_sets_who_endorses_for_it(offer, all_agree, person, clock):
    before = offer()
    assert set_endorsers(person("mic"), ["org:mic"], now=clock())
    assert not set_endorsers(person("mic"), ["org:mic"], now=clock())
    assert all_agree(*before, names=("mic",)) == [State.PROPOSED], "it keeps what was needed"
    with pytest.raises(ActRefusedError):
        set_endorsers(person("mic", roles=frozenset({Role.AGREE})), ["org:meti"], now=clock())
    with pytest.raises(ActRefusedError):
        set_endorsers(person("mic"), ["org:dsit"], now=clock())


def test_agreed_words_are_published_by_the_side_that_proposed(offer, all_agree, person, clock):
    all_agree(*offer())
    row = Row.objects.get(ref="commitment:uk-testbed")
    with pytest.raises(ActRefusedError) as refusal:
        publish(person("mic"), row.ref, row.digest, now=clock())
    assert code_of(refusal) == "not_allowed"
    with pytest.raises(ActRefusedError) as refusal:
        publish(person("dsit"), row.ref, "sha256:0", now=clock())
    assert code_of(refusal) == "other_words"
    assert rows_for(None, refs=[row.ref]) == ()
    assert publish(person("dsit"), row.ref, row.digest, now=clock())
    assert not publish(person("dsit"), row.ref, row.digest, now=clock())
    assert len(rows_for(None, refs=[row.ref])) == 1


def test_words_that_are_wrong_are_told_all_at_once(shipped, person, clock, a_commitment):
    body = a_commitment(actions=["action:none"], text={"en": "x"}, sources=["nowhere"])
    with pytest.raises(InputError):
        propose(person("dsit"), body, now=clock())
    assert ActRow.objects.count() == 0


def test_who_proposes_endorses_and_so_needs_a_second_factor(shipped, person, clock, a_commitment):
    from kakehashi.site.acts.propose import propose
    from kakehashi.site.acts.refusal import ActRefusedError

    bare = person("dsit", has_second_factor=False)
    with pytest.raises(ActRefusedError) as refused:
        propose(bare, a_commitment(), now=clock())
    assert refused.value.code == "not_allowed"
