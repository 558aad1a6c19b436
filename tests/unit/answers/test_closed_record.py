"""What its reader may not see is missing from a record; every paper bears that."""

import json
import random

import msgspec
import pytest
from council_builders import (
    AT,
    ON,
    a_clause,
    a_commitment,
    a_meeting,
    a_record,
    a_report,
    a_row,
    a_statement,
    both,
    some_evidence,
)

from kakehashi.accord.record import Record, body_of
from kakehashi.accord.record_council import Meeting
from kakehashi.accord.record_texts import Statement
from kakehashi.answers import council_dates as dates
from kakehashi.answers import council_json
from kakehashi.answers.brief import brief, last_council
from kakehashi.answers.brief_paper import brief_paper
from kakehashi.answers.closed_record import closed
from kakehashi.answers.commitments_paper import commitments_paper
from kakehashi.answers.council_papers import agenda_paper, minutes_paper, statement_paper
from kakehashi.answers.public_site import render_public_site
from kakehashi.answers.record_shelf import shipped_record


def without(record, *names):
    rows = {name: row for name, row in record.rows.items() if name not in names}
    return Record(rows, record.sources, record.checked_on)


def a_busy_record():
    """Return a record in which rows of many kinds refer to each other."""
    owner = {"organisation": "org:mic", "basis": "primary", "sources": ["s"]}
    matter = a_row("matter", "one", minutes="minutes:one", paragraph="1", text=both("act"),
                   commitment="commitment:one", owners=[owner])  # fmt: skip
    lineage = a_row("lineage", "one", before="commitment:old", after="commitment:one",
                    how="carried", cycle="cycle:2025")  # fmt: skip
    minutes = a_row("minutes", "one", meeting="meeting:one", state="circulated",
                    circulated_on="2025-02-01", agreed_by=["side:uk"],
                    paragraphs=[{"number": "1", "text": both("said")}])  # fmt: skip
    return a_record(
        a_meeting(participants=[{"organisation": "org:dsit"}], documents=["statement:one"]),
        a_row("agenda", "one", meeting="meeting:one", number="1", title=both("point"),
              purpose="decide", lead="org:mic", papers=["paper:one"]),
        a_row("paper", "one", title=both("paper"), meeting="meeting:one"), minutes, matter, lineage,
        a_statement(meeting="meeting:one", cycle="cycle:2025",
                    texts=[{"publisher": "org:mic", "language": "ja", "standing": "official",
                            "source": "s"}]),
        a_clause("1", en={"text": "[1]"}, ja={"text": "[1]"},
                 brackets=[{"number": "1", "side": "side:uk", "en": "x"}]),
        a_commitment(drawn_from="clause:1"), a_commitment("old", cycle="cycle:2024"),
        some_evidence(), a_report(),
    )  # fmt: skip


def every_paper(record):
    """Make everything that can be made of `record`; return it in one text."""
    made = [json.dumps(council_json.commitments_json(record, ON), ensure_ascii=False)]
    papers = [commitments_paper(record, ON, "both", AT)]
    for row in record.every(Meeting):
        papers += [make(record, row.id, ON, "both", AT) for make in (agenda_paper, minutes_paper)]
        made.append(json.dumps(council_json.agenda_json(record, row.id, ON), ensure_ascii=False))
        made.append(json.dumps(council_json.minutes_json(record, row.id), ensure_ascii=False))
    for row in record.every(Statement):
        papers.append(statement_paper(record, row.id, ON, "both", AT))
        made.append(json.dumps(council_json.statement_json(record, row.id), ensure_ascii=False))
    since = last_council(record, ON)
    if since is not None:
        told = brief(record, since, ON)
        papers.append(brief_paper(record, told, "both", AT))
        made.append(json.dumps(council_json.brief_json(told), ensure_ascii=False))
        made.append(str(dates.brief_rows(record, told, "both")))
    made += [msgspec.json.encode(paper).decode() for paper in papers]
    made += [str(dates.happenings(record, ON, "both")), str(dates.happened(record, ON, "ja", AT))]
    made.append(str(dates.commitments_rows(record, ON, "both")))
    return "\n".join(made)


@pytest.mark.parametrize("name", sorted(a_busy_record().rows))
def test_a_row_that_is_not_seen_is_named_nowhere(name):
    record = a_busy_record()
    assert name in json.dumps([body_of(row) for row in record.rows.values()])
    partly = without(record, name)
    assert f'"{name}"' not in every_paper(partly)
    files = render_public_site(partly, ON, AT)
    assert not [path for path, content in files.items() if f'"{name}"'.encode() in content]


@pytest.mark.parametrize("seed", range(6))
def test_any_part_of_the_shipped_record_can_be_told(seed):
    record = shipped_record()
    draw = random.Random(seed)
    gone = [name for name in record.rows if draw.random() < (seed + 1) / 7]
    partly = without(record, *gone)
    text = every_paper(partly)
    assert not [name for name in gone if f'"{name}"' in text]
    assert render_public_site(partly, ON, AT)


def test_a_lineage_whose_later_commitment_is_not_seen_does_not_say_dropped():
    partly = closed(without(a_busy_record(), "commitment:one"))
    assert "lineage:one" not in partly.rows


def test_what_hangs_on_a_row_that_goes_goes_too_and_the_rest_stays():
    partly = closed(without(a_busy_record(), "meeting:one"))
    assert not {"agenda:one", "minutes:one", "matter:one"} & set(partly.rows)
    assert partly.rows["statement:one"].meeting is None
    assert partly.rows["paper:one"].meeting is None


def test_a_record_in_which_nothing_dangles_keeps_its_rows():
    record = shipped_record()
    found = closed(record)
    assert found.rows == record.rows
    assert all(found.rows[name] is row for name, row in record.rows.items())
    assert closed(found) is found
