"""What stops on a flow network, and which firms to secure, as tables."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kakehashi.cli.folder import a_fault
from kakehashi.cli.page import put
from kakehashi.cli.supply.network import flow_network_of, put_warnings
from kakehashi.cli.supply.share_page import SHOWN, put_rows, put_table
from kakehashi.terms.errors import UsageError
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.supply.flow_reach import FlowReach

MOST_NAMES = 40  # on a page; the other formats have all


def reach_flows(asked: Namespace) -> int:
    """Print which firms stop when those named stop together, or each one alone."""
    network = flow_network_of(asked)
    from kakehashi.answers.flow_rows import flow_reach_rows, flow_reaches

    pairs = flow_reaches(network, asked.of, by=asked.by, at_least=asked.at_least)
    put_warnings(network.warnings, asked.lang)
    if asked.format != "table":
        put_rows(flow_reach_rows(pairs), asked.format)
        return 0
    _put_each(pairs, asked.lang)
    if asked.of:
        _put_named(*pairs[0], asked.lang)
    put()
    put(say("flows.reach_is", asked.lang, share=percent(asked.at_least)))
    return 0


def _put_each(pairs: "Sequence[tuple[FlowReach, FlowReach]]", lang: Lang) -> None:
    if not pairs:
        put(say("flows.reach_nobody", lang))
        return
    names = ("held", "reached", "reached_share", "reached_substituted", "reached_share")
    head = [say(f"flows.{name}", lang) for name in names]
    rows = [
        (
            str(len(without.held)), str(len(without.reached)), percent(without.reached_share),
            str(len(substituted.reached)), percent(substituted.reached_share),
            _listed(without.providers, lang),
        )
        for without, substituted in pairs[:SHOWN]
    ]  # fmt: skip
    put_table([*head, say("shares.provider", lang)], rows)
    put(say("shares.shown", lang, n=len(rows), of=len(pairs)))


def _put_named(without: "FlowReach", substituted: "FlowReach", lang: Lang) -> None:
    kept = set(substituted.reached)
    listed = {
        "list_held": without.held,
        "list_reached": without.reached,
        "list_spared": [one for one in without.reached if one not in kept],
    }
    for key, firms in listed.items():
        if firms:
            put(say(f"flows.{key}", lang, names=_listed(firms, lang)), 0, 2)


def _listed(names: Sequence[str], lang: Lang) -> str:
    told = say("list.comma", lang).join(names[:MOST_NAMES])
    n = len(names) - MOST_NAMES
    return say("flows.more_names", lang, names=told, n=n) if n > 0 else told


def cut_flows(asked: Namespace, costs: Mapping[str, float]) -> int:
    """Print the cheapest firms to secure so that the loss does not reach the product."""
    if asked.to is None:
        raise UsageError(a_fault("no_target", "--to", "a_target", "target_mend"))
    network = flow_network_of(asked)
    from kakehashi.answers.flow_rows import flow_cut_rows
    from kakehashi.supply.flow_reach import flow_cut

    cut = flow_cut(network, set(asked.of), asked.to, costs=costs)
    put_warnings(network.warnings, asked.lang)
    if asked.format != "table":
        put_rows(flow_cut_rows([cut]), asked.format)
        return 0
    lang = asked.lang
    key = "cut_none" if cut.firms is None else "cut_is" if cut.firms else "cut_empty"
    put(say(f"flows.{key}", lang, who=_listed(cut.providers, lang), product=cut.product,
            cost=f"{cut.cost:g}", n=len(cut.firms or ())))  # fmt: skip
    for firm in cut.firms or ():
        put(f"- {firm}", 2, 2)
    put()
    put(say("flows.cut_means", lang))
    return 0
