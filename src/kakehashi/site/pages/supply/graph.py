"""The picture of a chain: inline with a link in every box, and as a file without."""

from functools import lru_cache
from typing import Any

from django.urls import reverse

from kakehashi.answers.input_graph import NEAR, chokepoints, input_graph, key_of, near
from kakehashi.site.pages.supply.rows import network_called
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang


def shown_graph(network: str, lang: Lang, part: str | None = None) -> dict[str, Any]:
    """Return the picture of a network, or around one input, with its words and its key."""
    drawn = network_called(network)
    inputs = None if part is None else near(drawn, part)
    held = chokepoints(drawn)
    note = "graph_is" if part is None else "graph_near_is"
    table = "" if part is None else reverse("pages:supply_network", args=(lang, network))
    args = (lang, network, "graph.svg") if part is None else (lang, network, part, "graph.svg")
    return {
        "name": "" if part is None else drawn.name_of(part).into(lang),
        "note": say(f"supply_page.{note}", lang, n=NEAR),
        "has_held": any(inputs is None or one in inputs for one in held),
        "key": key_of(lang),
        "table": f"{table}#relations",
        "svg": graph(network, part, lang, has_links=True).decode(),
        "file": reverse(f"pages:supply_{'file' if part is None else 'input_file'}", args=args),
    }


@lru_cache(maxsize=512)  # shipped networks and their inputs only: others raise
def graph(network: str, part: str | None, lang: Lang, *, has_links: bool = False) -> bytes:
    """Return the picture as SVG. Raises Http404 for a network that is not shipped."""
    drawn = network_called(network)
    name = say(f"supply_page.network_{network}", lang) if part is None else ""
    title = (
        say("supply_page.graph_of", lang, name=name)
        if part is None
        else say("supply_page.graph_near", lang, name=drawn.name_of(part).into(lang))
    )

    def href(one: str) -> str:
        return reverse("pages:supply_input", args=(lang, network, one))

    return input_graph(drawn, lang, title, around=part, href=href if has_links else None)
