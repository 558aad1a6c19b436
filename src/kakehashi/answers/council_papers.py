"""Agenda, minutes and statement as papers, from the rows of a record."""

from datetime import date, datetime

from kakehashi.accord.compare import treaty_words
from kakehashi.accord.record import Record
from kakehashi.accord.record_council import AgendaPoint, Matter, Meeting, Minutes, Participant
from kakehashi.accord.record_council import Paper as PaperRow
from kakehashi.accord.record_parties import Forum, Holder, Organisation, Post, Side
from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_row import Wording
from kakehashi.accord.record_texts import Clause, Gap, Nature, Statement
from kakehashi.accord.record_views import clauses_of, overdue, silent
from kakehashi.answers.closed_record import closed
from kakehashi.answers.council_layout import Sheet, clauses_block
from kakehashi.answers.council_words import (
    alike,
    both,
    called,
    holder_line,
    joined,
    line,
    owner_words,
    qualified,
    when_words,
)
from kakehashi.papers.council.paper import Numbered, Paper, PaperLang, Words
from kakehashi.terms.period import day_words
from kakehashi.terms.text import Lang, Text

BINDS = (Nature.TREATY, Nature.ARRANGEMENT, Nature.DOMESTIC_LAW)


def agenda_paper(
    record: Record, meeting: str, on: date, lang: PaperLang, made_at: datetime
) -> Paper:
    """Return the agenda of `meeting`, and apart from it what is open from before.

    Raises
    ------
    KeyError
        Where the record has no such meeting.
    """
    record = closed(record)
    row = record.row(Meeting, meeting)
    sheet = Sheet(record, lang)
    title = both("council_agenda.title", meeting=qualified(row.name, row.basis))
    sheet.heading(1, title)
    about_meeting(sheet, row)
    taking_part(sheet, row)
    write_points(sheet, [one for one in record.every(AgendaPoint) if one.meeting == meeting])
    _open_from_before(sheet, record, on)
    _about_gaps(sheet, {meeting, row.forum or meeting})
    return sheet.paper("agenda", title, on, made_at)


def write_points(sheet: Sheet, points: list[AgendaPoint]) -> None:
    """Add the points of an agenda; that the record has none, where it has none."""
    record = sheet.record
    sheet.heading(2, both("council_agenda.points"))
    if points:
        keys = ("point", "purpose", "lead", "papers", "minutes")
        head = (both("council.number"), *(both(f"council_agenda.{key}") for key in keys))
        sheet.table(
            both("council_agenda.points"), head,
            [_point_cells(record, one) for one in points], (6, 38, 14, 12, 20, 10),
        )  # fmt: skip
        planned = [one.planned_minutes for one in points if one.planned_minutes]
        if planned:
            sheet.para(both("council_agenda.minutes_in_all", n=sum(planned)), "soft")
    else:
        sheet.para(both("council_agenda.no_points"), "gap")


def _point_cells(record: Record, one: AgendaPoint) -> tuple[Text, ...]:
    lead = alike(record.row(Organisation, one.lead).short) if one.lead else alike("–")
    papers = [_paper_words(record.row(PaperRow, name)) for name in one.papers]
    return (
        alike(one.number),
        qualified(one.title, one.basis),
        both(f"council_agenda.{one.purpose}"),
        lead,
        joined(papers, "council.semicolon") if papers else alike("–"),
        alike(str(one.planned_minutes) if one.planned_minutes else "–"),
    )


def _paper_words(paper: PaperRow) -> Text:
    text = paper.title
    if paper.versions:
        newest = max(paper.versions, key=lambda version: (version.number, version.on))
        text = both("council_agenda.paper_version", title=text, n=newest.number, on=newest.on)
    if paper.embargo_until is not None:
        text = both("council_agenda.embargo", title=text, at=paper.embargo_until)
    return text


def about_meeting(sheet: Sheet, row: Meeting) -> None:
    """Add a meeting's day, form, place, forum, numbers and note."""
    record = sheet.record
    pairs = [
        (both("council.day"), when_words(row.when)),
        (both("council.form"), both(f"council_form.{row.form}")),
    ]
    if row.place is not None:
        pairs.append((both("council.place"), row.place))
    if row.forum is not None:
        pairs.append((both("council.forum"), record.row(Forum, row.forum).name))
    for one in row.numbered:
        organisation = alike(record.row(Organisation, one.organisation).short)
        said = both("council.called_by", organisation=organisation, words=one.words)
        pairs.append((both("council.called"), said))
    if row.note is not None:
        pairs.append((both("council.note"), row.note))
    sheet.pairs(pairs)


def taking_part(sheet: Sheet, row: Meeting, *, level: int = 2) -> None:
    """Add who takes part, where anybody is named."""
    rows = [_participant_cells(sheet, one) for one in row.participants]
    if not rows:
        return
    sheet.heading(level, both("council_agenda.taking_part"))
    keys = ("name", "post", "organisation", "how")
    head = tuple(both(f"council_agenda.{key}") for key in keys)
    caption = both("council_agenda.taking_part_in", meeting=row.name)
    sheet.table(caption, head, rows, (24, 36, 24, 16))


def _participant_cells(sheet: Sheet, one: Participant) -> tuple[Text | Words, ...]:
    record, dash = sheet.record, alike("–")
    holder = record.row(Holder, one.holder) if one.holder else None
    post_id = holder.post if holder else one.post
    post = record.row(Post, post_id) if post_id else None
    organisation_id = post.organisation if post else one.organisation
    organisation = record.row(Organisation, organisation_id).name if organisation_id else dash
    name: Text | Words = dash
    if holder is not None:
        lines = tuple(holder_line(holder, lang) for lang in sheet.langs)
        name = lines[:1] if len({found.text for found in lines}) == 1 else lines
    how = both(f"council_form.{one.how}") if one.how else dash
    return name, post.name if post else dash, organisation, how


def _open_from_before(sheet: Sheet, record: Record, on: date) -> None:
    sheet.heading(2, both("council_agenda.open"))
    matters = [one for one in record.every(Matter) if one.done_on is None or one.done_on > on]
    late = overdue(record, on)
    quiet = silent(record)
    if not (matters or late or quiet):
        sheet.para(both("council.none"))
    if matters:
        sheet.heading(3, both("council_agenda.open_matters"))
        sheet.points([qualified(one.text, one.basis) for one in matters])
    if late:
        sheet.heading(3, both("council_brief.overdue"))
        told = [
            both("council_brief.overdue_line", title=one.title, due=one.due, n=one.late_days)
            for one in late
        ]
        sheet.points(told)
    if quiet:
        sheet.heading(3, both("council_brief.silent"))
        sheet.points([record.row(Commitment, one.commitment).text for one in quiet])
        if any(one.is_read_in_part for one in quiet):
            sheet.para(both("council_brief.silent_partly"), "soft")


def _about_gaps(sheet: Sheet, names: set[str], key: str = "council_brief.gaps") -> None:
    found = [gap.text for gap in sheet.record.every(Gap) if names & set(gap.about)]
    if found:
        sheet.heading(2, both(key))
        sheet.points(found, "gap")


def minutes_paper(
    record: Record, meeting: str, on: date, lang: PaperLang, made_at: datetime
) -> Paper:
    """Return the minutes of `meeting` paragraph by paragraph, and the actions out of them.

    Raises
    ------
    KeyError
        Where the record has no such meeting. A meeting without minutes gives a
        paper that says so.
    """
    record = closed(record)
    row = record.row(Meeting, meeting)
    sheet = Sheet(record, lang)
    title = both("council_minutes.title", meeting=qualified(row.name, row.basis))
    sheet.heading(1, title)
    about_meeting(sheet, row)
    taking_part(sheet, row)
    found = [one for one in record.every(Minutes) if one.meeting == meeting]
    if not found:
        sheet.para(both("council_minutes.none"), "gap")
    for minutes in found:
        write_minutes(sheet, minutes)
    if row.documents:
        sheet.heading(2, both("council_minutes.documents"))
        sheet.points([called(record, name) for name in row.documents])
    return sheet.paper("minutes", title, on, made_at)


def write_minutes(sheet: Sheet, minutes: Minutes, heading: Text | None = None) -> None:
    """Add minutes paragraph by paragraph, how far they have come, and the actions out of them."""
    record = sheet.record
    agreed = joined(record.row(Side, name).name for name in minutes.agreed_by)
    circulated = minutes.circulated_on
    sheet.heading(2, heading or both("council_minutes.paragraphs"))
    pairs = [(both("council_minutes.state"), both(f"council_minutes.{minutes.state}"))]
    if circulated is not None:
        pairs.append((both("council_minutes.circulated_on"), day_words(circulated)))
    if minutes.agreed_by:
        pairs.append((both("council_minutes.agreed_by"), agreed))
    sheet.pairs(pairs)
    if minutes.paragraphs:
        numbered = [
            Numbered(
                number=one.number,
                columns=tuple(line(one.text.into(lang), lang) for lang in sheet.columns),
            )
            for one in minutes.paragraphs
        ]
        sheet.block(clauses_block(sheet, both("council_minutes.paragraphs"), numbered))
    else:
        sheet.para(both("council_minutes.no_paragraphs"), "gap")
    matters = [one for one in record.every(Matter) if one.minutes == minutes.id]
    if not matters:
        return
    sides = record.every(Side)
    head = (
        both("council_minutes.paragraph"),
        both("council_minutes.matter"),
        *(both("council_minutes.owner_uk", side=side.name) for side in sides),
        both("council_minutes.due"),
        both("council_minutes.done"),
    )
    rows = [
        (
            alike(one.paragraph),
            qualified(one.text, one.basis),
            *(owner_words(record, one.owners, side.id) for side in sides),
            when_words(one.due),
            day_words(one.done_on) if one.done_on else both("council_minutes.not_done"),
        )
        for one in matters
    ]
    sheet.heading(2, both("council_minutes.matters"))
    widths = (13, 57 - 13 * len(sides), *(13 for _ in sides), 18, 12)
    sheet.table(both("council_minutes.matters"), head, rows, widths)


def statement_paper(
    record: Record, statement: str, on: date, lang: PaperLang, made_at: datetime
) -> Paper:
    """Return the statement clause by clause, both languages under one number.

    With each clause its brackets and whose proposals they are, who has agreed to
    it, words that sound binding where the text does not bind, and the
    commitments drawn from it.

    Raises
    ------
    KeyError
        Where the record has no such statement.
    """
    record = closed(record)
    row = record.row(Statement, statement)
    sheet = Sheet(record, lang)
    write_statement(sheet, row)
    return sheet.paper("statement", row.title, on, made_at)


def write_statement(sheet: Sheet, row: Statement) -> None:
    """Add all of a statement: its clauses, texts, differences, gaps and sources."""
    record = sheet.record
    sheet.heading(1, row.title)
    nature = qualified(both(f"council_statement.{row.nature}"), row.nature_basis)
    pairs = [
        (both("council_statement.issued"), when_words(row.issued)),
        (both("council_statement.nature"), nature),
        (both("council_statement.governing"), both(f"council_statement.governing_{row.governing}")),
    ]
    if row.meeting is not None:
        pairs.append((both("council.meeting"), record.row(Meeting, row.meeting).name))
    if row.note is not None:
        pairs.append((both("council.note"), row.note))
    sheet.pairs(pairs)
    clauses = clauses_of(record, row.id)
    sheet.heading(2, both("council_statement.clauses"))
    if any(one.is_paraphrase for one in clauses):
        sheet.para(both("council_statement.ours"), "warning")
    if clauses:
        numbered = [_numbered(sheet, row, one) for one in clauses]
        sheet.block(clauses_block(sheet, both("council_statement.clauses"), numbered))
    else:
        sheet.para(both("council_statement.no_clauses"), "gap")
    _texts(sheet, row)
    _about_gaps(sheet, {row.id}, "council_statement.gaps")
    cited = [name for one in (row, *clauses) for name in one.sources]
    sheet.sources([*cited, *(text.source for text in row.texts)])


def _numbered(sheet: Sheet, statement: Statement, clause: Clause) -> Numbered:
    record = sheet.record
    notes = []
    if clause.is_paraphrase:
        notes.append(qualified(both("council_statement.our_words"), clause.basis))
    for one in clause.brackets:
        side, nothing = record.row(Side, one.side).name, both("council_statement.no_words")
        proposed = Text(en=one.en or nothing.en, ja=one.ja or nothing.ja)
        values = {"number": one.number, "side": side, "words": proposed}
        notes.append(both("council_statement.bracket", **values))
    for flag in clause.agreed:
        told = {"side": record.row(Side, flag.side).name, "on": flag.on}
        language = both(f"council_statement.governing_{flag.language}")
        notes.append(both("council_statement.agreed_flag", language=language, **told))
    binding = _binding_words(clause) if statement.nature not in BINDS else ()
    if binding:
        notes.append(both("council_statement.treaty_word", words=", ".join(binding)))
    notes += [
        both("council_statement.drawn", title=commitment.text)
        for commitment in record.every(Commitment)
        if commitment.drawn_from == clause.id
    ]
    return Numbered(
        number=clause.number,
        columns=sheet.wordings({"en": clause.en, "ja": clause.ja}),
        notes=tuple(sheet.words(note) for note in notes),
    )


def _binding_words(clause: Clause) -> tuple[str, ...]:
    wordings: dict[Lang, Wording | None] = {"en": clause.en, "ja": clause.ja}
    found = [
        word
        for lang, wording in wordings.items()
        if wording is not None
        for _, word in treaty_words(wording.text, lang)
    ]
    return tuple(dict.fromkeys(found))


def _texts(sheet: Sheet, row: Statement) -> None:
    record = sheet.record
    if row.texts:
        keys = ("publisher", "language", "standing")
        head = (*(both(f"council_statement.{key}") for key in keys), both("council.source"))
        rows = [
            (
                record.row(Organisation, one.publisher).name,
                both(f"council_statement.governing_{one.language}"),
                both(f"council_value.{one.standing}"),
                sheet.source_words(one.source),
            )
            for one in row.texts
        ]
        sheet.heading(2, both("council_statement.texts"))
        sheet.table(both("council_statement.texts"), head, rows, (26, 14, 20, 40))
    if row.differences:
        sheet.heading(2, both("council_statement.differences"))
        sheet.points([qualified(one.text, one.basis) for one in row.differences])
