"""Rows of one's own: who writes what, and what is refused."""

from datetime import date

import pytest

from kakehashi.accord.may import Role
from kakehashi.site.acts.attach_evidence import attach_evidence
from kakehashi.site.acts.load_shipped import load_shipped
from kakehashi.site.acts.refusal import ActRefusedError
from kakehashi.site.acts.report_status import report_status
from kakehashi.site.acts.write_row import write_row
from kakehashi.site.records.models import ActRow, Row, Shipped
from kakehashi.site.views.council import record_for
from kakehashi.site.views.record import post_of, rows_for, search_for
from kakehashi.terms.errors import InputError


@pytest.fixture
def write(shipped, person, clock):
    def go(body, name="dsit", **changes):
        return write_row(person(name, **changes), body, now=clock())

    return go


def codes(error):
    return {fault.code for fault in error.value.faults}


def test_the_shipped_record_is_loaded_once(shipped, django_assert_num_queries):
    n = Row.objects.filter(is_shipped=True).count()
    assert n == Row.objects.count() > 200
    with django_assert_num_queries(1):
        assert load_shipped() == 0
    ids = set(Row.objects.values_list("id", flat=True))
    Shipped.objects.update(digest="of an older version")
    Row.objects.filter(ref="action:semiconductors").update(title_en="old")
    assert load_shipped() == n
    assert set(Row.objects.values_list("id", flat=True)) == ids
    assert Row.objects.get(ref="action:semiconductors").title_en != "old"


def test_the_record_that_the_public_sees_is_the_shipped_one(shipped):
    from kakehashi.answers.record_shelf import shipped_record

    assert {row.words.id: row.words for row in rows_for(None)} == shipped_record().rows
    assert record_for(None).rows == shipped_record().rows


def test_the_same_words_twice_are_one_act(write, a_commitment):
    assert write(a_commitment()) == write(a_commitment())
    assert ActRow.objects.count() == 1
    write(a_commitment(known_by={"en": "A report.", "ja": "報告書。"}))
    assert (ActRow.objects.count(), Row.objects.get(ref="commitment:uk-testbed").version) == (2, 2)


@pytest.mark.parametrize(
    ("changes", "who", "code"),
    [
        ({}, {"roles": frozenset()}, "not_allowed"),
        ({}, {"roles": frozenset({Role.WRITE})}, "not_allowed"),  # joint needs PROPOSE too
        ({"visibility": "public"}, {}, "publish_apart"),
        ({"id": "commitment:testbed"}, {}, "id_of_side"),
        ({"id": "commitment:jp-testbed"}, {}, "id_of_side"),
        ({"id": "commitment:2024-open-ran"}, {}, "not_allowed"),  # the shipped record's
    ],
)
def test_what_may_not_be_written(write, a_commitment, changes, who, code):
    with pytest.raises(InputError) as error:
        write(a_commitment(**changes), **who)
    assert codes(error) == {code}
    assert ActRow.objects.count() == 0


def test_another_organisation_s_row_is_as_if_not_there(write, a_commitment):
    write(a_commitment(visibility="organisation"))
    for name in ("ofcom", "mic"):
        with pytest.raises(ActRefusedError if name == "ofcom" else InputError) as error:
            write(a_commitment(visibility="organisation"), name)
        assert codes(error) <= {"no_such_row", "id_of_side"}


def test_what_the_other_side_saw_stays_visible(write, a_commitment):
    write(a_commitment())
    with pytest.raises(ActRefusedError) as error:
        write(a_commitment(visibility="side"))
    assert codes(error) == {"shown_already"}


def test_a_joint_row_does_not_refer_to_a_private_one(write, a_commitment):
    strand = {
        "kind": "workstream", "id": "workstream:uk-quiet", "basis": "inference",
        "sources": ["meti-2025-0122"], "action": "action:semiconductors",
        "title": {"en": "Quiet", "ja": "非公開"},
    }  # fmt: skip
    write(strand)
    with pytest.raises(InputError) as error:
        write(a_commitment(workstream="workstream:uk-quiet"))
    assert codes(error) == {"refers_to_narrower"}
    write(a_commitment(workstream="workstream:uk-quiet", visibility="organisation"))


def test_a_reference_to_what_one_may_not_see_is_one_to_nothing(write, a_commitment):
    write(a_commitment("uk-own", visibility="organisation"))
    report = {
        "kind": "report", "id": "report:jp-x", "basis": "inference", "sources": [],
        "view": "jp", "level": "done", "reported_on": "2026-03-01",
    }  # fmt: skip
    faults = []
    for of in ("commitment:uk-own", "commitment:uk-none"):
        with pytest.raises(InputError) as error:
            write({**report, "of": of}, "mic")
        faults.append([(fault.code, fault.where) for fault in error.value.faults])
    assert faults[0] == faults[1]


def test_status_and_evidence_are_rows_of_one_s_own_side(
    shipped, person, clock, write, a_commitment
):
    commitment = write(a_commitment())
    source = {
        "id": "uk-visit", "title": "Note of a visit", "kind": "primary", "read": "whole",
        "url": None,
    }  # fmt: skip
    evidence = attach_evidence(
        person("dsit"),
        [commitment],
        {"title": {"en": "Visit", "ja": "視察"}, "when": {"on": "2026-02-01"}},
        source,
        now=clock(),
    )
    report = report_status(
        person("dsit"),
        commitment,
        {"level": "on_track", "reported_on": "2026-03-01", "evidence": [evidence]},
        now=clock(),
    )
    seen = record_for(person("dsit"))
    assert seen.rows[report].view == "uk"
    assert seen.sources["uk-visit"].title == "Note of a visit"
    assert report not in record_for(person("mic")).rows
    assert "uk-visit" not in record_for(person("mic")).sources


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("試験", True), ("環境", True), ("test bed", True), ("TEST", True), ("ＴＥＳＴ", True),
        ("bed test", True), ("試験 bed", True), ("量産", False), ("100%", False), ("_", False),
        ("", False), ("   ", False),
    ],
)  # fmt: skip
def test_search_finds_both_languages_and_short_words(write, a_commitment, words, is_found):
    ref = write(a_commitment())
    assert (ref in {row.words.id for row in search_for(None, words)}) is False
    seen = {row.words.id for name in ("dsit", "mic") for row in search_for(_person(name), words)}
    assert (ref in seen) is is_found


def _person(name):
    from kakehashi.accord.may import Person

    side = "uk" if name == "dsit" else "jp"
    return Person(id=name, side=side, organisation=f"org:{name}")


@pytest.mark.django_db
def test_a_person_s_post_has_its_days():
    from kakehashi.site.records.models import Person, PersonPost

    someone = Person.objects.create(email="x@example.org")
    PersonPost.objects.create(
        person=someone, post="post:a", starts=date(2026, 1, 1), ends=date(2026, 1, 31)
    )
    PersonPost.objects.create(person=someone, post="post:b", starts=date(2026, 2, 1))
    held = [
        post_of(str(someone.id), date(2026, month, 31 if month == 1 else 1)) for month in (1, 2)
    ]
    assert held == ["post:a", "post:b"]
    assert post_of(str(someone.id), date(2025, 12, 31)) == ""
