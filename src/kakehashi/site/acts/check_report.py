"""Whether a report may say what it says: whose view it is, and on what evidence."""

from collections.abc import Iterator

from kakehashi.accord.record_promises import StatusReport
from kakehashi.accord.status import INDEPENDENT, Level
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.site.acts.refusal import a_refusal
from kakehashi.site.records.models import Row
from kakehashi.terms.errors import Fault, InputError


def check_report(report: StatusReport, side: str) -> None:
    """Raise where people of `side` may not write `report` on their own.

    Notes
    -----
    A side reports its own view. The independent view is what somebody else has
    published: either side may take it down, no organisation of a side is named as
    the one that reports, and every piece of evidence has an address where anyone
    can read it. Any level but "no evidence" needs evidence.

    Raises
    ------
    InputError
        With all of: `other_view`, `status_bare`, `independent_by`, `independent_words`,
        `independent_unread`.
    """
    faults = list(_faults(report, side))
    if faults:
        raise InputError(faults)


def _faults(report: StatusReport, side: str) -> Iterator[Fault]:
    if report.view not in (side, INDEPENDENT):
        yield a_refusal("other_view", "view", view=report.view)
    if report.level is not Level.NO_EVIDENCE and not report.evidence:
        yield a_refusal("status_bare", "evidence")
    if report.view != INDEPENDENT:
        return
    if report.by is not None and _side_of(report.by):
        yield a_refusal("independent_by", "by", ref=report.by)
    if report.text is None:
        yield a_refusal("independent_words", "text")
    if any(not _is_open(each) for each in report.evidence):
        yield a_refusal("independent_unread", "evidence")


def _side_of(organisation: str) -> str | None:
    found = Row.objects.filter(ref=organisation).values_list("body", flat=True).first()
    return found["side"] if found else None


def _is_open(evidence: str) -> bool:
    """Return whether a piece of evidence rests on a text that has an address."""
    found = Row.objects.filter(ref=evidence).values_list("body", "sources").first()
    if found is None:
        return False
    body, own = found
    urls = {one.id: one.url for one in shipped_record().sources.values()}
    urls |= {one["id"]: one.get("url") for one in own}
    return any(urls.get(name) for name in body["sources"])
