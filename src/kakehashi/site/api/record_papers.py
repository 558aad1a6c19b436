"""The API's papers: what `kakehashi council` writes, of the rows that the reader may see."""

from importlib import resources
from pathlib import Path
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kakehashi.accord.record import Record
from kakehashi.answers.brief import brief
from kakehashi.answers.council_files import (
    FORMS,
    TYPES,
    Wanted,
    file_name,
    is_offered,
)
from kakehashi.answers.council_json import brief_json
from kakehashi.site.acts.refusal import refused
from kakehashi.site.api import asked, shapes
from kakehashi.site.api.addresses import router
from kakehashi.site.api.asked import DayQuery, RefQuery
from kakehashi.site.api.replies import a_fault, lang_of, reply
from kakehashi.site.views.made_papers import made_paper
from kakehashi.terms.errors import InputError

OF_ALL = ("commitments", "brief")  # papers that are about no row of their own
SET = ("docx", "pdf")  # in both languages unless one is asked for


@router.get("/papers/{name}.{form}", summary="A paper of the Council", **shapes.PAPER)
def paper(
    request: HttpRequest,
    name: Literal[tuple(FORMS)],  # type: ignore[valid-type]  # they are told once, in answers
    form: Literal[tuple(TYPES)],  # type: ignore[valid-type]
    of: RefQuery = None,
    since: DayQuery = None,
    on: DayQuery = None,
    lang: Literal["en", "ja", "both"] | None = None,
) -> HttpResponse:
    """Return a paper as `kakehashi council` writes it, of the rows that the reader may see.

    `of` is the meeting of an agenda or minutes, the statement, or the commitment whose days
    one asks for. `since` is the day from which a brief as JSON tells changes, else it is
    that of the last Council.
    """
    if form not in FORMS[name]:
        raise InputError(a_fault("no_form", f"path {form}", section="record_api", name=name,
                                 names=", ".join(FORMS[name])))  # fmt: skip
    record, day = asked.record_of(request), asked.day_or_today(on)
    first = asked.day_of(since, "query.since")
    if first is not None and (name != "brief" or form != "json" or first > day):
        raise InputError(a_fault("no_since", "query.since", section="record_api"))
    if first is not None:
        return reply(brief_json(brief(record, first, day)))
    wanted = Wanted(
        paper=name,
        form=form,
        row=None if name in OF_ALL else of,
        lang=lang or ("both" if form in SET else lang_of(request)),
        on=day,
        made_at=timezone.now().replace(microsecond=0),
    )
    return _sent(record, wanted)


def _sent(record: Record, wanted: Wanted) -> HttpResponse:
    if wanted.row is None and wanted.paper not in OF_ALL:
        raise InputError(a_fault("no_of", "query.of", section="record_api"))
    if not is_offered(record, wanted):
        if wanted.row is None:
            raise InputError(a_fault("no_since", "query.on", section="record_api"))
        raise refused("no_such_row", wanted.row)
    fonts = Path(str(resources.files("kakehashi.reference").joinpath("fonts")))
    content = made_paper(record, wanted, fonts)
    response = HttpResponse(content, content_type=TYPES[wanted.form])
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(wanted)}"'
    response.headers["Cache-Control"] = "no-store"
    return response
