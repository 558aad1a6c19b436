"""The papers about a flow, written from what it says and what was decided."""

from collections.abc import Callable, Iterable

from kakehashi.transfers.paper import (
    PAPERS,
    HopTold,
    NotDue,
    PaperName,
    Section,
    Told,
    TransferPaper,
    both,
)
from kakehashi.transfers.paper_assessment import assessment_sections, why_not_safeguarded
from kakehashi.transfers.paper_forms import (
    addendum_sections,
    idta_sections,
    why_no_addendum,
    why_no_idta,
)
from kakehashi.transfers.paper_log import log_sections, why_no_log
from kakehashi.transfers.paper_notice import notice_sections
from kakehashi.transfers.paper_record import record_sections
from kakehashi.transfers.paper_sheet import sheet_sections, why_no_sheet

Sections = Callable[[Told], tuple[Section, ...]]
WhyNot = Callable[[Told, HopTold], NotDue | None]


def _always(_told: Told, _hop: HopTold) -> None:
    return None


_WRITERS: dict[PaperName, tuple[Sections, WhyNot]] = {
    "record": (record_sections, _always),
    "assessment": (assessment_sections, why_not_safeguarded),
    "notice": (notice_sections, _always),
    "sheet": (sheet_sections, why_no_sheet),
    "log": (log_sections, why_no_log),
    "idta": (idta_sections, why_no_idta),
    "addendum": (addendum_sections, why_no_addendum),
}


def write_papers(told: Told, names: Iterable[PaperName] = PAPERS) -> tuple[TransferPaper, ...]:
    """Return the papers `names`, in their order.

    A paper is made for the hops that it is due for; the others stand under `not_due`,
    each with the reason. It may have no section, and then says why.
    """
    return tuple(_paper(told, name) for name in names)


def _paper(told: Told, name: PaperName) -> TransferPaper:
    sections, why_not = _WRITERS[name]
    flow = told.flow.told
    found = (why_not(told, hop) for hop in told.hops)
    return TransferPaper(
        name=name,
        title=both(f"paper_title.{name}"),
        lead=both(f"paper_lead.{name}"),
        flow=flow.id,
        flow_name=flow.name,
        as_of=told.as_of,
        made_up=flow.made_up,
        sections=sections(told),
        not_due=tuple(one for one in found if one is not None),
    )
