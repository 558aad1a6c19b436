"""Builders of small vocabularies, rulebooks and facts, with safe defaults."""

from datetime import UTC, date, datetime

import yaml

from kakehashi.rules import read_rulebooks
from kakehashi.terms.errors import SourceError
from kakehashi.terms.fact import Fact, Members, Origin

TEXT = {"en": "text", "ja": "文"}
DAY = date(2026, 1, 15)
ORIGIN = Origin(
    file="f.yaml", sha256="0" * 64, place="line 1", read_at=datetime(2026, 1, 1, tzinfo=UTC)
)
FACTS = {
    "is_radio": "boolean", "is_toy": "boolean", "is_sold": "boolean", "colour": "choice",
    "hue": "choice", "age_years": "integer", "size_mm": "integer", "made_on": "date",
    "sold_on": "date", "parts": "list", "remark": "text",
}  # fmt: skip
MEMBERS = {"choice": ("red", "green", "blue"), "list": ("lid", "box", "cord")}


def a_fact_type(id, kind="boolean", **changes):
    members = [{"id": one, "text": TEXT} for one in MEMBERS.get(kind, ())]
    named = {"id": id, "kind": kind, "subject": "product", "question": TEXT, "help": TEXT}
    return {**named, "members": members, **changes}


def a_vocabulary(**changes):
    facts = [a_fact_type(id, kind) for id, kind in FACTS.items()]
    question = {"id": "open_x", "subject": "product", "text": TEXT, "noted_on": date(2026, 1, 1)}
    return {"format": "kakehashi-facts/1", "facts": facts, "open_questions": [question], **changes}


def a_clause(id="SC-1", when="is_sold", **changes):
    named = {"id": id, "article": "1", "text": TEXT, "when": when, "basis": "primary"}
    return {**named, "sources": ["act"], **changes}


a_way = a_clause


def a_rule(id="R-1", test="is_radio", **changes):
    named = {"id": id, "article": "2", "title": TEXT, "text": TEXT, "status": "mandatory"}
    named |= {"basis": "primary", "sources": ["act"], "test": test}
    return {**named, **changes}


def a_book(*rules, id="book", **changes):
    version = {"id": "v1", "title": TEXT, "starts": date(2024, 1, 1), "basis": "primary"}
    return {
        "format": "kakehashi-rulebook/1",
        "id": id,
        "title": TEXT,
        "force": "law",
        "subject": "product",
        "country": "uk",
        "calendar": "Europe/London",
        "regulator": TEXT,
        "checked_on": date(2026, 1, 1),
        "review_on": date(2027, 1, 1),
        "period": {"starts": date(2024, 1, 1)},
        "versions": [{**version, "sources": ["act"]}],
        "sources": [
            {"id": "act", "title": "Act", "kind": "primary", "read": "all"},
            {"id": "note", "title": "Note", "kind": "secondary", "read": "all"},
        ],
        "rules": list(rules or [a_rule()]),
        **changes,
    }


def a_recognition(id="REC-1", when="is_toy", **changes):
    named = {"id": id, "given_by": "book", "rules": ["R-1"], "of": "label", "article": "3"}
    named |= {"text": TEXT, "relation": "none", "effect": TEXT, "when": when, "basis": "primary"}
    return {**named, "sources": ["act"], "period": {"starts": date(2025, 1, 1)}, **changes}


def recognitions(*found, **changes):
    return {
        "format": "kakehashi-recognitions/1",
        "id": "recognitions",
        "sources": [],
        "recognitions": list(found),
        **changes,
    }


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


def as_yaml(whole):
    return yaml.dump(whole, Dumper=_Dumper, allow_unicode=True, sort_keys=False).encode()


def rulebooks(*wholes, added=()):
    """Read the given files, with the vocabulary above unless one is given."""
    if not any(one["format"] == "kakehashi-facts/1" for one in wholes):
        wholes = (a_vocabulary(), *wholes)
    return read_rulebooks(
        {f"file{n}.yaml": as_yaml(one) for n, one in enumerate(wholes)},
        added={f"added{n}.yaml": as_yaml(one) for n, one in enumerate(added)},
    )


def faults_of(*wholes, added=()):
    """Give the faults that reading raises, as (code, where)."""
    try:
        rulebooks(*wholes, added=added)
    except SourceError as error:
        return [(fault.code, fault.where) for fault in error.faults]
    return []


def a_fact(id, value, **changes):
    return Fact(id=id, value=value, origin=changes.pop("origin", ORIGIN), **changes)


def facts(**values):
    return tuple(a_fact(id, value) for id, value in values.items())


def a_list(*has, complete=False):
    return Members(frozenset(has), complete)
