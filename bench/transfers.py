"""How fast data flows are decided: one of three hops, and a million hops against DuckDB."""

import statistics
import time
from datetime import UTC, date, datetime
from pathlib import Path

from rules import N_RUNS, N_SUBJECTS, Row, a_population, population_rows

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.may_send import may_send
from kakehashi.answers.send_json import send_as_json
from kakehashi.rules import Rulebooks, compare_dates
from kakehashi.transfers import read_flow

FLOW = Path(__file__).parents[1] / "examples/flows/health-device.yaml"
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAYS = date(2026, 2, 4), date(2026, 2, 5)  # the day before UK law changed, and that day
N_FLOWS = 200
MOST_MS, MOST_S = 200, 1.0


def rows() -> list[Row]:
    """Return the rows of one flow, of a million hops, and of what two days decide otherwise."""
    rulebooks = shipped_rulebooks()
    (population,) = population_rows(rulebooks, "hop", "transfers.population")
    return [one_flow(rulebooks), population, moves(rulebooks)]


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
