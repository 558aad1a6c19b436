"""Large requests take turns: few are worked on at once, whatever the number of threads."""

import threading
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

PLACES = 4  # large requests worked on at once
LARGE_BYTES = 2**20  # of a request's body, from which on it takes a place


class Turns:
    """Lets `PLACES` large requests be worked on at once; the others wait.

    A place is taken only when the whole body is there: a sender who stops
    half-way holds a thread, and no place.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._places = threading.BoundedSemaphore(PLACES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer."""
        return self.get_response(request)

    def in_turn(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        named: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Return the answer to a large request, made in its turn; None for the others."""
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if not stated.isdecimal() or int(stated) < LARGE_BYTES:
            return None
        _ = request.FILES if request.content_type == "multipart/form-data" else request.body
        with self._places:
            return view(request, *args, **named)

    process_view = in_turn  # the name that Django calls
