"""What each page of the public site says, in one language."""

from collections.abc import Iterable
from datetime import date

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Meeting, Minutes
from kakehashi.accord.record_force import GROUNDS, in_force_on
from kakehashi.accord.record_parties import Forum
from kakehashi.accord.record_promises import Action, Commitment, Pillar
from kakehashi.accord.record_texts import (
    Endorsement,
    Instrument,
    InstrumentDate,
    Position,
    Statement,
)
from kakehashi.accord.record_views import Entry, gaps, matrix, overdue, timeline
from kakehashi.answers.commitments_paper import WIDTHS, commitment_head, commitment_rows
from kakehashi.answers.commitments_paper import owners as owners_words
from kakehashi.answers.council_layout import Sheet
from kakehashi.answers.council_words import (
    alike,
    both,
    joined,
    qualified,
    when_words,
)
from kakehashi.answers.public_paths import page, page_of
from kakehashi.answers.standing import Stands
from kakehashi.papers.council.paper import Words
from kakehashi.terms.text import Lang, Text

N_NEWEST = 12
Bearing = dict[str, list[Entry]]


def every_action(record: Record) -> list[Action]:
    """Return the Joint Actions, pillar by pillar."""
    place = {row.id: row.place for row in record.every(Pillar)}
    return sorted(record.every(Action), key=lambda row: place[row.pillar])


def home(record: Record, on: date, lang: Lang) -> Sheet:
    """Return the first page: what is next, how much there is, what is newest."""
    sheet = Sheet(record, lang)
    sheet.heading(1, both("public_site.name"))
    if record.checked_on is None:
        sheet.para(both("public_site.lead_unchecked"))
    else:
        sheet.para(both("public_site.lead", checked=record.checked_on))
    sheet.heading(2, both("public_site.next"))
    ahead = [
        row for row in record.every(Meeting) if row.cycle and row.when.on and row.when.on >= on
    ]
    for row in ahead:
        sheet.para(both("public_site.next_on", day=when_words(row.when), name=row.name))
    if not ahead:
        sheet.para(both("public_site.next_unknown"), "gap")
        of_two = _bilateral(record)
        sheet.points([gap.text for gap in gaps(record) if of_two & set(gap.about)])
    counts = both(
        "public_site.counts",
        actions=len(record.every(Action)),
        commitments=len(record.every(Commitment)),
        overdue=len(overdue(record, on)),
        statements=len(record.every(Statement)),
        instruments=len(record.every(Instrument)),
        gaps=len(gaps(record)),
    )
    sheet.para(counts, "strong")
    sheet.heading(2, both("public_site.actions"))
    sheet.points([sheet.words(row.title, page("actions", row.id)) for row in every_action(record)])
    _not_the_official_list(sheet)
    sheet.heading(2, both("public_site.newest"))
    past = [one for one in timeline(record, on) if one.when.on and not one.is_ahead]
    _entries(sheet, list(reversed(past[-N_NEWEST:])), both("public_site.newest"))
    return sheet


def _bilateral(record: Record) -> set[str]:
    return {row.id for row in record.every(Forum) if row.is_bilateral}


def _not_the_official_list(sheet: Sheet) -> None:
    """Add what is not known of the instruments on which the two's own forums rest."""
    record = sheet.record
    founding = {row.id for row in record.every(Instrument) if _bilateral(record) & set(row.about)}
    unknown = [gap.text for gap in gaps(record) if founding & set(gap.about)]
    if unknown:
        sheet.points(unknown, "gap")


def actions(record: Record, lang: Lang, now: Stands) -> Sheet:
    """Return pillar by year: which Joint Actions were seen in sources when."""
    sheet = Sheet(record, lang)
    sheet.heading(1, both("public_site.actions"))
    sheet.para(both("public_site.seen_note"), "soft")
    found = matrix(record)
    head = (
        both("public_site.joint_action"),
        *(alike(str(year)) for year in found.years),
        both("public_site.n_commitments"),
    )
    rows: list[tuple[Text | Words, ...]] = []
    for block in found.blocks:
        rows.append((block.pillar.name,))
        for one in block.lines:
            n = len(now.by_action.get(one.action.id, []))
            title = qualified(one.action.title, one.action.basis)
            seen = (
                qualified(both("public_site.seen_yes"), cell.basis) if cell else alike("–")
                for cell in one.cells
            )
            linked = sheet.words(title, page("actions", one.action.id))
            rows.append((linked, *seen, alike(str(n))))
    widths = (40, *(10 for _ in found.years), 10)
    sheet.table(both("public_site.seen"), head, rows, widths)
    _not_the_official_list(sheet)
    return sheet


def one_action(record: Record, action: Action, lang: Lang, now: Stands, bearing: Bearing) -> Sheet:
    """Return a Joint Action: its owners, commitments, what bears on it, gaps and sources."""
    sheet = Sheet(record, lang)
    sheet.heading(1, qualified(action.title, action.basis))
    pairs = [
        (both("public_site.pillar"), record.row(Pillar, action.pillar).name),
        (both("public_site.owners"), owners_words(record, action.owners)),
    ]
    if action.note is not None:
        pairs.append((both("council.note"), action.note))
    sheet.pairs(pairs)
    sheet.heading(2, both("public_site.commitments"))
    ours = now.by_action.get(action.id, [])

    def lead(name: str) -> str | None:
        return page("commitments", name)

    if ours:
        head = commitment_head(record)
        rows = commitment_rows(sheet, action, now, set(), lead)
        sheet.table(both("public_site.commitments"), head, list(rows), WIDTHS)
    else:
        sheet.para(both("council_commitments.no_commitment"), "gap")
    names = {action.id, *(row.id for row in ours)}
    # an entry stands once, however many of the names it bears on
    dated = {id(one): one for name in names for one in bearing.get(name, [])}
    ordered = sorted(dated.values(), key=lambda one: (one.when.on or date.max, one.row))
    if ordered:
        sheet.heading(2, both("public_site.about"))
        _entries(sheet, ordered, both("public_site.about"))
    unknown = [gap.text for gap in gaps(record) if names & set(gap.about)]
    if unknown:
        sheet.heading(2, both("public_site.gaps"))
        sheet.points(unknown, "gap")
    cited = [*action.sources, *(name for row in ours for name in row.sources)]
    sheet.sources([*cited, *(name for one in ordered for name in one.sources)])
    return sheet


def bearing_on(record: Record, on: date) -> Bearing:
    """Return, for each row, the dated entries that bear on it."""
    found: Bearing = {}
    for one in timeline(record, on):
        for name in _about(record, one.row):
            found.setdefault(name, []).append(one)
    return found


def _about(record: Record, name: str) -> set[str]:
    row = record.rows[name]
    return {row.id, *getattr(row, "about", ()), *getattr(row, "of", ())}


def _entries(sheet: Sheet, entries: Iterable[Entry], caption: Text) -> None:
    """Add dated lines: when, what, how it is known."""
    rows = []
    for one in entries:
        what = both(f"council_day.{one.what}")
        if one.certainty != "stated":
            sure = both(f"council_day.{one.certainty}")
            what = both("council.qualified", text=what, basis=sure)
        told = both("council_feed.entry", what=what, title=one.title)
        place = page_of(sheet.record, one.row)
        basis = both(f"basis.{one.basis}")
        rows.append((when_words(one.when), sheet.words(told, place), basis))
    keys = ("when", "what", "basis")
    sheet.table(caption, [both(f"public_site.{key}") for key in keys], rows, (20, 60, 20))


def statements(record: Record, lang: Lang) -> Sheet:
    """Return the list of statements, newest first."""
    sheet = Sheet(record, lang)
    sheet.heading(1, both("public_site.statements"))
    rows = sorted(record.every(Statement), key=lambda row: row.issued.on or date.max)
    told = [
        (
            sheet.words(qualified(row.title, row.basis), page("statements", row.id)),
            when_words(row.issued),
            qualified(both(f"council_statement.{row.nature}"), row.nature_basis),
        )
        for row in reversed(rows)
    ]
    keys = ("public_site.statements", "council_statement.issued", "council_statement.nature")
    sheet.table(both(keys[0]), [both(key) for key in keys], told, (50, 20, 30))
    return sheet


def instruments(record: Record, on: date, lang: Lang) -> Sheet:
    """Return every instrument, oldest first, with all its days and whether it is in force."""
    sheet = Sheet(record, lang)
    sheet.heading(1, both("public_site.instruments"))
    rows = sorted(record.every(Instrument), key=_first_day)
    for row in rows:
        sheet.heading(2, qualified(row.title, row.basis), row.id.partition(":")[2])
        nature = qualified(both(f"council_statement.{row.nature}"), row.nature_basis)
        pairs = [
            (both("public_site.in_force", on=on), _force(record, row, on)),
            (both("council_statement.nature"), nature),
            (both("public_site.what"), row.content),
            (both("public_site.days"), joined(_days(row), "council.semicolon")),
        ]
        if row.note is not None:
            pairs.append((both("council.note"), row.note))
        sheet.pairs(pairs)
        sheet.points([sheet.source_words(name) for name in dict.fromkeys(row.sources)])
    return sheet


def _first_day(row: Instrument) -> tuple[date, str]:
    return min((day.when.on for day in row.dates if day.when.on), default=date.max), row.id


def _force(record: Record, row: Instrument, on: date) -> Text:
    found = in_force_on(row, on, checked_on=record.checked_on)
    told = {"answer": both(f"public_site.{found.answer}"), "ground": GROUNDS[found.ground]}
    if not found.is_beyond_checked or record.checked_on is None:
        answer = both("public_site.answer", **told)
    else:
        answer = both("public_site.answer_beyond", checked=record.checked_on, **told)
    return qualified(answer, found.basis) if found.dates else answer


def _days(row: Instrument) -> list[Text]:
    return [_day(day) for day in sorted(row.dates, key=lambda day: day.when.on or date.max)]


def _day(day: InstrumentDate) -> Text:
    what = both(f"council_day.{day.what}")
    if day.certainty != "stated":
        sure = both(f"council_day.{day.certainty}")
        what = both("council.qualified", text=what, basis=day.condition or sure)
    return qualified(both("public_site.day_line", what=what, on=when_words(day.when)), day.basis)


def meetings(record: Record, lang: Lang) -> Sheet:
    """Return the list of meetings, newest first, each with its page."""
    sheet = Sheet(record, lang)
    sheet.heading(1, both("public_site.meetings"))
    rows = sorted(record.every(Meeting), key=lambda row: row.when.on or date.max, reverse=True)
    of = {one.meeting for one in record.every(Minutes)}
    told = [
        (
            sheet.words(qualified(row.name, row.basis), page("meetings", row.id)),
            when_words(row.when),
            record.row(Forum, row.forum).name if row.forum else alike("–"),
            both("public_more.has_minutes" if row.id in of else "public_more.lacks_minutes"),
        )
        for row in rows
    ]
    keys = ("public_site.meetings", "council.day", "council.forum", "public_more.minutes")
    sheet.table(both(keys[0]), [both(key) for key in keys], told, (46, 22, 20, 12))
    return sheet


def forums(record: Record, lang: Lang) -> Sheet:
    """Return the forums in which both meet: what was endorsed, positions, meetings."""
    sheet = Sheet(record, lang)
    sheet.heading(1, both("public_site.forums"))
    for row in sorted(record.every(Forum), key=lambda row: not row.is_bilateral):
        sheet.heading(2, qualified(row.name, row.basis), row.id.partition(":")[2])
        kind = both("public_site.bilateral" if row.is_bilateral else "public_site.wider")
        sheet.para(kind, "soft")
        if row.members:
            sheet.pairs([(both("public_site.members"), joined(row.members))])
        endorsed = [
            _dated(when_words(one.when), qualified(one.text, one.basis))
            for one in record.every(Endorsement)
            if one.forum == row.id
        ]
        positions = [
            qualified(one.text, one.basis) for one in record.every(Position) if one.forum == row.id
        ]
        met = [
            sheet.words(_dated(when_words(one.when), one.name), page_of(record, one.id))
            for one in record.every(Meeting)
            if one.forum == row.id
        ]
        for key, told in (
            ("endorsed", endorsed),
            ("positions", positions),
            ("forum_meetings", met),
        ):
            if told:
                sheet.heading(3, both(f"public_site.{key}"))
                sheet.points(told)
        if not (endorsed or positions or met):
            sheet.para(both("public_site.no_forum_rows"), "gap")
    return sheet


def _dated(day: Text, text: Text) -> Text:
    return both("public_site.next_on", day=day, name=text)


def whole_timeline(record: Record, on: date, lang: Lang) -> Sheet:
    """Return everything dated, oldest first."""
    sheet = Sheet(record, lang)
    sheet.heading(1, both("public_site.timeline"))
    _entries(sheet, timeline(record, on), both("public_site.timeline"))
    return sheet


def not_known(record: Record, lang: Lang) -> Sheet:
    """Return every gap, where it could be closed, and the newest day known."""
    sheet = Sheet(record, lang)
    sheet.heading(1, both("public_site.gaps"))
    if not gaps(record):
        sheet.para(both("council.none"))
    for gap in gaps(record):
        sheet.para(gap.text, "gap")
        if gap.ask_at is not None:
            sheet.para(both("public_site.ask_at", place=gap.ask_at), "soft")
        if gap.last_found is not None:
            sheet.para(both("public_site.last_found", on=gap.last_found), "soft")
    return sheet


def sources(record: Record, lang: Lang) -> Sheet:
    """Return every source: what it is, how much of it was read, how many rows rest on it."""
    sheet = Sheet(record, lang)
    sheet.heading(1, both("public_site.sources"))
    counted = dict.fromkeys(record.sources, 0)
    for row in record.rows.values():
        for name in dict.fromkeys(row.sources):
            counted[name] += 1
    told = [
        (
            sheet.source_words(source.id),
            both(f"source_kind.{source.kind}"),
            sheet.quoted(source.read),
            alike(str(counted[source.id])),
        )
        for source in record.sources.values()
    ]
    keys = ("sources", "kind", "read", "cited")
    sheet.table(both("public_site.sources"), [both(f"public_site.{key}") for key in keys], told,
                (45, 15, 28, 12))  # fmt: skip
    return sheet
