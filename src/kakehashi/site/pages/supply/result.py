"""The page of an answer and its files: found at once, found by a piece of work, or kept."""

from collections.abc import Callable
from functools import lru_cache
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kakehashi.accord.may import Person, Role
from kakehashi.answers.measured import rows_csv
from kakehashi.answers.shares import shipped_network
from kakehashi.answers.supply_address import MOST_PACKED, unpack
from kakehashi.answers.supply_file import question_files, read_result, result_file
from kakehashi.answers.supply_run import Answer, answer_of, check_caps
from kakehashi.answers.supply_tables import (
    daily_rows,
    exposed_rows,
    loss_chart,
    measure_rows,
    product_rows,
)
from kakehashi.site.jobs.kernels import keep_kernels
from kakehashi.site.jobs.supply_work import KIND
from kakehashi.site.pages.council.reader import reader_of, record_of
from kakehashi.site.pages.council.told import Teller
from kakehashi.site.pages.faults import tell
from kakehashi.site.pages.render import render
from kakehashi.site.pages.supply.ask import AT_ONCE
from kakehashi.site.pages.supply.result_told import FileAt, told
from kakehashi.site.pages.supply.rows import network_called
from kakehashi.site.pages.work import asked_by
from kakehashi.site.views.kept_result import kept_result
from kakehashi.site.views.work import Seen, one_work
from kakehashi.terms.errors import KakehashiError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "svg": "image/svg+xml",
         "yaml": "application/yaml; charset=utf-8"}  # fmt: skip
_TURNS = BoundedSemaphore(2)  # answers that are worked out at once for visitors


@require_safe
def at_once(request: HttpRequest, lang: Lang, network: str) -> HttpResponse:
    """Return the answer to the question in the address."""
    packed = request.GET.get("q", "")
    network_called(network)

    def file_at(name: str) -> str:
        path = reverse("pages:supply_answer_file", args=(lang, network, name))
        return f"{path}?{urlencode({'q': packed})}"

    try:
        return _page(request, lang, _found(packed, network), file_at, is_visitor=True)
    except KakehashiError as error:
        return tell(request, lang, error)


@require_safe
def at_once_file(request: HttpRequest, lang: Lang, network: str, file: str) -> HttpResponse:
    """Return a file of the answer to the question in the address."""
    network_called(network)
    try:
        return _sent(_found(request.GET.get("q", ""), network), lang, file)
    except KakehashiError as error:
        return tell(request, lang, error)


@require_safe
@asked_by
def of_work(request: HttpRequest, lang: Lang, person: Person, work: UUID) -> HttpResponse:
    """Return the answer that a piece of one's own work found."""
    seen, content = result_of(person, work)

    def file_at(name: str) -> str:
        return reverse("pages:supply_work_file", args=(lang, work, name))

    may_keep = Role.WRITE in person.roles
    keep = reverse("pages:supply_keep", args=(lang, work)) if may_keep else None
    return _page(
        request, lang, loaded(content), file_at, keep=keep, work=seen, days=settings.WORK_DAYS
    )


@require_safe
@asked_by
def of_work_file(
    request: HttpRequest,  # noqa: ARG001
    lang: Lang,
    person: Person,
    work: UUID,
    file: str,
) -> HttpResponse:
    """Return a file of the answer that a piece of one's own work found."""
    return _sent(loaded(result_of(person, work)[1]), lang, file)


@require_safe
def kept(request: HttpRequest, lang: Lang, digest: str) -> HttpResponse:
    """Return an answer that is kept as evidence, to whoever may see the evidence."""
    found = kept_result(reader_of(request), digest)
    record = record_of(request)
    if found is None or found.evidence not in record.rows:
        raise Http404

    def file_at(name: str) -> str:
        return reverse("pages:supply_kept_file", args=(lang, digest, name))

    evidence = Teller(record, lang).lead(found.evidence)
    response = _page(request, lang, loaded(found.content), file_at, evidence=evidence)
    return _private(response)


@require_safe
def kept_file(request: HttpRequest, lang: Lang, digest: str, file: str) -> HttpResponse:
    """Return a file of an answer that is kept as evidence."""
    found = kept_result(reader_of(request), digest)
    if found is None:
        raise Http404
    return _private(_sent(loaded(found.content), lang, file))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def result_of(person: Person, work: UUID) -> tuple[Seen, bytes]:
    """Return a piece of one's own work and its result. Raises Http404 where there is none."""
    seen = one_work(person, work)
    if seen is None or seen.kind != KIND or seen.state != "done" or seen.file is None:
        raise Http404
    return seen, seen.file.read_bytes()


@lru_cache(maxsize=32)
def _found(packed: str, network: str) -> Answer:
    question = unpack(packed, MOST_PACKED)
    if question.network != network:
        raise Http404
    check_caps(question, AT_ONCE)
    keep_kernels()
    with _TURNS:
        return answer_of(question)


@lru_cache(maxsize=8)
def loaded(content: bytes) -> Answer:
    """Return the answer that a result's file holds."""
    return read_result("result.json", content)[0]


def _page(
    request: HttpRequest, lang: Lang, answer: Answer, file_at: FileAt, **more: Any
) -> HttpResponse:
    network = answer.question.network
    return render(
        request,
        lang,
        "supply/result.html",
        network=network,
        network_title=say(f"supply_page.network_{network}", lang),
        chart_words=say("shares.chart_is", lang),
        **told(answer, lang, file_at),
        **more,
    )


def _sent(answer: Answer, lang: Lang, file: str) -> HttpResponse:
    content = _content(answer, lang, file)
    if content is None:
        raise Http404
    form = file.rpartition(".")[2]
    response = HttpResponse(content, content_type=TYPES[form])
    response.headers["X-Content-Type-Options"] = "nosniff"
    if form != "svg":
        response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _content(answer: Answer, lang: Lang, file: str) -> bytes | None:
    if file == "loss.svg":
        return _chart(answer, lang)
    if file == "result.json":
        return result_file(answer)
    rows = _ROWS.get(file)
    if rows is not None:
        return rows_csv(rows(answer, lang))
    return question_files(answer.question).get(file)


@lru_cache(maxsize=32)  # answers are kept by the caches above: the same one is drawn once
def _chart(answer: Answer, lang: Lang) -> bytes:
    return loss_chart(answer.told, lang)


def _network(answer: Answer) -> Any:
    return shipped_network(answer.question.network)


_ROWS: dict[str, Callable[[Answer, Lang], Any]] = {
    "loss.csv": lambda answer, lang: daily_rows(answer.told, lang),
    "measures.csv": lambda answer, lang: measure_rows(answer.mended, lang),
    "exposed.csv": lambda answer, lang: exposed_rows(_network(answer), answer.told),  # noqa: ARG005
    "products.csv": lambda answer, lang: product_rows(_network(answer), answer.told),  # noqa: ARG005
    "holders.csv": lambda answer, lang: answer.holders,  # noqa: ARG005
}
