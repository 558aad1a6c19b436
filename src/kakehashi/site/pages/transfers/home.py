"""The front page of data both ways: what there is, and for whom."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kakehashi.accord.record_cases import Case
from kakehashi.site.pages.council.reader import reader_of, record_of
from kakehashi.site.pages.render import render
from kakehashi.site.pages.transfers import case_told
from kakehashi.terms.text import Lang

DOORS = ("decide", "portfolio", "watch", "my_data", "guidance")
PAGES = {"decide": "data_flow"}


@require_safe
def home(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the doors; that to cases only where the reader sees any, or is of a regulator."""
    person = reader_of(request)
    names = list(DOORS)
    if person is not None and (
        case_told.regulator_of(person.side) == person.organisation or record_of(request).every(Case)
    ):
        names.append("cases")
    doors = [
        (PAGES.get(one, f"data_{one}"), f"data_page.{one}", f"data_page.{one}_body")
        for one in names
    ]
    return render(request, lang, "transfers/home.html", doors=doors)
