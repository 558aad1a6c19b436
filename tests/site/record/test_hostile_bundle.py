"""A bundle whose chain holds and whose acts claim what is not their side's."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from kakehashi.accord.act import Draft, draft_act
from kakehashi.accord.canonical import canonical, digest
from kakehashi.site.acts.import_bundle import import_bundle
from kakehashi.site.records.as_values import plain_body, words_of
from kakehashi.site.records.models import ActRow, ProposalRow, Row
from kakehashi.terms.errors import PeerError

AT = datetime(2026, 3, 2, tzinfo=UTC)
NEEDED = {"jp": ["org:digital-agency", "org:meti", "org:mic"], "uk": ["org:dsit"]}


@pytest.fixture
def london(offer, settings):
    """Return an installation of the UK's alone, with a proposal of its own."""
    ref, words = offer()
    settings.KAKEHASHI_SIDES = ("uk",)
    return ref, words


@pytest.fixture
def claim(london):
    """Return how acts of Japan's chain are imported, each given as what it claims."""

    def go(*claims, side="jp"):
        import msgspec

        acts, last = [], None
        for one in claims:
            fields = {
                "side": side, "at": AT, "person": "x", "post": "", "kind": "commitment",
                "visibility": "joint", "salt": "0" * 32, **one,
            }  # fmt: skip
            last = draft_act(Draft(**fields), last)
            acts.append(canonical(msgspec.to_builtins(last)))
        head = {
            "format": "kakehashi-bundle/1", "for": "uk", "from": [side], "made_at": "",
            "n_acts": len(acts),
        }  # fmt: skip
        content = b"".join(line + b"\n" for line in [canonical(head), *acts])
        end = json.dumps({"digest": f"sha256:{sha256(content).hexdigest()}"}).encode() + b"\n"
        return import_bundle(content + end, now=AT)

    return go


@pytest.fixture
def offered(a_commitment):
    """Return what a proposal of Japan's claims, in the shape that this program writes."""

    def make(needed=None, ref="commitment:jp-x", **changes):
        row = plain_body(words_of(a_commitment(ref.partition(":")[2], **changes)))
        text = {"row": row, "sources": [], "effective_on": None, "supersedes": None}
        return {
            "verb": "propose",
            "thing": ref,
            "body": {
                "proposal": "proposal:jp-1",
                "organisation": "org:mic",
                "offer": {"digest": digest(text), "needed": needed or NEEDED},
                "text": text,
            },
        }

    return make


def written(a_commitment, slug, **changes):
    row = plain_body(words_of(a_commitment(slug, **changes)))
    body = {"row": row, "sources": [], "organisation": "org:mic", "named": []}
    return {"verb": "write", "thing": row["id"], "body": body}


def test_what_is_its_own_is_taken(claim, offered, a_commitment):
    found = claim(offered(), written(a_commitment, "jp-y"))
    assert (found.n_new, found.n_known) == (2, 0)
    assert ProposalRow.objects.get(ref="proposal:jp-1").state == "proposed"
    assert Row.objects.get(ref="commitment:jp-y").side == "jp"


@pytest.mark.parametrize(
    "needed",
    [
        {"jp": NEEDED["jp"]},
        {"jp": ["org:mic"], "uk": ["org:dsit"]},
        {**NEEDED, "uk": ["org:mic"]},
        {**NEEDED, "uk": []},
        {**NEEDED, "fr": ["org:mic"]},
    ],
)
def test_words_that_need_other_keys_than_the_sides_have_set(claim, offered, needed):
    with pytest.raises(PeerError):
        claim(offered(needed))
    assert not ProposalRow.objects.filter(side="jp").exists()
    assert not ActRow.objects.filter(side="jp").exists()


def test_acts_on_what_is_the_other_side_s(claim, london, offered, a_commitment):
    ref, words = london
    thing = "commitment:uk-testbed"
    on = {"proposal": ref, "organisation": "org:mic"}
    row = Row.objects.get(ref="action:semiconductors").body
    shown = {"row": row, "sources": [], "organisation": "org:mic", "row_digest": "x"}
    hostile = [
        written(a_commitment, "uk-mine"),
        written(a_commitment, "2024-open-ran"),
        {**written(a_commitment, "jp-y"), "thing": "commitment:jp-z"},
        {"verb": "withdraw", "thing": thing, "body": on},
        {
            "verb": "agree",
            "thing": thing,
            "body": {**on, "organisation": "org:dsit", "digest": words, "turns": True},
        },
        {"verb": "agree", "thing": thing, "body": {**on, "digest": "sha256:0", "turns": True}},
        {"verb": "agree", "thing": thing, "body": {**on, "proposal": "proposal:uk-99"}},
        {"verb": "publish", "thing": row["id"], "body": shown, "visibility": "public"},
        {
            "verb": "set_endorsers",
            "thing": "side:uk",
            "body": {"endorsers": ["org:mic"], "organisation": "org:mic"},
        },
        {
            "verb": "set_endorsers",
            "thing": "side:jp",
            "body": {"endorsers": ["org:dsit"], "organisation": "org:mic"},
        },
        {"verb": "abolish", "thing": thing, "body": {}},
        {"verb": "write", "thing": "commitment:jp-x", "body": {"row": {"kind": "none"}}},
        {**written(a_commitment, "jp-y"), "visibility": "side"},
    ]
    before = list(Row.objects.order_by("ref").values()), list(ProposalRow.objects.values())
    for one in hostile:
        with pytest.raises(PeerError):
            claim(offered(), one)
        after = list(Row.objects.order_by("ref").values()), list(ProposalRow.objects.values())
        assert after == before, one
        assert not ActRow.objects.filter(side="jp").exists(), one


def shown(body, **changes):
    """Return the act by which Japan publishes `body`, in whatever words."""
    row = {**body, "visibility": "public", **changes}
    told = {"row": row, "sources": [], "organisation": "org:mic", "row_digest": digest(body)}
    return {"verb": "publish", "thing": row["id"], "body": told, "visibility": "public"}


def test_what_both_agreed_is_published_in_those_words_alone(
    claim, offered, a_commitment, person, clock, settings
):
    from kakehashi.site.acts.agree import agree

    settings.KAKEHASHI_SIDES = ("uk",)
    ours = {"verb": "agree", "thing": "commitment:jp-x"}
    keys = {**ours, "body": {"proposal": "proposal:jp-1", "organisation": "org:mic",
                             "digest": offered()["body"]["offer"]["digest"],
                             "turns": True}}  # fmt: skip
    claim(offered(), keys)
    agree(person("dsit"), "proposal:jp-1", keys["body"]["digest"], now=clock())
    agreed = Row.objects.get(ref="commitment:jp-x")
    assert agreed.state == "effective"
    other = {"en": "Open nothing.", "ja": "何も開設しない。"}
    with pytest.raises(PeerError):
        claim(offered(), keys, shown(agreed.body, text=other))
    assert Row.objects.get(ref="commitment:jp-x").body == agreed.body
    claim(offered(), keys, shown(agreed.body))
    assert Row.objects.get(ref="commitment:jp-x").visibility == "public"


def test_a_side_s_row_and_the_other_s_view_are_published_by_nobody(claim, a_commitment):
    side = {**Row.objects.get(ref="side:uk").body, "id": "side:jp-uk", "endorsers": ["org:mic"]}
    view = {
        "kind": "report", "id": "report:jp-x", "basis": "inference",
        "sources": ["meti-2025-0122"], "of": "commitment:2024-open-ran", "view": "uk",
        "level": "done", "reported_on": "2026-01-01", "evidence": [],
    }  # fmt: skip
    for body in (side, view):
        with pytest.raises(PeerError):
            claim(shown(body))


def test_what_was_shown_is_not_hidden_and_a_write_publishes_nothing(claim, a_commitment):
    first = written(a_commitment, "jp-y")
    for one in ("side", "organisation", "public"):
        with pytest.raises(PeerError):
            claim(first, written(a_commitment, "jp-y", visibility=one))
    with pytest.raises(PeerError):
        claim(first, shown(first["body"]["row"]), first)
    assert not Row.objects.filter(ref="commitment:jp-y").exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"actions": ["action:jp-not-there"]},
        {"actions": ["commitment:2024-open-ran"]},
        {"sources": ["jp-not-there"]},
        {"sources": []},
        {"text": {"en": "", "ja": "x"}},
        {"text": {"en": "a\x00b", "ja": "x"}},
        {"text": {"en": "\u202edne", "ja": "x"}},
    ],
)
def test_words_that_no_form_here_would_take_are_not_taken(claim, offered, a_commitment, changes):
    row = {**a_commitment("jp-y"), **changes}
    hostile = {
        "verb": "write", "thing": row["id"],
        "body": {"row": row, "sources": [], "organisation": "org:mic", "named": []},
    }  # fmt: skip
    with pytest.raises(PeerError):
        claim(hostile)
    assert not Row.objects.filter(ref=row["id"]).exists()


def test_sources_keep_their_addresses_and_their_owners(claim, a_commitment):
    fields = {
        "title": "A text", "url": "https://example.go.jp/x", "kind": "primary", "read": "whole",
    }  # fmt: skip
    Row.objects.filter(ref="commitment:uk-testbed").delete()
    row = Row.objects.exclude(kind="side").filter(visibility="public").first()
    Row.objects.filter(pk=row.pk).update(side="uk", sources=[{**fields, "id": "uk-text"}])
    for source in (
        {**fields, "id": "jp-text", "url": "javascript:alert(1)"},
        {**fields, "id": "uk-text", "url": "https://example.com/another"},
        {**fields, "id": "meti-2025-0122"},
        {"id": "jp-text"},
    ):
        act = written(a_commitment, "jp-y", sources=[source["id"]])
        act["body"]["sources"] = [source]
        with pytest.raises(PeerError):
            claim(act)
    act = written(a_commitment, "jp-y", sources=["jp-text"])
    act["body"]["sources"] = [{**fields, "id": "jp-text"}]
    assert claim(act).n_new == 1


def test_nothing_is_written_that_says_a_side_has_agreed(claim, person, clock, a_commitment):
    from kakehashi.site.acts.write_row import write_row
    from kakehashi.terms.errors import InputError

    known = {"basis": "inference", "sources": ["meti-2025-0122"], "visibility": "joint"}
    meeting = Row.objects.filter(kind="meeting").first().ref
    clause = Row.objects.filter(kind="clause").first().body
    both = ["side:uk", "side:jp"]
    for row in (
        {"kind": "minutes", "meeting": meeting, "state": "final", "agreed_by": both, **known},
        {"kind": "minutes", "meeting": meeting, "state": "draft", "agreed_by": both[1:], **known},
        {
            **clause, **known, "number": "99",
            "agreed": [{"side": "side:jp", "language": "en", "on": "2026-01-01"}],
        },
        {
            "kind": "organisation", "side": "side:jp", "short": "X",
            "name": {"en": "X", "ja": "X"}, **known,
        },
    ):  # fmt: skip
        prefix = {"organisation": "org"}.get(row["kind"], row["kind"])
        with pytest.raises(InputError) as refused:
            write_row(person("dsit"), {**row, "id": f"{prefix}:uk-x"}, now=clock())
        assert refused.value.faults[0].code.startswith("claims_"), refused.value.faults
        theirs = {**row, "id": f"{prefix}:jp-x"}
        if row["kind"] == "organisation":
            theirs["side"] = "side:uk"
        body = {"row": plain_body(words_of(theirs)), "sources": [], "named": []}
        with pytest.raises(PeerError) as told:
            claim({"verb": "write", "thing": theirs["id"],
                   "body": {**body, "organisation": "org:mic"}})  # fmt: skip
        assert told.value.faults[0].code.startswith("claims_")


def test_an_act_of_a_day_ahead_is_not_taken(claim, offered):
    with pytest.raises(PeerError, match="ahead"):
        claim({**offered(), "at": AT.replace(year=2999)})


def test_a_side_that_nobody_knows_brings_nothing(claim, a_commitment):
    act = written(a_commitment, "fr-y")
    with pytest.raises(PeerError, match="fr"):
        claim(act, side="fr")
    assert not Row.objects.filter(ref="commitment:fr-y").exists()


def test_numbers_without_a_canonical_form_are_told_and_not_taken(london):
    act = {"format": "kakehashi-act/1", "side": "jp", "number": 1, "previous": None,
           "digest": "sha256:0", "at": AT.isoformat(), "person": "x", "post": "",
           "verb": "write", "kind": "x", "thing": "x:jp-x", "visibility": "joint",
           "salt": "0" * 32, "body": {"n": 2**60}}  # fmt: skip
    head = {"format": "kakehashi-bundle/1", "for": "uk", "from": ["jp"], "made_at": "",
            "n_acts": 1}  # fmt: skip
    content = canonical(head) + b"\n" + json.dumps(act).encode() + b"\n"
    end = json.dumps({"digest": f"sha256:{sha256(content).hexdigest()}"}).encode() + b"\n"
    with pytest.raises(PeerError):
        import_bundle(content + end, now=AT)
