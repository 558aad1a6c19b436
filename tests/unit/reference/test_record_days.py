"""The shipped record's days: every one as its source gives it, and what follows from them."""

from datetime import date

import pytest

from kakehashi import reference
from kakehashi.accord.read import read_record
from kakehashi.accord.record_council import Meeting
from kakehashi.accord.record_force import in_force_on
from kakehashi.accord.record_texts import Instrument
from kakehashi.accord.record_views import timeline
from kakehashi.terms.basis import Basis
from kakehashi.terms.errors import SourceError

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def record():
    files = {name: reference.read(name) for name in reference.names("record")}
    return read_record(files, error=SourceError)


@pytest.mark.parametrize(
    ("name", "day", "side", "answer"),
    [
        ("si-2025-1267", "2025-12-03", None, "no"),
        ("si-2025-1267", "2025-12-04", None, "yes"),
        ("iot-recognition-moc", "2025-12-03", None, "no"),
        ("iot-recognition-moc", "2025-12-10", None, "not_established"),
        ("iot-recognition-moc", "2025-12-10", "side:uk", "yes"),
        ("iot-recognition-moc", "2026-01-01", None, "yes"),
        ("mobile-software-competition-act", "2025-12-17", None, "not_established"),
        ("mobile-software-competition-act", "2025-12-18", None, "yes"),
        ("psti", "2024-04-28", None, "no"),
        ("psti", "2024-04-29", None, "yes"),
        ("cepa", "2026-01-01", None, "not_established"),  # the text read says “expected”
        ("jc-star", "2025-03-25", None, "yes"),
        ("jp-designation-of-uk", "2020-02-01", None, "yes"),
        ("adequacy-statement", "2026-11-22", None, "no"),  # announced: a statement has no force
        ("scs", "2026-11-22", None, "no"),
        ("scs", "2027-06-01", None, "not_established"),
    ],
)
def test_what_is_in_force_when(record, name, day, side, answer):
    instrument = record.row(Instrument, f"instrument:{name}")
    found = in_force_on(instrument, date.fromisoformat(day), jurisdiction=side)
    assert found.answer == answer


DAYS = """
adequacy-statement: announced 2025-04-23
cepa: signed 2020-10-23, in_force 2021-01-01
cyber-public-private-moc: signed 2024-01-17
digital-government-moc: signed 2022-10-31
digital-group: announced 2022-05-04
digital-partnership: signed 2022-12-07
duaa: made 2025-06-19
economic-2-plus-2: announced 2025-03-07
gcli: published 2025-10-23
gcot: published 2023-10-05
hiroshima-accord: adopted 2023-05-18
ico-ppc:
iot-recognition-moc: signed 2025-11-05, in_force 2025-12-04, in_force 2026-01-01
jc-star: published 2024-08-01/2024-08-31, in_force 2025-03-25
jp-designation-of-uk: in_force 2020-02-01
mobile-software-competition-act: in_force 2025-12-18, in_force 2025-12-17
nqcc-aist-mou: signed 2025-09-01/2025-11-30
open-ran-follow-up: agreed 2022-04-29
psti: in_force 2024-04-29
scs: announced 2025-12-26, in_force 2027-03-01/2027-03-31
semiconductors-partnership: announced 2023-05-18/2023-05-19
si-2025-1267: made 2025-12-03, in_force 2025-12-04
st-implementing-arrangement: signed 2023-05-15
strategic-cyber-partnership: adopted 2026-01-31
supplementary-rules: adopted 2018-06-15, amended 2020-02-01, seen_in_force 2020-02-01, \
amended 2023-04-01
telecoms-framework: agreed 2022-03-04
uk-adequacy-for-japan: made 2019-01-23, seen_in_force 2023-10-12
"""
MEETINGS = """
ambassador-2026: 2026-01-15
council-2022: 2022-12-07
council-2024: 2024-01-16
council-2025: 2025-01-22
digital-group-2022: 2022-10-06
economic-2-plus-2-2025: 2025-03-07
economic-2-plus-2-review-2025: 2025-09-29
experts-2022: 2022-10-31
experts-2024: 2024-07-08/2024-07-22
experts-2025: 2025-06-23/2025-06-24
g7-dpa-2022: 2022-09-07/2022-09-08
g7-dpa-2023: 2023-06-20/2023-06-21
g7-dpa-2024: 2024-10-10/2024-10-11
g7-dpa-2025: 2025-06-18/2025-06-19
g7-semiconductors-2024: 2024-06-20
g7-semiconductors-2025: 2025-06-03/2025-06-04
st-committee-2023: 2023-11-07
telecoms-dialogue-2024: 2024-11-01/2024-11-30
"""


def written(when):
    return "/".join(str(one) for one in (when.on, when.until) if one)


def test_every_day_of_every_instrument_and_meeting(record):
    days = [
        f"{row.id.partition(':')[2]}: "
        + ", ".join(f"{one.what} {written(one.when)}" for one in row.dates)
        for row in record.every(Instrument)
    ]
    assert sorted(line.strip() for line in days) == DAYS.strip().splitlines()
    meetings = [f"{row.id.partition(':')[2]}: {written(row.when)}" for row in record.every(Meeting)]
    assert sorted(meetings) == MEETINGS.strip().splitlines()


def test_the_conflicting_days_of_the_recognition_are_kept_with_both_sources(record):
    days = {
        str(one.when.on): (one.jurisdiction, one.basis, one.sources)
        for one in record.row(Instrument, "instrument:iot-recognition-moc").dates
        if one.what == "in_force"
    }
    assert days == {
        "2025-12-04": ("side:uk", Basis.SECONDARY, ("policy-wire-1267",)),
        "2026-01-01": ("side:jp", Basis.PRIMARY, ("meti-2025-1106", "ipa-2025-11")),
    }
    lines = [one for one in timeline(record, TODAY) if one.differs]
    assert {one.row for one in lines} == {
        "instrument:iot-recognition-moc",
        "instrument:mobile-software-competition-act",
    }


def test_the_timeline_reaches_from_before_the_launch_to_2026(record):
    lines = timeline(record, TODAY)
    days = [one.when.on for one in lines if one.when.on]
    assert days == sorted(days)
    by_day = {(str(one.when.on), one.row) for one in lines}
    assert {
        ("2020-10-23", "instrument:cepa"),
        ("2022-12-07", "instrument:digital-partnership"),
        ("2024-01-16", "meeting:council-2024"),
        ("2025-01-22", "statement:council-2025"),
        ("2026-01-31", "instrument:strategic-cyber-partnership"),
    } <= by_day
    assert [one.row for one in lines if one.is_ahead] == ["instrument:scs"]
