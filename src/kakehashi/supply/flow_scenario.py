"""What is lost on a flow network, and the numbers of the daily model: a scenario file."""

import math
from typing import Annotated, Any

import msgspec
import numpy as np

from kakehashi.supply.ario_model import Ario, Hit, Limiting, Rationing, Rebuilding, Returns
from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import FlowNetwork
from kakehashi.supply.scenario import MOST_DAYS, told_in
from kakehashi.terms.faults import shown
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.plain import Plain
from kakehashi.terms.text import Text

NUMBERS = (
    "stock_days", "psi", "restoration_days", "overproduction_max", "overproduction_days",
)  # fmt: skip
FORMAT = "flow-scenario/1"
_Number = str | int  # a decimal number of a file is text until it is asked for
_Days = Annotated[int, msgspec.Meta(ge=0, le=MOST_DAYS)]


class FlowScenario(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """A scenario, its names settled on one network."""

    title: Text
    hits: tuple[Hit, ...]
    model: Ario
    horizon_days: int = 365


class _LossFile(Frozen, frozen=True, kw_only=True):
    firms: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    share: _Number = 1
    from_day: _Days = 0
    for_days: _Days
    returns: Returns = Returns.LINEAR
    returns_over_days: _Days = 0


class _RebuildingFile(Frozen, frozen=True, kw_only=True):
    sectors: dict[str, _Number]
    capital_years: _Number | None = None
    factor: _Number | None = None


class _ModelFile(Frozen, frozen=True, kw_only=True):
    stock_days: _Number | None = None
    stock_days_by_input: dict[str, _Number] = msgspec.field(default_factory=dict)
    psi: _Number | None = None
    restoration_days: _Number | None = None
    overproduction_max: _Number | None = None
    overproduction_days: _Number | None = None
    rationing: Rationing = Rationing.PROPORTIONAL
    limiting: Limiting = Limiting.ALL
    rebuilding: _RebuildingFile | None = None


class _File(Frozen, frozen=True, kw_only=True):
    kakehashi: str
    title: Text
    losses: tuple[_LossFile, ...]
    model: _ModelFile = _ModelFile()
    horizon_days: Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)] = 365


def read_flow_scenario(name: str, content: bytes, network: FlowNetwork) -> FlowScenario:
    """Return the scenario of a YAML or JSON file.

    Parameters
    ----------
    name
        Names the file in faults.
    content
        `kakehashi: flow-scenario/1`, title (en, ja), losses (who: firms, sectors,
        countries; share, from_day, for_days, returns, returns_over_days), model (the
        numbers of `Ario`, with rebuilding), horizon_days. A loss hits the firms that are
        in each of its lists; a list that is left out leaves nobody out.
    network
        The network whose firms, sectors and countries it names.

    Raises
    ------
    InputError
        With all faults at once, each with its place.
    """
    plain, read = told_in(name, content, FORMAT, _File)
    findings = Findings()
    if not read.losses:
        findings.fault("no_losses", plain.where(("losses",)))
    hits = tuple(_hit(plain, at, one, network, findings) for at, one in enumerate(read.losses))
    model = _model(plain, read.model, findings)
    findings.check()
    return FlowScenario(title=read.title, hits=hits, model=model, horizon_days=read.horizon_days)


def _hit(plain: Plain, at: int, told: _LossFile, network: FlowNetwork, findings: Findings) -> Hit:
    """Return a loss on the firms that it names, with a fault for each name that is not there."""
    is_hit = np.ones(network.n_firms, np.bool_)
    lists: tuple[tuple[str, tuple[str, ...], tuple[str, ...], Any], ...] = (
        ("firms", told.firms, network.firms, np.arange(network.n_firms)),
        ("sectors", told.sectors, network.sectors, network.sector_of),
        ("countries", told.countries, network.countries, network.country_of),
    )
    for field, wanted, known, place_of in lists:
        places = {one: place for place, one in enumerate(known)}
        for one in wanted:
            if one not in places:
                where = plain.where(("losses", at, field))
                findings.fault("not_in_network", where, column=field, shown=shown(one))
        if wanted:
            is_hit &= np.isin(place_of, [places[one] for one in wanted if one in places])
    if not any(wanted for _, wanted, _, _ in lists) or not is_hit.any():
        findings.fault("nobody_hit", plain.where(("losses", at)))
    share = _number(plain, ("losses", at, "share"), told.share, findings)
    if not 0 <= share <= 1:
        where = plain.where(("losses", at, "share"))
        findings.fault("not_a_share", where, column="share", shown=told.share)
    firm = np.flatnonzero(is_hit).astype(np.int32)
    return Hit(
        firm=firm,
        lost_share=np.full(len(firm), share),
        from_day=told.from_day,
        for_days=told.for_days,
        returns=told.returns,
        over_days=told.returns_over_days,
    )


def _number(plain: Plain, path: tuple[Any, ...], raw: _Number, findings: Findings) -> float:
    """Return a number that is no NaN; a fault and 1 where `raw` is none."""
    try:
        number = float(raw)
    except ValueError:
        number = math.nan
    if math.isnan(number):
        findings.fault("not_a_number", plain.where(path), column=path[-1], shown=shown(str(raw)))
        return 1.0
    return number


def _model(plain: Plain, told: _ModelFile, findings: Findings) -> Ario:
    """Return the numbers of the model; those that are not told keep their defaults."""

    def stated(at: tuple[str, ...], holder: Any, fields: tuple[str, ...]) -> dict[str, float]:
        raw = {field: getattr(holder, field) for field in fields}
        return {
            field: _number(plain, (*at, field), value, findings)
            for field, value in raw.items()
            if value is not None
        }

    def each(at: tuple[str, ...], table: dict[str, _Number]) -> tuple[tuple[str, float], ...]:
        return tuple(
            (name, _number(plain, (*at, name), value, findings)) for name, value in table.items()
        )

    rebuilding = None
    if told.rebuilding is not None:
        at = ("model", "rebuilding")
        rebuilding = Rebuilding(
            sectors=each((*at, "sectors"), told.rebuilding.sectors),
            **stated(at, told.rebuilding, ("capital_years", "factor")),
        )
    model = Ario(
        stock_days_by_input=each(("model", "stock_days_by_input"), told.stock_days_by_input),
        rationing=told.rationing,
        limiting=told.limiting,
        rebuilding=rebuilding,
    )
    return msgspec.structs.replace(model, **stated(("model",), told, NUMBERS))
