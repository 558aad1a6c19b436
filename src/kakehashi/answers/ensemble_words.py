"""What an ensemble says, in sentences, tables and a chart: the same at every door."""

from typing import Any, NamedTuple

from kakehashi.answers.ensemble import AnyRuns, drawn_of, kind_of, numbers_of
from kakehashi.answers.simulated import numbers_words
from kakehashi.answers.supply_words import Table, assumed_words, structure_words
from kakehashi.papers.charts import Band, ChartWords, Range, bands_svg, ranges_svg
from kakehashi.supply.ensemble import Ensemble, ScenarioLoss
from kakehashi.supply.flow_ensemble import FlowIndex
from kakehashi.supply.index import Mode
from kakehashi.supply.share_ensemble import Summary
from kakehashi.supply.share_runs import ShareDays
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

PROVEN = str(Mode.CERTIFIED)
SHOWN_DAYS, SHOWN_GROUPS = 8, 10  # of a table; JSON and CSV have all
HUNDRED, NOTHING = 100, 1e-9
STILL = 1e-3  # of the last day's output: what is less is not said to be lost still
QUANTILES = ("q05", "q50", "q95")


class Titled(NamedTuple):
    """A table, the sentence above it and, where rows were left out, the one below."""

    above: str
    table: Table
    below: str | None = None


class EnsembleWords:
    """The words of one ensemble in one language."""

    def __init__(self, runs: AnyRuns, told: Ensemble, lang: Lang) -> None:
        self.runs, self.told, self.lang = runs, told, lang
        self.kind = kind_of(runs)  # days, index or shares

    def lost(self, one: ScenarioLoss) -> list[str]:
        """Return how much a scenario loses, and how far the draws lie apart."""
        lost, number = one.lost, self._number
        values = {"mean": number(lost.mean), "tail": number(lost.tail)}
        if one.by_day:
            values |= {"of": str(len(one.by_day)), "share": percent(lost.mean / len(one.by_day))}
        said = [self._say(f"lost_{self.kind}", **values)]
        said.append(self._spread(lost) if one.n_draws > 1 else self._say("once"))
        others = {str(other.kind): other.lost for other in one.others}
        if (unmet := others.get("unmet")) is not None:
            low, _, high = (number(quantile.value) for quantile in unmet.quantiles)
            said.append(self._say("unmet", mean=number(unmet.mean), low=low, high=high))
        if "down" in others:
            down, up = (number(others[side].mean) for side in ("down", "up"))
            said.append(self._say("sides", down=down, up=up))
        if (unproven := others.get("unproven")) is not None:
            key = "not_proven" if unproven.mean else "proven"
            said.append(self._say(key, proven=PROVEN, share=percent(unproven.mean)))
        if one.by_day and one.by_day[-1].tail > STILL:
            said.append(self._say("cut_off"))
        return said

    def _spread(self, lost: Summary) -> str:
        low, median, high = lost.quantiles
        number = self._number
        return say(
            "shares.spread", self.lang, n=lost.n_draws, error=number(lost.mean_error),
            low=number(low.value), median=number(median.value), high=number(high.value),
            low_from=number(low.low), low_to=number(low.high),
            median_from=number(median.low), median_to=number(median.high),
            high_from=number(high.low), high_to=number(high.high),
        )  # fmt: skip

    def days(self, one: ScenarioLoss) -> Table | None:
        """Return what is lost on some days, the worst among them; None of a model without days."""
        n_days = len(one.by_day)
        if not n_days:
            return None
        worst = max(range(n_days), key=lambda day: one.by_day[day].mean)
        days = sorted({*range(0, n_days, max(1, -(-n_days // SHOWN_DAYS))), n_days - 1, worst})
        rows = [
            (
                say(f"shares.{name}", self.lang),
                *(percent(one.by_day[day].quantiles[at].value) for day in days),
            )
            for at, name in enumerate(QUANTILES)
        ]
        head = (say("shares.day", self.lang), *map(str, days))
        return head, rows if one.n_draws > 1 else rows[1:2]

    def groups(self, one: ScenarioLoss) -> list[Titled]:
        """Return what sectors and countries, or products, lose, the largest first."""
        found = []
        for kind in dict.fromkeys(group.kind for group in one.groups):
            groups = [group for group in one.groups if group.kind is kind]
            name = self._say(str(kind))
            head = (
                self._say("mean"), *(say(f"shares.{told}", self.lang) for told in QUANTILES), name,
            )  # fmt: skip
            rows: list[tuple[str, ...]] = [
                (
                    self._number(group.lost.mean),
                    *(self._number(quantile.value) for quantile in group.lost.quantiles),
                    self._name(group.name),
                )
                for group in groups[:SHOWN_GROUPS]
            ]
            n_more = len(groups) - SHOWN_GROUPS
            more = self._say("more_groups", n=n_more) if n_more > 0 else None
            found.append(Titled(self._say(f"groups_{self.kind}", group=name), (head, rows), more))
        return found

    def grounds(self, at: int) -> list[tuple[str, list[str]]]:
        """Return what is drawn in a scenario and what is assumed, each list with its heading."""
        found = []
        n_draws = self.told.scenarios[at].n_draws
        if n_draws > 1:
            head = self._say("drawn", n=n_draws, seed=self.runs.scenarios[at].seed)
            found.append((head, [self._drawn(one) for one in drawn_of(self.runs, at)]))
        if isinstance(self.runs, ShareDays):
            said = assumed_words(self.runs.network, self.runs.grounds[at], self.lang)
            found.append((say("shares.assumed", self.lang), said))
        elif numbers := numbers_of(self.runs, at):
            found.append((say("ario.numbers", self.lang), numbers_words(numbers, self.lang)))
        return found

    def _drawn(self, one: dict[str, Any]) -> str:
        name = self._say("of_name", name=self._name(one["name"])) if one["name"] else ""
        low, high = f"{one['low']:g}", f"{one['high']:g}"
        if one["field"] == "n_firms":
            return self._say("drawn_firms", name=name, low=low, high=high)
        field = self._say(f"field_{one['field']}")
        source = one["source"] or self._say("assumed")
        return self._say("drawn_one", name=name, field=field, low=low, high=high, source=source)

    def ranking(self) -> tuple[Table, list[str]]:
        """Return the scenarios by what they lose, and whether that order holds."""
        told, undecided = self.told, say("shares.undecided", self.lang)
        head = (
            *(self._say(name) for name in ("place", "mean", "error")),
            say("shares.q95", self.lang), self._say("upset"), self._say("scenario"),
        )  # fmt: skip
        rows: list[tuple[str, ...]] = []
        both = zip(told.ranking, told.upset_shares, strict=True)
        for place, (ranked, upset) in enumerate(both, 1):
            one = told.scenarios[int(ranked.name)]
            rows.append((
                undecided if ranked.is_undecided else str(place), self._number(one.lost.mean),
                self._number(one.lost.mean_error), self._number(one.lost.quantiles[-1].value),
                percent(upset), one.title.into(self.lang),
            ))  # fmt: skip
        flipping = [int(one.name) for one in told.ranking if one.is_undecided]
        titles = [told.scenarios[at].title.into(self.lang) for at in flipping]
        key = "order_undecided" if flipping else "order_holds"
        said = say(f"shares.{key}", self.lang, names=" / ".join(titles))
        return (head, rows), [said, self._say("upset_is")]

    def notes(self) -> list[str]:
        """Return what holds of all: what the errors cover, what the model is, what is made up."""
        said = [self._say("error_is")]
        if isinstance(self.runs, ShareDays):
            structure = structure_words(self.runs.network, self.lang)
            return [
                *said, say("shares.stress_is", self.lang), *([structure] if structure else ()),
                self._say("see_stress"),
            ]  # fmt: skip
        if isinstance(self.runs, FlowIndex):
            key = "certified_is" if self.runs.model.mode is Mode.CERTIFIED else "paper_is"
            said += [self._say("index_is"), say(f"supply.{key}", self.lang, proven=PROVEN)]
        else:
            said.append(say("ario.is_model", self.lang))
        if self.runs.network.is_made_up:
            said.append(say("ario.made_up", self.lang))
        return said

    def chart(self) -> bytes:
        """Return the losses by day with their bands, or a range for each scenario, as SVG."""
        scenarios = self.told.scenarios
        if scenarios[0].by_day:
            bands = [
                Band(
                    one.title.into(self.lang),
                    *([day.quantiles[at].value for day in one.by_day] for at in range(3)),
                )
                for one in scenarios
            ]
            words = ChartWords(
                title=self._chart_title(say("shares.chart_title", self.lang)),
                x=say("shares.chart_day", self.lang), y=say("shares.chart_lost", self.lang),
                description=say("shares.chart_is", self.lang),
            )  # fmt: skip
            return bands_svg(bands, words, self.lang)
        ranges = [
            Range(one.title.into(self.lang), *(quantile.value for quantile in one.lost.quantiles))
            for one in (scenarios[int(ranked.name)] for ranked in self.told.ranking)
        ]
        words = ChartWords(
            title=self._chart_title(self._say("chart_title")), x=self._say("chart_ranges"),
            description=self._say("chart_ranges_is"),
        )  # fmt: skip
        return ranges_svg(ranges, words, self.lang)

    def _chart_title(self, words: str) -> str:
        is_made_up = not isinstance(self.runs, ShareDays) and self.runs.network.is_made_up
        return self._say("chart_made_up", title=words) if is_made_up else words

    def _say(self, key: str, **values: object) -> str:
        return say(f"ensemble.{key}", self.lang, **values)

    def _number(self, value: float) -> str:
        """Return a loss to three digits: days, or a share of output as a percentage."""
        scaled, unit = (HUNDRED * value, " %") if self.kind == "index" else (value, "")
        if abs(value) < NOTHING:
            return "0" + unit
        return (f"{scaled:.0f}" if abs(scaled) >= HUNDRED else f"{scaled:.3g}") + unit

    def _name(self, name: str) -> str:
        if isinstance(self.runs, ShareDays):
            return self.runs.network.name_of(name).into(self.lang)
        return name or "–"
