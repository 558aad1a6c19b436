"""Transfer risk assessment: the data protection test, and the six questions of the ICO's tool."""

from kakehashi.transfers.fill import Fill, Filled, came_of
from kakehashi.transfers.flow import UK_SAFEGUARDS
from kakehashi.transfers.paper import HopTold, NotDue, Section, Told, both
from kakehashi.transfers.paper_record import hop_title

QUESTIONS = ("circumstances", "risk", "inquiry", "rights", "enforcement", "exceptions")


def assessment_sections(told: Told) -> tuple[Section, ...]:
    """Return a section for each hop that rests on a safeguard, or has no ground yet."""
    return tuple(
        _hop(Fill(told, hop), place)
        for place, hop in enumerate(told.hops, start=1)
        if why_not_safeguarded(told, hop) is None
    )


def why_not_safeguarded(told: Told, hop: HopTold) -> NotDue | None:
    """Return why no safeguard of the United Kingdom is in question at a hop."""
    if not hop.applies("UKT-1"):
        return NotDue(hop=hop.hop.id, reason=both("paper_not_due.no_uk_transfer"))
    named = any(
        hop.hop.id in paper.hops and paper.kind in UK_SAFEGUARDS for paper in told.flow.told.papers
    )
    held = hop.held("UKT-1")
    if held and not named:
        reason = both("paper_not_due.other_uk_ground", ground=held[0].text)
        return NotDue(hop=hop.hop.id, reason=reason, came=(came_of(held[0]),))
    return None


def _hop(fill: Fill, place: int) -> Section:
    hop = fill.of_hop.hop
    fields = [
        fill.field("sender", fill.name(fill.sender()), "uk_46"),
        fill.field("receiver", fill.name(fill.receiver()), "uk_46"),
        fill.field("receiver_country", fill.country(fill.receiver()), "uk_46"),
        fill.field("uk_papers", fill.papers(UK_SAFEGUARDS), "uk_46"),
        fill.field("transfer_assessment", fill.fact("transfer_assessment"), "uk_46"),
        *(
            fill.field(f"question_{name}", _question(fill, name), "ico_tool", number=str(n))
            for n, name in enumerate(QUESTIONS, start=1)
        ),
        fill.field("extra_measures", fill.detail("assessment_extra_measures", hop), "uk_46"),
        fill.field("test_is_met", fill.fact("protection_is_judged_sufficient"), "uk_46"),
        fill.field("decision", fill.detail("assessment_decision", hop), "uk_46"),
        fill.field("restriction", fill.fact("breaches_uk_transfer_restriction"), "uk_49a"),
    ]
    title = hop_title(fill, place)
    return Section(id=f"hop-{hop.id}", title=title, fields=tuple(fields), hop=hop.id)


def _question(fill: Fill, name: str) -> Filled:
    said = fill.detail(f"assessment_{name}", fill.of_hop.hop)
    if name == "circumstances":
        hop = fill.of_hop.hop
        kind = fill.said(f"{fill.path_of(hop)}.kind", both(f"hop_kind.{hop.kind}"))
        known = (kind, *map(fill.fact, ("receiver_roles", "data_categories", "data_form")))
        for one in known:
            said = said.beside(one)
    elif name == "exceptions":
        said = said.beside(fill.fact("uk_derogations"))
    return said
