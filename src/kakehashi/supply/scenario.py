"""What is lost, how much, when and how fast it returns: a scenario on a share network."""

from collections.abc import Iterator
from typing import Annotated, Any, TypeVar

import msgspec

from kakehashi.supply.checks import Findings, a_fault, known_ids
from kakehashi.supply.share_network import ProviderKind, ShareNetwork, Span
from kakehashi.supply.share_rows import read_span
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.faults import shown
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.plain import Plain, read_plain
from kakehashi.terms.shape import shape_faults
from kakehashi.terms.text import Text

FORMAT = "scenario/1"
MOST_DAYS, MOST_DRAWS = 3_660, 10_000
_Number = str | int


_F = TypeVar("_F", bound=msgspec.Struct)


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """What one provider no longer gives."""

    provider: str
    inputs: tuple[str, ...]  # empty: all that it provides
    share: Span  # of its provision, 0 to 1
    from_day: int
    for_days: Span
    returns_over_days: Span  # in a straight line, after `for_days`


class Assumption(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of one input that replace those of the network; None leaves them."""

    input: str
    stock_days: Span | None = None
    life_days: Span | None = None
    lead_days: Span | None = None
    substitution: Span | None = None  # 0: all of its types are needed, 1: the best will do


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario; where any span is wide, it is drawn `n_draws` times from `seed`."""

    title: Text
    losses: tuple[Loss, ...]
    assumptions: tuple[Assumption, ...] = ()
    horizon_days: int = 365
    products: tuple[str, ...] = ()  # empty: all final products
    n_draws: int = 200
    seed: int = 1
    year: int | None = None  # the last year whose figures count


class _LossFile(Frozen, frozen=True, kw_only=True):
    provider: str
    inputs: tuple[str, ...] = ()
    share: _Number = 1
    from_day: Annotated[int, msgspec.Meta(ge=0)] = 0
    for_days: _Number
    returns_over_days: _Number = 0


class _AssumptionFile(Frozen, frozen=True, kw_only=True):
    input: str
    stock_days: _Number | None = None
    life_days: _Number | None = None
    lead_days: _Number | None = None
    substitution: _Number | None = None
    source: str | None = None


class _File(Frozen, frozen=True, kw_only=True):
    kakehashi: str
    title: Text
    losses: tuple[_LossFile, ...]
    assumptions: tuple[_AssumptionFile, ...] = ()
    horizon_days: Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)] = 365
    products: tuple[str, ...] = ()
    draws: Annotated[int, msgspec.Meta(ge=1, le=MOST_DRAWS)] = 200
    seed: Annotated[int, msgspec.Meta(ge=0)] = 1
    year: int | None = None


def read_scenario(name: str, content: bytes, network: ShareNetwork) -> Scenario:
    r"""Return the scenario of a YAML or JSON file.

    Parameters
    ----------
    name
        Names the file in faults.
    content
        `kakehashi: scenario/1`, title (en, ja), losses (provider, inputs, share,
        from_day, for_days, returns_over_days), assumptions (input, stock_days,
        life_days, lead_days, substitution, source), horizon_days, products,
        draws, seed, year. A number may be a span such as 30..90.
    network
        The network whose providers and inputs it names.

    Raises
    ------
    InputError
        With all faults at once, each with its place.
    """
    return scenario_of(plain_in(name, content), network)


def scenario_of(plain: Plain, network: ShareNetwork) -> Scenario:
    """Return the scenario of plain values, such as a form or another file holds.

    Raises
    ------
    InputError
        With all faults at once, each with its place; as `read_scenario`.
    """
    read = shaped(plain, FORMAT, _File)
    reading = SpanReading(plain)
    scenario = Scenario(
        title=read.title,
        losses=tuple(_loss(reading, at, one) for at, one in enumerate(read.losses)),
        assumptions=tuple(_assumption(reading, at, one) for at, one in enumerate(read.assumptions)),
        horizon_days=read.horizon_days,
        products=read.products,
        n_draws=read.draws,
        seed=read.seed,
        year=read.year,
    )
    _check_both(reading, scenario, network)
    return scenario


def _check_both(reading: "SpanReading", scenario: Scenario, network: ShareNetwork) -> None:
    """Raise InputError with all faults of numbers and of names; of one place the first alone."""
    faults: list[Fault] = []
    for check in (
        reading.findings.check,
        lambda: check_scenario(scenario, network, reading.plain),
    ):
        try:
            check()
        except InputError as error:
            told = {one.where for one in faults}
            faults += [one for one in error.faults if one.where not in told]
    if faults:
        raise InputError(faults)


def told_in(name: str, content: bytes, wanted: str, kind: type[_F]) -> tuple[Plain, _F]:
    """Return a file of the format `wanted` and what it tells, in the shape of `kind`.

    Raises
    ------
    InputError
        With every fault of its format or shape.
    """
    plain = plain_in(name, content)
    return plain, shaped(plain, wanted, kind)


def plain_in(name: str, content: bytes) -> Plain:
    """Return the plain values of a YAML or JSON file. Raises InputError where it is neither."""
    plain = read_plain(name, content)
    if not isinstance(plain, Plain):
        raise InputError(plain)
    return plain


def shaped(plain: Plain, wanted: str, kind: type[_F]) -> _F:
    """Return plain values of the format `wanted` in the shape of `kind`.

    Raises
    ------
    InputError
        With every fault of their format or shape.
    """
    faults: list[Fault] = [*plain.faults, *_format_faults(plain, wanted)]
    if not faults:
        faults += shape_faults(plain, kind, plain.value)
    if faults:
        raise InputError(faults)
    return msgspec.convert(plain.value, kind)


def _format_faults(plain: Plain, wanted: str) -> list[Fault]:
    """Return the fault of a file that is not of the format `wanted`."""
    if isinstance(plain.value, dict) and plain.value.get("kakehashi") == wanted:
        return []
    return [a_fault("wrong_format", plain.where(()), wanted=wanted)]


class SpanReading:
    """Reads numbers and spans of a file, each fault with its place."""

    def __init__(self, plain: Plain) -> None:
        self.plain, self.findings = plain, Findings()

    def span(self, path: tuple[Any, ...], raw: str | int, source: str | None = None) -> Span:
        """Return `raw` as a span of numbers from 0; a fault and 0 where it is none."""
        span = read_span(str(raw), source)
        if span is None:
            where = self.plain.where(path)
            self.findings.fault("no_span", where, column=path[-1], shown=shown(raw))
        return span or Span(0.0, 0.0)

    def share(self, path: tuple[Any, ...], raw: str | int, source: str | None = None) -> Span:
        """Return `raw` as a span of shares; a fault where it passes 1."""
        span = self.span(path, raw, source)
        if span.high > 1:
            where = self.plain.where(path)
            self.findings.fault("not_a_share", where, column=path[-1], shown=shown(raw))
        return span


def _loss(reading: SpanReading, at: int, told: _LossFile) -> Loss:
    path = ("losses", at)
    return Loss(
        provider=told.provider,
        inputs=told.inputs,
        share=reading.share((*path, "share"), told.share),
        from_day=told.from_day,
        for_days=reading.span((*path, "for_days"), told.for_days),
        returns_over_days=reading.span((*path, "returns_over_days"), told.returns_over_days),
    )


def _assumption(reading: SpanReading, at: int, told: _AssumptionFile) -> Assumption:
    spans: dict[str, Span | None] = {}
    for field in ("stock_days", "life_days", "lead_days", "substitution"):
        raw = getattr(told, field)
        reader = reading.share if field == "substitution" else reading.span
        spans[field] = None
        if raw is not None:
            spans[field] = reader(("assumptions", at, field), raw, told.source)
    return Assumption(input=told.input, **spans)


def check_scenario(scenario: Scenario, network: ShareNetwork, plain: Plain | None = None) -> None:
    """Raise InputError for a scenario that names what the network lacks, or one loss twice."""
    findings = Findings()

    def where(*path: Any) -> str:
        return ".".join(map(str, path)) if plain is None else plain.where(path)

    if not scenario.losses:
        findings.fault("no_losses", where("losses"))
    _check_providers(scenario, network, findings, where)
    for one, place in _named_inputs(scenario):
        if one not in network.input_of:
            known = known_ids(network.input_of)
            findings.fault("unknown_input", where(*place), shown=shown(one), known=known)
    for at, assumed in enumerate(scenario.assumptions):
        if assumed.life_days is not None and assumed.life_days.low <= 0:
            findings.fault("no_life", where("assumptions", at, "life_days"))
    if not scenario.products and not network.products:
        findings.fault("no_product", where("products"))
    findings.check()
    _check_overlap(scenario, network, findings, where)
    findings.check()


def _named_inputs(scenario: Scenario) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Give every input that a scenario names, with its place."""
    for at, loss in enumerate(scenario.losses):
        for one in loss.inputs:
            yield one, ("losses", at, "inputs")
    for at, assumed in enumerate(scenario.assumptions):
        yield assumed.input, ("assumptions", at, "input")
    for product in scenario.products:
        yield product, ("products",)


def _check_providers(
    scenario: Scenario, network: ShareNetwork, findings: Findings, where: Any
) -> None:
    countries = {one.country for one in network.providers}
    for at, loss in enumerate(scenario.losses):
        if loss.provider not in network.provider_of and loss.provider not in countries:
            findings.fault(
                "unknown_provider",
                where("losses", at, "provider"),
                shown=shown(loss.provider),
                known=known_ids({*network.provider_of, *countries}),
            )


def _check_overlap(
    scenario: Scenario, network: ShareNetwork, findings: Findings, where: Any
) -> None:
    """Keep a fault for each loss that an earlier one holds: of the provider or its country."""
    for at, loss in enumerate(scenario.losses):
        for earlier in scenario.losses[:at]:
            is_disjoint = (
                loss.inputs and earlier.inputs and not set(loss.inputs) & set(earlier.inputs)
            )
            if not is_disjoint and _overlap(network, loss.provider, earlier.provider):
                findings.fault("lost_twice", where("losses", at), shown=shown(loss.provider))
                break


def _overlap(network: ShareNetwork, one: str, other: str) -> bool:
    if one == other:
        return True
    kinds = {kind_of(network, one), kind_of(network, other)}
    if kinds == {ProviderKind.FIRM, ProviderKind.COUNTRY}:
        return _country_of(network, one) == _country_of(network, other)
    return False


def kind_of(network: ShareNetwork, provider: str) -> ProviderKind:
    """Return whether a provider is a firm; a country may be known by its firms alone."""
    known = network.provider_of.get(provider)
    return ProviderKind.COUNTRY if known is None else known.kind


def _country_of(network: ShareNetwork, provider: str) -> str | None:
    return network.country_of(provider) if provider in network.provider_of else provider
