"""What each scenario loses on a flow network, as rows that each door shows alike."""

from collections.abc import Iterator
from typing import Any

from kakehashi.supply import Losses


def loss_rows(losses: Losses) -> Iterator[dict[str, Any]]:
    """Give one object a scenario; numbers whole, so that a program can compare them.

    `low`, `high` and `certified` stand where an interval was asked for.
    """
    columns: dict[str, Any] = {
        "index": losses.index,
        "index_down": losses.index_down,
        "index_up": losses.index_up,
        "iterations": losses.iterations,
    }
    if losses.is_certified is not None:
        columns |= {"low": losses.low, "high": losses.high, "certified": losses.is_certified}
    listed = {name: column.tolist() for name, column in columns.items()}
    for at, scenario in enumerate(losses.scenarios):
        yield {"scenario": scenario, **{name: column[at] for name, column in listed.items()}}
