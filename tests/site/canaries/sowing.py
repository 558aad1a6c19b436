"""Rows with a canary in every text of every kind, made from the structs themselves."""

import itertools
import re
from datetime import UTC, datetime

from msgspec import inspect

from kakehashi.accord.record import KINDS, PREFIX
from kakehashi.terms.text import Text

# a word that no text of ours holds: "t" in a text, "i" in an id, and who may see it
CANARY = re.compile(r"zq([ti])(organisation|named|side|joint|mark|person)(\d{4})zq")
NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
VISIBILITIES = ("organisation", "named", "side", "joint")
PREFIXES = {kind: PREFIX[struct] for kind, struct in KINDS.items()}
# the record ships them, and nobody writes one; or the two regulators alone write them, in
# ways of their own: tests/site/regulators looks for those
NOT_WRITTEN = {"side", "competence", "case", "request", "reply", "guidance"}
EXAMPLE = {  # a value of each text that is no free text, by the beginning of its pattern
    "^[A-Z]{3}": "GBP",
    "^-?[0-9]": "1",
    "^[0-9a-f]{64}": "0" * 64,
    "^[a-z][a-z0-9-]{0,19}": "uk",
}
BEFORE = "commitment:2022-supply-chains"  # shipped
DAY, TIME = "2026-11-23", "2026-11-23T12:00:00Z"


class Sower:
    """Makes rows of one visibility; `sown` holds every canary with the field where it stands.

    What they refer to is each other, or rows of `others` where it has the kind.
    """

    def __init__(self, visibility, others=None):
        self.visibility = visibility
        self.count = itertools.count()
        self.sown = {}
        self.ids = {
            kind: f"{prefix}:uk-{self.canary(f'{kind}.id', 'i')}"
            for kind, prefix in PREFIXES.items()
            if kind not in NOT_WRITTEN
        }
        own = {PREFIXES[kind]: name for kind, name in self.ids.items()}
        self.refs = {"side": "side:uk", **own, **(others or {})}

    def file(self):
        """Return a file with a row of every kind."""
        source = self.source()
        self.own_source = source["id"]
        return {
            "format": "kakehashi-record/1",
            "checked_on": DAY,
            "sources": [source],
            "rows": [self.row(kind) for kind in self.ids],
        }

    def canary(self, where, letter="t"):
        word = f"zq{letter}{self.visibility}{next(self.count):04}zq"
        self.sown[word] = where
        return word

    def source(self):
        """Return a source of the rows' own, its words canaries too."""
        return {
            "id": f"uk-{self.canary('source.id', 'i')}",
            "title": self.canary("source.title"),
            "kind": "primary",
            "read": self.canary("source.read"),
            "url": f"https://example.org/{self.canary('source.url')}",
        }

    def row(self, kind):
        """Return a row of `kind` with a value in each of its fields; `ROWS` says some of them."""
        changes = ROWS.get(kind, {})
        body = {
            "kind": kind,
            "id": self.ids[kind],
            "basis": "primary",
            "visibility": self.visibility,
            "named": ["org:ofcom"] if self.visibility == "named" else [],
        }
        for field in inspect.type_info(KINDS[kind]).fields:
            name = field.encode_name
            if name in changes:
                body[name] = changes[name](self) if callable(changes[name]) else changes[name]
            elif name not in body:
                body[name] = self.value(field.type, f"{kind}.{name}")
        return body

    def value(self, kind, where):
        """Return a value of a type: a canary where it is a free text."""
        if isinstance(kind, inspect.Metadata):
            refers = (kind.extra or {}).get("refers")
            pattern = getattr(kind.type, "pattern", None)
            if refers == "source":
                return self.own_source
            if refers == "row":
                prefix = re.match(r"\^([a-z]+|\[a-z\]\+):", pattern)[1]
                return self.refs.get(prefix, self.refs["action"])
            return self.value(kind.type, where)
        if isinstance(kind, inspect.StrType):
            for start, example in EXAMPLE.items():
                if (kind.pattern or "").startswith(start):
                    return example
            return self.canary(where)
        if isinstance(kind, inspect.UnionType):
            found = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
            return self.value(found[0], where)
        if isinstance(kind, inspect.VarTupleType | inspect.ListType):
            return [self.value(kind.item_type, where)]
        if isinstance(kind, inspect.StructType):
            return self.struct(kind, where)
        return self.plain(kind, where)

    def struct(self, kind, where):
        if kind.cls is Text:
            return {"en": self.canary(f"{where}.en"), "ja": f"極秘{self.canary(f'{where}.ja')}"}
        return {
            field.encode_name: self.value(field.type, f"{where}.{field.encode_name}")
            for field in kind.fields
        }

    def plain(self, kind, where):
        if isinstance(kind, inspect.EnumType):
            return next(iter(kind.cls)).value
        if isinstance(kind, inspect.LiteralType):
            return kind.values[0]
        for one, value in (
            (inspect.BoolType, False), (inspect.IntType, getattr(kind, "ge", None) or 1),
            (inspect.DateType, DAY), (inspect.DateTimeType, TIME),
        ):  # fmt: skip
            if isinstance(kind, one):
                return value
        raise TypeError((kind, where))  # a new kind of field: say here what stands for it


def _url(sower):
    return f"https://example.org/{sower.canary('evidence.url')}"


def _brackets(sower):
    """Return a bracket whose number stands in both texts of the clause."""
    words = {lang: sower.canary(f"clause.brackets.{lang}") for lang in ("en", "ja")}
    return [{"number": "1", "side": "side:uk", **words}]


def _text(sower):
    return {"text": f"{sower.canary('clause.text')} [1]", "standing": "ours"}


# what a field has to be for its row to stand: only where its type does not tell
ROWS = {
    "evidence": {"url": _url},
    "lineage": {"how": "carried", "before": BEFORE},
    "minutes": {
        "state": "draft",
        "paragraphs": lambda sower: [
            {"number": "1", "text": {"en": sower.canary("minutes.en"), "ja": sower.canary("m.ja")}}
        ],
        "agreed_by": [],
    },
    "matter": {"paragraph": "1"},
    "clause": {"brackets": _brackets, "en": _text, "ja": _text, "agreed": []},
    "decision": {"supersedes": None},
    "instrument": {"supersedes": None, "within": "instrument:digital-group"},
    "forum": {"within": "forum:g7"},
    "organisation": {"part_of": "org:dsit", "successors": []},
}
