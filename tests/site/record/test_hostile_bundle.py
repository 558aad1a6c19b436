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

    def go(*claims):
        import msgspec

        acts, last = [], None
        for one in claims:
            fields = {
                "side": "jp", "at": AT, "person": "x", "post": "", "kind": "commitment",
                "visibility": "joint", "salt": "0" * 32, **one,
            }  # fmt: skip
            last = draft_act(Draft(**fields), last)
            acts.append(canonical(msgspec.to_builtins(last)))
        head = {
            "format": "kakehashi-bundle/1", "for": "uk", "from": ["jp"], "made_at": "",
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
