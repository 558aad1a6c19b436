"""Share networks on the command line: which one, its words, sources and warnings."""

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kakehashi.cli.folder import a_fault
from kakehashi.cli.page import in_columns, put, put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.supply.network import read_tables
from kakehashi.terms.errors import InputError
from kakehashi.terms.phrases import say
from kakehashi.terms.steady import steady
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.supply.shares import Scenario, ShareNetwork

FORMATS = ("table", "json", "csv", "parquet")
SHOWN = 30  # rows of a table; JSON and CSV have all
# options that belong to --lose, and what they are where they are not given
OF_LOSE = {
    "--for-days": "90", "--returns-over": "0", "--horizon": "365", "--draws": "200", "--seed": "1",
}  # fmt: skip


def put_rows(rows: list[dict[str, Any]], wanted: str) -> None:
    """Print rows as JSON, CSV or Parquet; in CSV a list is one cell."""
    if wanted == "json":
        put_json(rows)
    elif wanted == "parquet":
        from kakehashi.answers.parquet import rows_parquet

        put_bytes(rows_parquet(rows))
    else:
        from kakehashi.papers.tables import table_csv

        head = list(rows[0]) if rows else []
        written = table_csv(head, ([_cell(value) for value in row.values()] for row in rows))
        sys.stdout.write(written.decode())


def put_bytes(content: bytes) -> None:
    """Write bytes to the standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " | ".join(map(str, value))
    return json.dumps(value) if isinstance(value, bool | float | int) else steady(str(value))


def put_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table whose last column is free."""
    for line in in_columns([tuple(head), *map(tuple, rows)]):
        print(steady(line))


def put_chart(bars: Sequence[tuple[str, float, str]], key: str, x: str, lang: Lang) -> None:
    """Print bars (name, share, note) as SVG; the phrases `key`, `key_is` and `x` tell of them."""
    from kakehashi.papers.charts import Bar, ChartWords, bars_svg

    words = ChartWords(title=say(key, lang), x=say(x, lang), description=say(f"{key}_is", lang))
    svg = bars_svg([Bar(*bar) for bar in bars], words, lang)
    sys.stdout.write(svg.decode() + "\n")


def first_of_each(rows: Iterable[dict[str, Any]], show: str) -> list[dict[str, Any]]:
    """Return the first rows: of an exposure half as many for each of the two countries."""
    left = Counter({"": SHOWN})
    shown = []
    for row in rows:
        country = row["country"] if show == "exposure" else ""
        left.setdefault(country, SHOWN // 2)
        left[country] -= 1
        if left[country] >= 0:
            shown.append(row)
    return shown


class Sources:
    """Numbers sources as they are first named, and lists them at the end."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self._numbers: dict[str, int] = {}

    def mark(self, sources: Iterable[str], *, is_assumed: bool) -> str:
        """Return `[1][2]`, or that the figure is assumed."""
        numbers = [self._numbers.setdefault(one, len(self._numbers) + 1) for one in sources]
        mark = "".join(f"[{number}]" for number in numbers)
        return mark + (say("shares.assumed_mark", self.lang) if is_assumed else "")

    def put(self) -> None:
        """Print the list."""
        for source, number in self._numbers.items():
            put(f"[{number}] {source}", 0, 4)


def put_structure(network: "ShareNetwork", lang: Lang) -> None:
    """Say how well the relations are known, where none was read in a text."""
    from kakehashi.answers.supply_words import structure_words

    said = structure_words(network, lang)
    if said is not None:
        put(said)


def add_scenario_options(parser: HouseParser) -> None:
    """Add scenarios as files, and the options that state them at once."""
    lang = parser.lang
    parser.add_argument(
        "--scenario", metavar="FILE", type=Path, action="append", default=[],
        help=say("argument.share_scenario", lang),
    )  # fmt: skip
    parser.add_argument(
        "--lose", metavar="PROVIDER[:INPUT,…]", action="append", default=[],
        help=say("argument.share_lose", lang),
    )  # fmt: skip
    for_days, returns, *whole = OF_LOSE
    parser.add_argument(for_days, metavar="N", default=OF_LOSE[for_days],
                        help=say("argument.share_for_days", lang))  # fmt: skip
    parser.add_argument(returns, metavar="N", default=OF_LOSE[returns],
                        help=say("argument.share_returns", lang))  # fmt: skip
    parser.add_argument(
        "--assume", metavar="INPUT:FIELD=N", action="append", default=[],
        help=say("argument.share_assume", lang),
    )  # fmt: skip
    for name in whole:
        parser.add_argument(name, metavar="N", default=OF_LOSE[name],
                            help=say(f"argument.share_{name[2:]}", lang))  # fmt: skip


def scenarios_of(asked: Namespace, network: "ShareNetwork") -> "list[Scenario]":
    """Return the scenarios of the files, then one for each `--lose`."""
    from kakehashi.supply.shares import read_scenario

    found = []
    for path in asked.scenario:
        ((name, content),) = read_tables([path]).items()
        found.append(read_scenario(name, content, network))
    for one in asked.lose:
        told = _stated(one, asked, network)
        found.append(read_scenario("--lose", json.dumps(told).encode(), network))
    if not found:
        raise InputError(a_fault("no_scenario", "--scenario", "a_scenario", "scenario_mend"))
    return found


def _stated(lose: str, asked: Namespace, network: "ShareNetwork") -> dict[str, Any]:
    from kakehashi.answers.supply_words import scenario_title

    provider, _, listed = lose.partition(":")
    inputs = [one for one in listed.split(",") if one]
    assumptions = []
    for one in asked.assume:
        input_id, _, rest = one.partition(":")
        field, _, number = rest.partition("=")
        assumptions.append({"input": input_id, field: number})
    title = scenario_title(network, provider, inputs, asked.for_days)
    return {
        "kakehashi": "scenario/1",
        "title": {"en": title.en, "ja": title.ja},
        "losses": [{
            "provider": provider, "inputs": inputs, "for_days": asked.for_days,
            "returns_over_days": asked.returns_over,
        }],
        "assumptions": assumptions,
        "horizon_days": _whole(asked.horizon),
        "draws": _whole(asked.draws),
        "seed": _whole(asked.seed),
    }  # fmt: skip


def _whole(word: str) -> int | str:
    return int(word) if word.isascii() and word.isdigit() else word
