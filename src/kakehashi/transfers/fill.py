"""Fields filled from a flow and its decided hops, each with where the value came from."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from kakehashi.terms.fact import Members, Value
from kakehashi.terms.period import day_words
from kakehashi.terms.phrases import phrases
from kakehashi.terms.text import Text
from kakehashi.terms.verdict import Why
from kakehashi.transfers.flow import Details, Hop, Paper, Party
from kakehashi.transfers.needs import need
from kakehashi.transfers.paper import Came, Field, GroundTold, HopTold, Told, both
from kakehashi.transfers.statements import BY_FIELD


class Filled(NamedTuple):
    """Values and where they came from; none is a blank, to be filled at `fill_at`."""

    values: tuple[Text, ...] = ()
    came: tuple[Came, ...] = ()
    fill_at: str | None = None
    note: Text | None = None

    def beside(self, other: "Filled") -> "Filled":
        """Return the values of both, this one's place to fill first."""
        return Filled(
            self.values + other.values,
            self.came + tuple(one for one in other.came if one not in self.came),
            self.fill_at or other.fill_at,
            self.note or other.note,
        )


class Fill:
    """What a flow says, as values for fields; `hop` is the hop that is written about."""

    def __init__(self, told: Told, hop: HopTold | None = None) -> None:
        self.told, self.flow, self.hop = told, told.flow, hop

    @property
    def of_hop(self) -> HopTold:
        """The hop that is written about."""
        if self.hop is None:
            raise ValueError("no hop")
        return self.hop

    def field(self, name: str, filled: Filled, *needs: str, number: str | None = None) -> Field:
        """Return the field `name`: its label is the phrase `paper_label.<name>`."""
        return Field(
            id=name,
            label=both(f"paper_label.{name}"),
            values=filled.values,
            came=filled.came if filled.values else (),
            needs=tuple(need(one) for one in needs),
            number=number,
            fill_at=None if filled.values else filled.fill_at,
            note=filled.note,
        )

    # ---- fields of the file

    def at(self, path: str) -> Came:
        """Return the field at `path`, with its line; the nearest around it where it is absent."""
        places = self.flow.places
        found = path
        while found and found not in places:
            found = found.rpartition(".")[0] if "." in found else ""
        origin = places[found]
        return Came(kind="field", name=path, place=f"{origin.file}, {origin.place}".rstrip(", "))

    def said(self, path: str, *values: Text) -> Filled:
        """Return `values` as they stand at `path`; a blank to be filled there if there are none.

        Words given in one language stand for both; empty ones are none.
        """
        said = tuple(
            Text(en=one.en if one.en.strip() else one.ja, ja=one.ja if one.ja.strip() else one.en)
            for one in values
            if one.en.strip() or one.ja.strip()
        )
        return Filled(said, (self.at(path),) if said else (), path)

    def path_of(self, one: Party | Hop) -> str:
        """Return the path of a party or hop."""
        told = self.flow.told
        if isinstance(one, Party):
            return f"parties[{told.parties.index(one)}]"
        return f"hops[{told.hops.index(one)}]"

    def name(self, party: Party) -> Filled:
        """Return the name of a party."""
        return self.said(f"{self.path_of(party)}.name", party.name)

    def country(self, party: Party) -> Filled:
        """Return the country of a party."""
        return self.said(f"{self.path_of(party)}.country", country_words(party.country))

    def detail(self, name: str, of: Party | Hop | None = None) -> Filled:
        """Return a detail of the flow, a party or a hop, in the file's own words."""
        details: Details = self.flow.told.details if of is None else of.details
        path = f"{self.path_of(of)}.details.{name}" if of is not None else f"details.{name}"
        return self.said(path, *((details[name],) if name in details else ()))

    def purposes(self) -> Filled:
        """Return the purposes of the flow."""
        return self.said("purposes", *self.flow.told.purposes)

    def people(self) -> Filled:
        """Return the categories of people."""
        return self.said("people", *self.flow.told.people)

    def day(self, on: date | None, path: str) -> Filled:
        """Return a day of the file; a blank where it sets none."""
        return self.said(path, *((day_words(on),) if on is not None else ()))

    def papers(self, kinds: Iterable[str]) -> Filled:
        """Return the papers of these kinds that cover the hop, each with its days."""
        hop, on = self.of_hop.hop, self.told.as_of
        found = Filled(fill_at="papers")
        for n, paper in enumerate(self.flow.told.papers):
            if hop.id in paper.hops and paper.kind in kinds:
                found = found.beside(self.said(f"papers[{n}]", _paper_words(paper, on)))
        if not found.values and self.flow.told.papers_complete:
            return self.said("papers_complete", both("answer.none"))
        return found

    # ---- facts

    def fact(self, name: str) -> Filled:
        """Return what is known of the fact `name` at the hop; else why it is not."""
        hop = self.of_hop
        fill_at = self._fill_at(name)
        if name not in hop.values:
            why = hop.unknown.get(name, Why.ABSENT)
            note = None if why is Why.ABSENT else both(f"why.{why}")
            return Filled(fill_at=fill_at, note=note)
        came = tuple(
            Came(kind="fact", name=name, place=f"{one.origin.file}, {one.origin.place}")
            for one in hop.facts
            if one.id == name
        )
        value = hop.values[name]
        values = self._value_words(name, value)
        is_open = isinstance(value, Members) and not value.is_complete
        note = both("paper_value.list_is_open") if is_open else None
        return Filled(values, came, fill_at, note)

    def _fill_at(self, name: str) -> str:
        field = BY_FIELD.get(name, f"answers.{name}")
        hop, told = self.of_hop.hop, self.flow.told
        return field.replace("hops[]", f"hops[{told.hops.index(hop)}]")

    def _value_words(self, name: str, value: Value) -> tuple[Text, ...]:
        if isinstance(value, bool):
            return (both("answer.yes" if value else "answer.no"),)
        if isinstance(value, date):
            return (day_words(value),)
        members = {one.id: one.text for one in self.told.types[name].members}
        if isinstance(value, Members):
            listed = tuple(text for member, text in members.items() if member in value.has)
            return listed or ((both("answer.none"),) if value.is_complete else ())
        words = str(value)
        return (members.get(words, Text(en=words, ja=words)),)

    def statement(self, name: str) -> tuple[date | None, date | None]:
        """Return the latest days on which the known fact `name` was stated, and holds until."""
        if name not in self.of_hop.values:
            return None, None
        found = [one for one in self.of_hop.facts if one.id == name]
        on = max((one.stated_on for one in found if one.stated_on), default=None)
        until = min((one.valid_until for one in found if one.valid_until), default=None)
        return on, until

    # ---- verdicts

    def grounds(self, *rules: str) -> Filled:
        """Return the grounds of `rules` that hold; a blank, saying so, where none does."""
        held = [ground for rule in rules for ground in self.of_hop.held(rule)]
        values = tuple(
            both("paper_value.ground", article=one.article, text=one.text) for one in held
        )
        note = None if values else both("paper_value.no_ground")
        return Filled(values, tuple(map(came_of, held)), None, note)

    def receiver(self) -> Party:
        """Return who receives at the hop."""
        return self.flow.party(self.of_hop.hop.receiver)

    def sender(self) -> Party:
        """Return who sends at the hop."""
        return self.flow.party(self.of_hop.hop.sender)


def came_of(ground: GroundTold) -> Came:
    """Return a ground as where a value came from."""
    return Came(
        kind="rule", name=f"{ground.rulebook}:{ground.id}", place=ground.rule, basis=ground.basis
    )


def country_words(code: str) -> Text:
    """Return the name of a country, or its code where we hold no name.

    >>> country_words("GB").en, country_words("TV").en
    ('United Kingdom', 'TV (country code, ISO 3166-1)')
    """
    key = f"country_name.{code.lower()}"
    return both(key) if key in phrases() else both("paper_value.country_code", code=code)


def _paper_words(paper: Paper, on: date) -> Text:
    kind = both(f"paper_kind.{paper.kind}")
    title = paper.title or Text(en=paper.id, ja=paper.id)
    days = {"starts": day_words(paper.starts), "state": both(_state(paper, on))}
    if paper.until is None:
        return both("paper_value.paper_open", kind=kind, title=title, **days)
    until = day_words(paper.until)
    return both("paper_value.paper_until", kind=kind, title=title, until=until, **days)


def _state(paper: Paper, on: date) -> str:
    return "paper_value.in_force" if paper.is_in_force(on) else "paper_value.not_in_force"
