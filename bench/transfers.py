"""How fast data flows are decided: one of three hops, and a million hops against DuckDB."""

import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import yaml
from portfolio import portfolio_rows
from rules import N_RUNS, N_SUBJECTS, Row, a_population, population_rows

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.may_send import may_send
from kakehashi.answers.send_json import send_as_json
from kakehashi.answers.transfer_json import paper_as_json
from kakehashi.answers.transfer_layout import laid_out
from kakehashi.answers.transfer_papers import transfer_papers
from kakehashi.cli.places import fonts_folder
from kakehashi.papers.council import paper_pdf
from kakehashi.papers.docx import paper_docx
from kakehashi.rules import Rulebooks, compare_dates
from kakehashi.transfers import TransferPaper, read_flow

FLOW = Path(__file__).parents[1] / "examples/flows/health-device.yaml"
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAYS = date(2026, 2, 4), date(2026, 2, 5)  # the day before UK law changed, and that day
N_FLOWS, N_SET = 200, 20
MOST_MS, MOST_S = 200, 1.0


def rows() -> list[Row]:
    """Return the rows of one flow, of a million hops, and of what two days decide otherwise."""
    rulebooks = shipped_rulebooks()
    (population,) = population_rows(rulebooks, "hop", "transfers.population")
    return [
        one_flow(rulebooks),
        *papers(rulebooks),
        population,
        moves(rulebooks),
        *portfolio_rows(rulebooks),
    ]


def one_flow(rulebooks: Rulebooks) -> Row:
    """Return the row of one flow, from bytes to JSON, refused and so with what would mend it."""
    content = {FLOW.name: FLOW.read_bytes()}
    milliseconds = []
    for _ in range(N_FLOWS):
        start = time.perf_counter()
        flow = read_flow(content, vocabulary=rulebooks.vocabulary, read_at=AT)
        send_as_json(may_send(rulebooks, flow, as_of=date(2027, 4, 1)))
        milliseconds.append((time.perf_counter() - start) * 1_000)
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    return {
        "name": "transfers.one_flow",
        "value": round(p95, 1),
        "unit": "ms (p95)",
        "target": MOST_MS,
        "met": p95 <= MOST_MS,
        "note": "three hops under both laws, with grounds, questions and mends, as JSON; no papers",
    }


def papers(rulebooks: Rulebooks) -> list[Row]:
    """Return the rows of one flow with its seven papers: as JSON, as .docx, as PDF."""
    told = yaml.safe_load(FLOW.read_bytes())
    for kind in ("idta", "addendum"):  # so that no paper is left empty
        paper = {"id": kind, "kind": kind, "hops": ["to-tokyo"], "starts": "2026-03-02"}
        told["papers"].append(paper)
    content = {FLOW.name: yaml.safe_dump(told, allow_unicode=True).encode()}

    def written() -> tuple[TransferPaper, ...]:
        flow = read_flow(content, vocabulary=rulebooks.vocabulary, read_at=AT)
        answer = may_send(rulebooks, flow, as_of=date(2027, 4, 1))
        send_as_json(answer)
        return transfer_papers(rulebooks, answer)

    forms: dict[str, tuple[int, Callable[[TransferPaper], object]]] = {
        "json": (N_FLOWS, lambda paper: json.dumps(paper_as_json(paper))),
        "docx": (N_SET, lambda paper: paper_docx(laid_out(paper, "en", AT))),
        "pdf": (N_SET, lambda paper: paper_pdf(laid_out(paper, "en", AT), fonts_folder())),
    }
    made = []
    for form, (n_runs, render) in forms.items():
        milliseconds = []
        for _ in range(n_runs):
            start = time.perf_counter()
            for paper in written():
                render(paper)
            milliseconds.append((time.perf_counter() - start) * 1_000)
        p95 = statistics.quantiles(milliseconds, n=20)[-1]
        row: Row = {
            "name": f"transfers.flow_with_papers_{form}",
            "value": round(p95, 1),
            "unit": "ms (p95)",
            "note": f"three hops decided, seven papers in {form}, none empty; {n_runs} runs",
        }
        made.append({**row, "target": MOST_MS, "met": p95 <= MOST_MS} if form == "json" else row)
    return made


def moves(rulebooks: Rulebooks) -> Row:
    """Return the row of a before and after over a million hops."""
    frame = a_population(rulebooks, N_SUBJECTS, "hop")
    seconds = []
    for _ in range(N_RUNS):
        start = time.perf_counter()
        compare_dates(rulebooks, frame, *DAYS, subject="hop")
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds)
    return {
        "name": "transfers.moves",
        "value": round(median, 3),
        "unit": "s",
        "target": MOST_S,
        "met": median <= MOST_S,
        "note": f"{N_SUBJECTS:,} hops on {DAYS[0]} and {DAYS[1]}, outcomes that moved counted by "
        f"rule; median of {N_RUNS}",
    }


if __name__ == "__main__":
    for row in rows():
        print(row)
