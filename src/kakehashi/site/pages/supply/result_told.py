"""An answer in the words of one language: findings first, then tables, then what it was made of."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import msgspec

from kakehashi.accord.canonical import digest
from kakehashi.answers import supply_words as words
from kakehashi.answers.shares import shipped_network
from kakehashi.answers.supply_file import commands_of, question_files
from kakehashi.answers.supply_run import Answer, digests_of
from kakehashi.answers.supply_tables import exposed_rows, product_rows
from kakehashi.site.pages.supply.tables import percent
from kakehashi.supply.share_files import plain_network
from kakehashi.supply.shares import Mended, ShareNetwork, Stressed
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

MOST_SHOWN = 12  # rows of a table; its file has all
_MARK = re.compile(r"\[(\d+)\]")
Parts = tuple[tuple[str, int | None], ...]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table as it is shown; the first cell of a line is its heading, a line may name sources."""

    id: str
    title: str
    head: Sequence[str]
    lines: Sequence[Sequence[Parts]]
    csv: str


class FileAt(Protocol):
    """Says where a file of the answer lies."""

    def __call__(self, name: str) -> str:
        """Return the address of the file `name`."""


class _Page:
    def __init__(self, answer: Answer, lang: Lang, file_at: FileAt) -> None:
        self.answer, self.lang, self.file_at = answer, lang, file_at
        self.network: ShareNetwork = shipped_network(answer.question.network)
        self.numbers: dict[str, int] = {}

    def say(self, key: str, **values: object) -> str:
        return say(f"supply_result.{key}", self.lang, **values)

    def mark(self, sources: Iterable[str], *, is_assumed: bool) -> str:
        found = [self.numbers.setdefault(one, len(self.numbers) + 1) for one in sources]
        told = "".join(f"[{number}]" for number in found)
        return told + (say("shares.assumed_mark", self.lang) if is_assumed else "")

    def title(self, told: Stressed | Mended) -> str:
        return told.scenario.title.into(self.lang)

    def table(self, name: str, title: str, head: Iterable[str], lines: Iterable[Iterable[str]],
              csv: str) -> Table:  # fmt: skip
        return Table(
            id=name, title=title, head=tuple(map(whole, head)),
            lines=tuple(tuple(map(parted, line)) for line in lines),
            csv=self.file_at(csv),
        )  # fmt: skip


def told(answer: Answer, lang: Lang, file_at: FileAt) -> dict[str, Any]:
    """Return what the page of an answer shows."""
    page = _Page(answer, lang, file_at)
    scenarios = [_scenario(page, at, one) for at, one in enumerate(answer.told, 1)]
    tables = {name: make(page) for name, make in
              (("holders", _holders), ("products", _products), ("exposed", _exposed))}  # fmt: skip
    digests = digests_of(answer)
    is_same = digest(plain_network(page.network)) == answer.network_digest
    structure = words.structure_words(page.network, lang) if is_same else None
    limits = [say("shares.stress_is", lang), structure]
    limits.insert(1, say("shares.mend_is", lang) if answer.mended else None)
    return {
        "findings": _findings(page),
        "scenarios": scenarios,
        "mended": [_mended(page, at, one) for at, one in enumerate(answer.mended, 1)],
        **tables,
        "limits": [parted(one) for one in limits if one],
        "sources": [(number, text) for text, number in page.numbers.items()],
        "digests": _digests(page, digests),
        "runs": [_run(page, at, one) for at, one in enumerate(answer.told, 1)],
        "version": page.say("version_is", version=answer.version),
        "is_same_network": is_same,
        "commands": commands_of(answer.question),
        "files": [(name, file_at(name)) for name in
                  ("result.json", *question_files(answer.question))],
        "loss_csv": file_at("loss.csv"),
        "loss_svg": file_at("loss.svg"),
        "measures_csv": file_at("measures.csv"),
    }  # fmt: skip


def _findings(page: _Page) -> list[tuple[str, Parts]]:
    """Return what was found: of which scenario, empty where of all, and the sentence."""
    lang, answer = page.lang, page.answer
    found = [
        (page.title(one), words.lost_words(one, lang)[0]) for one in words.in_order(answer.told)
    ]
    if len(answer.told) > 1:
        found.append(("", words.order_words(answer.told, lang)))
        found.append(("", words.why_words(page.network, answer.told, lang) or ""))
    for one in answer.mended:
        chosen, saves, _ = words.chosen_words(one, lang)
        found.append((page.title(one), page.say("both", first=chosen, then=saves)))
    years = (year for one in answer.told for year in one.years)
    found.append(("", words.years_words(years, lang) or ""))
    return [(title, parted(said)) for title, said in found if said]


def _scenario(page: _Page, at: int, one: Stressed) -> dict[str, Any]:
    lang = page.lang
    head, rows = words.days_told(one, lang)
    first, *steps = words.path_words(page.network, one, lang)
    hits = [
        words.hit_words(page.network, hit, lang, page.mark(hit.sources, is_assumed=hit.is_assumed))
        for hit in words.hits_in_order(one)[:MOST_SHOWN]
    ]
    return {
        "title": page.title(one),
        "lost": [parted(said) for said in words.lost_words(one, lang)],
        "days": page.table(
            f"days-{at}", page.say("loss_table", title=page.title(one)), head, rows, "loss.csv"
        ),
        "hits": [parted(said) for said in hits],
        "path": parted(first),
        "steps": [parted(said) for said in steps],
        "assumed": [parted(said) for said in words.assumed_words(page.network, one, lang)],
        "cut_off": say("shares.cut_off", lang) if one.is_cut_off else None,
    }


def _mended(page: _Page, at: int, one: Mended) -> dict[str, Any]:
    head, rows = words.singles_told(one, page.lang)
    # the measure's name heads its line
    lines = [(*row[-1:], *row[:-1]) for row in rows]
    title = page.say("measures_of", title=page.title(one))
    return {
        "unmended": parted(words.unmended_words(one, page.lang)),
        "table": page.table(f"measures-{at}", title, (*head[-1:], *head[:-1]), lines,
                            "measures.csv"),
        "chosen": [parted(said) for said in words.chosen_words(one, page.lang)],
    }  # fmt: skip


def _holders(page: _Page) -> Table:
    lang = page.lang
    comma = say("supply_page.comma", lang)
    names = {"country": page.network.name_of("GB").into(lang),
             "partner": page.network.name_of("JP").into(lang)}  # fmt: skip
    head = [
        say("shares.input", lang), say("shares.year", lang),
        names["country"], names["partner"],
        say("shares.others", lang), say("shares.not_told", lang), say("supply_page.grounds", lang),
    ]  # fmt: skip
    shares = ("own_share", "partner_share", "others_share", "not_told_share")
    lines = [
        (
            row[f"input_{lang}"], str(row["year"] or "–"), *(percent(row[one]) for one in shares),
            comma.join(say(f"basis.{one}", lang) for one in row["basis"])
            + " " + page.mark(row["sources"], is_assumed=row["is_assumed"]),
        )
        for row in page.answer.holders
    ]  # fmt: skip
    return page.table("holders", page.say("holders"), head, lines, "holders.csv")


def _products(page: _Page) -> Table:
    lang = page.lang
    head = [page.say("product"), page.say("scenario"), say("shares.lost_days", lang),
            say("shares.q05", lang), say("shares.q95", lang), page.say("tail")]  # fmt: skip
    lines = [
        (
            row[f"product_{lang}"], row[f"scenario_{lang}"],
            *(f"{row[one]:.1f}" for one in ("lost_days", "lost_days_q05", "lost_days_q95",
                                            "tail_days")),
        )
        for row in product_rows(page.network, page.answer.told)
    ]  # fmt: skip
    return page.table("products", page.say("products"), head, lines, "products.csv")


def _exposed(page: _Page) -> Table:
    lang = page.lang
    head = [say("shares.input", lang), page.say("scenario"), say("supply_page.kind", lang),
            page.say("days_short"), page.say("lowest"), page.say("first_day")]  # fmt: skip
    rows = exposed_rows(page.network, page.answer.told)
    rows.sort(key=lambda row: -row["lost_days"])
    lines = [
        (
            row[f"input_{lang}"], row[f"scenario_{lang}"],
            say(f"supply_page.kind_{row['kind']}", lang), f"{row['lost_days']:.1f}",
            percent(row["lowest_share"]), str(row["first_short_day"]),
        )
        for row in rows[:MOST_SHOWN]
    ]  # fmt: skip
    return page.table("exposed", page.say("exposed"), head, lines, "exposed.csv")


def _digests(page: _Page, digests: dict[str, Any]) -> list[tuple[str, str]]:
    question = page.answer.question
    found = [(f"{page.say('network')} {question.network}", digests["network"])]
    found += [(page.say("scenario_n", n=n), one) for n, one in enumerate(digests["scenarios"], 1)]
    if digests["measures"] is not None:
        found.append((page.say("measures_file"), digests["measures"]))
    return [*found, (page.say("result"), digests["result"])]


def _run(page: _Page, at: int, one: Stressed) -> tuple[str, str]:
    scenario = one.scenario
    said = page.say("seed_is", seed=scenario.seed, draws=scenario.n_draws,
                    days=scenario.horizon_days)  # fmt: skip
    return page.say("scenario_n", n=at), said


def whole(said: str) -> str:
    """Return words in which no number stands apart from its percent sign."""
    return said.replace(" %", "\u00a0%")


def parted(said: str) -> Parts:
    """Return a sentence in parts; a part with a number is the mark of that source.

    >>> parted("Japan: a half [1].")
    (('Japan: a half ', None), ('[1]', 1), ('.', None))
    """
    found: list[tuple[str, int | None]] = []
    for place, part in enumerate(_MARK.split(whole(said))):
        if part:
            found.append((f"[{part}]", int(part)) if place % 2 else (part, None))
    return tuple(found)
