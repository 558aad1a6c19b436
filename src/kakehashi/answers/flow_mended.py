"""What measures save on a network of flows: values, rows and sentences for every door."""

from collections.abc import Iterable
from typing import Any

from kakehashi.answers.supply_words import Table
from kakehashi.supply.flow_network import FlowNetwork
from kakehashi.supply.index import Mode
from kakehashi.supply.mend_flows import FlowSingle, Loss, Lowered, MendedFlows
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

NOTHING = 1e-9
COARSE = 1e-4  # a rule to stop above this is coarser than what a measure saves


def mended_as_plain(network: FlowNetwork, told: MendedFlows, lang: Lang) -> dict[str, Any]:
    """Return the whole answer of one scenario."""
    aim, chosen, unit = told.aim, told.chosen, told.measures.cost_unit
    return {
        "title": {"en": told.scenario.title.en, "ja": told.scenario.title.ja},
        "is_made_up": network.is_made_up,
        "lowered": str(aim.lowered),
        "by": str(aim.by),
        "n_draws": told.n_draws,
        "budget": told.budget,
        "cost_unit": {"en": unit.en, "ja": unit.ja},
        "lost": _pair(told.lost),
        "lost_beside": None if told.lost_beside is None else _pair(told.lost_beside),
        "measures": flow_measure_rows(network, [told], lang),
        "chosen": {
            "measures": list(chosen.measures), "cost": chosen.cost, "saved": chosen.saved,
            "saved_with_all": chosen.saved_with_all, "is_best": chosen.is_best,
            "n_tried": chosen.n_tried,
        },
        "warnings": [
            {"code": one.code, "where": one.where, "en": one.what.en, "ja": one.what.ja}
            for one in (*network.warnings, *told.warnings)
        ],
    }  # fmt: skip


def _pair(loss: Loss) -> dict[str, float]:
    return {"expected": loss.expected, "tail": loss.tail}


def flow_measure_rows(
    network: FlowNetwork, told: Iterable[MendedFlows], lang: Lang
) -> list[dict[str, Any]]:
    """Return a row a scenario and measure: what it saves alone, and whether it was chosen."""
    return [
        {
            "scenario": mended.scenario.title.into(lang), "measure": one.measure.id,
            "name_en": one.measure.name.en, "name_ja": one.measure.name.ja,
            "kind": str(one.measure.kind), "input": network.markets[one.measure.market],
            "cost": one.measure.cost, "lowered": str(mended.aim.lowered),
            "saved": one.saved.expected, "saved_tail": one.saved.tail,
            "saved_beside": None if one.saved_beside is None else one.saved_beside.expected,
            "saved_per_cost": one.saved_per_cost, "is_carried": one.is_carried, "part": one.part,
            "undecided_with": _undecided(mended)[one.measure.id],
            "is_chosen": one.measure.id in mended.chosen.measures,
        }
        for mended in told
        for one in mended.singles
    ]  # fmt: skip


def _undecided(told: MendedFlows) -> dict[str, list[str]]:
    return {one.name: list(one.undecided_with) for one in told.ranking}


def flow_unmended_words(told: MendedFlows, lang: Lang) -> str:
    """Return what is lost without any measure."""
    key = "lost" if told.n_draws > 1 else "once"
    beside = "" if told.lost_beside is None else _number(told.lost_beside.expected)
    return say(f"mend.{key}_{told.aim.lowered}", lang, expected=_number(told.lost.expected),
               tail=_number(told.lost.tail), n=told.n_draws, beside=beside)  # fmt: skip


def flow_singles_told(told: MendedFlows, lang: Lang) -> Table:
    """Return what each measure saves alone, in the order of what they save."""
    undecided = {one.name for one in told.ranking if one.is_undecided}
    has_draws, has_beside = told.n_draws > 1, told.lost_beside is not None
    rows: list[tuple[str, ...]] = []
    for place, one in enumerate(told.singles, 1):
        name = one.measure.name.into(lang)
        is_nothing = max(abs(one.saved.expected), abs(one.saved.tail)) < NOTHING
        told_place = "–" if is_nothing else str(place)
        is_open = one.measure.id in undecided
        rows.append((
            say("shares.undecided", lang) if is_open else told_place,
            _number(one.saved.expected),
            *((_number(one.saved.tail),) if has_draws else ()),
            *((_number(one.saved_beside.expected),) if one.saved_beside is not None else ()),
            f"{one.measure.cost:g}", _number(one.saved_per_cost),
            name if one.is_affordable else say("shares.too_dear", lang, name=name),
        ))  # fmt: skip
    head = (
        say("shares.place", lang), say("shares.saves", lang),
        *((say("shares.saves_tail", lang),) if has_draws else ()),
        *((say(f"mend.beside_{told.aim.lowered}", lang),) if has_beside else ()),
        say("shares.cost", lang), say("shares.per_cost", lang), say("shares.measure", lang),
    )  # fmt: skip
    return head, rows


def flow_notes(told: MendedFlows, lang: Lang) -> list[str]:
    """Return of which measures the model knows nothing, which could be done in part, which harm."""
    keyed = ((_note(one, told), one) for one in told.singles)
    return [
        say(key, lang, name=one.measure.name.into(lang), part=percent(one.part))
        for key, one in keyed
        if key is not None
    ]


def _note(one: FlowSingle, told: MendedFlows) -> str | None:
    if not one.is_carried:
        return f"mend.not_carried_{one.measure.kind}"
    if one.part < 1:
        return "mend.in_part"
    return "mend.harm" if one.saved.of(told.aim.by) < -NOTHING else None


def flow_chosen_words(told: MendedFlows, lang: Lang) -> list[str]:
    """Return the set that was chosen, what it saves, and what is known of it."""
    chosen, aim = told.chosen, told.aim
    named = {one.id: one.name.into(lang) for one in told.measures.measures}
    names = say("list.comma", lang).join(named[one] for one in chosen.measures)
    with_all = _number(chosen.saved_with_all)
    said = [
        say(f"shares.chosen_{aim.by}", lang, cost=f"{chosen.cost:g}", budget=f"{told.budget:g}",
            unit=told.measures.cost_unit.into(lang),
            names=names or say("shares.chosen_none", lang)),
        say(f"mend.chosen_saves_{aim.lowered}", lang, saved=_number(chosen.saved)),
    ]  # fmt: skip
    if chosen.is_best:
        said += [say("shares.is_best", lang), say("mend.with_all", lang, all=with_all)]
    else:
        said.append(say("mend.best_of_tried", lang, n=chosen.n_tried, all=with_all))
    is_paper = aim.index.mode is Mode.PAPER
    if aim.lowered is Lowered.INDEX and is_paper and aim.index.stop > COARSE:
        said.append(say("mend.coarse_stop", lang, proven=str(Mode.CERTIFIED)))
    return said


def _number(value: float) -> str:
    """Return a number to four digits; what is only rounding as 0."""
    return "0" if abs(value) < NOTHING else f"{value:.4g}"
