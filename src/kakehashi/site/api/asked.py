"""Who asks the API and for what: reader, writer, body, day, and place in a long list."""

import inspect
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone
from ninja import Field, Path, Query, Schema

from kakehashi.accord.may import Person
from kakehashi.accord.record import Record
from kakehashi.accord.record_checks import YEARS
from kakehashi.accord.record_row import MOST_ID
from kakehashi.site.api import replies
from kakehashi.site.jobs.refresh_record import look_for_due
from kakehashi.site.views.council import record_for
from kakehashi.site.views.record import post_of
from kakehashi.site.views.who import lacks_second_factor, person_of
from kakehashi.terms.errors import InputError, UsageError
from kakehashi.terms.plain import Caps, Plain, read_plain

PER_PAGE, MOST_PER_PAGE, MOST_PAGE = 50, 200, 100_000
MOST_QUERY = 100  # characters
CAPS = Caps(n_bytes=4 * 2**20, n_values=100_000)  # of a body that is written into the record

_ID = r"^[a-z]+:[a-z0-9][a-z0-9.\-]*$"
_WORD = r"^[a-z_]*$"
RowId = Annotated[str, Path(pattern=_ID, max_length=MOST_ID)]
RefQuery = Annotated[str | None, Query(pattern=_ID, max_length=MOST_ID)]
WordQuery = Annotated[str | None, Query(pattern=_WORD, max_length=40)]
_Day = Annotated[str, Field(max_length=10, json_schema_extra={"format": "date"})]
DayQuery = Annotated[_Day | None, Query()]

_is_id = re.compile(r"[a-z]+:[a-z0-9][a-z0-9.-]*\Z").match
_Answer = Callable[..., HttpResponse]


class InList(Schema):
    """Which page of a long list is asked for, and how much stands on one."""

    page: int = Field(1, ge=1, le=MOST_PAGE)
    per_page: int = Field(PER_PAGE, ge=1, le=MOST_PER_PAGE)

    @property
    def part(self) -> slice:
        """The page's place in a sequence."""
        start = (self.page - 1) * self.per_page
        return slice(start, start + self.per_page)

    def told(self, n: int) -> dict[str, int]:
        """Return page, its size, and `n`, how many there are in all."""
        return {"page": self.page, "per_page": self.per_page, "n": n}


def reader_of(request: HttpRequest) -> Person | None:
    """Return whoever is signed in; None for the public."""
    return person_of(request)


def record_of(request: HttpRequest) -> Record:
    """Return the rows that the reader may see, as they stand now."""
    look_for_due(timezone.now())
    return record_for(reader_of(request))


def writer(answer: _Answer) -> _Answer:
    """Return `answer` for people with a side, from a page or program that holds their session.

    The session's cookie alone is not enough: the header `X-CSRFToken` shows that the
    request does not come from a page of another site.
    """

    @wraps(answer)
    def asked(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return replies.told(request, "api_sign_in", 401)
        if not _is_ours(request):
            return replies.told(request, "api_csrf", 403)
        if lacks_second_factor(request):
            return replies.told(request, "api_second_factor", 403)
        person = person_of(request)
        if person is None:
            return replies.told(request, "forbidden", 403)
        return answer(request, person, *arguments, **named)

    # the person is ours to find: what remains is what the description tells
    told = inspect.signature(answer)
    kept = [one for name, one in told.parameters.items() if name != "person"]
    asked.__signature__ = told.replace(parameters=kept)  # type: ignore[attr-defined]
    return asked


def _is_ours(request: HttpRequest) -> bool:
    """Return whether the request holds the token that only this site's own pages can read."""

    def unused(asked: HttpRequest) -> HttpResponse:
        raise AssertionError(asked.path)

    check = CsrfViewMiddleware(unused)
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    check.process_request(request)
    return check.process_view(request, unused, (), {}) is None


def signed(person: Person) -> dict[str, Any]:
    """Return when an act is done, and the post in which the person does it."""
    now = timezone.now()
    return {"now": now, "post": post_of(person.id, now.date())}


def body_of(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of a request. Raises UsageError for another type, InputError."""
    plain = plain_of(request)
    if plain.faults:
        raise InputError(plain.faults)
    found: dict[str, Any] = plain.value
    return found


def plain_of(request: HttpRequest, caps: Caps = CAPS) -> Plain:
    """Return the JSON object of a request with what did not stop its reading.

    Raises
    ------
    UsageError
        For another type of body.
    InputError
        For what is no JSON, beyond the caps, or no object.
    """
    if request.content_type != "application/json":
        raise UsageError(replies.a_fault("wrong_type", "Content-Type", section="record_api"))
    plain = read_plain("body", request.body, json_caps=caps)
    if not isinstance(plain, Plain):
        raise InputError(plain)
    if not isinstance(plain.value, dict):
        raise InputError(replies.a_fault("not_object", "body", section="record_api"))
    return plain


class Fields:
    """The fields of a body, taken one by one; `check` tells all that was wrong with them."""

    def __init__(self, body: Mapping[str, Any], *known: str) -> None:
        self.body = body
        self.faults = [
            replies.a_fault("unknown_field", f"body {name}"[:200], section="record_api",
                            names=", ".join(known))
            for name in body
            if name not in known
        ]  # fmt: skip

    def take(self, name: str, kind: type, default: Any = None) -> Any:
        """Return the field `name` if it is of `kind`; without one that may be missing `default`."""
        found = self.body.get(name)
        if found is None and default is not None:
            return default
        if isinstance(found, kind):
            return found
        self._wrong(name, "{…}" if kind is dict else "[…]" if kind is list else "text")
        return kind()

    def ref(self, name: str) -> str:
        """Return the id of a row that the field `name` holds; empty where there is none."""
        found = self.body.get(name)
        if found is None or (isinstance(found, str) and _fits(found)):
            return found or ""
        self._wrong(name, "kind:slug")
        return ""

    def refs(self, name: str) -> list[str]:
        """Return the ids of rows that the field `name` lists; none where it is missing."""
        found = self.body.get(name, [])
        if isinstance(found, list) and all(isinstance(one, str) and _fits(one) for one in found):
            return found
        self._wrong(name, "[kind:slug, …]")
        return []

    def day(self, name: str) -> date | None:
        """Return the day in the field `name`; None where it is missing."""
        try:
            return day_of(self.body.get(name), f"body {name}")
        except InputError as error:
            self.faults += error.faults
            return None

    def check(self) -> None:
        """Raise InputError where anything was wrong."""
        if self.faults:
            raise InputError(self.faults)

    def _wrong(self, name: str, kind: str) -> None:
        self.faults.append(
            replies.a_fault("wrong_field", f"body {name}", section="record_api", kind=kind)
        )


def _fits(name: str) -> bool:
    return len(name) <= MOST_ID and _is_id(name) is not None


def day_of(raw: Any, where: str) -> date | None:
    """Return the day that `raw` writes; None where there is none. Raises InputError."""
    if raw is None or raw == "":
        return None
    try:
        if isinstance(raw, str) and len(raw) == len("2026-01-01"):
            day = date.fromisoformat(raw)
            if day.year in YEARS:  # months before and after it are days as well
                return day
    except ValueError:
        pass
    raise InputError(replies.a_fault("no_day", where))


def day_or_today(raw: str | None, where: str = "query.on") -> date:
    """Return the day asked for, today in UTC without one. Raises InputError."""
    return day_of(raw, where) or timezone.now().date()
