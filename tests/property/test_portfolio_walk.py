"""A portfolio gives each flow the answer that it has by itself: as a table, and as files."""

import random
import sys
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.may_send import may_send
from kakehashi.answers.portfolio import ANSWERS, OUTCOMES, decide_portfolio
from kakehashi.answers.portfolio_columns import columns
from kakehashi.answers.portfolio_files import hops_of_flows, read_flow_files
from kakehashi.answers.portfolio_hops import hops_of_table
from kakehashi.answers.portfolio_read import read_table
from kakehashi.rules import compare_dates

sys.path.insert(0, str(Path(__file__).parents[1] / "reference"))
from flows_random import START, some_flows

AT = datetime(2027, 11, 23, 9, tzinfo=UTC)
N_FLOWS = 40


def as_parquet(rows, vocabulary):
    types = {name: one.dtype for name, one in columns(vocabulary).items()}
    types["after"] = pl.List(pl.Int64)
    content = BytesIO()
    pl.DataFrame(rows, schema=types).write_parquet(content)
    return content.getvalue()


@pytest.fixture(scope="module")
def rulebooks():
    return shipped_rulebooks()


def told(decided):
    """Return, by flow and hop, the answer, the mark and the rules' outcomes."""
    return {
        (row["flow"], str(row["hop"]).removeprefix("h")): (
            ANSWERS[row["answer"]],
            row["bears_mark"],
            {rule: OUTCOMES[row[rule]] for rule in decided.rules},
        )
        for row in decided.hops.iter_rows(named=True)
    }


@pytest.mark.parametrize("is_file", [True, False], ids=["files", "table"])
def test_each_flow_as_by_itself(rulebooks, is_file):
    files, rows = some_flows(rulebooks.vocabulary, N_FLOWS, random.randint(0, 10**6))
    flows = read_flow_files(files, rulebooks.vocabulary, AT)
    if is_file:
        hops = hops_of_flows(flows, rulebooks.vocabulary)
    else:
        table = read_table(
            "t.parquet", as_parquet(rows, rulebooks.vocabulary), rulebooks.vocabulary
        )
        hops = hops_of_table("t.parquet", table, rulebooks.vocabulary)
    on = date.fromordinal(START.toordinal() + random.randint(0, 500))
    decided = decide_portfolio(rulebooks, hops, as_of=on)
    alone = {flow.told.id: may_send(rulebooks, flow, as_of=on) for flow in flows}
    expected = {
        (name, hop.hop.id.removeprefix("h")): (
            hop.answer,
            hop.bears_uk_mark,
            {f"{book.id}:{v.rule}": v.outcome for book in hop.books for v in book.verdicts},
        )
        for name, answer in alone.items()
        for hop in answer.hops
    }
    assert told(decided) == expected
    flowing = {row["flow"]: ANSWERS[row["answer"]] for row in decided.flows.iter_rows(named=True)}
    assert flowing == {name: answer.answer for name, answer in alone.items()}


def test_two_days_are_compared_alike_by_what_differs_and_in_full(rulebooks):
    files, _ = some_flows(rulebooks.vocabulary, N_FLOWS, random.randint(0, 10**6))
    flows = read_flow_files(files, rulebooks.vocabulary, AT)
    facts = hops_of_flows(flows, rulebooks.vocabulary).of_day(START)
    days = (date(2026, 2, 4), date(2026, 2, 5))
    quick = compare_dates(rulebooks, facts, *days, subject="hop")
    assert quick == compare_dates(rulebooks, facts, *days, subject="hop", later=rulebooks)
    assert any(move.rule == "uk-data-transfer:UKT-49A" for move in quick.moves)
