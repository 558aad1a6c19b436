"""A past event and the model's miss, in sentences, a table and a chart: the same at every door."""

from kakehashi.answers.replayed import Compared, Ground, Replayed, cited
from kakehashi.papers.charts import ChartWords, Interval, intervals_svg
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

COLUMNS = ("what", "quarter", "expected", "measured", "lost", "miss", "is_hit")


def lead_words(told: Replayed, lang: Lang) -> list[str]:
    """Return what is replayed, what was fixed when, and by which rule the miss is told."""
    event = told.event
    judged = told.judged
    quarters = [one.quarter for one in event.normal if one.product == judged.product]
    return [
        say("replay.lead", lang, day=event.first_day),
        say("replay.fixed", lang, day=event.known_until),
        say("replay.rule", lang, judged=event.judged,
            quarters=say("list.comma", lang).join(quarters)),
    ]  # fmt: skip


def miss_words(told: Replayed, lang: Lang) -> list[str]:
    """Return the miss in the quarter that decides, and what the second yardstick says."""
    one = told.judged
    if one.lost is None or one.miss is None:
        return []
    side = "less" if one.miss > 0 else "more" if one.lost > 0 else "gain"
    key = "hit" if one.is_hit else f"missed_{side}"
    said = [
        say(f"replay.{key}", lang, quarter=one.quarter, miss=points(abs(one.miss)).lstrip("+"),
            expected=percent(one.expected), low=percent(one.low), high=percent(one.high),
            lost=signed(one.lost), gained=percent(-one.lost)),
    ]  # fmt: skip
    if one.lost_of_forecast is not None:
        key = "forecast" if one.lost_of_forecast > 0 else "forecast_gain"
        said.append(say(f"replay.{key}", lang, lost=signed(one.lost_of_forecast)))
    return said


def head(lang: Lang) -> tuple[str, ...]:
    """Return the names of the columns of `row`."""
    return tuple(say(f"replay.{name}", lang) for name in COLUMNS)


def row(told: Replayed, one: Compared, lang: Lang) -> tuple[str, ...]:
    """Return one line of the comparison in words."""
    judged = one is told.judged
    return (
        told.network.name_of(one.product).into(lang),
        say("replay.decides", lang, quarter=one.quarter) if judged else one.quarter,
        _expected(one),
        "–" if one.measured is None else f"{one.measured.value:,}",
        signed(one.lost),
        points(one.miss),
        say(f"replay.is_hit_{one.is_hit}", lang),
    )


def _expected(one: Compared) -> str:
    """Return the expected loss, with its bounds where the draws differ."""
    if one.low == one.high:
        return percent(one.expected)
    low, high = (percent(bound).removesuffix(" %") for bound in (one.low, one.high))
    return f"{percent(one.expected)} ({low}–{high})"


def table_words(told: Replayed, lang: Lang) -> list[str]:
    """Return what the shares are of, and what was compared of each product."""
    units = {one.product: one.unit.into(lang) for one in told.event.compared}
    normal = {one.product: one.normal for one in told.compared if one.normal is not None}
    return [
        *(
            say("replay.table_is", lang, normal=f"{value:,.1f}", unit=units[product])
            for product, value in normal.items()
        ),
        *(
            say("replay.measures", lang, what=one.measured.into(lang))
            for one in told.event.compared
        ),
    ]


def ground_words(ground: Ground, lang: Lang) -> str:
    """Return a statement with how well it is known."""
    what = ground.what.into(lang).rstrip(".。")
    return say("replay.ground", lang, what=what, basis=say(f"basis.{ground.basis}", lang))


def yardsticks(told: Replayed, lang: Lang) -> list[tuple[str, str]]:
    """Return what the normal quarter and the forecast rest on, each with where it was read."""
    units = {one.product: one.unit.into(lang) for one in told.event.compared}
    normal = [
        (say("replay.normal", lang, quarter=one.quarter, value=f"{one.value:,}",
             unit=units[one.product]), one)
        for one in told.event.normal
    ]  # fmt: skip
    grown = [
        (say("replay.grown", lang, before=f"{one.year_before:,}", year=f"{one.year:,}"), one)
        for one in told.event.forecast
    ]
    return [(words, cited(one)) for words, one in normal] + [
        (words, cited(one)) for words, one in grown
    ]


def chart(told: Replayed, lang: Lang) -> bytes:
    """Return what was expected and measured of the judged product by quarter, as SVG."""
    product = told.judged.product
    name = told.network.name_of(product).into(lang)
    intervals = [
        Interval(one.quarter, one.low, one.expected, one.high, one.lost, signed(one.lost))
        for one in told.compared
        if one.product == product
    ]
    words = ChartWords(
        title=say("replay.chart", lang, product=name), description=say("replay.chart_is", lang),
        x=say("replay.quarter", lang), y=say("replay.lost", lang),
    )  # fmt: skip
    names = (say("replay.chart_expected", lang), say("replay.measured", lang))
    return intervals_svg(intervals, names, words, lang)


def signed(share: float | None) -> str:
    """Return a share as a percentage with a real minus sign; `–` where there is none.

    >>> signed(-0.021), signed(0.1424), signed(None)
    ('−2.1 %', '14.2 %', '–')
    """
    return percent(share).replace("-", "−")


def points(share: float | None) -> str:
    """Return a difference of shares in points, with its sign; `–` where there is none.

    >>> points(-0.1282), points(0.005), points(None)
    ('−12.8', '+0.5', '–')
    """
    return "–" if share is None else f"{100 * share:+.1f}".replace("-", "−")
