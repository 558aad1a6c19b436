"""Long lists, page by page."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 50


def paged(request: HttpRequest, rows: Any, per_page: int = PER_PAGE) -> Page[Any]:
    """Return the page of `rows` that the address asks for; the nearest there is."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
