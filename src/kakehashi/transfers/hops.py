"""A flow walked hop by hop: each hop as facts for the rules, on a day."""

from collections.abc import Iterable, Mapping
from datetime import date

from kakehashi.terms.fact import Fact, Members, Origin, Value
from kakehashi.transfers.countries import place_of_receiver, place_of_sender
from kakehashi.transfers.flow import (
    EQUIVALENT_MEANS,
    UK_SAFEGUARDS,
    Flow,
    Hop,
    Laws,
    Listed,
    Party,
)


def hop_facts(
    flow: Flow, name: str, on: date, crossed: Mapping[str, bool | None]
) -> tuple[Fact, ...]:
    """Return what the flow says of the hop `name` on the day `on`.

    Parameters
    ----------
    flow
        A flow that was read.
    name
        The hop.
    on
        The day: a paper counts only while it is in force.
    crossed
        For each earlier hop whether the data came to Japan by it under the UK's
        adequacy; None where that is not known. A hop that is absent did not.

    Notes
    -----
    What the fields leave open gives no fact: it stays unknown. The mark of the
    United Kingdom is on the data where any earlier hop put it there, however many
    hops lie between, in Japan or beyond.
    """
    hop = flow.hop(name)
    return (*_Hop(flow, hop, on, crossed).facts(), *flow.stated[name])


class _Hop:
    def __init__(self, flow: Flow, hop: Hop, on: date, crossed: Mapping[str, bool | None]) -> None:
        self.flow, self.hop, self.on, self.crossed = flow, hop, on, crossed
        self.sender, self.receiver = flow.party(hop.sender), flow.party(hop.receiver)
        self.at = f"hops[{flow.told.hops.index(hop)}]"

    def facts(self) -> list[Fact]:
        """Return the facts that the flow's own fields state."""
        hop, sender, receiver = self.hop, self.sender, self.receiver
        said: list[tuple[str, Value | None, str]] = [
            ("hop_kind", hop.kind, f"{self.at}.kind"),
            ("sender_place", place_of_sender(sender.country), self._of(sender, "country")),
            ("receiver_place", place_of_receiver(receiver.country), self._of(receiver, "country")),
            ("is_held_outside_japan", self._is_outside_japan(), f"{self.at}.region"),
            (
                "receiver_is_separate_entity",
                (sender.entity or sender.id) != (receiver.entity or receiver.id),
                self._of(receiver, "entity"),
            ),
            ("sender_kind", sender.kind, self._of(sender, "kind")),
            ("receiver_kind", receiver.kind, self._of(receiver, "kind")),
            ("receiver_roles", _members(hop.receiver_roles), f"{self.at}.receiver_roles"),
            ("sender_is_under_uk_gdpr", _says(sender.under, "uk_gdpr"), self._of(sender, "under")),
            ("sender_is_under_appi", _says(sender.under, "appi"), self._of(sender, "under")),
            (
                "sender_targets_people_in_uk",
                _says(sender.targets, "GB"),
                self._of(sender, "targets"),
            ),
            (
                "receiver_targets_people_in_uk",
                _says(receiver.targets, "GB"),
                self._of(receiver, "targets"),
            ),
            ("data_categories", _members(hop.data or self.flow.told.data), "data"),
            ("data_form", hop.form or self.flow.told.form, "form"),
            (
                "rests_on_other_ground",
                rests_on_other_ground(self.flow, hop, self.on),
                f"{self.at}.relies_on",
            ),
            *self._papers(),
            *self._marks(),
        ]
        return [
            Fact(id=fact, value=value, origin=self._origin(place))
            for fact, value, place in said
            if value is not None
        ]

    def _of(self, party: Party, field: str) -> str:
        return f"parties[{self.flow.told.parties.index(party)}].{field}"

    def _origin(self, place: str) -> Origin:
        """Return where `place` stands, or the nearest field around it."""
        places = self.flow.places
        while place and place not in places:
            place = place.rpartition(".")[0]
        return places[place or ""]

    def _is_outside_japan(self) -> bool | None:
        if self.receiver.country != "JP":
            return True
        if self.hop.region is not None:
            return self.hop.region != "JP"
        return None if self.hop.kind == "cloud_storage" else False

    def _papers(self) -> list[tuple[str, Value | None, str]]:
        kinds = {paper.kind for paper in self.flow.papers_of(self.hop.id, self.on)}
        own, of_flow = self.hop.papers_complete, self.flow.told.papers_complete
        is_complete = of_flow if own is None else own
        return [
            (fact, Members(frozenset(kinds & among), is_complete), "papers")
            for fact, among in (
                ("uk_safeguards", UK_SAFEGUARDS),
                ("equivalent_means", EQUIVALENT_MEANS),
            )
        ]

    def _marks(self) -> list[tuple[str, Value | None, str]]:
        before = [self.flow.hop(name) for name in self.flow.before[self.hop.id]]
        at = f"{self.at}.from"
        return [
            ("came_under_uk_adequacy", came_under_adequacy(self.flow, self.hop, self.crossed), at),
            (
                "sender_is_domestic_contractor",
                _all(self._is_contractor(one) for one in before) if before else False,
                at,
            ),
            (
                "sender_collected_from_people_in_uk",
                any(
                    one.kind == "direct_collection" and self.flow.party(one.sender).country == "GB"
                    for one in before
                ),
                at,
            ),
        ]

    def _is_contractor(self, before: Hop) -> bool | None:
        """Return whether the hop before only entrusted the data within Japan."""
        if self.flow.party(before.sender).country != "JP" or self.sender.country != "JP":
            return False
        roles = before.receiver_roles
        if set(roles.has) - {"processor"}:
            return False
        return True if roles.has and roles.complete else None


def came_under_adequacy(flow: Flow, hop: Hop, crossed: Mapping[str, bool | None]) -> bool | None:
    """Return whether the data of `hop` bears the mark of the United Kingdom.

    True where any hop before it, however far, brought the data to Japan under the
    UK's adequacy; None where that is not known of one.
    """
    seen: set[str] = set()
    stack = list(flow.before[hop.id])
    while stack:
        name = stack.pop()
        if name not in seen:
            seen.add(name)
            stack += flow.before[name]
    found = [crossed.get(name, False) for name in seen]
    if True in found:
        return True
    return None if None in found else False


def rests_on_other_ground(flow: Flow, hop: Hop, on: date) -> bool | None:
    """Return whether the sender rests the hop on another ground than adequacy.

    Where the file does not say (`relies_on`), adequacy is taken as the ground; but not
    known where a safeguard of the United Kingdom is in force for the hop as well.
    """
    if hop.relies_on is not None:
        return hop.relies_on != "adequacy"
    kinds = {paper.kind for paper in flow.papers_of(hop.id, on)}
    return None if kinds & UK_SAFEGUARDS else False


def _members(listed: Listed) -> Members:
    return Members(frozenset(listed.has), listed.complete)


def _says(listed: Listed | Laws, member: str) -> bool | None:
    if member in listed.has:
        return True
    return False if listed.complete else None


def _all(values: Iterable[bool | None]) -> bool | None:
    found = list(values)
    if False in found:
        return False
    return None if None in found else True
