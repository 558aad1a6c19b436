"""The papers about a flow: read on a page, every blank visible, and taken as files."""

import io
import zipfile
from datetime import datetime
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.may_send import MaySend
from kakehashi.answers.transfer_files import SET, TYPES, paper_file, paper_name
from kakehashi.answers.transfer_layout import came_words, needs_words
from kakehashi.answers.transfer_papers import transfer_papers
from kakehashi.papers.council.paper import PaperLang
from kakehashi.site.pages import faults
from kakehashi.site.pages.render import OTHER, render
from kakehashi.site.pages.result import fonts
from kakehashi.site.pages.transfers.flow import FORM, attached, carried_in, decided
from kakehashi.site.views.made_papers import in_turn
from kakehashi.terms.errors import KakehashiError
from kakehashi.terms.text import Lang
from kakehashi.transfers import PAPERS, TransferPaper
from kakehashi.transfers.paper import Field, Section

LANGS: tuple[PaperLang, ...] = ("both", "en", "ja")
ALL = "all"


class FieldTold(msgspec.Struct, frozen=True, kw_only=True):
    """A field in the words of one language; without values it is a blank."""

    label: str
    values: tuple[str, ...]
    note: str
    fill_at: str | None
    origins: tuple[str, ...]


class SectionTold(msgspec.Struct, frozen=True):
    """Fields under one heading."""

    title: str
    fields: tuple[FieldTold, ...]


@FORM
def papers(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return all papers about the flow that the form carries."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("pages:data_flow", args=(lang,)))
    try:
        answer = decided(*carried_in(request))
    except KakehashiError as error:
        return faults.tell(request, lang, error)
    response = render(
        request,
        lang,
        "transfers/papers.html",
        state=request.POST["state"],
        switch_path=reverse("pages:data_papers", args=(OTHER[lang],)),
        name=answer.flow.told.name.into(lang),
        made_up=answer.flow.told.made_up,
        as_of=answer.as_of,
        papers=[_told(paper, lang) for paper in transfer_papers(shipped_rulebooks(), answer)],
        forms=[*TYPES],
        sets=SET,
        langs=LANGS,
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@FORM
def paper(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the paper that `file` names ("notice.docx"), or all in one zip ("all.pdf")."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("pages:data_flow", args=(lang,)))
    name, _, form = request.POST.get("file", "").partition(".")
    words = next((one for one in LANGS if one == request.POST.get("words", LANGS[0])), None)
    if form not in TYPES or words is None or name not in (*PAPERS, ALL):
        raise Http404
    try:
        answer = decided(*carried_in(request))
        wanted = PAPERS if name == ALL else tuple(one for one in PAPERS if one == name)
        made = transfer_papers(shipped_rulebooks(), answer, wanted)
        with in_turn():
            files = _files(made, answer, form, words, timezone.now().replace(microsecond=0))
    except KakehashiError as error:
        return faults.tell(request, lang, error)
    if name == ALL:
        return attached(_zipped(files), "application/zip", f"papers-{words}-{form}.zip")
    ((file_name, content),) = files.items()
    return attached(content, TYPES[form], file_name)


def _files(
    made: tuple[TransferPaper, ...], answer: MaySend, form: str, words: PaperLang, at: datetime
) -> dict[str, bytes]:
    types = {fact.id: fact for fact in shipped_rulebooks().vocabulary.facts}
    return {
        paper_name(one.name, form, words): paper_file(
            one, answer, types, form=form, lang=words, made_at=at, fonts=fonts()
        )
        for one in made
    }


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def _told(paper: TransferPaper, lang: Lang) -> dict[str, Any]:
    return {
        "name": paper.name,
        "title": paper.title.into(lang),
        "lead": paper.lead.into(lang),
        "n_blanks": paper.n_blanks,
        "sections": [_section(one, lang) for one in paper.sections],
        "not_due": [(one.hop, one.reason.into(lang)) for one in paper.not_due],
        "sources": paper.sources,
    }


def _section(section: Section, lang: Lang) -> SectionTold:
    return SectionTold(
        section.title.into(lang), tuple(_field(field, lang) for field in section.fields)
    )


def _field(field: Field, lang: Lang) -> FieldTold:
    label = field.label.into(lang)
    origins = [came_words(one).into(lang) for one in field.came]
    if field.needs:
        origins.append(needs_words(field.needs).into(lang))
    return FieldTold(
        label=label if field.number is None else f"{field.number}. {label}",
        values=tuple(one.into(lang) for one in field.values),
        note="" if field.note is None else field.note.into(lang),
        fill_at=field.fill_at,
        origins=tuple(origins),
    )
