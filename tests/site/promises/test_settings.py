"""Who endorses, how a row is marked, and what is due for review: a side's own affair."""

from datetime import timedelta

import pytest
from django.utils import timezone

pytestmark = pytest.mark.django_db
ROW = "row/commitment/uk-testbed/"


def days_ago(n):
    return (timezone.now().date() - timedelta(days=n)).isoformat()


def test_whoever_administers_sets_the_endorsers_and_what_is_proposed_needs_them(commitment, reader):
    from kakehashi.site.acts.propose import needed_now

    dsit = reader("dsit")
    dsit.send("settings/", {"endorsers": ["org:dsit", "org:fcdo"]})
    assert needed_now()["uk"] == {"org:dsit", "org:fcdo"}
    page = reader("mic").page("row/side/uk/")
    assert "/row/org/fcdo/" in page


def test_none_at_all_and_one_of_the_other_side_are_refused_beside_the_field(commitment, reader):
    dsit = reader("dsit", "ja")
    assert 'id="endorsers-error"' in dsit.send("settings/", {}, 422)
    dsit.send("settings/", {"endorsers": ["org:mic"]}, 422)


def test_nobody_else_can(commitment, reader):
    mic = reader("mic", roles=["write", "propose", "agree"])
    page = mic.page("settings/")
    assert 'name="endorsers"' not in page
    assert "Only someone who administers your side" in page
    mic.send("settings/", {"endorsers": ["org:mic"]}, 422)
    assert "/account/login/" in reader().send("settings/", {})


def test_a_marking_shows_to_its_own_side_and_never_to_the_other(commitment, reader, day):
    dsit, mic = reader("dsit"), reader("mic")
    marks = {"handling": "OFFICIAL-SENSITIVE canary", **day("retain_until", days_ago(2))}
    dsit.send(f"{ROW}marking/", marks)
    assert "OFFICIAL-SENSITIVE canary" in dsit.page("settings/")
    assert "OFFICIAL-SENSITIVE canary" in dsit.page(f"{ROW}marking/")
    for path in ("settings/", ROW, f"{ROW}marking/", "", f"{ROW}history/"):
        assert "canary" not in mic.page(path), path


@pytest.mark.parametrize(("ago", "is_due"), [(1, True), (0, False)])
def test_a_row_is_due_for_review_from_the_day_after_its_last(commitment, reader, day, ago, is_due):
    dsit = reader("dsit")
    none = "No retention date of your side has passed."
    assert none in dsit.page("settings/")
    dsit.send(f"{ROW}marking/", {"handling": "", **day("retain_until", days_ago(ago))})
    assert (none not in dsit.page("settings/")) is is_due
    from kakehashi.site.records.models import Row

    assert Row.objects.filter(ref=commitment).exists()


def test_a_ground_is_stated_of_one_s_own_side_s_law(commitment, reader):
    from kakehashi.answers.withheld import grounds_of
    from kakehashi.site.records.models import RowMark

    dsit = reader("dsit")
    ours, theirs = grounds_of("uk")[0].id, grounds_of("jp")[0].id
    assert theirs not in dsit.page(f"{ROW}marking/")
    assert 'id="ground-error"' in dsit.send(f"{ROW}marking/", {"ground": theirs}, 422)
    dsit.send(f"{ROW}marking/", {"ground": ours})
    assert RowMark.objects.get(ref=commitment).ground == ours


def test_faults_of_a_marking_stand_beside_the_fields(commitment, reader, day):
    page = reader("dsit").send(
        f"{ROW}marking/", {"handling": "x" * 201, **day("retain_until", "2026-02-30")}, 422
    )
    for field in ("handling", "retain_until"):
        assert f'id="{field}-error"' in page, field
