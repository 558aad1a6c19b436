"""A feed of what happened, as Atom, with ids that never change."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256
from xml.etree import ElementTree as ET

import msgspec

from kakehashi.terms.text import Lang

ATOM = "http://www.w3.org/2005/Atom"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class FeedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened. `name` is what its id is made of and must never change."""

    name: str
    title: str
    on: date
    summary: str = ""
    link: str | None = None


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed in one language; `here` and `page` are its own address and its page's."""

    name: str
    title: str
    lang: Lang
    updated_at: datetime
    entries: tuple[FeedEntry, ...]
    here: str | None = None
    page: str | None = None


def stable_id(name: str) -> str:
    """Return an id for `name`: a UUID of version 8, made of its SHA-256.

    Notes
    -----
    RFC 4122 and RFC 9562, 5.8 (version 8: bits of one's own).

    >>> stable_id("commitment:2025-ai")
    'urn:uuid:5ed87e65-155c-8db3-8037-bc86a79ad46f'
    """
    digest = list(sha256(f"kakehashi:{name}".encode()).hexdigest()[:32])
    digest[12], digest[16] = "8", "89ab"[int(digest[16], 16) % 4]
    run = "".join(digest)
    return f"urn:uuid:{run[:8]}-{run[8:12]}-{run[12:16]}-{run[16:20]}-{run[20:]}"


def feed_atom(feed: Feed) -> bytes:
    """Return `feed` as Atom, newest entry first; same feed, same bytes.

    An entry's time is midnight UTC of its day, since sources give days.

    Notes
    -----
    RFC 4287.
    """
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": feed.lang})
    _add(root, "id", stable_id(feed.name))
    _add(root, "title", feed.title)
    _add(root, "updated", _time(feed.updated_at))
    _add(_add(root, "author", ""), "name", "Kakehashi")
    for relation, address in (("self", feed.here), ("alternate", feed.page)):
        if address is not None:
            _add(root, "link", "", rel=relation, href=address)
    for one in _newest_first(feed.entries):
        entry = _add(root, "entry", "")
        _add(entry, "id", stable_id(one.name))
        _add(entry, "title", one.title)
        at = datetime(one.on.year, one.on.month, one.on.day, tzinfo=UTC)
        _add(entry, "updated", _time(at))
        _add(entry, "published", _time(at))
        if one.link is not None:
            _add(entry, "link", "", rel="alternate", href=one.link)
        _add(entry, "summary", one.summary or one.title)
    ET.indent(root)
    made: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{made}\n'.encode()


def _newest_first(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    return sorted(entries, key=lambda one: (one.on, one.name), reverse=True)


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    if text:
        made.text = _NOT_IN_XML.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
    return made


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
