"""Log of ongoing measures: the equivalent system of APPI article 28(3), its checks and days."""

from datetime import date

from kakehashi.terms.period import day_words
from kakehashi.transfers.fill import Fill, Filled
from kakehashi.transfers.flow import EQUIVALENT_MEANS
from kakehashi.transfers.paper import HopTold, NotDue, Section, Told, both
from kakehashi.transfers.paper_record import hop_title

CHECKED = "ongoing_measures_are_in_place"


def log_sections(told: Told) -> tuple[Section, ...]:
    """Return a section for each provision abroad for which an equivalent system is named."""
    return tuple(
        _hop(Fill(told, hop), place)
        for place, hop in enumerate(told.hops, start=1)
        if why_no_log(told, hop) is None
    )


def why_no_log(told: Told, hop: HopTold) -> NotDue | None:
    """Return why there are no ongoing measures to log at a hop."""
    if not hop.applies("JPT-28"):
        return NotDue(hop=hop.hop.id, reason=both("paper_not_due.no_provision_abroad"))
    named = any(
        hop.hop.id in paper.hops and paper.kind in EQUIVALENT_MEANS
        for paper in told.flow.told.papers
    )
    if not named:
        return NotDue(hop=hop.hop.id, reason=both("paper_not_due.no_equivalent_means"))
    return None


def _hop(fill: Fill, place: int) -> Section:
    hop = fill.of_hop.hop
    stated_on, valid_until = fill.statement(CHECKED)
    findings = fill.detail("check_findings", hop)
    response = fill.detail("response_to_failure", hop)
    understood = fill.fact("foreign_regime_is_understood")
    fields = [
        fill.field("receiver", fill.name(fill.receiver()), "jp_28_3"),
        fill.field("receiver_country", fill.country(fill.receiver()), "jp_28_3"),
        fill.field("jp_papers", fill.papers(EQUIVALENT_MEANS), "jp_28_3"),
        fill.field("measures_in_place", fill.fact(CHECKED), "jp_28_3"),
        fill.field("stated_on", _day(fill, stated_on, "stated_on"), "jp_28_3"),
        fill.field("next_due", _day(fill, valid_until, "valid_until"), "jp_28_3"),
        fill.field("check_method", fill.detail("check_method", hop), "jp_28_3"),
        fill.field("check_findings", findings, "jp_28_3"),
        fill.field("regime_is_understood", understood, "jp_28_3", "jp_23"),
        fill.field("foreign_regime", fill.detail("foreign_regime", hop), "jp_28_3"),
        fill.field("response_to_failure", response, "jp_28_3"),
        fill.field("request", fill.fact("request_about_measures"), "jp_18_2"),
    ]
    if fill.of_hop.values.get("request_about_measures") is not False:
        answered = fill.fact("request_was_answered")
        withheld = fill.fact("answer_is_withheld_lawfully")
        fields += [
            fill.field("request_was_answered", answered, "jp_18_2"),
            fill.field("answer_is_withheld", withheld, "jp_18_2"),
        ]
    title = hop_title(fill, place)
    return Section(id=f"hop-{hop.id}", title=title, fields=tuple(fields), hop=hop.id)


def _day(fill: Fill, on: date | None, part: str) -> Filled:
    if on is None:
        return Filled(fill_at=f"answers.{CHECKED}.{part}")
    known = fill.fact(CHECKED)
    return Filled((day_words(on),), known.came)
