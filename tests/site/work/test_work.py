"""A piece of work from asking to its end, each end once."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from kakehashi.site.jobs.piece import Outcome
from kakehashi.terms.errors import InputError

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def asked(a_person, person_of):
    """Return how a piece is asked for, and its row afterwards."""
    from kakehashi.site.jobs.work import start_work
    from kakehashi.site.records.models import Work

    row = a_person()

    def ask(kind="trial", asked=None, **more):
        work = start_work(kind, asked or {}, person_of(row), now=NOW, **more)
        return Work.objects.get(id=work)

    ask.person = person_of(row)
    ask.row = row
    return ask


def test_a_piece_is_done_and_its_result_is_seen_by_its_asker_alone(
    at_once, asked, a_kind, a_person, person_of
):
    from kakehashi.site.views.work import one_work, work_of

    def run(piece):
        piece.told(1, 4, "work.writing_papers")
        (piece.folder / "out.txt").write_text(piece.asked["word"], encoding="utf-8")
        return Outcome(said="work.papers_done", values={"n": 1}, file="out.txt")

    a_kind(run)
    row = asked(asked={"word": "架け橋"})
    assert (row.state, row.done, row.total, row.attempt) == ("done", 1, 4, 1)
    seen = one_work(asked.person, row.id)
    assert seen.file.read_text(encoding="utf-8") == "架け橋"
    assert seen.file.stat().st_mode & 0o777 <= 0o644
    other = person_of(a_person("other@example.com"))
    assert one_work(other, row.id) is None
    assert work_of(other) == ()
    assert [one.id for one in work_of(asked.person)] == [row.id]


def test_faults_are_kept_in_both_languages_and_nothing_private_is_logged(
    at_once, asked, a_kind, caplog
):
    from kakehashi.site.acts.refusal import refused
    from kakehashi.site.views.work import one_work

    def refuse(piece):
        raise refused("no_such_row", "meeting:secret-canary")

    def break_(piece):
        raise ValueError("secret-canary")

    a_kind(refuse)
    with caplog.at_level(logging.DEBUG):
        told = one_work(asked.person, asked(asked={"n": 1}).id)
        assert (told.state, [one.code for one in told.faults]) == ("failed", ["no_such_row"])
        assert told.faults[0].what.ja != told.faults[0].what.en
        a_kind(break_)
        told = one_work(asked.person, asked(asked={"n": 2}).id)
    assert [one.code for one in told.faults] == ["work_failed"]
    assert "secret-canary" not in str(told.faults)
    assert "ValueError at " in caplog.text
    assert "secret-canary" not in caplog.text


def test_who_may_is_asked_when_it_is_asked_for_and_when_it_begins(asked, a_kind):
    from kakehashi.site.jobs.run_work import run_work
    from kakehashi.site.records.models import Person

    a_kind(may=lambda _: False)
    with pytest.raises(InputError) as refusal:
        asked()
    assert refusal.value.faults[0].code == "not_allowed"
    a_kind(may=lambda person: bool(person.roles))
    row = asked()
    Person.objects.update(roles=[])
    _run(run_work, row)
    row.refresh_from_db()
    assert (row.state, row.faults[0]["code"]) == ("failed", "not_allowed")
    Person.objects.update(roles=["write"], organisation="org:ofcom")
    again = asked(asked={"n": 2})
    _run(run_work, again)
    again.refresh_from_db()
    assert again.state == "failed", "whoever acts for others by now is not the asker any more"


def _run(run_work, row):
    """Do what the queue holds for `row`, as its worker would."""
    from types import SimpleNamespace

    run_work.func(SimpleNamespace(task_result=SimpleNamespace(worker_ids=["w"])), str(row.id))


def test_the_same_asked_twice_is_one_piece_and_too_many_are_refused(asked, a_kind):
    a_kind()
    assert asked(asked={"n": 1}).id == asked(asked={"n": 1}).id
    asked(asked={"n": 2})
    asked(asked={"n": 3})
    with pytest.raises(InputError) as refusal:
        asked(asked={"n": 4})
    assert refusal.value.faults[0].code == "too_much_work"


def test_what_waits_is_cancelled_and_what_runs_stops_at_its_next_step(asked, a_kind):
    from kakehashi.site.jobs.run_work import run_work
    from kakehashi.site.jobs.work import cancel

    waiting = asked(kind="read_bundle", handed_in=b"x")
    from kakehashi.site.views.work import folder_of

    assert cancel(waiting.id, asked.person, now=NOW)
    assert not (folder_of(waiting.id) / "handed-in").exists()
    assert not cancel(waiting.id, asked.person, now=NOW)
    _run(run_work, waiting)
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    steps = []

    def run(piece):
        piece.told.at.set(is_stop_asked=True)
        for step in range(3):
            steps.append(step)
            piece.told(step, 3)
        return Outcome(said="work.papers_done")

    a_kind(run)
    row = asked()
    _run(run_work, row)
    row.refresh_from_db()
    assert (row.state, steps) == ("cancelled", [0])
    assert not cancel(row.id, asked.person, now=NOW)


def test_progress_is_written_at_most_twice_a_second(asked, a_kind, django_assert_max_num_queries):
    from kakehashi.site.jobs.run_work import run_work

    def run(piece):
        with django_assert_max_num_queries(2):
            for step in range(1_000):
                piece.told(step, 1_000)
        return Outcome(said="work.papers_done")

    a_kind(run)
    row = asked()
    _run(run_work, row)
    row.refresh_from_db()
    assert row.state == "done"


def test_a_worker_that_is_to_end_leaves_a_repeatable_piece_to_another(asked, a_kind):
    from kakehashi.site.jobs import run_work as module

    tries = []

    def run(piece):
        tries.append(piece)
        if len(tries) == 1:
            module.is_leaving.set()
        piece.told(0, 1)
        return Outcome(said="work.papers_done")

    a_kind(run)
    row = asked()
    try:
        _run(module.run_work, row)
    finally:
        module.is_leaving.clear()
    row.refresh_from_db()
    assert (row.state, row.worker) == ("waiting", "")
    _run(module.run_work, row)
    row.refresh_from_db()
    assert (row.state, row.attempt) == ("done", 2)


def test_what_a_dead_worker_left_is_begun_again_and_given_up_at_last(asked, a_kind):
    from kakehashi.site.jobs.work import SILENT_SECONDS, take_up
    from kakehashi.site.records.models import Work

    a_kind()
    row = asked()
    late = NOW + timedelta(seconds=SILENT_SECONDS + 1)
    for n_deaths in (1, 2):
        Work.objects.update(state="running", seen_at=NOW, attempt=n_deaths)
        assert take_up(now=NOW) == 0, "it showed itself a moment ago"
        assert take_up(now=late) == 1
        row.refresh_from_db()
        assert (row.state, row.n_deaths) == ("waiting", n_deaths)
    Work.objects.update(state="running", seen_at=NOW)
    take_up(now=late)
    row.refresh_from_db()
    assert (row.state, row.faults[0]["code"]) == ("failed", "worker_died")


def test_a_kind_that_cannot_be_repeated_fails_with_its_worker(asked, a_kind):
    from kakehashi.site.jobs.work import take_up
    from kakehashi.site.records.models import Work

    a_kind(is_repeatable=False)
    row = asked()
    Work.objects.update(state="running", seen_at=NOW)
    take_up(now=NOW + timedelta(minutes=5))
    row.refresh_from_db()
    assert row.state == "failed"


def test_an_old_worker_that_comes_back_writes_nothing(asked, a_kind):
    from kakehashi.site.jobs.run_work import run_work
    from kakehashi.site.records.models import Work

    def run(piece):
        Work.objects.update(attempt=7, worker="another")
        return Outcome(said="work.papers_done")

    a_kind(run)
    row = asked()
    _run(run_work, row)
    row.refresh_from_db()
    assert (row.state, row.worker, row.result) == ("running", "another", None)


def test_a_piece_that_stands_in_no_queue_is_queued_again(asked, a_kind):
    from django_tasks_db.models import DBTaskResult

    from kakehashi.site.jobs.work import LOST_SECONDS, take_up

    a_kind()
    row = asked()
    late = NOW + timedelta(seconds=LOST_SECONDS + 1)
    assert take_up(now=late) == 0, "it stands in the queue"
    DBTaskResult.objects.update(status="RUNNING")
    assert take_up(now=late) == 1
    assert DBTaskResult.objects.get(status="READY").args_kwargs["args"] == [str(row.id)]


def test_old_pieces_go_with_their_files(at_once, asked, a_kind, settings, home):
    from kakehashi.site.jobs.work import remove_old
    from kakehashi.site.records.models import Work
    from kakehashi.site.views.work import folder_of

    a_kind()
    row = asked()
    Work.objects.update(ended_at=NOW)
    assert remove_old(now=NOW + timedelta(days=settings.WORK_DAYS)) == 0
    assert folder_of(row.id).is_dir()
    others = home / "work" / "not-a-piece-at-all"
    others.mkdir()
    orphan = folder_of(uuid4())
    orphan.mkdir()
    assert remove_old(now=NOW + timedelta(days=settings.WORK_DAYS, seconds=1)) == 1
    assert not folder_of(row.id).exists()
    assert others.is_dir()
    assert not Work.objects.exists()
    remove_old(now=datetime.now(UTC) + timedelta(hours=2))
    assert not orphan.exists()
