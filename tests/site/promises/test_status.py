"""A status is reported with evidence, in one's own view, and decays: as pages and as acts."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from kakehashi.accord.status import HOLDS_DAYS
from kakehashi.terms.errors import InputError, PeerError

pytestmark = pytest.mark.django_db
ROW = "row/commitment/uk-testbed/"


def marks_on(page):
    """Return the three levels of a row's page, in the order of the columns."""
    return re.findall(r'class="k-mark k-mark--(\w+) k-mark--large"', page)


@pytest.fixture
def fields(day, evidence):
    def make(level="on_track", **changes):
        on = timezone.now().date()
        piece = (on - timedelta(days=3)).isoformat()
        return {
            "view": "uk", "level": level, "visibility": "joint", **day("reported_on", str(on)),
            **evidence(piece), **changes,
        }  # fmt: skip

    return make


def test_each_side_s_report_moves_its_own_column_alone(commitment, reader, fields):
    dsit, mic = reader("dsit"), reader("mic", "ja")
    dsit.send(f"{ROW}status/", fields())
    assert marks_on(dsit.page(ROW)) == ["on_track", "no_evidence", "no_evidence"]
    mic.send(f"{ROW}status/", fields("stalled", view="jp"))
    for who in (dsit, mic):
        assert marks_on(who.page(ROW)) == ["on_track", "stalled", "no_evidence"]
    assert "The test bed opened." in mic.page(f"{ROW}history/", "en")


def test_what_one_organisation_reports_for_itself_shows_to_it_alone(commitment, reader, fields):
    dsit, mic, ofcom = reader("dsit"), reader("mic"), reader("ofcom")
    dsit.send(f"{ROW}status/", fields(visibility="organisation"))
    assert marks_on(dsit.page(ROW))[0] == "on_track"
    for who in (mic, ofcom):
        assert marks_on(who.page(ROW))[0] == "no_evidence"
        assert "The test bed opened." not in who.page(f"{ROW}history/")


def test_a_level_without_evidence_is_refused_and_everything_typed_stands_again(
    commitment, reader, fields
):
    dsit = reader("dsit", "ja")
    empty = fields("done", text_en="All of it works.", text_ja="", **{"reported_on-month": "13"})
    empty = {name: value for name, value in empty.items() if "evidence" not in name}
    empty = {name: value for name, value in empty.items() if "source" not in name}
    page = dsit.send(f"{ROW}status/", empty, 422)
    assert "証拠なしに状況が報告されています" in page
    assert "暦にない日付です" in page
    assert "日本語の文言がありません" in page or 'id="text_ja-error"' in page
    assert ">All of it works.</textarea>" in page
    assert re.search(r'value="done" checked', page)
    assert 'value="13"' in page
    assert 'class="govuk-error-summary"' in page
    summary = re.search(r"govuk-error-summary__body.*?</ul>", page, re.DOTALL).group()
    links = re.findall(r'href="#([^"]+)"', summary)
    assert links
    assert [name for name in links if f'id="{name}"' not in page] == []


def test_faults_of_new_evidence_and_of_the_report_are_told_together(commitment, reader, fields):
    dsit = reader("dsit")
    bad = fields("nothing", evidence_title_ja="", source_url="not an address")
    page = dsit.send(f"{ROW}status/", bad, 422)
    for field in ("evidence_title_ja", "source_url", "level"):
        assert f'id="{field}-error"' in page, field
    assert "status_bare" not in page
    from kakehashi.site.records.models import Row

    assert not Row.objects.filter(kind__in=("evidence", "report"), side="uk").exists()


def test_known_evidence_is_chosen_and_no_evidence_needs_none(commitment, reader, fields):
    from kakehashi.site.records.models import Row

    dsit = reader("dsit")
    dsit.send(f"{ROW}evidence/", fields())
    piece = Row.objects.get(kind="evidence", side="uk").ref
    bare = {name: value for name, value in fields("done").items() if "evidence" not in name}
    bare = {name: value for name, value in bare.items() if not name.startswith("source")}
    dsit.send(f"{ROW}status/", {**bare, "evidence": [piece]})
    assert marks_on(dsit.page(ROW))[0] == "done"
    dsit.send(f"{ROW}status/", {**bare, "level": "no_evidence"})
    assert marks_on(dsit.page(ROW))[0] == "no_evidence"  # the later report of one day counts
    dsit.send(f"{ROW}status/", {**bare, "level": "at_risk", "evidence": [piece]})
    assert marks_on(dsit.page(ROW))[0] == "at_risk"


def test_the_independent_view_is_what_somebody_published(commitment, reader, fields):
    dsit = reader("dsit")
    page = dsit.send(f"{ROW}status/", fields(view="independent", source_url=""), 422)
    assert "has no address where anyone can read it" in page
    assert "does not say what was published, by whom" in page
    told = {"text_en": "The university's study of 2026.", "text_ja": "2026年の大学の調査。"}
    dsit.send(f"{ROW}status/", fields(view="independent", **told))
    assert marks_on(dsit.page(ROW)) == ["no_evidence", "no_evidence", "on_track"]


def test_a_report_is_published_with_its_evidence_where_the_thing_is_public(loaded, reader, fields):
    dsit, public = reader("dsit"), reader()
    row = "row/commitment/2024-semiconductor-workshop/"
    before = marks_on(public.page(row))
    dsit.send(f"{row}status/", fields("done", visibility="public"))
    assert before == ["no_evidence"] * 3
    for lang in ("en", "ja"):
        assert marks_on(public.page(row, lang)) == ["done", "no_evidence", "no_evidence"]
    assert "The test bed opened." in public.page(f"{row}history/")


def test_a_side_does_not_report_for_the_other_by_form_act_or_bundle(
    commitment, reader, person_of, fields
):
    from kakehashi.accord.act import Act
    from kakehashi.site.acts.apply import apply
    from kakehashi.site.acts.report_status import report_status

    reader("dsit").send(f"{ROW}status/", fields(view="jp"), 422)
    told = {"level": "no_evidence", "reported_on": "2026-11-01", "view": "jp"}
    with pytest.raises(InputError) as refused:
        report_status(person_of(), commitment, told, now=timezone.now())
    assert [fault.code for fault in refused.value.faults] == ["other_view"]
    row = {"kind": "report", "id": "report:uk-x", "basis": "inference", "sources": ["govx-2022"],
           "of": commitment, "view": "jp", "level": "done", "reported_on": "2026-11-01",
           }  # fmt: skip
    body = {"row": row, "sources": [], "organisation": "org:dsit", "named": []}
    with pytest.raises(PeerError):
        apply(Act(side="uk", number=9, previous=None, digest="x", at=datetime.now(UTC),
                  verb="write", thing="report:uk-x", kind="report", body=body))  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_history_tells_each_turn_and_when_evidence_ran_out(
    commitment, reader, fields, day, evidence, lang
):
    dsit = reader("dsit", lang)
    old = timezone.now().date() - timedelta(days=HOLDS_DAYS + 40)
    then = {**day("reported_on", str(old)), **evidence(str(old))}
    dsit.send(f"{ROW}status/", fields(**then))
    page = dsit.page(f"{ROW}history/")
    table = page.split("<tbody")[1].split("</tbody>")[0]
    assert table.count("<tr") == 2
    assert ("evidence ran out on" if lang == "en" else "証拠の有効期間が終了") in table
    assert page.count("<h1") == 1


def test_whoever_may_not_write_is_refused_and_the_public_is_asked_to_sign_in(
    commitment, reader, fields
):
    told = reader("ofcom", roles=[]).send(f"{ROW}status/", fields(visibility="organisation"), 422)
    assert "may not do this" in told
    assert "/account/login/" in reader().send(f"{ROW}status/", fields())


def test_another_pair_of_sides_has_its_own_columns(loaded):
    from kakehashi.accord.record import Record, body_of
    from kakehashi.accord.record_parties import Side
    from kakehashi.answers.record_shelf import shipped_record
    from kakehashi.site.pages.council.levels import headings
    from kakehashi.site.records.as_values import words_of

    sides = [
        words_of({**body_of(one), "id": f"side:{code}", "code": code,
                  "name": {"en": code.upper(), "ja": code.upper()}})
        for one, code in zip(shipped_record().every(Side), ("aa", "bb"), strict=True)
    ]  # fmt: skip
    record = Record(rows={one.id: one for one in sides}, sources={})
    assert headings(record, "en") == ("AA's view", "BB's view", "Independent view")
