"""How fast a portfolio of data flows is decided and counted, and what two days change in it."""

import statistics
import time
from datetime import date

import polars as pl
from rules import N_RUNS, N_SUBJECTS, SEED, Row, a_population

from kakehashi.answers.portfolio import decide_days, decide_portfolio
from kakehashi.answers.portfolio_columns import DERIVED
from kakehashi.answers.portfolio_counts import count, count_moves
from kakehashi.answers.portfolio_hops import Hops, hops_of_table
from kakehashi.rules import Rulebooks

MOST_S = 1.0
DAYS = date(2026, 2, 4), date(2026, 2, 5)  # the day before UK law changed, and that day
_COUNTRIES = ["GB", "GB", "JP", "JP", "US", "FR", "KR", "BR"]


def a_portfolio(rulebooks: Rulebooks, n_flows: int) -> Hops:
    """Return made-up flows, every sixth of three hops, every third of two; the same each time."""
    # of six flows: three of one hop, two of two, one of three
    flow_of = pl.Series([0, 1, 2, 3, 3, 4, 4, 5, 5, 5])
    hop_of = pl.Series([1, 1, 1, 1, 2, 1, 2, 1, 2, 3])
    n_hops = n_flows // 6 * 10
    place = pl.int_range(n_hops, eager=True)
    hop = hop_of.gather(place % 10)
    parties = pl.Series(["a", "b", "c", "d"])
    facts = a_population(rulebooks, n_hops, "hop")
    given = [name for name in facts.columns if name.split("__")[0] not in DERIVED]
    people = pl.col("sender_kind") == "individuals"

    def drawn(values: list[object], seed: int) -> pl.Series:
        return pl.Series(values).sample(n_hops, with_replacement=True, seed=SEED + seed)

    table = facts.select(given).with_columns(
        line=place,
        flow=((place // 10) * 6 + flow_of.gather(place % 10)).cast(pl.String).str.zfill(8),
        hop=hop,
        sender=parties.gather(hop - 1),
        receiver=parties.gather(hop),
        sector=drawn([f"sector {n}" for n in range(20)], 1),
        sender_country=drawn(_COUNTRIES, 2),
        receiver_country=drawn(_COUNTRIES, 3),
        idta_starts=drawn([date(2025, 1, 1), None], 4),
        contract_starts=pl.lit(date(2025, 1, 1)),
        contract_until=drawn([DAYS[0], date(2027, 1, 1), None], 5),
        sender_kind=pl.col("sender_kind").fill_null("company"),
        receiver_kind=pl.col("receiver_kind").fill_null("company"),
    )
    kind = pl.when(people).then(pl.lit("direct_collection"))
    kind = kind.when(pl.col("hop_kind") == "direct_collection").then(pl.lit("disclosure"))
    table = table.with_columns(hop_kind=kind.otherwise(pl.col("hop_kind").fill_null("disclosure")))
    return hops_of_table("made up", table, rulebooks.vocabulary)


def portfolio_rows(rulebooks: Rulebooks) -> list[Row]:
    """Return the rows of a million flows on one day, and of two days."""
    hops = a_portfolio(rulebooks, N_SUBJECTS)
    one, two = [], []
    for _ in range(N_RUNS):
        start = time.perf_counter()
        decided = decide_portfolio(rulebooks, hops, as_of=DAYS[0])
        for by in ("sector", "rule"):
            count(decided, by)
        one.append(time.perf_counter() - start)
        start = time.perf_counter()
        count_moves(*decide_days(rulebooks, hops, *DAYS), "sector")
        two.append(time.perf_counter() - start)
    size = f"{decided.flows.height:,} flows of {decided.hops.height:,} hops"
    return [
        _row("transfers.portfolio", one, f"{size}, {len(decided.rules)} rules, the mark carried, "
             "counts by sector and rule with small cells withheld"),
        _row("transfers.portfolio_moves", two, f"{size} on {DAYS[0]} and {DAYS[1]}, papers ending "
             "between, moves by sector with small cells withheld"),
    ]  # fmt: skip


def _row(name: str, seconds: list[float], note: str) -> Row:
    median = statistics.median(seconds)
    return {
        "name": name,
        "value": round(median, 3),
        "unit": "s",
        "target": MOST_S,
        "met": median <= MOST_S,
        "note": f"{note}; from a table in memory, median of {N_RUNS}",
    }
