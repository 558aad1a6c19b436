"""A picture of what goes into what, its chokepoints marked: the same at every door."""

from collections.abc import Callable

from kakehashi.papers.graph import Box, Link, Shape, graph_svg, line_svg, shape_svg
from kakehashi.supply.share_picture import picture_of
from kakehashi.supply.share_reach import AT_LEAST
from kakehashi.supply.shares import (
    Concentration,
    InputKind,
    ProviderKind,
    RelationKind,
    ShareNetwork,
    concentrations,
)
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

SHAPE_OF: dict[InputKind, Shape] = {
    InputKind.CONSUMABLE: "round",
    InputKind.CAPITAL_GOOD: "square",
    InputKind.DESIGN: "cut",
    InputKind.STEP: "arrow",
}
NEAR = 2  # relations from an input to what is drawn around it


def input_graph(
    network: ShareNetwork,
    lang: Lang,
    title: str,
    *,
    around: str | None = None,
    href: Callable[[str], str] | None = None,
) -> bytes:
    """Return the picture as SVG.

    Parameters
    ----------
    network
        The network.
    lang
        Of names and words.
    title
        Of the picture, for those who hear it read.
    around
        An input: it alone with what stands at most `NEAR` relations up or down from it;
        the whole network where None.
    href
        Gives the address of an input's page; no links where None.
    """
    shown = None if around is None else near(network, around)
    picture = picture_of(network, shown)
    held = chokepoints(network)
    boxes = []
    for one, at in picture.places.items():
        name = network.name_of(one).into(lang)
        mark = _mark(network, held[one], lang) if one in held else ""
        kind = network.input_of[one].kind
        told = [name, say(f"supply_page.kind_{kind}", lang), *([mark] if mark else [])]
        boxes.append(
            Box(
                name=name,
                at=at,
                shape=SHAPE_OF[kind],
                told=say("supply_page.comma", lang).join(told),
                mark=mark,
                href="" if href is None or one == around else href(one),
                is_here=one == around,
            )
        )
    links = [
        Link(route.points, route.relation.kind == RelationKind.IS_TYPE_OF)
        for route in picture.routes
    ]
    return graph_svg(boxes, links, title, say("supply_page.graph_is", lang), lang)


def key_of(lang: Lang) -> list[tuple[str, str]]:
    """Return what each shape and line stands for: an SVG and its words."""
    shapes = [
        (shape_svg(shape), say(f"supply_page.kind_{kind}", lang))
        for kind, shape in SHAPE_OF.items()
    ]
    held = say("supply_page.graph_held", lang, share=percent(AT_LEAST))
    others = [
        (shape_svg("square", is_marked=True), held),
        (line_svg(is_dashed=False), say("supply_page.goes_into", lang)),
        (line_svg(is_dashed=True), say("supply_page.is_type_of", lang)),
    ]
    return [(svg.decode(), words) for svg, words in (*shapes, *others)]


def chokepoints(network: ShareNetwork) -> dict[str, Concentration]:
    """Return inputs of which a country holds half or more, by its latest figure of each."""
    latest = {
        one.input: one
        for one in concentrations(network, ProviderKind.COUNTRY)
        if one.top_share is not None
    }
    return {name: one for name, one in latest.items() if (one.top_share or 0.0) >= AT_LEAST - 1e-9}


def near(network: ShareNetwork, input_id: str) -> frozenset[str]:
    """Return an input with what stands at most `NEAR` relations up or down from it."""
    found = {input_id}
    for is_up in (True, False):
        edge = {input_id}
        for _ in range(NEAR):
            edge = {
                one.upstream if is_up else one.downstream
                for one in network.relations
                if (one.downstream if is_up else one.upstream) in edge
            }
            found |= edge
    return frozenset(found)


def _mark(network: ShareNetwork, held: Concentration, lang: Lang) -> str:
    who = network.name_of(str(held.top_provider)).into(lang)
    year = f" ({held.year})" if held.year else ""
    return f"{who} {percent(held.top_share)}{year}"
