"""What goes into what, and who provides which share of it, as frozen values."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

import msgspec

from kakehashi.terms.basis import Basis
from kakehashi.terms.errors import Fault
from kakehashi.terms.text import Text


class InputKind(StrEnum):
    """What happens to its users when an input is no longer delivered."""

    CONSUMABLE = "consumable"  # used up: production ends with the stock
    CAPITAL_GOOD = "capital_good"  # what is installed runs on; new capacity waits
    DESIGN = "design"  # what is licensed runs on; new designs wait
    STEP = "step"  # a step of production or a final product: made of its inputs


class ProviderKind(StrEnum):
    """Whether a share is that of a firm or of all firms of a country."""

    FIRM = "firm"
    COUNTRY = "country"


class RelationKind(StrEnum):
    """How one input stands to another."""

    GOES_INTO = "goes_into"
    IS_TYPE_OF = "is_type_of"


class Span(msgspec.Struct, frozen=True):
    """A number between two bounds, both from 0; one number where they are equal.

    `source` names the text it was read in; None is an assumption, and every
    output says so.
    """

    low: float
    high: float
    source: str | None = None

    @property
    def is_assumed(self) -> bool:
        """Whether no text is at hand."""
        return self.source is None

    @property
    def middle(self) -> float:
        """The number half-way."""
        return (self.low + self.high) / 2

    def at(self, place: float) -> float:
        """Return the number at `place`, 0 at the lower bound and 1 at the upper.

        >>> Span(30, 90).at(0.5)
        60.0
        """
        return self.low + place * (self.high - self.low)


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """Something that production needs; of the three spans None is not known."""

    id: str
    name: Text
    kind: InputKind
    stock_days: Span | None = None  # of normal need, held by its users
    life_days: Span | None = None  # of what is installed or licensed
    lead_days: Span | None = None  # from a delivery that fails to the capacity that it lacks


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """A firm or a country; `country` is a firm's, as ISO 3166 alpha-2 where known."""

    id: str
    name: Text
    kind: ProviderKind
    country: str | None = None


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """`upstream` goes into, or is a type of, `downstream`."""

    upstream: str
    downstream: str
    kind: RelationKind
    source: str | None = None
    basis: Basis | None = None


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What one provider holds of the world's provision of one input in a year.

    `share` is 0 to 1; None where the provider is known and its share is not.
    """

    input: str
    provider: str
    share: float | None
    year: int | None
    source: str | None = None
    basis: Basis | None = None
    where: str = ""  # file and line

    @property
    def is_assumed(self) -> bool:
        """Whether there is a figure without a text."""
        return self.share is not None and self.source is None


class ShareNetwork(msgspec.Struct, frozen=True, eq=False, kw_only=True, dict=True):
    """Inputs, how they hang together, and who provides them. No money flows."""

    inputs: tuple[Input, ...]
    relations: tuple[Relation, ...]
    providers: tuple[Provider, ...]
    shares: tuple[Share, ...]
    warnings: tuple[Fault, ...] = ()

    @cached_property
    def input_of(self) -> dict[str, Input]:
        """Each input by its id."""
        return {one.id: one for one in self.inputs}

    @cached_property
    def provider_of(self) -> dict[str, Provider]:
        """Each provider by its id."""
        return {one.id: one for one in self.providers}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Every input, after all that goes into it or is a type of it."""
        from graphlib import TopologicalSorter

        needs: dict[str, list[str]] = {one.id: [] for one in self.inputs}
        for relation in self.relations:
            needs[relation.downstream].append(relation.upstream)
        return tuple(TopologicalSorter(needs).static_order())

    def upstream_of(self, input_id: str, kind: RelationKind) -> tuple[str, ...]:
        """Return what goes into an input, or its types."""
        return self._upstream.get((input_id, kind), ())

    @cached_property
    def _upstream(self) -> dict[tuple[str, RelationKind], tuple[str, ...]]:
        found: dict[tuple[str, RelationKind], tuple[str, ...]] = {}
        for relation in self.relations:
            key = relation.downstream, relation.kind
            found[key] = (*found.get(key, ()), relation.upstream)
        return found

    @cached_property
    def products(self) -> tuple[str, ...]:
        """Inputs that something goes into and that go into nothing: the final products."""
        uses = {relation.upstream for relation in self.relations}
        made = {one.downstream for one in self.relations if one.kind == RelationKind.GOES_INTO}
        return tuple(one.id for one in self.inputs if one.id in made - uses)

    def name_of(self, some_id: str) -> Text:
        """Return the name of an input, provider or country; its id where it has none."""
        one = self.input_of.get(some_id) or self.provider_of.get(some_id)
        return Text(en=some_id, ja=some_id) if one is None else one.name

    def country_of(self, provider_id: str) -> str | None:
        """Return the country of a provider: itself where it is one."""
        provider = self.provider_of[provider_id]
        return provider.id if provider.kind == ProviderKind.COUNTRY else provider.country

    def assumed_spans(self) -> Iterator[tuple[str, str, Span]]:
        """Give input, field and span of every number of days that is an assumption."""
        for one in self.inputs:
            for field in ("stock_days", "life_days", "lead_days"):
                span: Span | None = getattr(one, field)
                if span is not None and span.is_assumed:
                    yield one.id, field, span
