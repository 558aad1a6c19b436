"""What pages ask of the record."""

from datetime import date

import pytest

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Cycle, Matter, Minutes, Paragraph
from kakehashi.accord.record_cycle import TEMPLATE, cycle_steps
from kakehashi.accord.record_force import GROUNDS, Ground, in_force_on
from kakehashi.accord.record_parties import Organisation, Side, Succession
from kakehashi.accord.record_promises import (
    Action,
    Commitment,
    Evidence,
    Lineage,
    Pillar,
    Seen,
    StatusReport,
)
from kakehashi.accord.record_row import Milestone, PersonName, When
from kakehashi.accord.record_texts import Gap, Instrument, InstrumentDate, Nature, Statement
from kakehashi.accord.record_views import (
    matrix,
    now_called,
    overdue,
    silent,
    timeline,
    views_of,
    without_day,
)
from kakehashi.accord.status import Level
from kakehashi.terms.basis import Basis
from kakehashi.terms.text import Text

WORDS = Text(en="words", ja="文言")
KNOWN = {"basis": Basis.SECONDARY, "sources": ("press",)}


def day(text):
    return date.fromisoformat(text)


def a_record(*rows):
    return Record(rows={row.id: row for row in rows}, sources={})


def a_date(what, on, until=None, **fields):
    when = When(on=day(on), until=day(until) if until else None)
    return InstrumentDate(what=what, when=when, **{**KNOWN, **fields})


def an_instrument(*dates, nature=Nature.DOMESTIC_LAW):
    return Instrument(
        id="instrument:x", title=WORDS, content=WORDS, nature=nature, dates=dates, **KNOWN
    )


def a_commitment(name="x", **fields):
    return Commitment(id=f"commitment:{name}", text=WORDS, actions=(), **KNOWN, **fields)


def done(view, on="2025-01-10"):
    name = f"evidence:{view}"
    return (
        Evidence(id=name, of=("commitment:x",), title=WORDS, when=When(on=day(on)), **KNOWN),
        StatusReport(
            id=f"report:{view}",
            of="commitment:x",
            view=view,
            level=Level.DONE,
            reported_on=day(on),
            evidence=(name,),
            **KNOWN,
        ),
    )


# ---------------------------------------------------------------- in force or not


def answers(instrument, *days, **kwargs):
    return [in_force_on(instrument, day(one), **kwargs).answer for one in days]


def test_a_law_is_in_force_from_its_first_day_on():
    law = an_instrument(a_date("made", "2025-12-03"), a_date("in_force", "2025-12-04"))
    assert answers(law, "2025-12-03", "2025-12-04") == ["no", "yes"]


def test_between_the_days_of_two_sources_it_is_not_established():
    law = an_instrument(a_date("in_force", "2025-12-17"), a_date("in_force", "2025-12-18"))
    assert answers(law, "2025-12-16", "2025-12-17", "2025-12-18") == [
        "no",
        "not_established",
        "yes",
    ]
    assert in_force_on(law, day("2025-12-17")).ground is Ground.DIFFER


def test_a_day_that_was_only_expected_never_gives_a_yes():
    treaty = an_instrument(a_date("in_force", "2021-01-01", certainty="expected"))
    assert answers(treaty, "2020-12-31", "2026-01-01") == ["no", "not_established"]


def test_each_side_has_its_own_days():
    moc = an_instrument(
        a_date("in_force", "2025-12-04", jurisdiction="side:uk"),
        a_date("in_force", "2026-01-01", jurisdiction="side:jp", certainty="conditional"),
        nature=Nature.NON_BINDING,
    )
    assert answers(moc, "2025-12-10", jurisdiction="side:uk") == ["yes"]
    assert answers(moc, "2025-12-10", jurisdiction="side:jp") == ["no"]
    assert answers(moc, "2026-01-01", jurisdiction="side:jp") == ["not_established"]
    assert answers(moc, "2025-12-10", "2026-01-01") == ["not_established", "yes"]


def test_a_month_is_no_day():
    law = an_instrument(a_date("in_force", "2025-03-01", "2025-03-31"))
    assert answers(law, "2025-02-28", "2025-03-15", "2025-03-31") == [
        "no",
        "not_established",
        "yes",
    ]


def test_what_was_seen_in_force_began_no_later():
    law = an_instrument(a_date("made", "2019-01-23"), a_date("seen_in_force", "2023-10-12"))
    assert answers(law, "2019-01-22", "2020-01-01", "2023-10-12") == [
        "no",
        "not_established",
        "yes",
    ]


def test_signed_is_not_in_force():
    moc = an_instrument(a_date("signed", "2022-10-31"), nature=Nature.NON_BINDING)
    assert answers(moc, "2022-10-30", "2022-10-31") == ["no", "not_established"]


def test_what_has_no_day_at_all_is_not_established():
    assert answers(an_instrument(), "2026-01-01") == ["not_established"]


def test_what_has_ended_is_no_longer_in_force():
    law = an_instrument(a_date("in_force", "2020-01-01"), a_date("ends", "2024-01-01"))
    assert answers(law, "2023-12-31", "2024-01-01") == ["yes", "no"]
    expected = an_instrument(
        a_date("in_force", "2020-01-01"), a_date("ends", "2024-01-01", certainty="expected")
    )
    assert answers(expected, "2024-01-01") == ["not_established"]


def test_a_statement_is_never_in_force():
    statement = an_instrument(a_date("adopted", "2020-01-01"), nature=Nature.STATEMENT)
    assert in_force_on(statement, day("2024-01-01")).ground is Ground.NO_FORCE


def test_beyond_the_day_of_checking_the_answer_warns_and_shows_its_basis():
    law = an_instrument(a_date("in_force", "2020-01-01"))
    found = in_force_on(law, day("2027-01-01"), checked_on=day("2026-11-22"))
    assert (found.answer, found.is_beyond_checked) == ("yes", True)
    assert found.basis is Basis.SECONDARY
    assert not in_force_on(law, day("2026-11-22"), checked_on=day("2026-11-22")).is_beyond_checked


@pytest.mark.parametrize("ground", Ground)
def test_every_ground_has_words(ground):
    assert GROUNDS[ground].en
    assert GROUNDS[ground].ja


# ---------------------------------------------------------------- timeline, matrix


def test_the_timeline_is_in_order_and_marks_what_differs_and_what_lies_ahead():
    law = an_instrument(
        a_date("in_force", "2026-01-01", certainty="conditional"),
        a_date("in_force", "2025-12-04"),
        a_date("made", "2025-12-03"),
        a_date("amended", "2025-12-05"),
        a_date("amended", "2025-12-06"),
    )
    lines = timeline(a_record(law), day("2025-12-05"))
    assert [(str(one.when.on), one.differs, one.is_ahead) for one in lines] == [
        ("2025-12-03", False, False),
        ("2025-12-04", True, False),
        ("2025-12-05", False, False),
        ("2025-12-06", False, True),
        ("2026-01-01", True, True),
    ]
    assert lines[-1].certainty == "conditional"


def test_the_matrix_shows_what_was_seen_and_leaves_the_rest_empty():
    pillars = [Pillar(id=f"pillar:{n}", name=WORDS, place=n, **KNOWN) for n in (2, 1)]
    seen = Seen(year=2024, basis=Basis.PRIMARY, sources=("s",))
    actions = [
        Action(id="action:a", pillar="pillar:1", title=WORDS, seen_in=(seen,), **KNOWN),
        Action(id="action:b", pillar="pillar:2", title=WORDS, **KNOWN),
    ]
    found = matrix(a_record(*pillars, *actions))
    assert found.years == (2024,)
    assert [block.pillar.id for block in found.blocks] == ["pillar:1", "pillar:2"]
    assert [(line.cells, line.is_seen) for line in found.lines] == [
        ((seen,), True),
        ((None,), False),
    ]
    assert [block.n_seen for block in found.blocks] == [(1,), (0,)]


# ---------------------------------------------------------------- overdue, standings


def test_a_commitment_is_overdue_from_the_day_after_its_last():
    record = a_record(a_commitment(due=When(on=day("2025-01-01"), until=day("2025-01-31"))))
    assert overdue(record, day("2025-01-31")) == ()
    (late,) = overdue(record, day("2025-02-01"))
    assert (late.row, late.late_days) == ("commitment:x", 1)


def test_no_single_side_closes_a_commitment():
    due = a_commitment(due=When(on=day("2025-01-01")))
    (late,) = overdue(a_record(due, *done("uk")), day("2025-02-01"))
    assert late.done_in == ("uk",)
    both = a_record(due, *done("uk"), *done("jp"))
    assert overdue(both, day("2025-02-01")) == ()
    assert len(overdue(both, day("2025-01-05"))) == 1  # not yet reported then


def test_milestones_and_matters_fall_due_too():
    step = Milestone(text=WORDS, due=When(on=day("2025-01-01")), done_on=day("2025-03-01"))
    minutes = Minutes(
        id="minutes:x",
        meeting="meeting:x",
        state="draft",
        paragraphs=(Paragraph(number="1", text=WORDS),),
        **KNOWN,
    )
    matter = Matter(
        id="matter:x",
        minutes="minutes:x",
        paragraph="1",
        text=WORDS,
        due=When(on=day("2025-01-15")),
        **KNOWN,
    )
    record = a_record(a_commitment(milestones=(step,)), minutes, matter)
    assert [(one.row, one.milestone) for one in overdue(record, day("2025-02-01"))] == [
        ("commitment:x", 0),
        ("matter:x", None),
    ]
    assert [one.row for one in overdue(record, day("2025-03-01"))] == ["matter:x"]


def a_side(code):
    return Side(
        id=f"side:{code}", code=code, name=WORDS, language="en", calendar="UTC", endorsers=(),
        **KNOWN,
    )  # fmt: skip


def test_another_pair_has_the_columns_of_its_own_sides_and_closes_with_both_of_them():
    due = a_commitment(due=When(on=day("2025-01-15")))
    sides = (a_side("aa"), a_side("bb"))
    assert views_of(a_record(*sides)) == ("aa", "bb", "independent")
    both_done = a_record(due, *sides, *done("aa"), *done("bb"))
    assert overdue(both_done, day("2025-02-01")) == ()
    (late,) = overdue(a_record(due, *sides, *done("aa"), *done("uk")), day("2025-02-01"))
    assert late.done_in == ("aa",)


def test_a_text_that_names_no_day_is_told():
    whole = a_commitment("y", due=When(on=day("2025-01-01")), known_by=WORDS)
    assert [row.id for row in without_day(a_record(a_commitment(), whole))] == ["commitment:x"]


# ---------------------------------------------------------------- silence, names, template


def cycles():
    return [
        Cycle(id=f"cycle:{year}", name=WORDS, council_on=date(year, 1, 1), **KNOWN)
        for year in (2025, 2024)
    ]


def test_silence_is_told_with_what_was_not_read_and_with_the_evidence():
    kept, dropped = (a_commitment(name, cycle="cycle:2024") for name in "ab")
    newest = a_commitment("c", cycle="cycle:2025")
    link = Lineage(
        id="lineage:a", before=kept.id, after=newest.id, how="carried", cycle="cycle:2025", **KNOWN
    )
    seen = Evidence(
        id="evidence:b", of=(dropped.id,), title=WORDS, when=When(on=day("2024-05-01")), **KNOWN
    )
    rows = (*cycles(), kept, dropped, newest, link, seen)
    (found,) = silent(a_record(*rows))
    assert (found.commitment, found.is_read_in_part) == (dropped.id, False)
    assert found.evidence == ("evidence:b",)
    statement = Statement(
        id="statement:x",
        title=WORDS,
        issued=When(on=day("2025-01-01")),
        cycle="cycle:2025",
        **KNOWN,
    )
    gap = Gap(id="gap:x", text=WORDS, about=(statement.id,), **KNOWN)
    (found,) = silent(a_record(*rows, statement, gap))
    assert found.is_read_in_part


def an_organisation(name, *successors):
    return Organisation(id=name, name=WORDS, short="X", successors=successors, **KNOWN)


def test_an_organisation_is_called_by_the_name_of_the_day():
    year = When(on=day("2023-01-01"), until=day("2023-12-31"), precision="year")
    record = a_record(
        an_organisation("org:a", Succession(organisation="org:b", when=year, **KNOWN)),
        an_organisation("org:b", Succession(organisation="org:c", **KNOWN)),
        an_organisation("org:c"),
    )
    assert now_called(record, "org:a", day("2022-12-31")) == ("org:a",)
    assert now_called(record, "org:a", day("2023-06-01")) == ("org:a", "org:b", "org:c")
    assert now_called(record, "org:a", day("2024-01-01")) == ("org:b", "org:c")


def test_the_template_runs_from_twelve_months_before_to_three_after():
    steps = cycle_steps(day("2024-02-29"))
    assert [step.months for step in steps] == sorted(step.months for step in steps)
    assert (str(steps[0].on), str(steps[-1].on)) == ("2023-02-28", "2024-05-29")
    assert {step.on for step in steps if step.months == 0} == {day("2024-02-29")}
    assert len({name for name, _, _ in TEMPLATE}) == len(TEMPLATE)


def test_a_name_is_written_in_its_own_order_and_nothing_is_made_up():
    scully = PersonName(family="Scully", given="Paul", order="given_first")
    assert scully.written("ja") == ("Paul Scully", "en")
    yamada = PersonName(family="Yamada", given="Hanako", family_ja="山田", given_ja="花子")
    assert yamada.written("ja") == ("山田花子", "ja")
    assert yamada.written("en") == ("Yamada Hanako", "en")
