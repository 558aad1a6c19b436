"""What a share network is refused for, and of what it warns."""

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from kakehashi.supply.checks import Findings, known_ids
from kakehashi.supply.share_network import (
    Input,
    Provider,
    ProviderKind,
    Relation,
    Share,
    ShareNetwork,
)
from kakehashi.terms.faults import shown
from kakehashi.terms.text import Text

MOST_HALF_DIGIT = 0.005  # a figure in whole percent may be off by half a percentage point


class Drafts(NamedTuple):
    """What a reader found, each with its file and line."""

    inputs: list[tuple[str, Input]]
    relations: list[tuple[str, Relation]]
    providers: list[tuple[str, Provider]]
    shares: list[tuple[Share, float]]  # with half of the figure's last digit


def half_digit(text: str, *, in_percent: bool = False) -> float:
    """Return by how much a share may be off, written as `text`: half its last digit.

    At most half a percentage point, since nobody writes 1 to mean "from 0.5 up". Zeros at
    the end say nothing: 43.0 may have been 43.

    >>> half_digit("0.952"), half_digit("43", in_percent=True), half_digit("1")
    (0.0005, 0.005, 0.005)
    """
    try:
        exponent = Decimal(text).normalize().as_tuple().exponent
    except InvalidOperation:
        return 0.0
    if not isinstance(exponent, int):
        return 0.0
    half = 0.5 * 10.0 ** (exponent - 2 * in_percent)
    return min(half, MOST_HALF_DIGIT)


def network_of(drafts: Drafts, findings: Findings) -> ShareNetwork:
    """Return the network of the drafts. Raises InputError with every fault of them."""
    _once(drafts, findings)
    _known(drafts, findings)
    _sums(drafts, findings)
    _circles(drafts, findings)
    findings.check()
    shares = tuple(share for share, _ in drafts.shares)
    _warn_of_years(shares, findings)
    _warn_of_sources(shares, findings)
    return ShareNetwork(
        inputs=tuple(one for _, one in drafts.inputs),
        relations=tuple(one for _, one in drafts.relations),
        providers=tuple(one for _, one in drafts.providers),
        shares=shares,
        warnings=findings.warnings(),
    )


def _once(drafts: Drafts, findings: Findings) -> None:
    names: set[str] = set()
    for code, listed in (("input_twice", drafts.inputs), ("provider_twice", drafts.providers)):
        for where, one in listed:
            if one.id in names:
                findings.fault(code, where, shown=shown(one.id))
            names.add(one.id)
    related: set[tuple[str, str]] = set()
    for where, relation in drafts.relations:
        pair = relation.upstream, relation.downstream
        if pair in related:
            up, down = map(shown, pair)
            findings.fault("relation_twice", where, upstream=up, downstream=down)
        related.add(pair)
    told: set[tuple[str, str, int | None]] = set()
    for share, _ in drafts.shares:
        key = share.input, share.provider, share.year
        if key in told:
            findings.fault(
                "share_twice", share.where,
                input=shown(share.input), provider=shown(share.provider), year=share.year or "–",
            )  # fmt: skip
        told.add(key)


def _known(drafts: Drafts, findings: Findings) -> None:
    inputs = {one.id for _, one in drafts.inputs}
    providers = {one.id for _, one in drafts.providers}
    of_inputs, of_providers = known_ids(inputs), known_ids(providers)
    for where, relation in drafts.relations:
        for one in (relation.upstream, relation.downstream):
            if one not in inputs:
                findings.fault("unknown_input", where, shown=shown(one), known=of_inputs)
    for share, _ in drafts.shares:
        if share.input not in inputs:
            findings.fault("unknown_input", share.where, shown=shown(share.input), known=of_inputs)
        if share.provider not in providers:
            findings.fault(
                "unknown_provider", share.where, shown=shown(share.provider), known=of_providers
            )


def _sums(drafts: Drafts, findings: Findings) -> None:
    """Firms and countries are two ways of telling the same provision: each adds up by itself."""
    kind_of = {one.id: one.kind for _, one in drafts.providers}
    groups: dict[tuple[str, ProviderKind, int | None], list[tuple[Share, float]]]
    groups = defaultdict(list)
    for share, half in drafts.shares:
        if share.share is None:
            continue
        if share.share > 1 + half:
            findings.fault(
                "not_a_share", share.where, column="share", shown=shown(f"{share.share:g}")
            )
        elif share.provider in kind_of:
            key = share.input, kind_of[share.provider], share.year
            groups[key].append((share, half))
    for (input_id, _, year), listed in groups.items():
        total = sum(share.share or 0.0 for share, _ in listed)
        may_be_off = sum(half for _, half in listed) + 1e-9
        if total > 1 + may_be_off:
            findings.fault(
                "shares_over", listed[-1][0].where, input=shown(input_id), year=year or "–",
                percent=f"{100 * total:.1f}", n=len(listed), most=f"{100 * (1 + may_be_off):.1f}",
            )  # fmt: skip


def _circles(drafts: Drafts, findings: Findings) -> None:
    import networkx as nx

    graph = nx.DiGraph()
    place: dict[tuple[str, str], str] = {}
    for where, relation in drafts.relations:
        graph.add_edge(relation.upstream, relation.downstream)
        place.setdefault((relation.upstream, relation.downstream), where)
    for knot in list(nx.strongly_connected_components(graph)):
        if len(knot) > 1 or any(graph.has_edge(one, one) for one in knot):
            # a copy in the order of the rows: the library's own part of a graph has none
            part = nx.DiGraph([pair for pair in place if knot.issuperset(pair)])
            edges = nx.find_cycle(part, source=next(iter(part)))
            circle = " → ".join([edges[0][0], *(down for _, down, *_ in edges)])
            findings.fault("circle", place[edges[0][0], edges[0][1]], circle=shown(circle))


def _warn_of_years(shares: tuple[Share, ...], findings: Findings) -> None:
    latest: dict[str, int] = {}
    undated = 0
    for share in shares:
        if share.share is None:
            continue
        if share.year is None:
            undated += 1
        else:
            latest[share.input] = max(latest.get(share.input, 0), share.year)
    years = sorted(set(latest.values()))
    if len(years) > 1:
        findings.warn("mixed_years", "shares", years=", ".join(map(str, years)))
    if undated:
        findings.warn("no_year", "shares", n=undated)


def _warn_of_sources(shares: tuple[Share, ...], findings: Findings) -> None:
    n = sum(share.is_assumed for share in shares)
    if n:
        findings.warn("no_source", "shares", n=n)


def both_names(where: str, en: str | None, ja: str | None, findings: Findings) -> Text:
    """Return a name in both languages; a fault for each that is missing."""
    for column, name in (("en", en), ("ja", ja)):
        if not name:
            findings.fault("blank", where, column=column)
    return Text(en=en or "", ja=ja or "")
