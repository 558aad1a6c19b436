"""Information sheet of APPI article 28: the country, its system, the receiver's measures."""

from kakehashi.transfers.fill import Fill, Filled, came_of
from kakehashi.transfers.flow import EQUIVALENT_MEANS
from kakehashi.transfers.paper import HopTold, NotDue, Section, Told, both

DESIGNATED = {"JPT-28-UK", "JPT-28-EEA"}


def sheet_sections(told: Told) -> tuple[Section, ...]:
    """Return a section for each provision to a country that is not designated."""
    return tuple(_hop(Fill(told, hop)) for hop in told.hops if why_no_sheet(told, hop) is None)


def why_no_sheet(_told: Told, hop: HopTold) -> NotDue | None:
    """Return why article 28 asks for no information at a hop."""
    if not hop.applies("JPT-28"):
        return NotDue(hop=hop.hop.id, reason=both("paper_not_due.no_provision_abroad"))
    held = [one for one in hop.held("JPT-28") if one.id in DESIGNATED]
    if held:
        reason = both("paper_not_due.designated")
        return NotDue(hop=hop.hop.id, reason=reason, came=(came_of(held[0]),))
    return None


def _hop(fill: Fill) -> Section:
    hop = fill.of_hop.hop
    regime = fill.detail("foreign_regime", hop)
    fields = (
        fill.field("sender", fill.name(fill.sender()), "jp_28_2"),
        fill.field("receiver", fill.name(fill.receiver()), "jp_28_2"),
        fill.field("data_categories", fill.fact("data_categories"), "jp_28_2"),
        fill.field("country_name", fill.country(fill.receiver()), "jp_28_2", number="1"),
        fill.field("foreign_regime", regime, "jp_28_2", number="2"),
        fill.field("receiver_measures", _measures(fill), "jp_28_2", number="3"),
        fill.field("consent_information", fill.fact("consent_information"), "jp_28_2"),
        fill.field("consent", fill.fact("consent_to_transfer_abroad"), "jp_28"),
        fill.field("consent_record", fill.detail("consent_record", hop), "jp_28"),
    )
    names = {"sender": fill.sender().name, "receiver": fill.receiver().name}
    title = both("paper_section.sheet_hop", **names)  # its fields have numbers of their own
    return Section(id=f"hop-{hop.id}", title=title, fields=fields, hop=hop.id)


def _measures(fill: Fill) -> Filled:
    said = fill.detail("receiver_measures", fill.of_hop.hop)
    return said.beside(fill.papers(EQUIVALENT_MEANS))
