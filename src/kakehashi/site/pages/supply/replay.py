"""A past event replayed: what the model expected, what was measured, the miss and its reasons."""

import json
from collections.abc import Iterable
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kakehashi.answers import replay_words
from kakehashi.answers.measured import rows_csv
from kakehashi.answers.replayed import EVENTS, Ground, Replayed, cited, compared_rows, replayed
from kakehashi.site.pages.render import render
from kakehashi.site.pages.supply.files import TYPES
from kakehashi.site.pages.supply.tables import Cell, Shown, Source
from kakehashi.terms.phrases import say
from kakehashi.terms.steady import steady_json
from kakehashi.terms.text import Lang

FILES = ("compared.csv", "compared.json", "chart.svg")


@require_safe
def event(request: HttpRequest, lang: Lang, event: str) -> HttpResponse:
    """Return the page of one event."""
    told = _event(event)
    marks: dict[str, int] = {}
    table = _table(told, lang, marks)
    why = _grounds(told.outcome.why, lang, marks)
    went_in = _grounds(told.event.grounds, lang, marks)
    return render(
        request,
        lang,
        "supply/replay.html",
        event=event,
        title=told.event.title.into(lang),
        lead=replay_words.lead_words(told, lang),
        miss=replay_words.miss_words(told, lang),
        says=told.outcome.says.into(lang),
        table=table,
        notes=replay_words.table_words(told, lang)[1:],
        chart=reverse("pages:supply_replay_file", args=(lang, event, "chart.svg")),
        chart_words=say("replay.chart_is", lang),
        why=why,
        went_in=[
            *went_in,
            *(_marked(one, source, marks) for one, source in replay_words.yardsticks(told, lang)),
        ],
        draws=say("replay.draws", lang, n=told.scenario.n_draws, seed=told.scenario.seed),
        sources=[Source(number, text, "en") for text, number in marks.items()],
    )


@require_safe
def file(request: HttpRequest, lang: Lang, event: str, file: str) -> HttpResponse:  # noqa: ARG001
    """Return the comparison as CSV or JSON, or its chart as SVG."""
    told = _event(event)
    if file not in FILES:
        raise Http404
    form = file.rpartition(".")[2]
    if form == "svg":
        content = _chart(event, lang)
    elif form == "csv":
        content = rows_csv(compared_rows(told))
    else:
        rows = json.dumps(compared_rows(told), ensure_ascii=False, indent=1)
        content = steady_json(rows).encode()
    response = HttpResponse(content, content_type=TYPES[form])
    response.headers["X-Content-Type-Options"] = "nosniff"
    if form != "svg":
        response.headers["Content-Disposition"] = f'attachment; filename="{event}.{form}"'
    return response


def _event(name: str) -> Replayed:
    if name not in EVENTS:
        raise Http404
    return replayed(name)


@lru_cache(maxsize=8)  # drawing takes a second: once for each event and language
def _chart(name: str, lang: Lang) -> bytes:
    return replay_words.chart(replayed(name), lang)


def _table(told: Replayed, lang: Lang, marks: dict[str, int]) -> Shown:
    def address(name: str) -> str:
        return reverse("pages:supply_replay_file", args=(lang, told.id, name))

    lines = []
    for one in told.compared:
        name, quarter, *rest = replay_words.row(told, one, lang)
        figures = (Cell(figure.replace(" ", "\u00a0")) for figure in rest)
        cells = (Cell(quarter), Cell(name), *figures)
        if one.measured is not None:
            at = replay_words.COLUMNS.index("measured")
            cells = (*cells[:at], _marked(cells[at].text, cited(one.measured), marks),
                     *cells[at + 1 :])  # fmt: skip
        lines.append(cells)
    first, second, *others = replay_words.head(lang)
    return Shown(
        id="compared",
        title=say("replay.table", lang),
        note=replay_words.table_words(told, lang)[0],
        empty="",
        head=(second, first, *others),
        lines=tuple(lines),
        csv=address("compared.csv"),
        json=address("compared.json"),
    )


def _grounds(grounds: Iterable[Ground], lang: Lang, marks: dict[str, int]) -> list[Cell]:
    return [_marked(replay_words.ground_words(one, lang), cited(one), marks) for one in grounds]


def _marked(text: str, source: str, marks: dict[str, int]) -> Cell:
    return Cell(text, None, (marks.setdefault(source, len(marks) + 1),))
