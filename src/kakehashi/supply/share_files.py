"""Scenarios, measures and results as plain values, and results back from them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import msgspec
import numpy as np

from kakehashi.supply.mend_shares import Mended
from kakehashi.supply.scenario import FORMAT as SCENARIO
from kakehashi.supply.scenario import Assumption, Scenario
from kakehashi.supply.share_mending import FORMAT as MEASURES
from kakehashi.supply.share_mending import Measure, MeasureKind, Measures
from kakehashi.supply.share_network import ShareNetwork, Span
from kakehashi.supply.stress_shares import Stressed
from kakehashi.terms.text import LANGS, Text

_FIELDS = ("stock_days", "life_days", "lead_days", "substitution")


def scenario_file(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as the file `scenario/1` holds it: read again, it is the same.

    Assumptions of one input that rest on different sources become several entries.
    """
    told: dict[str, Any] = {
        "kakehashi": SCENARIO,
        "title": _text(scenario.title),
        "losses": [
            {
                "provider": one.provider,
                "inputs": list(one.inputs),
                "share": _span(one.share),
                "from_day": one.from_day,
                "for_days": _span(one.for_days),
                "returns_over_days": _span(one.returns_over_days),
            }
            for one in scenario.losses
        ],
        "assumptions": [entry for one in scenario.assumptions for entry in _assumed(one)],
        "horizon_days": scenario.horizon_days,
        "products": list(scenario.products),
        "draws": scenario.n_draws,
        "seed": scenario.seed,
    }
    return told if scenario.year is None else {**told, "year": scenario.year}


def _assumed(one: Assumption) -> Iterable[dict[str, Any]]:
    spans = {field: span for field in _FIELDS if (span := getattr(one, field)) is not None}
    for source in dict.fromkeys(span.source for span in spans.values()):
        fields = {name: _span(span) for name, span in spans.items() if span.source == source}
        yield {"input": one.input, **fields, **({} if source is None else {"source": source})}


def measures_file(measures: Measures) -> dict[str, Any]:
    """Return measures as the file `measures/1` holds them: read again, they are the same."""
    return {
        "kakehashi": MEASURES,
        "cost_unit": _text(measures.cost_unit),
        "measures": [_measure(one) for one in measures.measures],
    }


def _measure(one: Measure) -> dict[str, Any]:
    told = {
        "id": one.id,
        "name": _text(one.name),
        "kind": str(one.kind),
        "input": one.input,
        "days" if one.kind == MeasureKind.STOCK else "share": _span(one.amount),
        "cost": number(one.cost),
        "ready_on_day": _span(one.ready_on_day),
    }
    return told if one.amount.source is None else {**told, "source": one.amount.source}


def _text(text: Text) -> dict[str, Any]:
    """Return a text as files hold it: what it is only where that is not the usual."""
    told: dict[str, Any] = msgspec.to_builtins(text)
    usual = msgspec.to_builtins(Text(en="", ja=""))
    return {name: value for name, value in told.items() if value != usual[name] or name in LANGS}


def _span(span: Span) -> str | int:
    if span.low == span.high:
        return number(span.low)
    return f"{number(span.low)}..{number(span.high)}"


def number(number: float) -> str | int:
    """Return a number as files write it: whole, or with all its decimals and no exponent.

    >>> number(20.0), number(0.1), number(1e-7)
    (20, '0.1', '0.0000001')
    """
    whole = int(number)
    return whole if whole == number else format(Decimal(repr(float(number))), "f")


def plain_result(told: Stressed | Mended) -> dict[str, Any]:
    """Return a result as plain values; `stressed_of` and `mended_of` read it back."""
    plain: dict[str, Any] = msgspec.to_builtins(told, enc_hook=np.ndarray.tolist)
    return plain


def stressed_of(plain: Any) -> Stressed:
    """Return what `plain_result` wrote of a stress. Raises ValidationError for anything else."""
    return msgspec.convert(plain, Stressed, dec_hook=_array)


def mended_of(plain: Any) -> Mended:
    """Return what `plain_result` wrote of a mending. Raises ValidationError for anything else."""
    return msgspec.convert(plain, Mended)


def _array(kind: Any, value: Any) -> Any:  # noqa: ARG001
    return np.array(value, np.float64)


def plain_network(network: ShareNetwork) -> dict[str, Any]:
    """Return all that a network says: not the places in its files, nor its warnings."""
    shares = [
        {name: value for name, value in msgspec.to_builtins(one).items() if name != "where"}
        for one in network.shares
    ]
    parts = ("inputs", "relations", "providers")
    plain = {name: msgspec.to_builtins(getattr(network, name)) for name in parts}
    return {**plain, "shares": shares}
