"""Long work on a page: ask for it, see how far it is, stop it, fetch what it gave."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kakehashi.accord.may import Person
from kakehashi.accord.record_council import Meeting
from kakehashi.accord.record_parties import Side
from kakehashi.papers.report import is_link
from kakehashi.site.acts.refusal import refused
from kakehashi.site.jobs.bundle_work import MOST_BYTES
from kakehashi.site.jobs.kinds import kinds
from kakehashi.site.jobs.supply_work import KIND as SUPPLY
from kakehashi.site.jobs.work import cancel as cancel_work
from kakehashi.site.jobs.work import kinds_for, start_work
from kakehashi.site.jobs.worker import is_there
from kakehashi.site.pages.council.reader import reader_of, record_of
from kakehashi.site.pages.council.told import Said, Teller
from kakehashi.site.pages.faults import tell
from kakehashi.site.pages.render import render
from kakehashi.site.views.work import Seen, one_work, work_of
from kakehashi.terms.errors import Fault, InputError, KakehashiError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang, Text

MIB = 1024 * 1024
ABOUT = ("side", "name", "address")  # of what was asked, that which tells two pieces apart
MOST_ADDRESS = 300  # characters
STOP_POLLING = 286  # the status by which htmx learns that no more will change
SIGNS = {"waiting": "…", "running": "▶", "done": "✓", "failed": "✕", "cancelled": "–"}

Page = Callable[..., HttpResponseBase]


def asked_by(page: Page) -> Page:
    """Return `page` for people with a side; others are sent to sign in. It opens no transaction.

    A page that is asked for every second must not hold the database's lock: what it
    starts is written in one transaction of its own.
    """

    @never_cache
    @login_required
    @wraps(page)
    def asked(request: HttpRequest, lang: Lang, *arguments: Any, **named: Any) -> HttpResponseBase:
        person = reader_of(request)
        if person is None:
            raise PermissionDenied
        try:
            return page(request, lang, person, *arguments, **named)
        except KakehashiError as error:
            return tell(request, lang, error)

    return asked


@require_safe
@asked_by
def mine(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Return the person's own work, and what they may ask for."""
    record = record_of(request)
    teller = Teller(record, lang)
    meetings = sorted(record.every(Meeting), key=_newest_first, reverse=True)
    others = [one for one in record.every(Side) if one.code != person.side]
    return render(
        request,
        lang,
        "work/mine.html",
        lines=[{**_line(one, lang), "about": _about(teller, one)} for one in work_of(person)],
        kinds=[kind.name for kind in kinds_for(person)],
        meetings=[(row.id, teller.title(row), row.when.on) for row in meetings],
        sides=[(one.code, teller.title(one)) for one in others],
        mib=MOST_BYTES // MIB,
        is_worker_there=is_there(settings.HOME),
    )


def _newest_first(row: Meeting) -> tuple[bool, date, str]:
    return row.cycle is not None, row.when.on or date.min, row.id


@require_POST
@asked_by
def start(request: HttpRequest, lang: Lang, person: Person, kind: str) -> HttpResponse:
    """Ask for a piece of work; lead to its page."""
    if kind not in _ASKED:
        raise Http404
    asked, handed_in = _ASKED[kind](request)
    work = start_work(kind, asked, person, now=timezone.now(), handed_in=handed_in)
    return HttpResponseRedirect(reverse("pages:work_piece", args=(lang, work)))


@require_safe
@asked_by
def piece(request: HttpRequest, lang: Lang, person: Person, work: UUID) -> HttpResponse:
    """Return one piece of work, how far it is and what it gave."""
    found = _found(person, work)
    line = {**_line(found, lang), "about": _about(Teller(record_of(request), lang), found)}
    return render(
        request, lang, "work/piece.html", line=line, is_worker_there=is_there(settings.HOME)
    )


@require_safe
@asked_by
def part(request: HttpRequest, lang: Lang, person: Person, work: UUID) -> HttpResponse:
    """Return what changes on the page of a piece; with 286 once nothing will change any more."""
    line = _line(_found(person, work), lang)
    status = 200 if line["it"].is_live else STOP_POLLING
    there = is_there(settings.HOME)
    return render(
        request, lang, "work/part.html", status, line=line, is_worker_there=there, is_alone=True
    )


@require_POST
@asked_by
def cancel(request: HttpRequest, lang: Lang, person: Person, work: UUID) -> HttpResponse:  # noqa: ARG001
    """Ask a piece to stop; lead back to it."""
    _found(person, work)
    cancel_work(work, person, now=timezone.now())
    return HttpResponseRedirect(reverse("pages:work_piece", args=(lang, work)))


@require_safe
@asked_by
def fetch(request: HttpRequest, lang: Lang, person: Person, work: UUID) -> FileResponse:  # noqa: ARG001
    """Return the file that a piece gave."""
    found = _found(person, work)
    if found.file is None or found.state != "done":
        raise Http404
    return FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.file.name,
        content_type=found.content_type,
    )


def _found(person: Person, work: UUID) -> Seen:
    found = one_work(person, work)
    if found is None:
        raise Http404
    return found


def _line(seen: Seen, lang: Lang) -> dict[str, Any]:
    """Return a piece in words."""
    n_bytes = seen.file.stat().st_size if seen.file else 0
    return {
        "it": seen,
        "title": say(f"work.{seen.kind}", lang) if seen.kind in kinds() else seen.kind,
        "sign": SIGNS[seen.state],
        "state": say(f"work_state.{seen.state}", lang),
        "words": say(seen.words or "work.starting", lang),
        "said": say(seen.said, lang, **seen.values) if seen.said else "",
        "page": _page(seen, lang),
        "name": seen.file.name if seen.file else "",
        "size": _size(n_bytes),
    }


def _page(seen: Seen, lang: Lang) -> str | None:
    """Return where a result is shown that is more than a file; None for the others."""
    if seen.kind != SUPPLY or seen.state != "done" or seen.file is None:
        return None
    return reverse("pages:supply_work", args=(lang, seen.id))


def _about(teller: Teller, seen: Seen) -> Said | None:
    """Return what a piece is about: the meeting, side, file or address that was asked for."""
    meeting = teller.record.rows.get(str(seen.asked.get("meeting", "")))
    if meeting is not None:
        return teller.title(meeting)
    about = (*ABOUT, f"name_{teller.lang}")
    plain = next((str(seen.asked[key]) for key in about if seen.asked.get(key)), None)
    return None if plain is None else Said(plain, teller.lang)


def _size(n_bytes: int) -> str:
    """Return a size in KiB or MiB.

    >>> _size(2048), _size(5 * 1024 * 1024)
    ('2 KiB', '5.0 MiB')
    """
    return f"{n_bytes / MIB:.1f} MiB" if n_bytes >= MIB else f"{-(-n_bytes // 1024)} KiB"


Asked = tuple[dict[str, Any], bytes | None]


def _of_papers(request: HttpRequest) -> Asked:
    return {"meeting": request.POST.get("meeting", "")[:120]}, None


def _of_site(request: HttpRequest) -> Asked:
    """Return the day, today, and the address at which the site will lie, if one was given."""
    address = request.POST.get("address", "").strip()[:MOST_ADDRESS]
    if address and (not is_link(address) or {"?", "#", " "} & set(address)):
        raise InputError(_no_address(address))
    on = timezone.now().astimezone(ZoneInfo("Europe/London")).date()
    return {"address": f"{address.rstrip('/')}/" if address else "", "on": on.isoformat()}, None


def _no_address(address: str) -> Fault:
    def both(key: str) -> Text:
        return Text(
            en=say(f"work.{key}", "en", value=address), ja=say(f"work.{key}", "ja", value=address)
        )

    return Fault(
        code="address",
        what=both("no_address"),
        where="address",
        expected=both("no_address_expected"),
        mend=both("no_address_mend"),
    )


def _of_bundle(request: HttpRequest) -> Asked:
    return {"side": request.POST.get("side", "")[:20]}, None


def _of_reading(request: HttpRequest) -> Asked:
    file = request.FILES.get("bundle")
    if file is None or not file.size or file.size > MOST_BYTES:
        raise refused("no_bundle", "bundle", mib=MOST_BYTES // MIB)
    return {"name": (file.name or "")[:200], "n_bytes": file.size}, file.read()


_ASKED: dict[str, Callable[[HttpRequest], Asked]] = {
    "council_papers": _of_papers,
    "publish_site": _of_site,
    "make_bundle": _of_bundle,
    "read_bundle": _of_reading,
}
