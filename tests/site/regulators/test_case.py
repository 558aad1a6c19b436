"""A case across the border at the acts: who may write, who sees, what no word may hold."""

import re
from datetime import UTC, datetime

import pytest

from kakehashi.accord.may import Verb
from kakehashi.site.acts.refusal import ActRefusedError


def refusal(step):
    with pytest.raises(ActRefusedError) as refused:
        step()
    return {fault.code for fault in refused.value.faults}


def test_a_case_is_opened_asked_in_answered_and_closed_by_the_two(wrote, rows, person):
    from kakehashi.site.views.council import record_for

    wrote("ico", rows.case())
    wrote("ico", rows.request())
    closed = rows.case(closed_on="2026-11-25", outcome_en="Measures suffice.")
    assert refusal(lambda: wrote("ico", closed)) == {"case_unanswered"}
    wrote("ppc", rows.reply())
    wrote("ico", closed)
    for name in ("ico", "ppc"):
        seen = record_for(person(name)).rows
        assert str(seen["case:uk-one"].closed_on) == "2026-11-25"
        assert seen["reply:jp-one"].ja.text == "契約を改めました。"
    again = rows.request(id="request:uk-two")
    assert refusal(lambda: wrote("ico", again)) == {"case_closed"}
    assert refusal(lambda: wrote("ico", rows.case(outcome_en="Other."))) == {"case_closed"}


def test_ministries_of_both_sides_find_nothing_of_it_unless_named(wrote, rows, person):
    from kakehashi.site.views.council import record_for
    from kakehashi.site.views.record import acts_for, rows_for, search_for

    wrote("ico", rows.case())
    wrote("ico", rows.request())
    for name in ("dsit", "mic"):
        somebody = person(name)
        assert not rows_for(somebody, "case", "request", "reply")
        assert "case:uk-one" not in record_for(somebody).rows
        assert not search_for(somebody, "機器メーカーのクラウド")
        assert not acts_for(somebody)
    assert [row.words.id for row in search_for(person("ppc"), "機器メーカーのクラウド")] == [
        "case:uk-one"
    ]
    named = {"id": "case:uk-two", "named": ["org:ppc", "org:mic"]}
    wrote("ico", rows.case(**named))
    assert [row.words.id for row in rows_for(person("mic"), "case")] == ["case:uk-two"]
    assert not rows_for(person("dsit"), "case")


@pytest.mark.parametrize("name", ["dsit", "mic"])
def test_a_ministry_opens_no_case(wrote, rows, name):
    side = {"dsit": "uk", "mic": "jp"}[name]
    body = rows.row("case", side, **{
        key: value for key, value in rows.case().items()
        if key not in ("id", "kind", "named")
    }, named=["org:ico", "org:ppc"])  # fmt: skip
    assert refusal(lambda: wrote(name, body)) == {"not_regulator"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"visibility": "joint", "named": []}, "case_audience"),
        ({"visibility": "side", "named": []}, "case_audience"),
        ({"named": ["org:mic"]}, "case_audience"),
        ({"title": {"en": "Mail of a@b.example.jp", "ja": "件名"}}, "screened_email"),
        ({"title": {"en": "Call", "ja": "電話は０３－１２３４－５６７８"}}, "screened_phone"),
        ({"title": {"en": "No. 1234 5678 9018", "ja": "件名"}}, "screened_my_number"),
    ],
)
def test_a_case_that_others_would_see_or_that_tells_of_a_person_is_refused(
    wrote, rows, changes, code
):
    assert code in refusal(lambda: wrote("ico", rows.case(**changes)))


def test_requests_and_replies_need_a_ground_of_ones_own_law_and_the_case_s_readers(wrote, rows):
    wrote("ico", rows.case())
    foreign = rows.request(ground="jp-foreign-authority")
    assert refusal(lambda: wrote("ico", foreign)) == {"no_such_ground_of_sharing"}
    wider = rows.request(named=["org:ppc", "org:dsit"])
    assert refusal(lambda: wrote("ico", wider)) == {"case_audience"}
    mute = rows.request(en=None, facts=[])
    assert refusal(lambda: wrote("ico", mute)) == {"no_words", "nothing_asked"}
    wrote("ico", rows.request())
    own = rows.reply(id="reply:uk-one", named=["org:ppc"], ground="uk-cooperation")
    assert refusal(lambda: wrote("ico", own)) == {"own_request"}


def test_a_case_is_never_proposed_nor_published(wrote, rows, person, now):
    from kakehashi.site.acts.propose import propose
    from kakehashi.site.acts.publish import publish
    from kakehashi.site.records.models import Row

    wrote("ico", rows.case())
    joint = rows.case(id="case:uk-two", visibility="joint", named=[])
    assert refusal(lambda: propose(person("ico"), joint, now=now())) == {"not_allowed"}
    digest = Row.objects.get(ref="case:uk-one").digest
    shown = refusal(lambda: publish(person("ico"), "case:uk-one", digest, now=now()))
    assert shown == {"not_allowed"}


def test_nobody_makes_a_regulator_by_writing_a_row(wrote, rows):
    body = rows.row(
        "competence", visibility="joint", named=[], organisation="org:dsit",
        law={"en": "Ours", "ja": "当省"}, reaches=[],
    )  # fmt: skip
    body["side"] = "side:uk"
    assert refusal(lambda: wrote("dsit", body)) == {"not_allowed"}


def test_a_bundle_for_the_other_side_seals_what_is_theirs_alone(wrote, rows, now):
    from kakehashi.site.views.bundle import bundle_for

    wrote("ico", rows.case())
    told = b"".join(bundle_for("jp", now=now()).lines).decode()
    assert "case" not in told
    assert "機器メーカー" not in told


def test_no_file_of_the_public_site_and_no_feed_tells_of_a_case(wrote, rows, tmp_path, visitor):
    from kakehashi.site.jobs.publish_site import publish_site

    wrote("ico", rows.case())
    wrote("ico", rows.request())
    at = datetime(2026, 11, 24, tzinfo=UTC)
    publish_site(tmp_path, address=None, on=at.date(), now=at)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    feeds = [path for path in files if path.suffix in {".atom", ".xml", ".ics", ".html", ".json"}]
    assert feeds
    told = [path.read_text("utf-8") for path in feeds]
    told += [path.name for path in files]
    page = visitor.get("/en/council/commitments/").content.decode()
    links = re.findall(r'href="(/[^"]+/(?:atom|ics|csv|json)/)"', page)
    assert any(link.endswith("/atom/") for link in links)
    told += [visitor.get(link).content.decode() for link in links]
    assert [one[:80] for one in told if "機器メーカー" in one or "case:uk" in one] == []


def test_a_rebuild_gives_the_same_case(wrote, rows, now):
    from kakehashi.site.acts.replay import rebuild
    from kakehashi.site.records.models import Row, RowName

    def all_of_it():
        rows = Row.objects.values_list("ref", "digest", "side", "organisation", "parent")
        return sorted(rows), sorted(RowName.objects.values_list("row__ref", "organisation"))

    wrote("ico", rows.case())
    wrote("ico", rows.request())
    wrote("ppc", rows.reply())
    before = all_of_it()
    rebuild(now=now())
    assert all_of_it() == before


def test_guidance_is_seen_by_the_two_alone_until_both_keys_turn_and_then_by_all(
    shipped, person, now, rows
):
    from kakehashi.site.acts.agree import agree
    from kakehashi.site.acts.propose import propose
    from kakehashi.site.records.models import ProposalRow
    from kakehashi.site.views.council import proposal_for, proposals_for, record_for
    from kakehashi.site.views.permission import seen_by

    body = rows.row(
        "guidance", visibility="public", named=[], sources=["ico-transfers"],
        title={"en": "Clouds", "ja": "クラウド"}, text={"en": "Ask first.", "ja": "先に確認する。"},
    )  # fmt: skip
    for name in ("dsit", "mic"):
        theirs = {**body, "id": "guidance:jp-one"} if name == "mic" else body
        who = person(name)
        assert refusal(lambda t=theirs, w=who: propose(w, t, now=now())) == {"not_regulator"}
    ref = propose(person("ico"), body, now=now())
    row = ProposalRow.objects.get(ref=ref)
    assert row.needed == {"uk": ["org:ico"], "jp": ["org:ppc"]}
    for name, sees in (("ico", 1), ("ppc", 1), ("dsit", 0), ("mic", 0)):
        who = person(name)
        assert len(proposals_for(who)) == sees
        assert ProposalRow.objects.filter(seen_by(who, ProposalRow)).count() == sees
    for name in ("dsit", "mic"):
        who = person(name)
        assert proposal_for(who, ref) is None
        denied = refusal(lambda w=who: agree(w, ref, row.digest, now=now()))
        assert denied == {"no_such_row"}
    assert body["id"] not in record_for(None).rows
    agree(person("ppc"), ref, row.digest, now=now())
    assert record_for(None).rows[body["id"]].text.ja == "先に確認する。"


def test_the_key_of_a_named_proposal_turns_only_for_those_named():
    from kakehashi.accord.may import Person, Role, Thing, Visibility, may

    def somebody(organisation):
        return Person(
            id="x", side="jp", organisation=organisation, roles=frozenset(Role),
            has_second_factor=True,
        )  # fmt: skip

    thing = Thing(
        side="uk", organisation="org:ico", visibility=Visibility.NAMED,
        named=frozenset({"org:ppc"}),
    )  # fmt: skip
    assert may(somebody("org:ppc"), Verb.AGREE, thing)
    assert not may(somebody("org:mic"), Verb.AGREE, thing)
