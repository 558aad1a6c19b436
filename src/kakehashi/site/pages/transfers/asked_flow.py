"""The flow that answers describe, hop after hop, as its file."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

FIRST = ("hop_kind", "sender_place", "receiver_place", "sender_kind", "receiver_kind")
THEN = ("receiver_roles", "data_categories", "data_form")
PAPERS = ("uk_safeguards", "equivalent_means")
LAWS = {"sender_is_under_uk_gdpr": "uk_gdpr", "sender_is_under_appi": "appi"}
TARGETS = {"sender_targets_people_in_uk": 0, "receiver_targets_people_in_uk": 1}
OF_FLOW = {"data_categories": "data", "data_form": "form"}
FIELDS = frozenset({*THEN, *PAPERS, *LAWS, *TARGETS})
# what the hop before has said already
KNOWN_LATER = frozenset({"sender_place", "sender_kind", "data_categories", "data_form"})
_NO_ANSWERS = frozenset({*FIRST, *FIELDS})
MOST_HOPS = 10  # described by questions; a file may have more


class HopSaid(msgspec.Struct, frozen=True):
    """What was answered about one hop, and which questions were put, in their order."""

    values: dict[str, Any] = {}
    put: tuple[str, ...] = ()


def first_questions(place: int, values: Mapping[str, Any]) -> list[str]:
    """Return the questions that shape hop `place`, counted from 0, in their order."""
    is_direct = values.get("hop_kind") == "direct_collection"
    return [
        name
        for name in (*FIRST, *THEN)
        if not (is_direct and name == "sender_kind") and not (place and name in KNOWN_LATER)
    ]


def hop_id(place: int) -> str:
    """Return the id of the hop at `place`, counted from 0."""
    return f"hop-{place + 1}"


def flow_file(hops: tuple[HopSaid, ...], today: str) -> bytes:
    """Return the flow of the hops that answers describe, the last one maybe in part.

    What was not asked is what a flow between two companies most often is; a question
    that was put and not answered leaves its field out.
    """
    values = [hop.values for hop in hops]
    is_direct = values[0].get("hop_kind") == "direct_collection"
    told: dict[str, Any] = {
        "format": "kakehashi-flow/1",
        "id": "asked-here",
        "name": {"en": "A flow asked about here", "ja": "ここで尋ねたデータの流れ"},
        "parties": list(_parties(values)),
        "origin": _party_id(1 if is_direct else 0),
        "hops": [_hop(place, one, today) for place, one in enumerate(values)],
        "papers": _papers(values, today),
        "answers_stated_on": today,
    }
    for name, field in OF_FLOW.items():
        if name in values[0]:
            told[field] = values[0][name]
    return json.dumps(told, ensure_ascii=True, indent=1).encode()


def _party_id(place: int) -> str:
    return f"party-{place}"


def _parties(values: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the sender, then the receiver of each hop, who sends the next."""
    first = values[0]
    is_direct = first.get("hop_kind") == "direct_collection"
    for place in range(len(values) + 1):
        before = values[place - 1] if place else {}
        after = values[place] if place < len(values) else {}
        party: dict[str, Any] = {"id": _party_id(place)}
        if place == 0:
            party |= {
                "name": {"en": "Sender", "ja": "送付者"},
                "country": str(first.get("sender_place", "gb")).upper(),
                "kind": "individuals" if is_direct else first.get("sender_kind", "company"),
            }
        else:
            number = "" if len(values) == 1 else f" {place}"
            party |= {
                "name": {"en": f"Receiver{number}", "ja": f"受領者{number.strip()}"},
                "country": str(before.get("receiver_place", "jp")).upper(),
                "kind": before.get("receiver_kind", "company"),
            }
        if after or place == 0:
            party["under"] = _laws(after)
        targets = {name: (before, after)[1 - side] for name, side in TARGETS.items()}
        for name, said in targets.items():
            if name in said:
                has = ["GB"] if said[name] is True else []
                party["targets"] = {"has": has, "complete": not has}
        yield party


def _hop(place: int, values: Mapping[str, Any], today: str) -> dict[str, Any]:
    lists = _lists(values)
    hop: dict[str, Any] = {
        "id": hop_id(place),
        "from": _party_id(place),
        "to": _party_id(place + 1),
        "kind": values.get("hop_kind", "disclosure"),
        "starts": today,
        "papers_complete": len(lists) == len(PAPERS) and all(one.get("complete") for one in lists),
        "answers": {name: one for name, one in values.items() if name not in _NO_ANSWERS},
    }
    if "receiver_roles" in values:
        hop["receiver_roles"] = values["receiver_roles"]
    return hop


def _laws(values: Mapping[str, Any]) -> dict[str, Any]:
    has = [law for name, law in LAWS.items() if values.get(name) is True]
    return {"has": has, "complete": all(name in values for name in LAWS)}


def _lists(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the lists of papers that were answered; a page can come back with anything in it."""
    found = [values[name] for name in PAPERS if isinstance(values.get(name), Mapping)]
    return [one for one in found if isinstance(one.get("has"), list)]


def _papers(values: list[dict[str, Any]], today: str) -> list[dict[str, Any]]:
    return [
        {"id": f"{kind}-{place + 1}", "kind": kind, "hops": [hop_id(place)], "starts": today}
        for place, one in enumerate(values)
        for each in _lists(one)
        for kind in each.get("has", ())
    ]
