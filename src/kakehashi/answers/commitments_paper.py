"""The commitments report as a paper, and as rows for a table of figures."""

from collections.abc import Iterator
from datetime import date, datetime

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Cycle
from kakehashi.accord.record_parties import Side
from kakehashi.accord.record_promises import (
    Action,
    Commitment,
    Evidence,
    Lineage,
    Pillar,
)
from kakehashi.accord.record_row import Ownership
from kakehashi.accord.record_views import gaps, overdue, silent, standings, without_day
from kakehashi.accord.status import HOLDS_DAYS, View
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
    when_words,
)
from kakehashi.papers.council.paper import Paper, PaperLang, Words
from kakehashi.terms.text import Text

WIDTHS = (30, 13, 14, 10, 10, 10, 13)
HEAD_KEYS = (
    "council_commitments.commitment", "council_commitments.owners", "council_commitments.due",
    "council_view.uk", "council_view.jp", "council_view.independent",
    "council_commitments.evidence",
)  # fmt: skip


def commitments_paper(record: Record, on: date, lang: PaperLang, made_at: datetime) -> Paper:
    """Return every commitment by pillar and Joint Action, as it stands on `on`.

    Three columns of status side by side, never averaged; then what is overdue,
    what became of earlier ones, what was dropped in silence, and every gap.
    """
    record = closed(record)
    sheet = Sheet(record, lang)
    title = both("council_commitments.title", on=on)
    sheet.heading(1, title)
    commitments = record.every(Commitment)
    seen = newest_evidence(record, on)
    late = overdue(record, on)
    counts = both(
        "council_commitments.count",
        n=len(commitments),
        actions=len(record.every(Action)),
        overdue=len(late),
        without=sum(one.id not in seen for one in commitments),
        vague=len(without_day(record)),
    )
    sheet.para(counts, "strong")
    sheet.para(both("council_commitments.how", days=HOLDS_DAYS), "soft")
    if not commitments:
        sheet.para(both("council_commitments.no_commitment"), "gap")
    _by_pillar(sheet, on, seen)
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


def newest_evidence(record: Record, on: date) -> dict[str, Evidence]:
    """Return, for each thing of which evidence shows something by `on`, the newest piece."""
    found: dict[str, Evidence] = {}
    for row in sorted(record.every(Evidence), key=lambda one: one.when.on or date.min):
        if row.when.on is not None and row.when.on <= on:
            found |= dict.fromkeys(row.of, row)
    return found


def _by_pillar(sheet: Sheet, on: date, seen: dict[str, Evidence]) -> None:
    record = sheet.record
    head = tuple(both(key) for key in HEAD_KEYS)
    told: set[str] = set()
    for pillar in sorted(record.every(Pillar), key=lambda one: one.place):
        rows: list[tuple[Text | Words, ...]] = []
        for action in record.every(Action):
            if action.pillar != pillar.id:
                continue
            rows.append((_action_words(record, action),))
            rows += commitment_rows(sheet, action, on, (seen, told))
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


def commitment_rows(
    sheet: Sheet, action: Action, on: date, known: tuple[dict[str, Evidence], set[str]]
) -> Iterator[tuple[Text | Words, ...]]:
    """Yield a row a commitment; one that was told under another action is only named."""
    record = sheet.record
    seen, told = known
    dash = alike("–")
    for row in record.every(Commitment):
        if action.id not in row.actions:
            continue
        text = qualified(row.text, row.basis)
        if row.cycle is not None:
            text = both("council_commitments.of_cycle", text=text, cycle=called(record, row.cycle))
        if row.id in told:
            elsewhere = both("council_commitments.also_under")
            yield (text, elsewhere, *(dash for _ in range(5)))
            continue
        told.add(row.id)
        levels = standings(record, row.id, on)
        evidence = seen.get(row.id)
        shown = both("council_commitments.no_evidence")
        if evidence is not None:
            day = when_words(evidence.when)
            shown = both("council_commitments.seen", on=day, title=evidence.title)
        named = owners(record, row.owners) if row.owners else both("council.nobody")
        yield (text, named, when_words(row.due), *(level_words(levels[v]) for v in View), shown)


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
