"""The Council's brief as a paper: at most two pages a language."""

from collections.abc import Iterable
from datetime import datetime
from math import ceil
from unicodedata import east_asian_width

from kakehashi.accord.record import Record
from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_row import When
from kakehashi.accord.record_views import Overdue, Silent, views_of
from kakehashi.accord.status import HOLDS_DAYS, Level
from kakehashi.answers.brief import ActionBrief, Brief, Change, Column
from kakehashi.answers.closed_record import closed
from kakehashi.answers.council_words import (
    alike,
    both,
    called,
    foot_words,
    joined,
    langs_of,
    level_words,
    line,
    qualified,
    view_words,
    words,
)
from kakehashi.papers.council.paper import (
    Block,
    Heading,
    Paper,
    PaperLang,
    Para,
    Part,
    Points,
    Table,
    Tone,
    Words,
)
from kakehashi.terms.text import Lang, Text

WIDTHS = (28, 39, 11, 11, 11)  # shares of the page
NARROW = 15
ROOM_LINES: dict[Lang, int] = {"en": 156, "ja": 152}  # on two pages, measured; tests hold them
LINE_WIDTH: dict[Lang, int] = {"en": 128, "ja": 116}  # half-width characters across the page
LEAST_GAPS = 9
MOST_CHANGES = 5  # of one action or commitment
MOST_ELSEWHERE = 6
MOST_LISTED = 8  # overdue, and dropped in silence


def brief_paper(record: Record, told: Brief, lang: PaperLang, made_at: datetime) -> Paper:
    """Return the brief `told` of `record`, each language in a part of its own.

    What would run beyond two pages is left out from the end, counted, and
    pointed to: never cut in a word, never dropped without a word.
    """
    record = closed(record)
    return Paper(
        kind="brief",
        lang=lang,
        title=line(_title(told).into(langs_of(lang)[0]), langs_of(lang)[0]),
        on=told.on,
        made_at=made_at,
        parts=tuple(
            Part(lang=one, blocks=_Brief(record, told, one).blocks()) for one in langs_of(lang)
        ),
        foot=words(foot_words(record, told.on), langs_of(lang)),
    )


def _title(told: Brief) -> Text:
    return both("council_brief.title", since=told.since, on=told.on)


class _Brief:
    """The blocks of one language, top to bottom, and the room that is left."""

    def __init__(self, record: Record, told: Brief, lang: Lang) -> None:
        self.record = record
        self.told = told
        self.lang: Lang = lang
        self.room: float = ROOM_LINES[lang]
        self.across = LINE_WIDTH[lang]

    def words(self, text: Text) -> Words:
        return words(text, (self.lang,))

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks; lists first take their room, the table what is left."""
        head = self.head()
        overdue = self.points("overdue", (self.overdue(one) for one in self.told.overdue))
        silent = self.points("silent", (self.silent(one) for one in self.told.silent))
        if any(one.is_read_in_part for one in self.told.silent):
            silent.append(self.para(both("council_brief.silent_partly"), "soft"))
        elsewhere = self.elsewhere()
        self.room -= 2 * LEAST_GAPS
        by_action = self.by_action()
        most = max(LEAST_GAPS, LEAST_GAPS + int(self.room - 4) // 2)
        gaps = self.points("gaps", (one.text for one in self.told.gaps), most, "gap")
        return (*head, *by_action, *elsewhere, *overdue, *silent, *gaps)

    def head(self) -> list[Block]:
        told = self.told
        counts = both(
            "council_brief.counts",
            new=told.n_of("new"),
            evidence=told.n_of("evidence"),
            overdue=len(told.overdue),
            without=len(told.without_evidence),
            silent=len(told.silent),
        )
        blocks: list[Block] = [
            Heading(level=1, words=self.words(_title(told))),
            self.para(counts, "strong"),
            self.para(both("council_brief.how", days=HOLDS_DAYS, since=told.since), "soft"),
        ]
        levels = {column.now for one in told.promises for column in one.columns.values()}
        if all(one.level is Level.NO_EVIDENCE and one.was is None for one in levels):
            blocks.append(self.para(both("council_brief.no_status"), "gap"))
        self.room -= 4
        return blocks

    def para(self, text: Text, tone: Tone = "plain") -> Para:
        self.room -= ceil(_width(text.into(self.lang)) / self.across)
        return Para(words=self.words(text), tone=tone)

    def points(
        self, key: str, texts: Iterable[Text], most: int = MOST_LISTED, tone: Tone = "plain"
    ) -> list[Block]:
        """Return a heading and its list; how many more there are where they are too many."""
        listed = list(texts)
        shown, n_lines = [], 0
        for text in listed[:most]:
            n_lines += ceil(_width(text.into(self.lang)) / self.across)
            if n_lines > 2 * most:
                break
            shown.append(text)
        heading = Heading(level=2, words=self.words(both(f"council_brief.{key}")))
        self.room -= n_lines + 3
        blocks: list[Block] = [heading]
        if not listed:
            return [heading, self.para(both("council.none"))]
        blocks.append(Points(points=tuple(self.words(text) for text in shown), tone=tone))
        if len(shown) < len(listed):
            blocks.append(self.para(both("council.more", n=len(listed) - len(shown)), "soft"))
        return blocks

    def overdue(self, one: Overdue) -> Text:
        values = {"title": one.title, "due": one.due, "n": one.late_days}
        if one.milestone is None:
            return both("council_brief.overdue_line", **values)
        return both("council_brief.overdue_milestone", step=one.milestone + 1, **values)

    def silent(self, one: Silent) -> Text:
        title = self.record.row(Commitment, one.commitment).text
        cycle = called(self.record, one.cycle)
        if not one.evidence:
            return both("council_brief.silent_line", cycle=cycle, title=title)
        seen = joined(called(self.record, name) for name in one.evidence)
        return both("council_brief.silent_seen", cycle=cycle, title=title, evidence=seen)

    def by_action(self) -> list[Block]:
        rows: list[tuple[Words, ...]] = []
        quiet: list[Text] = []
        n_left_out = 0
        shown: set[str] = set()
        for action in sorted(self.told.actions, key=lambda one: not one.n_changes):
            found = self.action_rows(action, shown)
            shown |= {one.id for one in action.commitments}
            if not found:
                quiet.append(action.title)
                continue
            fitting = self.fitting(found)
            n_left_out += len(found) - len(fitting)
            if fitting:
                rows += [(self.words(qualified(action.title, action.basis)),), *fitting]
        blocks: list[Block] = [Heading(level=2, words=self.words(both("council_brief.by_action")))]
        if rows:
            blocks.append(self.table(rows))
        if quiet:
            named = joined(quiet, "council.semicolon")
            blocks.append(self.para(both("council_brief.unchanged", actions=named)))
        if n_left_out:
            blocks.append(self.para(both("council_brief.unchanged_more", n=n_left_out), "gap"))
        return blocks

    def fitting(self, rows: list[tuple[Words, ...]]) -> list[tuple[Words, ...]]:
        """Return those of an action's `rows` for which there is room."""
        fitting: list[tuple[Words, ...]] = []
        for row in rows:
            n_lines = self.height(row) + (0 if fitting else 2)
            if n_lines <= self.room - 2:
                self.room -= n_lines
                fitting.append(row)
        return fitting

    def table(self, rows: list[tuple[Words, ...]]) -> Table:
        head = [both("council_brief.action"), both("council_brief.changed")]
        head += [view_words(self.record, view) for view in views_of(self.record)]
        return Table(
            caption=self.words(both("council_brief.by_action")),
            head=tuple(map(self.words, head)),
            rows=tuple(rows),
            widths=WIDTHS,
        )

    def action_rows(self, action: ActionBrief, shown: set[str]) -> list[tuple[Words, ...]]:
        """Return the rows of an action's open commitments and changes; none twice."""
        rows: list[tuple[Words, ...]] = []
        if action.changes:
            whole = both("council_brief.as_a_whole")
            dash = self.words(alike("–"))
            rows.append((self.words(whole), self.changes(action.changes), dash, dash, dash))
        for one in action.commitments:
            if one.id in shown or (one.is_carried_on and not one.changes):
                continue
            columns = (self.words(_column(column)) for column in one.columns.values())
            title = self.words(qualified(one.text, one.basis))
            rows.append((title, self.changes(one.changes), *columns))
        return rows

    def changes(self, changes: tuple[Change, ...]) -> Words:
        if not changes:
            return self.words(both("council_brief.nothing"))
        return self.words(self.listed(change_words(self.record, changes), MOST_CHANGES))

    def listed(self, texts: list[Text], most: int) -> Text:
        """Return the newest `most` of `texts` in one sentence, and how many there are besides."""
        shown = texts[-most:]
        if len(shown) < len(texts):
            shown.append(both("council_brief.and_more", n=len(texts) - most))
        return joined(shown, "council.semicolon")

    def elsewhere(self) -> list[Block]:
        """Return what bears on no Joint Action, newest first, as far as a few lines go."""
        if not self.told.elsewhere:
            return []
        listed = self.listed(change_words(self.record, self.told.elsewhere), MOST_ELSEWHERE)
        return [self.para(both("council_brief.elsewhere", changes=listed))]

    def height(self, row: tuple[Words, ...]) -> float:
        """Return how many lines a row takes, its edges included."""
        shares = zip(row, WIDTHS, strict=True)
        return 0.5 + max(
            ceil(_width(cell[0].text) / (self.across * share / 100 * _filled(share)))
            for cell, share in shares
        )


def _filled(share: int) -> float:
    """Return how much of a line words fill in a column of `share`: less where it is narrow."""
    return 0.9 if share > NARROW else 0.72


def change_words(record: Record, changes: Iterable[Change]) -> list[Text]:
    """Return changes in words, oldest first, the days of one instrument or programme together."""
    together: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        is_dated = change.kind in ("instrument", "programme")
        key = (change.row,) if is_dated else (change.row, change.kind, change.when, change.what)
        together.setdefault(key, []).append(change)
    found: list[Text] = []
    for days in sorted(together.values(), key=lambda days: str(days[-1].when.on)):
        if days[0].kind not in ("instrument", "programme"):
            found.append(_change(record, days[0]))
            continue
        listed = joined(_day(day) for day in days)
        title = qualified(days[0].title, days[0].basis)
        found.append(both("council_change.dated", title=title, days=listed))
    return found


def _change(record: Record, change: Change) -> Text:
    on = short(change.when)
    if change.kind in ("carried", "merged", "split"):
        text = both(f"council_change.{change.kind}", on=on, after=called(record, change.what or ""))
        return qualified(text, change.basis)
    if change.kind == "reported":
        view, level = (change.what or "").split(" ")
        words_of = {"view": view_words(record, view), "level": both(f"council_level.{level}")}
        return both("council_change.reported", on=on, **words_of)
    if change.kind == "decayed":
        whose = view_words(record, change.what or "")
        return both("council_change.decayed", on=on, view=whose)
    title = change.title
    if change.kind == "milestone":
        title = record.row(Commitment, change.row).milestones[int(change.what or 0)].text
    told = both(f"council_change.{change.kind}", on=on, title=title)
    return told if change.kind in ("new", "fell_due") else qualified(told, change.basis)


def _day(change: Change) -> Text:
    what, _, certainty = (change.what or "").partition(" ")
    values = {"what": both(f"council_day.{what}"), "on": short(change.when)}
    if certainty in ("", "stated"):
        return both("council_change.what_on", **values)
    sure = both(f"council_day.{certainty}")
    return both("council_change.what_on_certainty", certainty=sure, **values)


def short(when: When) -> Text:
    """Return a day as 2025-01-22, or the source's words where it is known less well."""
    if when.on is None or when.precision != "day":
        return when.words or both("council.no_day")
    if when.words is not None:
        return both("council.qualified", text=alike(str(when.on)), basis=when.words)
    if when.until is None or when.until == when.on:
        return alike(str(when.on))
    return alike(f"{when.on}–{when.until}")


def _column(column: Column) -> Text:
    now = level_words(column.now)
    if not column.is_changed:
        return now
    before = both(f"council_level.{column.before.level}")
    return both("council_brief.two_columns", before=before, now=now)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
