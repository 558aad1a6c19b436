"""security.txt, the file in which a maker says how to report a vulnerability (RFC 9116)."""

import re
from collections import defaultdict
from datetime import datetime, timedelta

import msgspec

from kakehashi.evidence.checks import CAPS_BY_HAND
from kakehashi.evidence.faults import Notes, a_fault
from kakehashi.evidence.reading import Content, Draft, Reading, last_full_day, moment
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.faults import shown
from kakehashi.terms.plain import text_of

GIVES = ("security_contact_is_published", "security_txt_expires_on")

_FIELD = re.compile(r"([!-9;-~]+):(.*)")
# an address that can be used: https, mailto and tel are the three that RFC 9116, 2.5.3, names
_CONTACT = re.compile(
    r"https://[^\s/?#]\S*|mailto:[^\s@]+@[^\s@]+|tel:\+?[0-9][0-9().-]*(?:;\S*)?", re.IGNORECASE
)
_TAG = r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*"
_LANGUAGES = re.compile(rf"{_TAG}(?:[ \t]*,[ \t]*{_TAG})*")
_YEAR = timedelta(days=366)
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"


class _Line(msgspec.Struct, frozen=True):
    n: int
    value: str


def read(content: Content) -> Reading:
    """Return that a contact is published, until the day before the file expires.

    Both facts need exactly one Expires that is a time, and a Contact that is an
    address: without them RFC 9116 (2.5.3, 2.5.5) has no valid file. A given file
    shows what it says; the note `not_fetched` says what it does not show.

    Raises
    ------
    InputError
        Where the file is above 1 MiB or not UTF-8.
    """
    text = text_of(content.name, content.data, CAPS_BY_HAND.n_bytes)
    if isinstance(text, Fault):
        raise InputError(text)
    notes = Notes()
    fields = _fields(content.name, text, notes)
    faults: list[Fault] = []
    expires_at = _expires(content, fields["expires"], faults, notes)
    contact = _contact(content.name, fields["contact"], faults, notes)
    _languages(content.name, fields["preferred-languages"], notes)
    notes.add("not_fetched", content.name)
    facts: list[Draft] = []
    if expires_at and contact:
        until = last_full_day(expires_at)
        place = f"line {fields['expires'][0].n}, Expires"
        facts = [
            Draft(
                "security_contact_is_published",
                value=True,
                place=f"line {contact.n}, Contact",
                valid_until=until,
            ),
            Draft("security_txt_expires_on", expires_at.date(), place),
        ]
    return Reading(tuple(facts), tuple(faults), notes.told(content.name))


def _fields(name: str, text: str, notes: Notes) -> dict[str, list[_Line]]:
    """Return the lines of each field by its name in lower case."""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    first, last = 0, len(lines)
    is_signed = next((line for line in lines if line.strip()), "").rstrip() == _SIGNED
    if is_signed:
        # RFC 9580, 7.1: armor headers up to an empty line, then text with dashes escaped
        notes.add("signature_not_checked", name)
        first = next((i + 1 for i, line in enumerate(lines) if i and not line.strip()), last)
        last = next((i for i, line in enumerate(lines) if line.rstrip() == _SIGNATURE), last)
    fields: dict[str, list[_Line]] = defaultdict(list)
    for n, raw in enumerate(lines[first:last], start=first + 1):
        line = raw.removeprefix("- ") if is_signed else raw
        if not line.strip() or line.startswith("#"):
            continue
        field = _FIELD.fullmatch(line)
        if field:
            fields[field.group(1).lower()].append(_Line(n, field.group(2).strip(" \t")))
        else:
            notes.add("bad_line", f"{name}:{n}", shown=shown(line))
    return fields


def _expires(
    content: Content, lines: list[_Line], faults: list[Fault], notes: Notes
) -> datetime | None:
    if not lines:
        faults.append(a_fault("no_expires", content.name))
        return None
    faults += [
        a_fault("field_twice", f"{content.name}:{line.n}", field="Expires") for line in lines[1:20]
    ]
    where = f"{content.name}:{lines[0].n}"
    at = moment(lines[0].value)
    if at is None:
        faults.append(a_fault("bad_expires", where, shown=shown(lines[0].value)))
    elif at > content.read_at + _YEAR:
        notes.add("far_expires", where)
    return at if len(lines) == 1 else None


def _contact(name: str, lines: list[_Line], faults: list[Fault], notes: Notes) -> _Line | None:
    """Return the first Contact that is an address; the file's order is its preference."""
    good: _Line | None = None
    for line in lines:
        if _CONTACT.fullmatch(line.value):
            good = good or line
        else:
            notes.add("bad_contact", f"{name}:{line.n}", shown=shown(line.value))
    if good is None:
        faults.append(a_fault("no_contact", name))
    return good


def _languages(name: str, lines: list[_Line], notes: Notes) -> None:
    for i, line in enumerate(lines):
        where = f"{name}:{line.n}"
        if i:
            notes.add("field_twice", where, field="Preferred-Languages")
        if not _LANGUAGES.fullmatch(line.value):
            notes.add("bad_languages", where, shown=shown(line.value))
