"""A paper about a flow laid out for .docx and PDF: every field with where it came from."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from kakehashi.answers.council_words import both, joined, langs_of, line, words
from kakehashi.answers.own_words import read_in
from kakehashi.papers.council.paper import (
    Block,
    Heading,
    Line,
    Pairs,
    Paper,
    PaperLang,
    Para,
    Part,
    Points,
    Run,
    Table,
    Words,
)
from kakehashi.terms.basis import Basis, Source
from kakehashi.terms.fact import place_words
from kakehashi.terms.text import Lang, Text
from kakehashi.transfers import TransferPaper
from kakehashi.transfers.paper import Came, Field, Need, Section

WIDTHS = (24, 42, 34)
LISTS = frozenset({"notice_what", "notice_purposes", "data_categories"})
FOR_PEOPLE = frozenset({"notice", "sheet"})
OF_THE_FILE = frozenset({"consent_information", "consent", "consent_record"})  # not for people


def laid_out(paper: TransferPaper, lang: PaperLang, made_at: datetime) -> Paper:
    """Return `paper` in `lang`, ready for `paper_docx` and `paper_pdf`.

    What people are told (the notice, the sheet of article 28) reads without tables; where
    each line came from follows on pages of their own. In every other paper it stands
    beside the field.
    """
    return _Layout(paper, lang).all(made_at)


class _Layout:
    def __init__(self, paper: TransferPaper, lang: PaperLang) -> None:
        self.paper, self.lang = paper, lang
        self.langs: tuple[Lang, ...] = langs_of(lang)

    def _words(self, text: Text) -> Words:
        return words(text, self.langs)

    def all(self, made_at: datetime) -> Paper:
        """Return the whole paper."""
        paper, first = self.paper, self.langs[0]
        is_for_people = paper.name in FOR_PEOPLE and bool(paper.sections)
        title = Heading(level=1, words=self._words(paper.title))
        lead = Para(words=self._words(paper.lead), tone="plain" if is_for_people else "soft")
        made_up = Para(words=self._words(both("paper_value.made_up")), tone="warning")
        warned = (made_up,) if paper.made_up else ()
        tables = [block for section in paper.sections for block in self._table(section)]
        rest = (*self._legend(), *tables, *self._not_due(), *self._sources())
        if is_for_people:
            told = (block for section in paper.sections for block in self._told(section))
            head = Heading(level=1, words=self._words(both("paper_section.origins")))
            parts: tuple[Part, ...] = (
                Part(lang=first, blocks=(title, lead, *warned, *told)),
                Part(lang=first, blocks=(head, self._facts(), *rest)),
            )
        else:
            parts = (Part(lang=first, blocks=(title, lead, *warned, self._facts(), *rest)),)
        foot = both("paper_value.foot", title=paper.title, name=paper.flow_name, day=paper.as_of)
        return Paper(
            kind="transfer",
            lang=self.lang,
            title=line(paper.title.into(first), first),
            on=paper.as_of,
            made_at=made_at,
            parts=parts,
            foot=self._words(foot),
        )

    def _facts(self) -> Pairs:
        paper = self.paper
        flow = both("paper_value.flow_line", name=paper.flow_name, id=paper.flow)
        key = "n_blanks" if paper.n_blanks else "no_blanks"
        blanks = both(f"paper_value.{key}", n=paper.n_blanks, all=len(paper.fields))
        told = (("flow", flow), ("as_of", both("council.on", on=paper.as_of)), ("blanks", blanks))
        return Pairs(
            pairs=tuple(
                (self._words(both(f"paper_fact.{name}")), self._words(value))
                for name, value in told
            )
        )

    def _told(self, section: Section) -> Iterator[Block]:
        yield Heading(level=2, words=self._words(section.title))
        for field in section.fields:
            if field.id in OF_THE_FILE:
                continue
            yield Heading(level=3, words=self._label(field))
            if field.is_blank:
                yield Para(words=self._value(field), tone="gap")
            if len(field.values) > 1 and field.id in LISTS:
                yield Points(points=tuple(map(self._words, field.values)))
                continue
            for value in field.values:
                yield Para(words=self._words(value))

    def _table(self, section: Section) -> Iterator[Block]:
        yield Heading(level=2, words=self._words(section.title))
        heads = ("head_label", "head_value", "head_origin")
        yield Table(
            caption=self._words(both("paper_value.table_caption", title=section.title)),
            head=tuple(self._words(both(f"paper_value.{key}")) for key in heads),
            rows=tuple(
                (self._label(field), self._value(field), self._origin(field))
                for field in section.fields
            ),
            widths=WIDTHS,
        )

    def _label(self, field: Field) -> Words:
        if field.number is None:
            return self._words(field.label)
        numbered = Text(
            en=f"{field.number}. {field.label.en}", ja=f"{field.number}. {field.label.ja}"
        )
        return self._words(numbered)

    def _value(self, field: Field) -> Words:
        """Return the values, a line each, or the mark of a blank with what is known of it."""
        notes = [] if field.note is None else [field.note]
        if field.is_blank and field.fill_at is not None:
            notes.append(both("paper_value.fill_at", path=field.fill_at))
        values = field.values or (both("paper_value.blank"),)
        note = joined(notes, "council.semicolon") if notes else None
        return tuple(one for lang in self.langs for one in self._in(lang, values, note))

    def _in(self, lang: Lang, values: tuple[Text, ...], note: Text | None) -> Iterator[Line]:
        """Yield a line a value; words that both languages share stand once."""
        is_second = lang != self.langs[0]
        said = [one for one in values if not (is_second and one.en == one.ja and note is None)]
        for place, one in enumerate(said, start=1):
            runs: tuple[Run, ...] = (Run(text=one.into(lang), lang=lang),)
            if note is not None and place == len(said):
                noted = f" ({note.en})" if lang == "en" else f"（{note.ja}）"
                runs += (Run(text=noted, lang=lang, is_note=True),)
            yield Line(lang=lang, runs=runs)

    def _origin(self, field: Field) -> Words:
        """Return where the values came from, each place once, and what asks for them."""
        places = [came_words(one) for one in field.came if one.kind != "rule"]
        told = [came_words(one) for one in field.came if one.kind == "rule"]
        if field.needs:
            told.append(needs_words(field.needs))
        return tuple(
            Line(lang=lang, runs=(Run(text=one.into(lang), lang=lang, is_note=True),))
            for lang in self.langs
            for one in (*(places if lang == self.langs[0] else ()), *told)
        )

    def _legend(self) -> Iterator[Block]:
        """Yield what the short marks of basis in the last column mean, those that stand there."""
        fields = self.paper.fields
        there = {need.basis for one in fields for need in one.needs}
        there |= {came.basis for one in fields for came in one.came if came.basis is not None}
        marks = [
            both(
                "paper_value.legend_mark",
                mark=both(f"paper_basis.{one}"),
                basis=both(f"basis.{one}"),
            )
            for one in Basis
            if one in there and one is not Basis.PRIMARY
        ]
        if marks:
            told = both("paper_value.legend", marks=joined(marks, "council.semicolon"))
            yield Para(words=self._words(told), tone="soft")

    def _not_due(self) -> Iterator[Block]:
        if not self.paper.not_due:
            return
        yield Heading(level=2, words=self._words(both("paper_section.not_due")))
        if not self.paper.sections:
            yield Para(words=self._words(both("paper_value.not_made")))
        lines = (
            both("paper_value.not_due", hop=one.hop, reason=one.reason)
            for one in self.paper.not_due
        )
        yield Points(points=tuple(map(self._words, lines)))

    def _sources(self) -> Iterator[Block]:
        if not self.paper.sources:
            return
        yield Heading(level=2, words=self._words(both("council.sources")))
        yield Points(points=tuple(map(self._source, self.paper.sources)))

    def _source(self, source: Source) -> Words:
        first = self.langs[0]
        read, lang = read_in(source, first)
        said = Run(text=source.title, lang="en", href=source.url)
        noted = f"（{read}）" if lang == "ja" else f" ({read})"
        return (Line(lang=first, runs=(said, Run(text=noted, lang=lang, is_note=True))),)


def came_words(came: Came) -> Text:
    """Return where a value came from, in words."""
    if came.kind == "rule" and came.basis is not None:
        known = both(f"paper_basis.{came.basis}")
        return both("paper_value.from_rule", name=came.name, basis=known)
    if came.kind == "rule":
        return both("paper_value.from_walk")
    return both("paper_value.from", place=place_words(came.place))


def needs_words(needs: Iterable[Need]) -> Text:
    """Return what asks for a field; the basis stands once behind those that share it."""
    by_basis: dict[Basis, list[Text]] = {}
    for one in needs:
        by_basis.setdefault(one.basis, []).append(one.text)
    found = []
    for basis, texts in by_basis.items():
        text = joined(texts, "council.comma")
        is_read = basis is Basis.PRIMARY
        known = both(f"paper_basis.{basis}")
        found.append(text if is_read else both("paper_value.need", text=text, basis=known))
    return both("paper_value.asked_by", needs=joined(found, "council.semicolon"))
