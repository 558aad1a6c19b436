"""Pages that say what went wrong, in the reader's language."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse

from kakehashi.site.pages.render import lang_of, render
from kakehashi.terms.errors import Fault, InputError, KakehashiError, as_json, http_status
from kakehashi.terms.phrases import phrases
from kakehashi.terms.text import Lang

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def tell(request: HttpRequest, lang: Lang, error: KakehashiError) -> HttpResponse:
    """Return the page of an error of ours, with all its faults and how to mend each."""
    return render(
        request,
        lang,
        "faults.html",
        status=http_status(error),
        told=as_json(error, lang)["faults"],
        switch_path=None,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for a request that Django refused to read."""
    if isinstance(exception, TOO_LARGE):
        return too_large(request)
    return _plain(request, "bad_request", 400)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Return the page for a form whose origin could not be shown (CSRF)."""
    return _plain(request, "csrf", 403)


def no_such_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Return the page for an address that leads nowhere."""
    return _plain(request, "not_found", 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """Return the page for a request that is larger than the site reads."""
    return _plain(request, "too_large", 413)


def not_allowed(request: HttpRequest) -> HttpResponse:
    """Return the page for a method that an address does not take."""
    return _plain(request, "not_allowed", 405)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Return the page for what may not be done."""
    return _plain(request, "forbidden", 403)


def lacks_second_factor(request: HttpRequest) -> HttpResponse:
    """Return the API's answer to whoever has to show a second factor on the site first."""
    return _api("api_second_factor", 403, lang_of(request))


def failed(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of the program; it tells nothing of the inside."""
    return _plain(request, "failed", 500)


def _plain(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    lang = lang_of(request)
    if request.path.startswith("/api/"):
        return _api(kind, status, lang)
    return render(request, lang, "fault.html", status=status, kind=f"site_fault.{kind}")


def _api(kind: str, status: int, lang: Lang) -> HttpResponse:
    words = phrases()
    fault = Fault(
        code=kind,
        what=words[f"site_fault.{kind}"],
        where="request",
        expected=words[f"site_fault.{kind}_expected"],
        mend=words[f"site_fault.{kind}_body"],
    )
    shape = as_json(InputError(fault), lang)
    return JsonResponse(shape, status=status)
