"""The tables of the ICO's IDTA and Addendum as lists of fields: our labels, the form's numbers.

The forms themselves were not read: their fields are from memory, and say so. None of
their wording is here; what is filled in has to be copied into the form of the ICO.
"""

from collections.abc import Iterator

from kakehashi.terms.fact import Members
from kakehashi.terms.text import Text
from kakehashi.transfers.fill import Fill, Filled, came_of
from kakehashi.transfers.flow import Party
from kakehashi.transfers.paper import Field, HopTold, NotDue, PaperName, Section, Told, both
from kakehashi.transfers.paper_record import hop_title

SPECIAL = frozenset(
    {
        "health", "ethnic_origin", "beliefs", "sex_life", "sexual_orientation", "trade_union",
        "criminal_record",
    }
)  # fmt: skip


def idta_sections(told: Told) -> tuple[Section, ...]:
    """Return the four tables for each hop that an IDTA covers, or could."""
    return _sections(told, "idta")


def addendum_sections(told: Told) -> tuple[Section, ...]:
    """Return the four tables for each hop that an Addendum covers, or could."""
    return _sections(told, "addendum")


def why_no_idta(told: Told, hop: HopTold) -> NotDue | None:
    """Return why no IDTA is in question at a hop."""
    return _why_not(told, hop, "idta")


def why_no_addendum(told: Told, hop: HopTold) -> NotDue | None:
    """Return why no Addendum is in question at a hop."""
    return _why_not(told, hop, "addendum")


def _why_not(told: Told, hop: HopTold, kind: PaperName) -> NotDue | None:
    if not hop.applies("UKT-1"):
        return NotDue(hop=hop.hop.id, reason=both("paper_not_due.no_uk_transfer"))
    papers = told.flow.told.papers
    held = hop.held("UKT-1")
    if held and not any(hop.hop.id in one.hops and one.kind == kind for one in papers):
        reason = both("paper_not_due.other_uk_ground", ground=held[0].text)
        return NotDue(hop=hop.hop.id, reason=reason, came=(came_of(held[0]),))
    return None


def _sections(told: Told, kind: PaperName) -> tuple[Section, ...]:
    return tuple(
        section
        for place, hop in enumerate(told.hops, start=1)
        if _why_not(told, hop, kind) is None
        for section in _Tables(told, hop, kind).sections(place)
    )


class _Tables:
    """The four tables of one form for one hop."""

    def __init__(self, told: Told, hop: HopTold, kind: PaperName) -> None:
        self.fill, self.kind, self.hop = Fill(told, hop), kind, hop.hop

    def sections(self, place: int) -> Iterator[Section]:
        """Yield a section a table."""
        second = self._details if self.kind == "idta" else self._clauses
        third = self._transferred if self.kind == "idta" else self._appendix
        fourth = self._security if self.kind == "idta" else self._ending
        for number, table in enumerate((self._parties, second, third, fourth), start=1):
            said = both(f"paper_section.{self.kind}_{number}")
            title = both(
                "paper_section.table", number=number, table=said, hop=hop_title(self.fill, place)
            )
            yield Section(
                id=f"hop-{self.hop.id}-table-{number}",
                title=title,
                fields=tuple(table(str(number))),
                hop=self.hop.id,
            )

    def _field(self, name: str, filled: Filled, number: str) -> Field:
        return self.fill.field(name, filled, self.kind, number=number)

    def _detail(self, name: str, number: str, label: str | None = None) -> Field:
        return self._field(label or name, self.fill.detail(name, self.hop), number)

    def _parties(self, number: str) -> Iterator[Field]:
        yield self._field("paper_in_hand", self.fill.papers((self.kind,)), number)
        yield from self._party(self.fill.sender(), "exporter", number)
        yield from self._party(self.fill.receiver(), "importer", number)
        signed = Filled(note=both("paper_value.signed_by_hand"))
        yield self._field("signatures", signed, number)

    def _party(self, party: Party, role: str, number: str) -> Iterator[Field]:
        yield self._field(f"{role}_name", self.fill.name(party), number)
        yield self._field(f"{role}_country", self.fill.country(party), number)
        for name in ("trading_name", "address", "registration_number", "contact", "people_contact"):
            yield self._field(f"{role}_{name}", self.fill.detail(name, party), number)

    def _details(self, number: str) -> Iterator[Field]:
        yield self._detail("governing_law", number)
        yield self._detail("sender_status", number)
        yield self._field("importer_status", self.fill.fact("receiver_roles"), number)
        yield self._field("importer_under_uk_gdpr", self._under_uk_gdpr(), number)
        yield self._detail("linked_agreement", number)
        yield self._detail("ending", number)
        yield self._field("onward_hops", self._onward(), number)
        for name in ("further_transfers", "restrictions", "review"):
            yield self._detail(name, number)

    def _under_uk_gdpr(self) -> Filled:
        receiver = self.fill.receiver()
        path = f"{self.fill.path_of(receiver)}.under"
        if "uk_gdpr" in receiver.under.has:
            return self.fill.said(path, both("answer.yes"))
        return self.fill.said(path, *((both("answer.no"),) if receiver.under.complete else ()))

    def _onward(self) -> Filled:
        """Return whom the receiver passes the data to in this flow."""
        flow = self.fill.flow
        found = Filled()
        for hop in flow.told.hops:
            if self.hop.id in flow.before[hop.id]:
                receiver = flow.party(hop.receiver)
                country = self.fill.country(receiver).values[0]
                words = both("paper_value.onward", name=receiver.name, country=country)
                found = found.beside(self.fill.said(f"{self.fill.path_of(hop)}.to", words))
        if found.values:
            return found
        return self.fill.said("hops", both("paper_value.no_onward"))

    def _what(self, number: str) -> Iterator[Field]:
        yield self._field("data_categories", self.fill.fact("data_categories"), number)
        yield self._field("special_categories", self._special(), number)
        yield self._field("people", self.fill.people(), number)
        yield self._field("purposes", self.fill.purposes(), number)

    def _transferred(self, number: str) -> Iterator[Field]:
        yield from self._what(number)
        yield self._field("data_form", self.fill.fact("data_form"), number)

    def _special(self) -> Filled:
        known = self.fill.fact("data_categories")
        value = self.fill.of_hop.values.get("data_categories")
        if not isinstance(value, Members):
            return known
        members = self.fill.told.types["data_categories"].members
        found: list[Text] = [
            one.text for one in members if one.id in value.has and one.id in SPECIAL
        ]
        if not found and value.is_complete:
            found = [both("answer.none")]
        return known._replace(values=tuple(found))

    def _security(self, number: str) -> Iterator[Field]:
        for name in ("transmission", "storage", "organisational", "technical"):
            yield self._detail(f"{name}_security", number)
        yield self._detail("security_updates", number)

    def _clauses(self, number: str) -> Iterator[Field]:
        yield self._detail("eu_clauses", number)
        yield self._detail("sender_status", number)
        yield self._field("importer_status", self.fill.fact("receiver_roles"), number)
        yield self._detail("eu_clause_options", number)

    def _appendix(self, number: str) -> Iterator[Field]:
        sender, receiver = self.fill.name(self.fill.sender()), self.fill.name(self.fill.receiver())
        yield self._field("list_of_parties", sender.beside(receiver), number)
        yield from self._what(number)
        at = f"{self.fill.path_of(self.hop)}.kind"
        kind = self.fill.said(at, both(f"hop_kind.{self.hop.kind}"))
        yield self._field("hop_kind", kind, number)
        measures = self.fill.detail("technical_security", self.hop)
        organised = self.fill.detail("organisational_security", self.hop)
        yield self._field("measures", measures.beside(organised), number)
        listed = self.fill.detail("sub_processors", self.hop)
        yield self._field("sub_processors", listed.beside(self._onward()), number)

    def _ending(self, number: str) -> Iterator[Field]:
        yield self._detail("ending", number)
