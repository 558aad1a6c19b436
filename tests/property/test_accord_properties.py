"""Whoever does whatever in whatever order: no text takes effect without every voice."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kakehashi.accord.compare import compare_texts
from kakehashi.accord.keys import (
    Proposal,
    Refused,
    State,
    agree,
    propose,
    withdraw,
    withhold,
)
from kakehashi.accord.may import Person, Role, Thing, Verb, Visibility, fulfils, may, visible

NEEDED = {"uk": frozenset({"dsit", "ofcom"}), "jp": frozenset({"mic", "meti", "da"})}
ORGANISATIONS = ["dsit", "ofcom", "mic", "meti", "da", "stranger"]
SIDES = st.sampled_from(["uk", "jp"])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["agree", "withhold", "withdraw"]),
        SIDES,
        st.sampled_from(ORGANISATIONS),
        st.sampled_from(["words", "other"]),
    ),
    max_size=25,
)


@given(STEPS)
def test_effect_needs_every_voice_of_both_sides_for_the_same_words(steps):
    proposal = propose(
        Proposal(id="p", digest="words", by="uk", needed=NEEDED), by_organisation="dsit"
    )
    voices = {"dsit"}
    for verb, side, organisation, words in steps:
        before = proposal
        try:
            if verb == "agree":
                proposal = agree(
                    proposal,
                    side=side,
                    organisation=organisation,
                    digest=words,
                    today=date(2026, 1, 1),
                )
                assert words == "words"
                assert organisation in NEEDED[side]
                voices.add(organisation)
            elif verb == "withhold":
                proposal = withhold(proposal, side=side, organisation=organisation)
                voices.discard(organisation)
            else:
                proposal = withdraw(proposal, side=side)
        except Refused:
            assert proposal == before
        if proposal.state is State.EFFECTIVE:
            assert voices == NEEDED["uk"] | NEEDED["jp"]
        if before.state in {State.EFFECTIVE, State.WITHDRAWN}:
            assert proposal.state is before.state


def things():
    return st.builds(
        Thing,
        side=SIDES,
        organisation=st.sampled_from(ORGANISATIONS),
        visibility=st.sampled_from(Visibility),
        named=st.frozensets(st.sampled_from(ORGANISATIONS), max_size=2),
    )


def people():
    return st.none() | st.builds(
        Person,
        id=st.just("p"),
        side=SIDES,
        organisation=st.sampled_from(ORGANISATIONS),
        roles=st.frozensets(st.sampled_from(Role)),
        has_second_factor=st.booleans(),
    )


@given(people(), things(), st.sampled_from(Verb))
def test_nobody_acts_on_what_they_cannot_see(person, thing, verb):
    sees = any(fulfils(thing, condition) for condition in visible(person))
    assert may(person, Verb.SEE, thing) == sees
    if may(person, verb, thing):
        assert sees


@given(people(), things())
def test_the_other_side_never_sees_what_is_not_joint_public_or_named_to_them(person, thing):
    if person is None or person.side == thing.side:
        return
    if may(person, Verb.SEE, thing):
        named = thing.visibility is Visibility.NAMED and person.organisation in thing.named
        assert named or thing.visibility in {Visibility.JOINT, Visibility.PUBLIC}


@given(people(), things())
def test_agreeing_and_publishing_need_a_second_factor(person, thing):
    for verb in (Verb.AGREE, Verb.PUBLISH):
        if may(person, verb, thing):
            assert person.has_second_factor


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["en", "ja"]))
def test_a_difference_loses_no_character(before, after, lang):
    pieces = compare_texts(before, after, lang)
    assert "".join(p.text for p in pieces if p.how != "added") == before
    assert "".join(p.text for p in pieces if p.how != "removed") == after
