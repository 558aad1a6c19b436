from datetime import date
from itertools import product

import pytest

from kakehashi.accord.keys import (
    TRANSITIONS,
    Event,
    Proposal,
    Refusal,
    Refused,
    State,
    agree,
    come,
    missing_endorsements,
    propose,
    supersede,
    withdraw,
    withhold,
)

TODAY = date(2026, 1, 22)
NEEDED = {"uk": frozenset({"dsit"}), "jp": frozenset({"mic", "meti", "da"})}


def a_proposal(by="uk", by_organisation="dsit", **fields):
    return propose(
        Proposal(id="p", digest="words", by=by, needed=NEEDED, **fields),
        by_organisation=by_organisation,
    )


def agreed_by(proposal, *organisations, digest="words"):
    for organisation in organisations:
        side = "uk" if organisation == "dsit" else "jp"
        proposal = agree(proposal, side=side, organisation=organisation, digest=digest, today=TODAY)
    return proposal


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value.why


def test_takes_effect_only_when_all_three_japanese_ministries_and_the_uk_agree():
    two = agreed_by(a_proposal(), "mic", "meti")
    assert two.state is State.PROPOSED
    assert agreed_by(two, "da").state is State.EFFECTIVE


def test_a_japanese_proposal_still_needs_the_other_japanese_ministries():
    proposal = a_proposal(by="jp", by_organisation="mic")
    assert agreed_by(proposal, "dsit").state is State.PROPOSED
    assert agreed_by(proposal, "dsit", "meti", "da").state is State.EFFECTIVE


def test_a_text_with_a_day_is_agreed_until_its_day_comes():
    proposal = agreed_by(a_proposal(effective_on=date(2026, 4, 1)), "mic", "meti", "da")
    assert proposal.state is State.AGREED
    assert come(proposal, today=date(2026, 3, 31)).state is State.AGREED
    assert come(proposal, today=date(2026, 4, 1)).state is State.EFFECTIVE


def test_other_words_are_refused_before_anything_else():
    assert refused(agreed_by, a_proposal(), "dsit", digest="other words") is Refusal.OTHER_WORDS


def test_a_side_cannot_agree_for_the_other():
    why = refused(agree, a_proposal(), side="uk", organisation="meti", digest="words", today=TODAY)
    assert why is Refusal.OTHER_SIDE


def test_an_organisation_that_its_side_has_not_named_has_no_voice():
    why = refused(agree, a_proposal(), side="jp", organisation="mofa", digest="words", today=TODAY)
    assert why is Refusal.NO_VOICE
    assert refused(a_proposal, by_organisation="ofcom") is Refusal.NO_VOICE


def test_the_same_endorsement_twice_has_one_effect():
    once = agreed_by(a_proposal(), "mic")
    assert agreed_by(once, "mic") == once


def test_what_is_missing_shows_only_to_that_side():
    proposal = agreed_by(a_proposal(), "mic")
    assert missing_endorsements(proposal, "jp", viewer_side="jp") == {"meti", "da"}
    assert missing_endorsements(proposal, "jp", viewer_side="uk") == frozenset()


def test_any_ministry_can_withhold_until_its_side_has_turned_its_key():
    proposal = agreed_by(a_proposal(), "mic", "meti")
    back = withhold(proposal, side="jp", organisation="mic")
    assert agreed_by(back, "da").state is State.PROPOSED
    assert refused(withhold, a_proposal(), side="uk", organisation="dsit") is Refusal.TOO_LATE


def test_only_the_proposing_side_withdraws_and_only_in_time():
    proposal = a_proposal()
    assert refused(withdraw, proposal, side="jp") is Refusal.OTHER_SIDE
    gone = withdraw(proposal, side="uk")
    assert gone.state is State.WITHDRAWN
    assert withdraw(gone, side="uk") == gone
    assert refused(agreed_by, gone, "mic") is Refusal.TOO_LATE
    assert (
        refused(withdraw, agreed_by(proposal, "mic", "meti", "da"), side="uk") is Refusal.TOO_LATE
    )


def test_what_was_agreed_can_be_superseded_and_what_was_not_cannot():
    effective = agreed_by(a_proposal(), "mic", "meti", "da")
    assert supersede(effective).state is State.SUPERSEDED
    assert supersede(supersede(effective)).state is State.SUPERSEDED
    assert refused(supersede, a_proposal()) is Refusal.TOO_LATE


def test_nothing_leads_out_of_withdrawn_or_superseded():
    for state, event in product((State.WITHDRAWN, State.SUPERSEDED), Event):
        assert (state, event) not in TRANSITIONS
