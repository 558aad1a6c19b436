"""A report as text for a terminal: 80 columns, the same when piped."""

from collections.abc import Iterator
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from kakehashi.cli.wide import plain, wrap
from kakehashi.papers.report import (
    BookShown,
    CountryShown,
    FactShown,
    LineShown,
    Mark,
    Report,
    StatedShown,
)
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

COLUMNS = 80
_COLOURS = {
    "met": "green",
    "yes": "green",
    "not_met": "red",
    "no": "red",
    "missing": "yellow",
    "not_established": "yellow",
    "not_applicable": "dim",
}


def as_text(report: Report, *, is_coloured: bool = False) -> str:
    """Return the report as lines of at most 80 columns, addresses excepted.

    Every outcome stands as a sign and a word; colour, where the terminal has
    it, only repeats them.
    """
    out = StringIO()
    console = Console(
        file=out,
        width=COLUMNS,
        force_terminal=is_coloured,
        color_system="standard" if is_coloured else None,
        no_color=not is_coloured,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for line in _Page(report).lines():
        console.print(line, soft_wrap=True)
    return out.getvalue()


class _Page:
    """The lines of one report, top to bottom."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.lang: Lang = report.lang
        self.comma = say("list.comma", self.lang)

    def lines(self) -> Iterator[Text]:
        yield from self.head()
        yield from self.answers()
        for country in self.report.countries:
            yield from self.remains(country)
        yield from self.next()
        yield from self.recognitions()
        for book in self.report.rulebooks:
            yield from self.book(book)
        yield from self.rests_on()
        yield from self.not_covered()
        yield from self.files()

    def head(self) -> Iterator[Text]:
        if self.report.is_made_up:
            yield Text(f"*** {self.say('made_up')} ***", style="bold")
        yield from self.told(self.report.title, style="bold")
        if self.report.models:
            yield from self.named(self.say("models"), self.comma.join(self.report.models))
        yield from self.named(self.say("as_of"), str(self.report.as_of))
        yield from self.named(self.say("checked_on"), str(self.report.rules_checked_on))
        yield from self.told(self.say("not_advice"))
        for warning in self.report.warnings:
            yield from self.told(f"! {warning}", hang=2)

    def answers(self) -> Iterator[Text]:
        yield from self.heading(self.say("title"))
        yield from self.told(self.say("answer"), style="dim")
        for country in self.report.countries:
            yield Text()
            yield Text.assemble((country.words, "bold"), "  ", self.mark(country.mark))
            yield from self.told(country.sentence, 2)
            if country.qualified is not None:
                yield from self.told(country.qualified, 2)

    def remains(self, country: CountryShown) -> Iterator[Text]:
        yield from self.heading(self.say("remains_in", country=country.words))
        if not country.remains:
            yield from self.told(self.say("nothing_remains"), 2)
        shown = None
        for it in country.remains:
            if it.book_id != shown:
                yield from self.told(f"{it.force_words}: {it.book} ({it.book_id})", 2)
                shown = it.book_id
            more = f" ({self.say('unchecked_short')})" if it.unchecked else ""
            yield from self.marked(it.mark, f"{it.rule} {it.title}{more}", 4)

    def next(self) -> Iterator[Text]:
        yield from self.heading(self.say("next"))
        if not self.report.next:
            yield from self.told(self.say("no_next"), 2)
        for place, ask in enumerate(self.report.next, 1):
            yield from self.told(f"{place}. {ask.question}", 2, hang=3)
            yield from self.told(f"{ask.fact}: {ask.settles_words}", 5, style="dim")

    def recognitions(self) -> Iterator[Text]:
        yield from self.heading(self.say("recognitions"))
        if not self.report.recognitions:
            yield from self.told(self.say("no_recognitions"), 2)
        for it in self.report.recognitions:
            yield from self.told(f"{it.text} ({it.article})", 2)
            yield from self.named(self.say("effect"), it.effect, 4)
            yield from self.named(self.say("relation"), it.relation, 4)
            yield from self.named(self.say("takes_as_met"), self.comma.join(it.rules), 4)
            yield from self.named(self.say("basis"), it.basis_words, 4)

    def book(self, book: BookShown) -> Iterator[Text]:
        yield from self.heading(f"{book.country_words} – {book.force_words}: {book.title}")
        yield Text.assemble("  ", self.mark(book.mark), f"  {book.tally}")
        version = f"{self.say('version')}: {book.version}; " if book.version else ""
        yield from self.told(
            f"{book.id}; {version}{self.say('day_there')}: {book.as_of}; "
            f"{self.say('checked_on')}: {book.checked_on}",
            2,
            style="dim",
        )
        if not book.lines:
            yield from self.told(self.say("no_lines"), 2)
        if book.shared:
            yield Text()
            yield from self.told(self.say("shared"), 2, style="bold")
            for fact in book.shared:
                yield from self.fact(fact, 4)
        for line in book.lines:
            if line.mark.code != "not_applicable":
                yield Text()
                yield from self.line(line)
        for group in book.outside:
            yield Text()
            yield Text.assemble("  ", self.mark(group.lines[0].mark))
            for reason in group.reasons:
                yield from self.told(reason, 4)
            for fact in group.facts:
                yield from self.fact(fact, 4)
            for line in group.lines:
                yield from self.told(f"{line.rule} {line.title} ({line.article})", 6, hang=2)
                yield from self.basis(line, 8)
        if book.stated:
            yield Text()
            yield from self.told(self.say("stated"), 2, style="bold")
        for stated in book.stated:
            yield from self.told(f"{stated.title} ({stated.article}): {stated.text}", 4, hang=2)
            yield from self.basis(stated, 6)
        yield from self.sources(book)

    def line(self, line: LineShown) -> Iterator[Text]:
        yield from self.marked(line.mark, f"{line.rule} {line.title} ({line.article})")
        if line.unchecked is not None:
            yield from self.told(line.unchecked, 4, style="bold")
        for reason in line.reasons:
            yield from self.told(reason, 4)
        for fact in line.facts:
            yield from self.fact(fact, 4)
        if line.unstated:
            yield from self.told(self.say("unstated", facts=", ".join(line.unstated)), 4, hang=2)
        for ask in line.asks:
            yield from self.told(f"{self.say('ask')}: {ask}", 4, hang=2)
        if line.note is not None:
            yield from self.told(f"{self.say('note')}: {line.note}", 4, style="dim")
        yield from self.basis(line, 4)

    def fact(self, fact: FactShown, indent: int) -> Iterator[Text]:
        read_in = f" [{self.comma.join(fact.origins)}]" if fact.origins else ""
        yield from self.told(f"- {fact.question} → {fact.answer}{read_in}", indent, hang=2)

    def basis(self, line: LineShown | StatedShown, indent: int) -> Iterator[Text]:
        numbers = "".join(f"[{source.number}]" for source in line.sources)
        told = f"{self.say('basis')}: {line.basis_words} {numbers}"
        yield from self.told(told, indent, hang=2, style="dim")

    def sources(self, book: BookShown) -> Iterator[Text]:
        yield Text()
        yield from self.told(self.say("sources"), 2, style="bold")
        for source in book.sources:
            yield from self.told(f"[{source.number}] {source.title} ({source.kind})", 4, hang=4)
            if source.url:
                yield Text(" " * 8 + plain(source.url), style="dim")

    def rests_on(self) -> Iterator[Text]:
        yield from self.heading(self.say("rests_on"))
        for book in self.report.rulebooks:
            for rest in book.rests_on:
                count = self.say("rests_on_count", n=len(rest.rules))
                yield from self.told(f"{book.id}: {rest.basis_words} ({count})", 2, hang=2)

    def not_covered(self) -> Iterator[Text]:
        yield from self.heading(self.say("not_covered"))
        yield from self.told(self.say("not_covered_lead"), 2)
        for gap in self.report.not_covered:
            yield from self.told(f"- {gap.country_words}: {gap.text}", 2, hang=2)

    def files(self) -> Iterator[Text]:
        yield from self.heading(self.say("files"))
        for file in self.report.files:
            yield from self.told(f"{file.name}: {file.format}", 2, hang=2)
            yield Text(f"    SHA-256 {file.sha256}", style="dim")
            for note in file.notes:
                yield from self.told(f"- {note}", 4, hang=2)
        if self.report.faults:
            yield from self.heading(self.say("faults"))
        for fault in self.report.faults:
            yield from self.told(f"{fault.where}: {fault.what}", 2, hang=2)
            yield from self.named(self.say("expected"), fault.expected, 4)
            yield from self.named(self.say("mend"), fault.mend, 4)

    def say(self, key: str, **values: object) -> str:
        return say(f"report.{key}", self.lang, **values)

    def heading(self, words: str) -> Iterator[Text]:
        yield Text()
        for line in wrap(words, COLUMNS):
            yield Text(line, style="bold")
        yield Text("─" * min(COLUMNS, max(cell_len(line) for line in wrap(words, COLUMNS))))

    def named(self, name: str, value: str, indent: int = 0) -> Iterator[Text]:
        yield from self.told(f"{name}: {value}", indent, hang=2)

    def told(
        self, words: str, indent: int = 0, *, hang: int = 0, style: str = ""
    ) -> Iterator[Text]:
        """Give `words` in lines, each indented; from the second on `hang` further."""
        for place, line in enumerate(wrap(words, COLUMNS - indent - hang)):
            yield Text(" " * (indent + (hang if place else 0)) + line, style=style)

    def mark(self, mark: Mark) -> Text:
        return Text(f"{mark.symbol} {mark.words}", style=f"bold {_COLOURS.get(mark.code, '')}")

    def marked(self, mark: Mark, words: str, indent: int = 2) -> Iterator[Text]:
        room = COLUMNS - indent - cell_len(f"{mark.symbol} {mark.words}") - 2
        first, *others = wrap(words, room)
        yield Text.assemble(" " * indent, self.mark(mark), f"  {first}")
        for line in others:
            yield Text(" " * (indent + 2) + line)
