import hashlib
import logging
import re
from datetime import UTC, datetime, timedelta

import pytest

from kakehashi.site.acts.delete_check import delete_check
from kakehashi.site.acts.save_check import DAYS, save_check
from kakehashi.site.records.models import Person, SavedCheck
from kakehashi.site.views.saved_check import saved_check
from kakehashi.terms.errors import InputError

LANGS = ("en", "ja")

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def test_the_token_is_told_once_and_only_its_digest_is_kept():
    token = save_check(b"state", days=30, now=NOW)
    row = SavedCheck.objects.get()
    assert len(token) == 43
    assert bytes(row.token_sha256) == hashlib.sha256(token.encode()).digest()
    assert token.encode() not in bytes(row.state)
    assert token not in str(row)
    assert saved_check(token, now=NOW).state == b"state"
    assert saved_check(token + "x", now=NOW) is None


@pytest.mark.parametrize("days", DAYS)
def test_it_is_gone_when_its_time_has_passed(days):
    token = save_check(b"state", days=days, now=NOW)
    end = NOW + timedelta(days=days)
    assert saved_check(token, now=end - timedelta(seconds=1)) is not None
    assert saved_check(token, now=end) is None
    save_check(b"another", days=7, now=end)
    assert SavedCheck.objects.count() == 1, "the next save deletes what has expired"


def test_the_job_deletes_what_has_expired():
    from kakehashi.site.jobs.forget_expired import forget_expired

    save_check(b"state", days=7, now=datetime(2020, 1, 1, tzinfo=UTC))
    assert forget_expired() == 1
    assert SavedCheck.objects.count() == 0


@pytest.mark.parametrize("days", [0, 91, -1, 10_000])
def test_no_other_span_can_be_chosen(days):
    with pytest.raises(InputError):
        save_check(b"state", days=days, now=NOW)


def test_its_holder_can_delete_it():
    token = save_check(b"state", days=7, now=NOW)
    assert not delete_check("another")
    assert delete_check(token)
    assert not delete_check(token)


@pytest.mark.parametrize("lang", LANGS)
def test_saving_opening_and_deleting_by_page(visitor, lang, caplog, begun, state_of):
    caplog.set_level(logging.DEBUG)
    state = state_of(begun(lang, name="Camera 9"))
    kept = visitor.post(f"/{lang}/business/check/save/", {"state": state, "days": "90"})
    path = re.search(rf'href="(/{lang}/business/check/saved/([^/"]+)/)"', kept.content.decode())
    assert kept["Cache-Control"] == "no-store"
    assert kept["X-Robots-Tag"] == "noindex, nofollow"
    opened = visitor.get(path.group(1))
    page = opened.content.decode()
    assert opened.status_code == 200
    assert opened["Cache-Control"] == "no-store"
    assert 'name="robots" content="noindex, nofollow"' in page
    assert "Camera 9" in page
    other = "ja" if lang == "en" else "en"
    assert f'href="/{other}/business/check/saved/{path.group(2)}/"' in page
    deleted = visitor.post(f"{path.group(1)}delete/")
    assert deleted.status_code == 200
    assert visitor.get(path.group(1)).status_code == 404
    assert visitor.post(f"{path.group(1)}delete/").status_code == 404
    ours = [r for r in caplog.records if not r.name.startswith("django.db")]
    from kakehashi.site.gate import NoSecrets

    for record in ours:
        NoSecrets().filter(record)
        assert path.group(2) not in record.getMessage()


def test_a_get_deletes_nothing(visitor):
    token = save_check(b"state", days=7, now=datetime.now(UTC))
    assert visitor.get(f"/en/business/check/saved/{token}/delete/").status_code == 405
    assert SavedCheck.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "x" * 5000, "..", "%00"])
def test_a_link_that_is_none_leads_nowhere(visitor, token):
    assert visitor.get(f"/en/business/check/saved/{token}/").status_code == 404


def test_a_span_that_is_not_offered_is_refused_by_page(visitor, begun, state_of):
    state = state_of(begun())
    response = visitor.post("/en/business/check/save/", {"state": state, "days": "3650"})
    assert response.status_code == 422
    assert SavedCheck.objects.count() == 0


def test_health_says_only_that(visitor, monkeypatch):
    response = visitor.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"ok": True})
    monkeypatch.setattr("kakehashi.site.pages.doors.is_database_up", lambda: False)
    assert visitor.get("/healthz").status_code == 503


def test_a_person_is_known_by_parts_of_a_name():
    person = Person.objects.create(
        email="hanako@example.jp",
        family_name="髙﨑",
        given_name="花子",
        family_name_latin="Takasaki",
    )
    kept = Person.objects.get(id=person.id)
    assert (kept.family_name, str(kept)) == ("髙﨑", "hanako@example.jp")
    assert kept.id.version == 7


def test_the_migrations_are_those_of_the_tables():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
