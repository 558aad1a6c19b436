"""The shipped networks, each with what is known of it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kakehashi.answers.measured import network_row
from kakehashi.answers.replayed import event_titles
from kakehashi.answers.shares import SHIPPED, shipped_network
from kakehashi.site.pages.render import render
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang


@require_safe
def home(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the list of networks, and of past events."""
    networks = [
        {
            "title": say(f"supply_page.network_{name}", lang),
            "row": (row := network_row(name, shipped_network(name))),
            "products": [one[f"product_{lang}"] for one in row["products"]],
            "bases": [say(f"basis.{one}", lang) for one in row["structure_basis"]],
        }
        for name in SHIPPED
    ]
    events = [{"id": name, "title": title.into(lang)} for name, title in event_titles().items()]
    return render(request, lang, "supply/home.html", networks=networks, events=events)
