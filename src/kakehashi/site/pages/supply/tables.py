"""Rows in the words of one language: cells, the marks of their sources, and the files beside."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.urls import reverse

from kakehashi.terms.number import percent as written
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

OWN_KNOWLEDGE = "general knowledge, in our own words; not yet checked"
LONG = 20  # half-widths
WIDE = "\u2e80"  # from here on a character takes two
LISTED = 6  # names in one cell; the files have all


class Cell(msgspec.Struct, frozen=True):
    """A cell; `path` is where its words lead, `marks` are numbers of sources."""

    text: str
    path: str | None = None
    marks: tuple[int, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether its words need room, so that no line of it is a syllable."""
        return sum(1 + (one >= WIDE) for one in self.text) > LONG


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A table as it is shown; of each line the first cell is its heading."""

    id: str
    title: str
    note: str
    empty: str
    head: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]
    csv: str
    json: str


class Source(msgspec.Struct, frozen=True):
    """A source as it is listed at the end of a page."""

    number: int
    text: str
    lang: Lang


class Page:
    """Makes the tables of one page, and numbers the sources that they name."""

    def __init__(self, lang: Lang, network: str, part: str | None = None) -> None:
        self.lang: Lang = lang
        self.network = network
        self.part = part
        self._numbers: dict[str, int] = {}

    def table(self, table: str, rows: Iterable[dict[str, Any]], /, **values: str) -> Shown:
        """Return the table called `table` of its rows; `values` stand in its words."""
        key = "exposure" if table.startswith("exposure_") else table
        head, line = _TABLES[key]
        return Shown(
            id=table,
            title=say(f"supply_page.{key}", self.lang, **values),
            note=say(f"supply_page.{key}_is", self.lang, **values),
            empty=say(f"supply_page.{key}_empty", self.lang, **values),
            head=tuple(say(one, self.lang, **values) for one in head),
            lines=tuple(line(self, row) for row in rows),
            csv=self.file(f"{table}.csv"),
            json=self.file(f"{table}.json"),
        )

    def file(self, name: str) -> str:
        """Return where a file of this page stands."""
        if self.part is None:
            return reverse("pages:supply_file", args=(self.lang, self.network, name))
        return reverse("pages:supply_input_file", args=(self.lang, self.network, self.part, name))

    def sources(self) -> tuple[Source, ...]:
        """Return all sources that were named, by number."""
        own = say("supply_page.own_knowledge", self.lang)
        return tuple(
            Source(number, own, self.lang) if text == OWN_KNOWLEDGE else Source(number, text, "en")
            for text, number in self._numbers.items()
        )

    def input(self, row: dict[str, Any], field: str = "input") -> Cell:
        """Return the name of an input, leading to its page."""
        path = reverse("pages:supply_input", args=(self.lang, self.network, row[field]))
        return Cell(row[f"{field}_{self.lang}"], path)

    def inputs(self, names: Sequence[str], of: dict[str, str]) -> Cell:
        """Return several names in one cell, the first few of them."""
        if not names:
            return Cell("–")
        told = say("supply_page.comma", self.lang).join(of[one] for one in names[:LISTED])
        more = len(names) - LISTED
        return Cell(told + say("supply_page.and_more", self.lang, n=more) if more > 0 else told)

    def grounds(self, row: dict[str, Any]) -> Cell:
        """Return on what a row rests, with the marks of its sources."""
        marks = tuple(
            self._numbers.setdefault(one, len(self._numbers) + 1) for one in row["sources"]
        )
        told = [say(f"basis.{one}", self.lang) for one in row["basis"]]
        if row.get("is_assumed"):
            told.append(say("shares.assumed_mark", self.lang))
        return Cell(say("supply_page.comma", self.lang).join(told) or "–", None, marks)


def _chokepoint(page: Page, row: dict[str, Any]) -> tuple[Cell, ...]:
    top = row[f"top_provider_{page.lang}"]
    if top and row["is_added_up_from_firms"]:
        top += say("shares.added_up", page.lang)
    single = say(f"supply_page.single_{row['is_single_source']}", page.lang)
    return (
        page.input(row),
        Cell(str(row["year"] or "–")),
        Cell(percent(row["top_share"])),
        Cell(top or "–"),
        Cell(span_of(row["hhi_low"], row["hhi_high"])),
        Cell(single),
        page.grounds(row),
    )


def _reach(page: Page, row: dict[str, Any]) -> tuple[Cell, ...]:
    names: dict[str, str] = row["names"]
    return (
        Cell(say("supply_page.comma", page.lang).join(row[f"providers_{page.lang}"])),
        page.inputs(row["held"], names),
        page.inputs(row["reached"], names),
        page.inputs(row["reached_with_substitution"], names),
        page.inputs(row["products"], names),
        page.inputs(row["not_told"], names),
        page.grounds(row),
    )


def _exposure(page: Page, row: dict[str, Any]) -> tuple[Cell, ...]:
    return (
        page.input(row),
        Cell(str(row["year"] or "–")),
        *(
            Cell(percent(row[one]))
            for one in ("own_share", "partner_share", "others_share", "not_told_share")
        ),
        Cell(say(f"shares.could_{row['partner_could_supply']}", page.lang)),
        page.grounds(row),
    )


def _relation(page: Page, row: dict[str, Any]) -> tuple[Cell, ...]:
    return (
        page.input(row, "upstream"),
        Cell(say(f"supply_page.{row['relation']}", page.lang)),
        page.input(row, "downstream"),
        page.grounds(row),
    )


def _share(page: Page, row: dict[str, Any]) -> tuple[Cell, ...]:
    name = row[f"provider_{page.lang}"]
    if row["is_added_up_from_firms"]:
        name += say("shares.added_up", page.lang)
    return (
        Cell(name),
        Cell(str(row["year"] or "–")),
        Cell(percent(row["share"])),
        page.grounds(row),
    )


def _stop(page: Page, row: dict[str, Any]) -> tuple[Cell, ...]:
    return (
        page.input(row),
        Cell(say(f"supply_page.kind_{row['kind']}", page.lang)),
        Cell(say(f"supply_page.stops_{row['stops_with_substitution']}", page.lang)),
        Cell(say(f"supply_page.product_{row['is_product']}", page.lang)),
        page.grounds(row),
    )


_GROUNDS = "supply_page.grounds"
_TABLES: dict[str, tuple[tuple[str, ...], Any]] = {
    "chokepoints": (
        ("shares.input", "shares.year", "shares.top_share", "shares.top_provider",
         "shares.hhi", "supply_page.single", _GROUNDS),
        _chokepoint,
    ),
    "reach": (
        ("shares.provider", "shares.held", "supply_page.reached", "supply_page.reached_substituted",
         "shares.products", "supply_page.not_told", _GROUNDS),
        _reach,
    ),
    "exposure": (
        ("shares.input", "shares.year", "supply_page.own_share", "supply_page.partner_share",
         "shares.others", "shares.not_told", "shares.could_supply", _GROUNDS),
        _exposure,
    ),
    "relations": (
        ("supply_page.upstream", "supply_page.relation", "supply_page.downstream", _GROUNDS),
        _relation,
    ),
    "shares": (("shares.provider", "shares.year", "shares.share", _GROUNDS), _share),
    "stops": (
        ("shares.input", "supply_page.kind", "supply_page.stops_substituted",
         "supply_page.product", _GROUNDS),
        _stop,
    ),
}  # fmt: skip


def percent(share: float | None) -> str:
    """Return a share as a percentage that no line breaks, `–` where there is none.

    >>> [percent(one).split() for one in (0.952, 0.56, None)]
    [['95.2', '%'], ['56', '%'], ['–']]
    """
    return written(share).replace(" ", "\u00a0")


def span_of(low: float | None, high: float | None) -> str:
    """Return an index between two bounds, one number where they are equal.

    >>> span_of(0.25, 0.5), span_of(1.0, 1.0), span_of(None, None)
    ('0.250–0.500', '1.000', '–')
    """
    if low is None or high is None:
        return "–"
    told = f"{low:.3f}", f"{high:.3f}"
    return told[0] if told[0] == told[1] else "–".join(told)
