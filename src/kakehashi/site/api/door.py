"""The JSON API, version 1. What goes in and out is what the other doors take and give."""

import json
from datetime import date
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from kakehashi import __version__
from kakehashi.answers import as_json, may_sell, shipped_rulebooks
from kakehashi.evidence import read_dossier
from kakehashi.site.api import shapes
from kakehashi.terms.errors import Fault, InputError, KakehashiError, UsageError, http_status
from kakehashi.terms.errors import as_json as error_as_json
from kakehashi.terms.phrases import phrases, say
from kakehashi.terms.steady import steady, steady_json
from kakehashi.terms.text import Lang, Text

api = NinjaAPI(
    title="Kakehashi",
    version="1",
    description=f"Kakehashi {__version__}. Describe a product once; the rules of the United "
    "Kingdom and of Japan are applied to the same facts. Information, not legal advice.",
    docs_url=None,  # its page would need scripts of other sites
)


@api.post(
    "/v1/assess",
    summary="May this product be sold in the UK and in Japan?",
    openapi_extra=shapes.ASSESS,
    operation_id="assess",
)
def assess(request: HttpRequest) -> HttpResponse:
    """Return the answer for both countries, the same JSON as `kakehashi assess --format json`."""
    now = timezone.now()
    rulebooks = shipped_rulebooks()
    files, as_of = _asked(request)
    dossier = read_dossier(files, vocabulary=rulebooks.vocabulary, read_at=now)
    return _json(as_json(may_sell(rulebooks, dossier, as_of=as_of or now)))


@api.get("/v1/rules", summary="The rulebooks", openapi_extra=shapes.ANY, operation_id="rules")
def rules(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return the rulebooks at hand, without their rules."""
    books = shipped_rulebooks().books
    return _json(
        {
            "rulebooks": [
                {
                    "id": book.id,
                    "title": {"en": book.title.en, "ja": book.title.ja},
                    "force": str(book.force),
                    "country": book.country,
                    "subject": book.subject,
                    "checked_on": book.checked_on.isoformat(),
                    "rules": [rule.id for rule in book.rules],
                }
                for book in books
            ]
        }
    )


@api.get(
    "/v1/rules/{name}", summary="One rulebook", openapi_extra=shapes.ONE, operation_id="rulebook"
)
def rulebook(request: HttpRequest, name: str) -> HttpResponse:
    """Return one rulebook, whole, in the fields of its file."""
    rulebooks = shipped_rulebooks()
    found = [book for book in rulebooks.books if book.id == name]
    if not found:
        names = ", ".join(book.id for book in rulebooks.books)
        return _failed(request, InputError(_fault("no_rulebook", "path", names=names)), 404)
    return _json(msgspec.to_builtins(found[0]))


@api.get(
    "/v1/facts", summary="The facts vocabulary", openapi_extra=shapes.ANY, operation_id="facts"
)
def facts(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return every fact that may be stated, and the open questions of law."""
    return _json(msgspec.to_builtins(shipped_rulebooks().vocabulary))


def _asked(request: HttpRequest) -> tuple[dict[str, bytes], date | None]:
    """Return the files and the day of a request. Raises UsageError, InputError."""
    kind = request.content_type
    if kind == "multipart/form-data":
        uploads = request.FILES.getlist("files")
        if not uploads:
            raise InputError(_fault("no_files", "files", mend="no_files_expected"))
        files: dict[str, bytes] = {}
        for upload in uploads:
            told = steady(upload.name or "file")
            name = told if told not in files else f"{told} ({len(files) + 1})"
            files[name] = upload.read()
        return files, _day(request.POST.get("as_of"))
    if kind != "application/json":
        raise UsageError(_fault("wrong_type", "Content-Type", mend="wrong_type_expected"))
    try:
        body = msgspec.json.decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        body = None
    if not isinstance(body, dict) or not isinstance(body.get("product"), dict):
        raise InputError(_fault("not_json", "body"))
    if set(body) - {"product", "as_of"}:
        raise InputError(_fault("not_json", "body"))
    # JSON is YAML: the product is read as the file that it could have been
    text = json.dumps(body["product"], ensure_ascii=True, indent=1)
    return {"product.yaml": text.encode()}, _day(body.get("as_of"))


def _day(raw: Any) -> date | None:
    if raw is None or raw == "":
        return None
    try:
        if isinstance(raw, str) and len(raw) == len("2026-01-01"):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise InputError(_fault("no_day", "as_of"))


def _fault(code: str, where: str, mend: str | None = None, **values: object) -> Fault:
    def both(key: str) -> Text:
        return Text(
            en=say(f"site_api.{key}", "en", **values), ja=say(f"site_api.{key}", "ja", **values)
        )

    return Fault(
        code=code,
        what=both(code),
        where=where,
        expected=both(f"{code}_expected"),
        mend=both(mend or f"{code}_mend"),
    )


def _json(value: Any, status: int = 200) -> HttpResponse:
    text = steady_json(json.dumps(value, ensure_ascii=False))
    response = HttpResponse(text, content_type="application/json", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _lang(request: HttpRequest) -> Lang:
    return "ja" if request.headers.get("Accept-Language", "").lower().startswith("ja") else "en"


@api.exception_handler(KakehashiError)
def _ours(request: HttpRequest, error: Any) -> HttpResponse:
    return _failed(request, error, http_status(error))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ARG001
    return _told(request, "bad_request", 422)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ARG001
    return _told(request, "not_found", 404)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: Any) -> HttpResponse:
    return _told(request, "bad_request", error.status_code)


def _told(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    words = phrases()
    fault = Fault(
        code=kind,
        what=words[f"site_fault.{kind}"],
        where="request",
        expected=words[f"site_fault.{kind}_expected"],
        mend=words[f"site_fault.{kind}_body"],
    )
    return _failed(request, InputError(fault), status)


def _failed(request: HttpRequest, error: KakehashiError, status: int) -> HttpResponse:
    return JsonResponse(
        error_as_json(error, _lang(request)),
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )
