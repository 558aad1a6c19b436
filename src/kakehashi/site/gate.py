"""What every request passes: a cap on its size, headers on its answer, a filter on the log."""

import logging
import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from kakehashi.site.pages import faults
from kakehashi.site.pages.render import lang_of

Next = Callable[[HttpRequest], HttpResponseBase]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# of every answer below /saved/, a redirect or a refusal too: such an address is a secret,
# and /check/save/ and /supply/own/ show it
SECRET = ("/check/save", "/supply/own/")
HIDDEN = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "strict-origin",
}


class Headers:
    """Sets the headers that Django has no setting for, on every answer, errors included."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer with the headers that it does not have yet."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if any(place in request.path_info for place in SECRET):
            for name, value in HIDDEN.items():
                response.headers[name] = value
        return response


class BodyCap:
    """Refuses a request whose body is larger than `MOST_BODY_BYTES`, before it is read."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer, or 413 where the body's stated length is over the cap."""
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if not stated.isdecimal() or int(stated) > settings.MOST_BODY_BYTES:
            return faults.too_large(request)
        return self.get_response(request)


class Language:
    """Makes the language of the address that of what Django and allauth say themselves."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer, made in the language of the page."""
        with translation.override(lang_of(request)):
            return self.get_response(request)


class WrongMethod:
    """Tells in words, or in the API's shape, that an address does not take that method."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer; for 405 one with words, which keeps the `Allow` header."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        told = faults.not_allowed(request)
        told.headers["Allow"] = response.headers.get("Allow", "")
        return told


class NoSecrets(logging.Filter):
    """Takes the token of a saved check out of what is logged."""

    SECRET = re.compile(r"(/saved/)[^/\s?'\"]+")

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True; the record's words are changed in place."""
        if record.name == "django.security.DisallowedHost":
            record.exc_info = record.exc_text = None  # one line: anybody can cause it
        record.msg = self.SECRET.sub(r"\1…", record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = self.SECRET.sub(
                r"\1…", logging.Formatter().formatException(record.exc_info)
            )
        return True
