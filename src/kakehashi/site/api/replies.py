"""What the API answers with: JSON, and the one shape of an error."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from kakehashi.site.acts.refusal import ActRefusedError
from kakehashi.terms.errors import Fault, InputError, KakehashiError, http_status
from kakehashi.terms.errors import as_json as error_as_json
from kakehashi.terms.phrases import phrases, say
from kakehashi.terms.steady import steady_json
from kakehashi.terms.text import Lang, Text

# what a refusal by its code is in HTTP; all others are 422
REFUSED: Mapping[str, int] = {
    "no_such_row": 404,
    "not_allowed": 403,
    "not_here": 403,
    "no_voice": 403,
    "other_side": 403,
    "other_words": 409,
    "too_late": 409,
    "both_agreed": 409,
    "shown_already": 409,
    "both_keys_first": 409,
}


def reply(value: Any, status: int = 200) -> HttpResponse:
    """Return plain values and structs as JSON, text kept to the character, kept nowhere."""
    text = steady_json(json.dumps(msgspec.to_builtins(value), ensure_ascii=False))
    response = HttpResponse(text, content_type="application/json", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def failed(request: HttpRequest, error: KakehashiError, status: int | None = None) -> HttpResponse:
    """Return an error with all its faults, in the language that the request prefers."""
    return reply(error_as_json(error, lang_of(request)), status or status_of(error))


def status_of(error: KakehashiError) -> int:
    """Return the HTTP status of an error; a refused act has that of its first reason."""
    if isinstance(error, ActRefusedError):
        return REFUSED.get(error.code, http_status(error))
    return http_status(error)


def told(
    request: HttpRequest, kind: str, status: int, where: tuple[str, ...] = ("request",)
) -> HttpResponse:
    """Return the error of a request that none of the answers is for, at each place of `where`."""
    words = phrases()
    faults = [
        Fault(
            code=kind,
            what=words[f"site_fault.{kind}"],
            where=each,
            expected=words[f"site_fault.{kind}_expected"],
            mend=words[f"site_fault.{kind}_body"],
        )
        for each in where
    ]
    return failed(request, InputError(faults), status)


def lang_of(request: HttpRequest) -> Lang:
    """Return the language that the request prefers: English, unless it begins with Japanese."""
    return "ja" if request.headers.get("Accept-Language", "").lower().startswith("ja") else "en"


def a_fault(
    code: str, where: str, mend: str | None = None, section: str = "site_api", **values: object
) -> Fault:
    """Return the fault `code` of the API at `where`, its words from the phrases of `section`."""

    def both(key: str) -> Text:
        return Text(
            en=say(f"{section}.{key}", "en", **values), ja=say(f"{section}.{key}", "ja", **values)
        )

    return Fault(
        code=code,
        what=both(code),
        where=where,
        expected=both(f"{code}_expected"),
        mend=both(mend or f"{code}_mend"),
    )
