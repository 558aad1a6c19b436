"""What is told of a network of one's own, in the words of one language."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from kakehashi.answers.input_graph import chokepoints, input_graph, key_of
from kakehashi.answers.own_network import Options, Own
from kakehashi.papers.charts import Bar, ChartWords, bars_svg
from kakehashi.site.pages.supply.tables import Cell, Page, Shown, percent, span_of
from kakehashi.supply import FlowNetwork, Mode
from kakehashi.supply.shares import ShareNetwork
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

SHOWN = 20  # rows of a table and bars of a chart; the files have all
MOST_WARNINGS = 10
PROVEN = str(Mode.CERTIFIED)


class OwnPage(Page):
    """Makes tables of a network that has no pages of its inputs."""

    def __init__(self, lang: Lang, token: str) -> None:
        super().__init__(lang, "")
        self._token = token

    def file(self, name: str) -> str:
        """Return where a table of a saved network stands; nothing where it was forgotten."""
        if not self._token:
            return ""
        return reverse("pages:supply_own_file", args=(self.lang, self._token, name))

    def input(self, row: dict[str, Any], field: str = "input") -> Cell:
        """Return the name of an input."""
        return Cell(row[f"{field}_{self.lang}"])


def told_of(found: Own, options: Options, lang: Lang, token: str = "") -> dict[str, Any]:
    """Return the values of the page: what was read, warnings, tables, chart and picture.

    With the `token` of a saved network each table has its files.
    """
    page = OwnPage(lang, token)
    network = found.network
    if isinstance(network, FlowNetwork):
        told = _flows(found, network, options, page)
    else:
        told = _shares(found, network, page)
    return {"warnings": _warnings(found.warnings), **told}


def _warnings(warnings: Sequence[Fault]) -> list[Fault]:
    first: dict[str, Fault] = {}
    for one in warnings:
        first.setdefault(one.code, one)
    return list(first.values())[:MOST_WARNINGS]


def _shares(found: Own, network: ShareNetwork, page: OwnPage) -> dict[str, Any]:
    lang = page.lang
    names = {one.id: one.name.into(lang) for one in network.inputs}
    rows = dict(found.tables)
    rows["reach"] = [{**row, "names": names} for row in rows["reach"]]
    bars = [
        Bar(
            row[f"input_{lang}"],
            row["top_share"],
            f"{row[f'top_provider_{lang}']} {percent(row['top_share'])} ({row['year'] or '–'})",
        )
        for row in rows["chokepoints"][:SHOWN]
        if row["top_share"] is not None
    ]
    words = ChartWords(
        title=say("shares.chart_top", lang),
        x=say("shares.chart_share", lang),
        description=say("shares.chart_top_is", lang),
    )
    title = say("supply_own.title", lang)
    return {
        "read": say(
            "supply_page.holds", lang, n_inputs=len(network.inputs),
            n_relations=len(network.relations), n_providers=len(network.providers),
            n_figures=sum(one.share is not None for one in network.shares),
        ),
        "tables": [page.table(name, rows[name]) for name in rows],
        "sources": page.sources(),
        "chart": bars_svg(bars, words, lang).decode() if bars else None,
        "chart_words": words.description,
        "graph": {
            "note": say("supply_page.graph_is", lang),
            "has_held": bool(chokepoints(network)),
            "key": key_of(lang),
            "svg": input_graph(network, lang, title).decode(),
        },
    }  # fmt: skip


def _flows(found: Own, network: FlowNetwork, options: Options, page: OwnPage) -> dict[str, Any]:
    lang = page.lang
    tables = [_sold(found.tables["concentration"], page)]
    chart = words = None
    if found.losses is not None:
        rows = sorted(found.tables["rank"], key=lambda row: -row["index"])
        tables.insert(0, _ranked(rows, options, page))
        name = "certified" if options.mode is Mode.CERTIFIED else "paper"
        words = ChartWords(
            title=say("supply.chart", lang),
            x=say("supply.chart_share", lang),
            description=say(f"supply.chart_{name}", lang),
        )
        bars = [
            Bar(row["scenario"], row["index"], percent(row["index"])) for row in rows[:SHOWN]
        ]  # fmt: skip
        most = max((bar.share for bar in bars), default=1.0) or 1.0
        chart = bars_svg(bars, words, lang, most=most).decode()
    return {
        "read": say("supply_own.holds", lang, n_firms=network.n_firms, n_edges=network.n_edges),
        "tables": tables,
        "sources": (),
        "chart": chart,
        "chart_words": "" if words is None else words.description,
        "graph": None,
    }


def _ranked(rows: Sequence[dict[str, Any]], options: Options, page: OwnPage) -> Shown:
    lang = page.lang
    is_proven = options.mode is Mode.CERTIFIED
    last = ("low", "high", "certified") if is_proven else ("iterations",)
    names = ("index", "index_down", "index_up", *last)

    def cell(row: dict[str, Any], name: str) -> Cell:
        value = row[name]
        if name == "certified":
            return Cell(say(f"supply_own.certified_{value}", lang))
        digits = 7 if name in ("low", "high") else 6
        return Cell(str(value) if name == "iterations" else f"{value:.{digits}f}")

    used = [
        say(f"supply_own.{key}", lang)
        for key in (
            "replaceable" if options.is_replaceable else "not_replaceable",
            "is_open" if options.is_open else "is_closed",
        )
    ]
    note = (
        say(f"supply_own.{'certified' if is_proven else 'paper'}_is", lang, proven=PROVEN),
        say("supply.shares", lang),
        *used,
        say("supply_own.shown", lang, n=min(SHOWN, len(rows)), of=len(rows)),
    )
    return Shown(
        id="rank",
        title=say("supply_own.rank", lang),
        note=" ".join(note) if lang == "en" else "".join(note),
        empty="",
        head=(
            say("supply_own.firm", lang),
            *(
                say(
                    f"supply_own.{one}" if one == "certified" else f"supply.{one}",
                    lang,
                    proven=PROVEN,
                )
                for one in names
            ),
        ),
        lines=tuple(
            (Cell(row["scenario"]), *(cell(row, name) for name in names)) for row in rows[:SHOWN]
        ),
        csv=page.file("rank.csv"),
        json=page.file("rank.json"),
    )


def _sold(rows: Sequence[dict[str, Any]], page: OwnPage) -> Shown:
    lang = page.lang
    head = ("year", "top_share", "top_provider", "hhi", "single")
    return Shown(
        id="concentration",
        title=say("supply_own.sold", lang),
        note=say("supply_own.sold_is", lang, n=min(SHOWN, len(rows)), of=len(rows)),
        empty=say("supply_own.sold_empty", lang),
        head=(
            say("supply_own.market", lang),
            *(say(f"shares.{one}", lang) for one in head),
        ),
        lines=tuple(
            (
                Cell(row["input"]),
                Cell(str(row["year"] or "–")),
                Cell(percent(row["top_share"])),
                Cell(row["top_provider"] or "–"),
                Cell(span_of(row["hhi_low"], row["hhi_high"])),
                Cell(say(f"supply_page.single_{row['is_single_source']}", lang)),
            )
            for row in rows[:SHOWN]
        ),
        csv=page.file("concentration.csv"),
        json=page.file("concentration.json"),
    )
