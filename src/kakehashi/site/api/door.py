"""The JSON API, version 1. What goes in and out is what the other doors take and give."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from kakehashi import __version__
from kakehashi.answers import as_json, may_sell, shipped_rulebooks
from kakehashi.evidence import read_dossier
from kakehashi.site.api import (  # noqa: F401  some add their addresses to those of another
    record,
    record_acts,
    record_keys,
    record_papers,
    record_views,
    record_write,
    shapes,
    supply,
    supply_ask,
    transfers,
    work,
)
from kakehashi.site.api.addresses import router
from kakehashi.site.api.asked import day_of
from kakehashi.site.api.replies import a_fault, failed, reply, told
from kakehashi.terms.errors import InputError, KakehashiError, UsageError
from kakehashi.terms.steady import steady


class Described(NinjaAPI):
    """The API with the shape of every kind of row in its description."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self._described: dict[str | None, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description; made once for each place of the addresses."""
        kept = self._described.get(path_prefix)
        if kept is not None:
            return kept
        found = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        components: Mapping[str, Any] = found.get("components", {})
        known = {**components.get("schemas", {}), **shapes.schemas()}
        found["components"] = {**components, "schemas": known}
        self._described[path_prefix] = found
        return found


api = Described(
    title="Kakehashi",
    version="1",
    description=f"Kakehashi {__version__}. Describe a product once; the rules of the United "
    "Kingdom and of Japan are applied to the same facts. The partnership's record, as whoever "
    "asks may see it: signed out, what is public. Information, not legal advice.",
    docs_url=None,  # its page would need scripts of other sites
)
api.add_router("/v1/record", router)
api.add_router("/v1/work", work.router)
api.add_router("/v1/transfers", transfers.router)
api.add_router("/v1/supply", supply.router)


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
    return reply(as_json(may_sell(rulebooks, dossier, as_of=as_of or now)))


@api.get("/v1/rules", summary="The rulebooks", openapi_extra=shapes.ANY, operation_id="rules")
def rules(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return the rulebooks at hand, without their rules."""
    books = shipped_rulebooks().books
    return reply(
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
        return failed(request, InputError(a_fault("no_rulebook", "path", names=names)), 404)
    return reply(msgspec.to_builtins(found[0]))


@api.get(
    "/v1/facts", summary="The facts vocabulary", openapi_extra=shapes.ANY, operation_id="facts"
)
def facts(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return every fact that may be stated, and the open questions of law."""
    return reply(msgspec.to_builtins(shipped_rulebooks().vocabulary))


def _asked(request: HttpRequest) -> tuple[dict[str, bytes], date | None]:
    """Return the files and the day of a request. Raises UsageError, InputError."""
    kind = request.content_type
    if kind == "multipart/form-data":
        uploads = request.FILES.getlist("files")
        if not uploads:
            raise InputError(a_fault("no_files", "files", mend="no_files_expected"))
        files: dict[str, bytes] = {}
        for upload in uploads:
            told = steady(upload.name or "file")
            name = told if told not in files else f"{told} ({len(files) + 1})"
            files[name] = upload.read()
        return files, day_of(request.POST.get("as_of"), "as_of")
    if kind != "application/json":
        raise UsageError(a_fault("wrong_type", "Content-Type", mend="wrong_type_expected"))
    try:
        body = msgspec.json.decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        body = None
    if not isinstance(body, dict) or not isinstance(body.get("product"), dict):
        raise InputError(a_fault("not_json", "body"))
    if set(body) - {"product", "as_of"}:
        raise InputError(a_fault("not_json", "body"))
    # JSON is YAML: the product is read as the file that it could have been
    text = json.dumps(body["product"], ensure_ascii=True, indent=1)
    return {"product.yaml": text.encode()}, day_of(body.get("as_of"), "as_of")


@api.exception_handler(KakehashiError)
def _ours(request: HttpRequest, error: Any) -> HttpResponse:
    return failed(request, error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    where = dict.fromkeys(".".join(map(str, one["loc"])) for one in error.errors)
    return told(request, "bad_request", 422, tuple(where) or ("request",))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ARG001
    return told(request, "not_found", 404)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: Any) -> HttpResponse:
    return told(request, "bad_request", error.status_code)
