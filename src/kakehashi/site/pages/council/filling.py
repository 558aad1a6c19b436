"""Forms of the record: what was typed, what is wrong with it, and where that stands on the page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kakehashi.accord.may import Person
from kakehashi.accord.record import AnyRow, Record
from kakehashi.accord.record_row import Row
from kakehashi.site.acts.propose import propose
from kakehashi.site.acts.write_row import write_row
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.asked import signed
from kakehashi.site.views.council import mine
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import say
from kakehashi.terms.shape import missing_language
from kakehashi.terms.text import LANGS, Lang, Text

_T = TypeVar("_T")
_R = TypeVar("_R", bound=Row)
_FILE = "row.json rows[0]"  # where the reader of a written row tells its faults
BOTH = "_*"  # a field that is two on the page, one a language


class Placed(msgspec.Struct, frozen=True):
    """A fault and the field beside which it is told; `field` is "" where it is of no single one."""

    fault: Fault
    field: str


class Form(msgspec.Struct, frozen=True):
    """What stands in the fields of a page, and the faults beside them.

    `may_save` and `may_propose` say which of the two buttons the reader gets.
    """

    values: Mapping[str, str]
    faults: tuple[Placed, ...] = ()
    may_save: bool = True
    may_propose: bool = False

    def of(self, field: str) -> tuple[Fault, ...]:
        """Return the faults of `field`, in the order in which they were found."""
        return tuple(one.fault for one in self.faults if one.field == field)

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows the form."""
        return 422 if self.faults else 200


def drawn(
    person: Person,
    values: Mapping[str, str],
    row: AnyRow | None = None,
    faults: Sequence[Fault] = (),
    fields: Mapping[str, str] | None = None,
) -> Form:
    """Return the form of a new row, or of a change of `row`, with `faults` at their `fields`."""
    allowed = mine(person, row.id) if row is not None else None
    return Form(
        values,
        tuple(_in_words(one, values) for one in placed(faults, fields or {})),
        may_save="write" in person.roles if allowed is None else allowed.may_write,
        may_propose=allowed is not None and allowed.may_propose,
    )


def placed(faults: Sequence[Fault], fields: Mapping[str, str]) -> tuple[Placed, ...]:
    """Return each of `faults` once, with its field on the page, in the order of `fields`.

    Parameters
    ----------
    fields
        From a path within the row's body to the field's name: `title` to `title_*`
        where each language has a field of its own.

    Examples
    --------
    >>> from kakehashi.terms.text import Text
    >>> same = Text(en="x", ja="x")
    >>> fault = Fault(what=same, where="row.json rows[0].due.on", expected=same, mend=same)
    >>> placed([fault], {"due": "due"})[0].field
    'due'
    """
    found = [Placed(fault, _field(fault, fields)) for fault in dict.fromkeys(faults)]
    told = {one.field for one in found if one.field and one.fault.where == one.field}
    # of a field that the form has told of in its own words, the reader's are not repeated
    kept = [one for one in found if one.field not in told or one.fault.where == one.field]
    order = [name for each in fields.values() for name in _names(each)]
    place = {name: n for n, name in reversed(list(enumerate(order)))}
    return tuple(sorted(kept, key=lambda one: place.get(one.field, len(order))))


def _in_words(one: Placed, values: Mapping[str, str]) -> Placed:
    """Return a fault of a value's shape in a form's own words: the reader's are for files."""
    if one.fault.code != "wrong_value" or not one.field:
        return one
    code = "wrong_here" if values.get(one.field) else "not_chosen"
    return Placed(wrong(code, one.field), one.field)


def _field(fault: Fault, fields: Mapping[str, str]) -> str:
    path = fault.where.removeprefix(_FILE).removeprefix(".")
    names = {one for name in fields.values() for one in _names(name)}
    if path in names:
        return path
    known = [key for key in fields if path == key or path.startswith((f"{key}.", f"{key}["))]
    if not known:
        return ""
    name = fields[max(known, key=len)]
    if not name.endswith(BOTH):
        return name
    return name.removesuffix(BOTH) + f"_{_lang(fault, path)}"


def _names(name: str) -> tuple[str, ...]:
    return tuple(f"{name.removesuffix(BOTH)}_{lang}" for lang in LANGS) if BOTH in name else (name,)


def _lang(fault: Fault, path: str) -> Lang:
    for lang in LANGS:
        if path.endswith(f".{lang}") or fault == missing_language(fault.where, lang):
            return lang
    return "en"


def tried(step: Callable[[], _T], *faults: Fault) -> _T | tuple[Fault, ...]:
    """Return what `step` gives, or all that is wrong, `faults` first; then nothing was done.

    `step` is taken even where there are faults already, so that all are told at once.
    """
    try:
        with transaction.atomic():
            given = step()
            if faults:
                raise InputError(faults)  # noqa: TRY301  so that the step is undone
            return given
    except InputError as error:
        return tuple(dict.fromkeys((*faults, *error.faults)))


def put(person: Person, body: Mapping[str, Any], go: str) -> str:
    """Return the id of the row that was written, or proposed to both sides where `go` says so."""
    source, moment = drafting.source_of(person), signed(person)
    if go == "propose":
        propose(person, drafting.offered(dict(body)), [source], **moment)
    else:
        write_row(person, body, [source], **moment)
    return str(body["id"])


def wrong(code: str, field: str, **values: object) -> Fault:
    """Return the fault `code` of a form at `field`, its words from `phrases/cycle.toml`."""

    def both(section: str) -> Text:
        key = f"{section}.{code}"
        return Text(en=say(key, "en", **values), ja=say(key, "ja", **values))

    return Fault(
        code=code,
        what=both("cycle_fault"),
        where=field,
        expected=both("cycle_expected"),
        mend=both("cycle_mend"),
    )


def unchosen(form: Mapping[str, str], *fields: str) -> tuple[Fault, ...]:
    """Return a fault for each of `fields` in which nothing is chosen."""
    return tuple(wrong("not_chosen", field) for field in fields if not form.get(field))


def days_of(values: Mapping[str, str], day: Any, field: str) -> dict[str, str]:
    """Return `values` with the three parts of `day` under the names that a form gives them."""
    parts = {} if day is None else {"year": day.year, "month": day.month, "day": day.day}
    return {**values, **{f"{field}-{part}": str(number) for part, number in parts.items()}}


def found_in(record: Record, name: str, kind: type[_R]) -> _R:
    """Return the row `name` of `kind`; whoever may not see it is told that nothing is there."""
    row = record.rows.get(name)
    if not isinstance(row, kind):
        raise Http404
    return row


def led_to(lang: Lang, page: str, name: str) -> HttpResponse:
    """Return the way to the page of the row `name`."""
    return HttpResponseRedirect(path_of(lang, page, name))


def path_of(lang: Lang, page: str, name: str) -> str:
    """Return the address of `page` for the row `name`, known there by its slug alone."""
    return reverse(f"pages:{page}", args=(lang, name.partition(":")[2]))


def given_in(request: HttpRequest) -> dict[str, str]:
    """Return what the form gives, or the address of a form that is not sent yet."""
    found = request.POST if request.method == "POST" else request.GET
    return {str(name): str(value) for name, value in found.items()}
