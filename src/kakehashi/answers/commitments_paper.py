"""The commitments report as a paper, and as rows for a table of figures."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Cycle
from kakehashi.accord.record_parties import Side
from kakehashi.accord.record_promises import (
    Action,
    Commitment,
    Lineage,
    Pillar,
)
from kakehashi.accord.record_row import Ownership
from kakehashi.accord.record_views import gaps, overdue, silent, views_of, without_day
from kakehashi.accord.status import HOLDS_DAYS
from kakehashi.answers.closed_record import closed
from kakehashi.answers.council_layout import Sheet
from kakehashi.answers.council_words import (
    alike,
    both,
    called,
    joined,
    level_words,
    owner_words,
    qualified,
    view_words,
    when_words,
)
from kakehashi.answers.standing import Stands, stands
from kakehashi.papers.council.paper import Paper, PaperLang, Words
from kakehashi.terms.text import Text

Lead = Callable[[str], str | None]
"""Gives the address of the page about a commitment, where papers are pages."""

WIDTHS = (30, 13, 14, 10, 10, 10, 13)


def commitments_paper(
    record: Record, on: date, lang: PaperLang, made_at: datetime, lead: Lead | None = None
) -> Paper:
    """Return every commitment by pillar and Joint Action, as it stands on `on`.

    Three columns of status side by side, never averaged; then what is overdue,
    what became of earlier ones, what was dropped in silence, and every gap. `lead`
    gives the page that each commitment leads to; without it none does.
    """
    record = closed(record)
    sheet = Sheet(record, lang)
    title = both("council_commitments.title", on=on)
    sheet.heading(1, title)
    commitments = record.every(Commitment)
    now = stands(record, on)
    late = overdue(record, on)
    counts = both(
        "council_commitments.count",
        n=len(commitments),
        actions=len(record.every(Action)),
        overdue=len(late),
        without=sum(one.id not in now.evidence for one in commitments),
        vague=len(without_day(record)),
    )
    sheet.para(counts, "strong")
    sheet.para(both("council_commitments.how", days=HOLDS_DAYS), "soft")
    if not commitments:
        sheet.para(both("council_commitments.no_commitment"), "gap")
    _by_pillar(sheet, now, lead)
    if late:
        sheet.heading(2, both("council_brief.overdue"))
        told = [
            both("council_brief.overdue_line", title=one.title, due=one.due, n=one.late_days)
            for one in late
        ]
        sheet.points(told)
    _lineage(sheet)
    _silent(sheet)
    if gaps(record):
        sheet.heading(2, both("council_brief.gaps"))
        sheet.points([one.text for one in gaps(record)], "gap")
    sheet.sources([name for one in commitments for name in one.sources])
    return sheet.paper("commitments", title, on, made_at)


def _by_pillar(sheet: Sheet, now: Stands, lead: Lead | None) -> None:
    record = sheet.record
    head = commitment_head(record)
    told: set[str] = set()
    for pillar in sorted(record.every(Pillar), key=lambda one: one.place):
        rows: list[tuple[Text | Words, ...]] = []
        for action in record.every(Action):
            if action.pillar != pillar.id:
                continue
            rows.append((_action_words(record, action),))
            rows += commitment_rows(sheet, action, now, told, lead)
        if rows:
            sheet.heading(2, pillar.name)
            sheet.table(pillar.name, head, rows, WIDTHS)


def _action_words(record: Record, action: Action) -> Text:
    """Return the Joint Action and its owners, a side at a time."""
    title = qualified(action.title, action.basis)
    owned = owners(record, action.owners)
    return both("council_commitments.action_owned", title=title, owners=owned)


def owners(record: Record, owned: tuple[Ownership, ...]) -> Text:
    """Return owners, side by side: whose they are, then their short names."""
    told = [
        both("council_commitments.side_owner", side=side.name,
             owners=owner_words(record, owned, side.id))
        for side in record.every(Side)
    ]  # fmt: skip
    return joined(told, "council.semicolon")


def commitment_head(record: Record) -> tuple[Text, ...]:
    """Return the headings of a table of commitments, with the views of the record's own sides."""
    keys = ("commitment", "owners", "due")
    return (
        *(both(f"council_commitments.{key}") for key in keys),
        *(view_words(record, view) for view in views_of(record)),
        both("council_commitments.evidence"),
    )


def commitment_rows(
    sheet: Sheet, action: Action, now: Stands, told: set[str], lead: Lead | None = None
) -> Iterator[tuple[Text | Words, ...]]:
    """Yield a row a commitment; one that was told under another action is only named."""
    record = sheet.record
    dash = alike("–")
    for row in now.by_action.get(action.id, []):
        text = qualified(row.text, row.basis)
        if row.cycle is not None:
            text = both("council_commitments.of_cycle", text=text, cycle=called(record, row.cycle))
        what = sheet.words(text, lead(row.id) if lead else None)
        if row.id in told:
            elsewhere = both("council_commitments.also_under")
            yield (what, elsewhere, *(dash for _ in range(5)))
            continue
        told.add(row.id)
        levels = now.of(row.id)
        evidence = now.evidence.get(row.id)
        shown = both("council_commitments.no_evidence")
        if evidence is not None:
            day = when_words(evidence.when)
            shown = both("council_commitments.seen", on=day, title=evidence.title)
        named = owners(record, row.owners) if row.owners else both("council.nobody")
        yield (what, named, when_words(row.due), *map(level_words, levels.values()), shown)


def _lineage(sheet: Sheet) -> None:
    record = sheet.record
    rows = [
        (
            called(record, one.before),
            qualified(both(f"council_commitments.{one.how}"), one.basis),
            called(record, one.after) if one.after else alike("–"),
            called(record, one.cycle),
        )
        for one in record.every(Lineage)
    ]
    if rows:
        caption = both("council_commitments.lineage")
        keys = ("before", "became", "after", "in_cycle")
        sheet.heading(2, caption)
        head = tuple(both(f"council_commitments.{key}") for key in keys)
        sheet.table(caption, head, rows, (36, 14, 36, 14))


def _silent(sheet: Sheet) -> None:
    record = sheet.record
    found = silent(record)
    if not found:
        return
    sheet.heading(2, both("council_brief.silent"))
    told = []
    for one in found:
        title = record.row(Commitment, one.commitment).text
        cycle = record.row(Cycle, one.cycle).name
        told.append(both("council_brief.silent_line", cycle=cycle, title=title))
    sheet.points(told)
    if any(one.is_read_in_part for one in found):
        sheet.para(both("council_brief.silent_partly"), "soft")
