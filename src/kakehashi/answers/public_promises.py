"""What the public site says of one commitment, and of one meeting."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import AgendaPoint, Meeting, Minutes
from kakehashi.accord.record_parties import Organisation
from kakehashi.accord.record_promises import (
    Action,
    Commitment,
    Evidence,
    Lineage,
    StatusReport,
)
from kakehashi.accord.record_row import Indicator, Measure, Milestone
from kakehashi.accord.record_texts import Clause, Gap
from kakehashi.answers.commitments_paper import owners
from kakehashi.answers.council_layout import Sheet
from kakehashi.answers.council_papers import (
    about_meeting,
    taking_part,
    write_minutes,
    write_points,
)
from kakehashi.answers.council_words import (
    alike,
    both,
    called,
    level_words,
    owners_of,
    qualified,
    view_words,
    when_words,
)
from kakehashi.answers.public_paths import page, page_of
from kakehashi.answers.standing import Stands
from kakehashi.papers.council.paper import Words
from kakehashi.terms.period import day_words
from kakehashi.terms.text import Lang, Text


class Known(msgspec.Struct, frozen=True):
    """What the record holds on each thing, looked up once for all pages."""

    evidence: dict[str, list[Evidence]]
    reports: dict[str, list[StatusReport]]
    lineage: dict[str, list[Lineage]]
    gaps: dict[str, list[Gap]]


def known_of(record: Record) -> Known:
    """Return evidence, reports, lineage and gaps by the id of what they are about."""
    found = Known(evidence={}, reports={}, lineage={}, gaps={})
    for piece in sorted(record.every(Evidence), key=lambda one: one.when.on or date.max):
        for name in piece.of:
            found.evidence.setdefault(name, []).append(piece)
    for report in sorted(record.every(StatusReport), key=lambda one: one.reported_on):
        found.reports.setdefault(report.of, []).append(report)
    for link in record.every(Lineage):
        ends = (link.before,) if link.after is None else (link.before, link.after)
        for name in dict.fromkeys(ends):
            found.lineage.setdefault(name, []).append(link)
    for gap in record.every(Gap):
        for about in gap.about:
            found.gaps.setdefault(about, []).append(gap)
    return found


def one_commitment(record: Record, row: Commitment, lang: Lang, now: Stands, known: Known) -> Sheet:
    """Return a commitment: who, what, by when, how it stands, evidence, lineage, sources."""
    sheet = Sheet(record, lang)
    sheet.heading(1, qualified(row.text, row.basis))
    sheet.pairs(_about(sheet, row))
    sheet.heading(2, both("public_more.stands", on=now.on))
    levels = now.of(row.id)
    sheet.pairs([(view_words(record, view), level_words(levels[view])) for view in now.views])
    _milestones(sheet, row.milestones)
    _indicators(sheet, row.indicators)
    _evidence(sheet, known.evidence.get(row.id, []))
    _reports(sheet, known.reports.get(row.id, []))
    _lineage(sheet, known.lineage.get(row.id, []))
    unknown = [gap.text for gap in known.gaps.get(row.id, [])]
    if unknown:
        sheet.heading(2, both("public_site.gaps"))
        sheet.points(unknown, "gap")
    cited = [
        *row.sources,
        *(name for one in known.evidence.get(row.id, []) for name in one.sources),
    ]
    sheet.sources(cited)
    return sheet


def _about(sheet: Sheet, row: Commitment) -> list[tuple[Text, Text | Words]]:
    record = sheet.record
    owned, is_of_action = owners_of(record, row)
    told = owners(record, owned) if owned else both("council.nobody")
    if is_of_action:
        told = both("council.qualified", text=told, basis=both("public_more.of_action"))
    pairs: list[tuple[Text, Text | Words]] = [
        (both("public_site.joint_action"), sheet.words(record.row(Action, name).title,
                                                       page("actions", name)))
        for name in row.actions
    ]  # fmt: skip
    if row.cycle is not None:
        pairs.append((both("council_commitments.cycle"), called(record, row.cycle)))
    pairs += [
        (both("council_commitments.owners"), told),
        (both("council_commitments.due"), when_words(row.due)),
        (both("public_more.known_by"), row.known_by or both("public_more.not_said")),
    ]
    if row.drawn_from is not None:
        clause = record.row(Clause, row.drawn_from)
        of = both("public_more.clause", number=clause.number, of=called(record, clause.statement))
        pairs.append((both("public_more.drawn_from"), sheet.words(of, page_of(record, clause.id))))
    if row.note is not None:
        pairs.append((both("council.note"), row.note))
    return pairs


def _milestones(sheet: Sheet, rows: Iterable[Milestone]) -> None:
    told = [
        (one.text, when_words(one.due),
         day_words(one.done_on) if one.done_on else both("council_minutes.not_done"))
        for one in rows
    ]  # fmt: skip
    keys = ("public_more.milestone", "council_commitments.due", "council_minutes.done")
    _block(sheet, "public_more.milestones", keys, told, (60, 20, 20))


def _indicators(sheet: Sheet, rows: Iterable[Indicator]) -> None:
    told = [
        (both("council.qualified", text=one.name, basis=one.unit), _measure(one.baseline),
         _measure(one.target), _measure(one.actual))
        for one in rows
    ]  # fmt: skip
    keys = ("indicator", "baseline", "target", "actual")
    head = [f"public_more.{key}" for key in keys]
    _block(sheet, "public_more.indicators", head, told, (40, 20, 20, 20))


def _measure(found: Measure | None) -> Text:
    if found is None:
        return alike("–")
    told = alike(found.value)
    if found.on is not None:
        told = both("council.qualified", text=told, basis=day_words(found.on))
    return qualified(told, found.basis)


def _evidence(sheet: Sheet, rows: Iterable[Evidence]) -> None:
    told = [
        (sheet.words(one.title, one.url), when_words(one.when), both(f"basis.{one.basis}"))
        for one in rows
    ]
    keys = ("public_more.evidence", "public_site.when", "public_site.basis")
    if not told:
        sheet.heading(2, both("public_more.evidence"))
        sheet.para(both("public_more.no_evidence"), "gap")
        return
    _block(sheet, "public_more.evidence", keys, told, (60, 20, 20))


def _reports(sheet: Sheet, rows: Iterable[StatusReport]) -> None:
    told = []
    for one in rows:
        by = alike(sheet.record.row(Organisation, one.by).short) if one.by else alike("–")
        said = both(f"council_level.{one.level}")
        if one.text is not None:
            said = both("council_feed.entry", what=said, title=one.text)
        told.append((said, view_words(sheet.record, one.view), day_words(one.reported_on), by))
    keys = [f"public_more.{key}" for key in ("report", "view", "reported_on", "by")]
    _block(sheet, "public_more.reports", keys, told, (46, 18, 18, 18))


def _lineage(sheet: Sheet, rows: Iterable[Lineage]) -> None:
    record = sheet.record

    def linked(name: str | None) -> Text | Words:
        return sheet.words(called(record, name), page_of(record, name)) if name else alike("–")

    told = [
        (
            linked(one.before),
            qualified(both(f"council_commitments.{one.how}"), one.basis),
            linked(one.after),
            called(record, one.cycle),
        )
        for one in rows
    ]
    keys = [f"council_commitments.{key}" for key in ("before", "became", "after", "in_cycle")]
    _block(sheet, "public_more.lineage", keys, told, (36, 14, 36, 14))


def _block(
    sheet: Sheet, key: str, head: Iterable[str], rows: list[Any], widths: tuple[int, ...]
) -> None:
    """Add a heading and its table, where there are rows."""
    if rows:
        sheet.heading(2, both(key))
        sheet.table(both(key), [both(one) for one in head], rows, widths)


def one_meeting(record: Record, row: Meeting, lang: Lang, known: Known) -> Sheet:
    """Return a meeting: who took part, its agenda and minutes, what came out of it."""
    sheet = Sheet(record, lang, columns="both", own_first=True)
    sheet.heading(1, qualified(row.name, row.basis))
    about_meeting(sheet, row)
    taking_part(sheet, row)
    points = [one for one in record.every(AgendaPoint) if one.meeting == row.id]
    write_points(sheet, points)
    minutes = [one for one in record.every(Minutes) if one.meeting == row.id]
    for one in minutes:
        write_minutes(sheet, one, both("public_more.minutes"))
    if not minutes:
        sheet.heading(2, both("public_more.minutes"))
        sheet.para(both("public_more.no_minutes"), "gap")
    if row.documents:
        sheet.heading(2, both("council_minutes.documents"))
        sheet.points(
            [sheet.words(called(record, name), page_of(record, name)) for name in row.documents]
        )
    unknown = [gap.text for gap in known.gaps.get(row.id, [])]
    if unknown:
        sheet.heading(2, both("public_site.gaps"))
        sheet.points(unknown, "gap")
    sheet.sources([*row.sources, *(name for one in minutes for name in one.sources)])
    return sheet
