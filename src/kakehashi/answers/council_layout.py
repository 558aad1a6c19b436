"""A sheet on which a paper of the Council is written, block by block."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from kakehashi.accord.record import Record
from kakehashi.accord.record_row import Wording
from kakehashi.answers.council_words import both, foot_words, langs_of, line, words
from kakehashi.answers.own_words import title_in
from kakehashi.papers.council.paper import (
    Block,
    Clauses,
    Heading,
    Line,
    Numbered,
    Pairs,
    Paper,
    PaperLang,
    Para,
    Part,
    Points,
    Run,
    Table,
    Tone,
    Words,
)
from kakehashi.terms.phrases import say
from kakehashi.terms.text import LANGS, Lang, Text

_JAPANESE = range(0x3040, 0xA000)


class Sheet:
    """Blocks as they are written, in the languages of the paper.

    `columns` are the languages in which clauses stand side by side: those of
    the paper, unless a page in one language shows both; `own_first` puts the
    page's own before the other, so that it is the one in view on a narrow screen.
    """

    def __init__(
        self,
        record: Record,
        lang: PaperLang,
        *,
        columns: PaperLang | None = None,
        own_first: bool = False,
    ) -> None:
        self.record = record
        self.lang: PaperLang = lang
        self.langs: tuple[Lang, ...] = langs_of(lang)
        found = langs_of(columns or lang)
        self.columns: tuple[Lang, ...] = found[::-1] if own_first and lang == "ja" else found
        self.blocks: list[Block] = []

    def block(self, block: Block) -> None:
        """Add a block that is ready."""
        self.blocks.append(block)

    def words(self, text: Text | Words, href: str | None = None) -> Words:
        """Return `text` in the languages of the paper; finished words as they are."""
        return words(text, self.langs, href) if isinstance(text, Text) else text

    def heading(self, level: Any, text: Text, anchor: str | None = None) -> None:
        """Add a heading."""
        self.block(Heading(level=level, words=self.words(text), anchor=anchor))

    def para(self, text: Text | Words, tone: Tone = "plain") -> None:
        """Add a paragraph."""
        self.block(Para(words=self.words(text), tone=tone))

    def points(self, texts: Iterable[Text | Words], tone: Tone = "plain") -> None:
        """Add a list."""
        self.block(Points(points=tuple(self.words(text) for text in texts), tone=tone))

    def pairs(self, pairs: Iterable[tuple[Text, Text | Words]]) -> None:
        """Add names and values."""
        found = tuple((self.words(name), self.words(value)) for name, value in pairs)
        self.block(Pairs(pairs=found))

    def table(
        self,
        caption: Text,
        head: Sequence[Text],
        rows: Iterable[Sequence[Text | Words]],
        widths: Sequence[int],
    ) -> None:
        """Add a table with a header row."""
        self.block(
            Table(
                caption=self.words(caption),
                head=tuple(self.words(one) for one in head),
                rows=tuple(tuple(self.words(cell) for cell in row) for row in rows),
                widths=tuple(widths),
            )
        )

    def wordings(self, wordings: Mapping[Lang, Wording | None]) -> Words:
        """Return a clause's words, one line a language; a missing one is named as missing.

        In a paper of one language what is missing is shown in the other, labelled.
        """
        return tuple(self._wording(wordings, lang) for lang in self.columns)

    def _wording(self, wordings: Mapping[Lang, Wording | None], lang: Lang) -> Line:
        found = wordings.get(lang)
        if found is not None:
            return line(found.text, lang)
        missing = f"[{say(f'council.missing_{lang}', lang)}]"
        note = Run(text=missing, lang=lang, is_note=True)
        other: Lang = "ja" if lang == "en" else "en"
        instead = wordings.get(other)
        if instead is None or len(self.columns) > 1:
            return Line(lang=lang, runs=(note,))
        label = Run(text=f" ({say(f'council.only_{other}', lang)})", lang=lang, is_note=True)
        return Line(lang=lang, runs=(Run(text=instead.text, lang=other), label))

    def source_words(self, name: str) -> Words:
        """Return a source's title as a link, in the language that it is in.

        What an organisation has written in the record itself is told in the paper's languages.
        """
        source = self.record.sources[name]
        titles = {lang: title_in(self.record, name, lang) for lang in LANGS}
        if titles["en"] and titles["ja"]:
            return self.words(Text(en=titles["en"], ja=titles["ja"]))
        return self.quoted(source.title, source.url)

    def quoted(self, text: str, href: str | None = None) -> Words:
        """Return words that stand in one language alone, marked with it."""
        lang: Lang = "ja" if any(ord(sign) in _JAPANESE for sign in text) else "en"
        return (Line(lang=self.langs[0], runs=(Run(text=text, lang=lang, href=href),)),)

    def sources(self, names: Iterable[str]) -> None:
        """Add the list of sources, each once."""
        listed = list(dict.fromkeys(names))
        if listed:
            self.heading(2, both("council.sources"))
            self.points([self.source_words(name) for name in listed])

    def paper(self, kind: Any, title: Text, on: date, made_at: datetime) -> Paper:
        """Return the paper of what was written."""
        first = self.langs[0]
        as_of, made = both("council.as_of"), both("council.made_at")
        self.pairs([(as_of, both("council.on", on=on)), (made, both("council.at", at=made_at))])
        return Paper(
            kind=kind,
            lang=self.lang,
            title=line(title.into(first), first),
            on=on,
            made_at=made_at,
            parts=(Part(lang=first, blocks=tuple(self.blocks)),),
            foot=self.words(foot_words(self.record, on)),
            is_wide=kind == "commitments",
        )


def clauses_block(sheet: Sheet, caption: Text, numbered: Iterable[Numbered]) -> Clauses:
    """Return clauses or paragraphs side by side, a column a language."""
    names = {"en": "council.english", "ja": "council.japanese"}
    first = sheet.langs[0]
    return Clauses(
        caption=sheet.words(caption),
        head=tuple(line(say(names[lang], lang), lang) for lang in sheet.columns),
        number=line(say("council.number", first), first),
        clauses=tuple(numbered),
    )
