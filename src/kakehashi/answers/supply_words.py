"""What is lost and what mends it, in sentences: the same words at every door."""

from collections.abc import Iterable, Sequence

from kakehashi.answers.shares import order_of
from kakehashi.supply.share_runs import Grounds
from kakehashi.supply.shares import Hit, Mended, ShareNetwork, Span, Stressed
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang, Text

SHARES = frozenset({"share", "substitution"})  # fields of assumptions that are no days
LASTING = ("capital_good", "design")
NOTHING = 0.005  # output-days that a table shows as 0.00
Table = tuple[tuple[str, ...], list[tuple[str, ...]]]


def span_words(span: Span | None, lang: Lang, *, is_share: bool = False) -> str:
    """Return a span of days, or of shares, with the word that says it is assumed."""
    if span is None:
        return say("shares.not_known", lang)
    scale = 100 if is_share else 1
    told = f"{scale * span.low:g}"
    if span.low != span.high:
        told += f"–{scale * span.high:g}"
    unit = "share" if is_share else "days"
    key = f"shares.{'assumed' if span.is_assumed else 'sourced'}_{unit}"
    return say(key, lang, span=told, source=span.source or "")


def scenario_title(network: ShareNetwork, provider: str, inputs: Sequence[str], days: str) -> Text:
    """Return what a scenario is called that has no title: who provides what no more, how long."""
    key = "shares.loses_inputs" if inputs else "shares.loses_all"

    def told(lang: Lang) -> str:
        what = say("list.comma", lang).join(network.name_of(one).into(lang) for one in inputs)
        who = network.name_of(provider).into(lang)
        return say(key, lang, days=days.replace("..", "–"), who=who, what=what)

    return Text(en=told("en"), ja=told("ja"))


def lost_words(told: Stressed, lang: Lang) -> list[str]:
    """Return how much a scenario loses, and how far the draws lie apart."""
    days = told.lost_days
    said = [
        say("shares.lost", lang, days=f"{days.mean:.1f}", of=told.scenario.horizon_days,
            share=percent(told.lost_share), tail=f"{days.tail:.1f}")
    ]  # fmt: skip
    if days.n_draws > 1:
        low, median, high = days.quantiles
        said.append(say(
            "shares.spread", lang, n=days.n_draws, error=f"{days.mean_error:.2f}",
            low=f"{low.value:.1f}", median=f"{median.value:.1f}", high=f"{high.value:.1f}",
            low_from=f"{low.low:.1f}", low_to=f"{low.high:.1f}",
            median_from=f"{median.low:.1f}", median_to=f"{median.high:.1f}",
            high_from=f"{high.low:.1f}", high_to=f"{high.high:.1f}",
        ))  # fmt: skip
    return said


def days_told(told: Stressed, lang: Lang) -> Table:
    """Return what is lost on some days: before, during and after the loss."""
    days = _days_shown(told)
    rows = [
        (say(f"shares.{name}", lang), *(percent(float(band[day])) for day in days))
        for name, band in zip(("q05", "q50", "q95"), told.band, strict=True)
    ]
    head = (say("shares.day", lang), *(str(day) for day in days))
    return head, rows if told.lost_days.n_draws > 1 else rows[1:2]


def _days_shown(told: Stressed) -> list[int]:
    """Return days before, during and after the loss, the first and the last among them."""
    last = told.scenario.horizon_days - 1
    losses = told.scenario.losses
    start = min(loss.from_day for loss in losses)
    end = max(loss.from_day + round(loss.for_days.middle) for loss in losses)
    during = [start + round(part * (end - 1 - start) / 4) for part in range(5)]
    after = [end + round(part * (last - end) / 3) for part in range(4)]
    return sorted({day for day in (0, *during, *after) if 0 <= day <= last})


def hits_in_order(told: Stressed) -> list[Hit]:
    """Return the inputs that a loss takes from, the hardest hit first."""
    return sorted(told.hits, key=lambda one: (one.lowest_share, -one.delayed_days))


def hit_words(network: ShareNetwork, hit: Hit, lang: Lang, mark: str) -> str:
    """Return why an input is, or is not, felt downstream; `mark` leads to its source."""
    held = say(
        "shares.hit", lang, input=network.name_of(hit.input).into(lang),
        kind=say(f"shares.kind_{hit.kind}", lang), share=percent(hit.share),
        provider=network.name_of(hit.provider).into(lang), year=hit.year or "–",
        source=mark,
    )  # fmt: skip
    if str(hit.kind) in LASTING:
        key = "design" if str(hit.kind) == "design" else "lasting"
        key += "_unworn" if hit.life_days is None else ""
        why = say(f"shares.{key}", lang, delayed=f"{hit.delayed_days:.0f}",
                  left=percent(hit.lowest_share), life=span_words(hit.life_days, lang))  # fmt: skip
    else:
        key = "lasts" if hit.first_short_day is None else "runs_out"
        why = say(f"shares.{key}", lang, stock=span_words(hit.stock_days, lang),
                  day=hit.first_short_day, left=percent(hit.lowest_share))  # fmt: skip
    return held + why


def path_words(network: ShareNetwork, told: Stressed, lang: Lang) -> list[str]:
    """Return what the path is of, then each of its steps; one sentence where nothing is lost."""
    if not told.path:
        return [say("shares.no_path", lang)]
    said = [say("shares.path_worst" if told.is_path_of_worst else "shares.path", lang)]
    comma = say("list.comma", lang)
    for step in told.path:
        who = comma.join(network.name_of(one).into(lang) for one in step.providers)
        said.append(
            say(f"shares.step_{step.cause}", lang, input=network.name_of(step.input).into(lang),
                day=step.day, share=percent(step.share), who=who)
        )  # fmt: skip
    return said


def assumed_words(network: ShareNetwork, told: Stressed | Grounds, lang: Lang) -> list[str]:
    """Return each number that no text gives, and each loss that no figure measures."""
    said = []
    for one in told.assumed:
        key = "assumed_one" if one.span is not None else f"assumed_no_{one.field}"
        said.append(
            say(f"shares.{key}", lang, input=network.name_of(one.input).into(lang),
                field=say(f"shares.field_{one.field}", lang),
                span=span_words(one.span, lang, is_share=one.field in SHARES))
        )  # fmt: skip
    for provider, missing in told.not_told:
        said.append(
            say("shares.assumed_not_told", lang, provider=network.name_of(provider).into(lang),
                input=network.name_of(missing).into(lang))
        )  # fmt: skip
    return said


def years_words(years: Iterable[int], lang: Lang) -> str | None:
    """Return that figures are of different years; None where they are of one."""
    found = sorted(set(years))
    if len(found) < 2:  # noqa: PLR2004  two years are different ones
        return None
    return say("shares.years", lang, years=", ".join(map(str, found)))


def in_order(told: Sequence[Stressed]) -> list[Stressed]:
    """Return results by what they lose, the largest first."""
    return sorted(told, key=lambda one: -one.lost_days.mean)


def order_words(told: Sequence[Stressed], lang: Lang) -> str:
    """Return whether the order of results holds in all draws, or is undecided."""
    undecided = [one.name for one in order_of(told) if one.is_undecided]
    key = "order_undecided" if undecided else "order_holds"
    titles = [told[int(name)].scenario.title.into(lang) for name in undecided]
    return say(f"shares.{key}", lang, names=" / ".join(titles))


def why_words(network: ShareNetwork, told: Sequence[Stressed], lang: Lang) -> str | None:
    """Return why a consumable and a lasting good differ; None where not both were hit."""
    hits = [hit for one in told for hit in hits_in_order(one)]
    used = next((hit for hit in hits if str(hit.kind) == "consumable"), None)
    lasting = next((hit for hit in hits if str(hit.kind) in LASTING), None)
    if used is None or lasting is None:
        return None
    return say("shares.why", lang, used=network.name_of(used.input).into(lang),
               lasting=network.name_of(lasting.input).into(lang), share=percent(used.share),
               other=percent(lasting.share), delayed=f"{lasting.delayed_days:.0f}")  # fmt: skip


def structure_words(network: ShareNetwork, lang: Lang) -> str | None:
    """Return how many relations were read in no text; None where all were."""
    n = sum(one.basis is not None and str(one.basis) == "memory" for one in network.relations)
    return say("shares.structure", lang, n=n) if n else None


def unmended_words(told: Mended, lang: Lang) -> str:
    """Return what is lost without any measure."""
    return say("shares.mend_lost", lang, days=f"{told.expected_days:.1f}",
               tail=f"{told.tail_days:.1f}", n=told.n_draws)  # fmt: skip


def singles_told(told: Mended, lang: Lang) -> Table:
    """Return what each measure saves alone, in the order of what they save."""
    undecided = {one.name for one in told.ranking if one.is_undecided}
    rows: list[tuple[str, ...]] = []
    for place, one in enumerate(told.singles, 1):
        name = one.measure.name.into(lang)
        is_nothing = max(one.saved_days, one.saved_tail_days) < NOTHING
        told_place = "–" if is_nothing else str(place)
        rows.append((
            say("shares.undecided", lang) if one.measure.id in undecided else told_place,
            f"{one.saved_days:.2f}", f"{one.saved_tail_days:.2f}", f"{one.measure.cost:g}",
            f"{one.saved_days_per_cost:.2f}",
            name if one.is_affordable else say("shares.too_dear", lang, name=name),
        ))  # fmt: skip
    fields = ("place", "saves", "saves_tail", "cost", "per_cost", "measure")
    return tuple(say(f"shares.{name}", lang) for name in fields), rows


def chosen_words(told: Mended, lang: Lang) -> list[str]:
    """Return the set that was chosen, what it saves, and the bound that holds of it."""
    chosen = told.chosen
    named = {one.id: one.name.into(lang) for one in told.measures.measures}
    names = say("list.comma", lang).join(named[one] for one in chosen.measures)
    return [
        say(f"shares.chosen_{chosen.by}", lang, cost=f"{chosen.cost:g}",
            budget=f"{told.budget:g}", unit=told.measures.cost_unit.into(lang),
            names=names or say("shares.chosen_none", lang)),
        say("shares.chosen_saves", lang, saved=f"{chosen.saved_days:.2f}"),
        say("shares.is_best" if chosen.is_best else "shares.is_bound", lang,
            share=percent(chosen.bound_share), most=f"{chosen.most_days:.2f}"),
    ]  # fmt: skip
