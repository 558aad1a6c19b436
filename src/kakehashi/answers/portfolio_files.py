"""The hops of a folder of flow files, in the same frame as those of a table."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from kakehashi.answers.faults import a_fault
from kakehashi.answers.may_send import SUBJECT
from kakehashi.answers.portfolio import MARK
from kakehashi.answers.portfolio_columns import COMPLETE, Column
from kakehashi.answers.portfolio_hops import Hops
from kakehashi.rules import settle
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.fact import Members
from kakehashi.terms.faults import shown
from kakehashi.terms.vocabulary import FactKind, FactType, Vocabulary
from kakehashi.transfers import Flow, hop_facts, read_flow


def read_flow_files(
    files: Mapping[str, bytes], vocabulary: Vocabulary, read_at: datetime
) -> tuple[Flow, ...]:
    """Return the flows of a folder, file name to YAML bytes.

    Raises
    ------
    InputError
        With every fault of every file, or where two files name one flow.
    """
    flows: dict[str, Flow] = {}
    faults: list[Fault] = []
    for name, content in files.items():
        try:
            flow = read_flow({name: content}, vocabulary=vocabulary, read_at=read_at)
        except InputError as error:
            faults += error.faults
            continue
        if flow.told.id in flows:
            faults.append(a_fault("flow_files_twice", name, shown=shown(flow.told.id)))
        flows[flow.told.id] = flow
    if faults:
        raise InputError(faults)
    return tuple(flows.values())


def hops_of_flows(flows: Iterable[Flow], vocabulary: Vocabulary) -> Hops:
    """Return the hops of flows, the facts of each settled on the day that is asked for.

    Statements that disagree and answers whose time has run out are unknown, as
    `rules.settle` has it: a table cannot say so much.
    """
    listed = tuple(flows)
    rows: list[dict[str, Any]] = []
    edges: list[dict[str, int]] = []
    ends: list[dict[str, Any]] = []
    for flow in listed:
        first = len(rows)
        for place, name in enumerate(flow.order):
            hop = flow.hop(name)
            countries = [flow.party(one).country for one in (hop.sender, hop.receiver)]
            arrives = countries[1] == "JP" and countries[0] != "JP"
            rows.append(
                {"flow": flow.told.id, "hop": name, "sector": flow.told.sector, "arrives": arrives}
            )
            edges += [
                {"row": first + place, "before": first + flow.order.index(one), "place": place}
                for one in flow.before[name]
            ]
            ends += [
                {"row": first + place, "what": what, "on": on} for what, on in _ends(flow, name)
            ]
    numbers = {"row": pl.UInt32, "before": pl.UInt32, "place": pl.UInt32}
    types = {"flow": pl.String, "hop": pl.String, "sector": pl.String, "arrives": pl.Boolean}
    return Hops(
        rows=pl.DataFrame(rows, schema=types),
        edges=pl.DataFrame(edges, schema=numbers).sort("place", maintain_order=True),
        facts=pl.DataFrame(height=len(rows)),
        of_day=lambda on: _facts_on(listed, vocabulary, on),
        ends=pl.DataFrame(ends, schema={"row": pl.UInt32, "what": pl.String, "on": pl.Date}),
    )


def _ends(flow: Flow, name: str) -> list[tuple[str, date]]:
    hop = flow.hop(name)
    found = [("hop", hop.until)]
    found += [(paper.kind, paper.until) for paper in flow.told.papers if name in paper.hops]
    found += [(fact.id, fact.valid_until) for fact in flow.stated[name]]
    return [(what, on) for what, on in found if on is not None]


def _facts_on(flows: Iterable[Flow], vocabulary: Vocabulary, on: date) -> pl.DataFrame:
    types = {fact.id: fact for fact in vocabulary.facts if fact.subject == SUBJECT}
    rows = []
    for flow in flows:
        for name in flow.order:
            values = settle(hop_facts(flow, name, on, {}), vocabulary, on).values
            row: dict[str, Any] = {}
            for fact, value in values.items():
                if fact == MARK or fact not in types:
                    continue
                if isinstance(value, Members):
                    row |= {fact: sorted(value.has), fact + COMPLETE: value.is_complete}
                else:
                    row[fact] = value
            rows.append(row)
    return pl.DataFrame(rows, schema=dict(_schema(types.values())))


def _schema(types: Iterable[FactType]) -> Iterable[tuple[str, Any]]:
    for fact in types:
        if fact.kind is not FactKind.TEXT and fact.id != MARK:
            yield fact.id, Column(fact.kind, fact).dtype
            if fact.kind is FactKind.LIST:
                yield fact.id + COMPLETE, pl.Boolean
