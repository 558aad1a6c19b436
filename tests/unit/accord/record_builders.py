"""Rows and files of the record with safe defaults, as plain values."""

import json

import pytest

from kakehashi.accord.read import read_record
from kakehashi.accord.record import KINDS, PREFIX
from kakehashi.terms.errors import InputError

SOURCES = [
    {"id": "read", "title": "A page", "kind": "primary", "read": "whole"},
    {"id": "press", "title": "A report", "kind": "secondary", "read": "whole"},
    {"id": "unread", "title": "A text", "kind": "unread", "read": "not read"},
]
WORDS = {"en": "words", "ja": "文言"}


def a_row(kind, name, /, **fields):
    return {
        "kind": kind,
        "id": f"{PREFIX[KINDS[kind]]}:{name}",
        "basis": "memory",
        "sources": ["unread"],
        **fields,
    }


def a_pillar(name="one", /, **fields):
    return a_row("pillar", name, **{"name": WORDS, "place": 1, **fields})


def an_action(name="one", /, **fields):
    return a_row("action", name, **{"pillar": "pillar:one", "title": WORDS, **fields})


def a_commitment(name="one", /, **fields):
    return a_row("commitment", name, **{"text": WORDS, "actions": ["action:one"], **fields})


def a_file(*rows, sources=SOURCES, **head):
    whole = {"format": "kakehashi-record/1", "checked_on": "2026-11-22", **head}
    return json.dumps({**whole, "sources": sources, "rows": rows}, ensure_ascii=False).encode()


def read(*rows, **kwargs):
    return read_record({"a.json": a_file(*rows)}, **kwargs)


def faults_of(content, name="a.yaml", **kwargs):
    with pytest.raises(InputError) as refused:
        read_record({name: content}, **kwargs)
    return refused.value.faults


def codes(*rows):
    return [fault.code for fault in faults_of(a_file(*rows), "a.json")]
