"""Several processes at once, and processes that are killed: on the database that was asked for."""

import json
import os
import random
import time
from contextlib import contextmanager
from urllib.parse import quote

import pytest

N_KILLS = 10


@pytest.fixture
def shared(transactional_db, tmp_path, installation_at):
    """Return an installation on the database of the tests: a file of its own on SQLite."""
    from django.db import connection

    from kakehashi.site.acts.load_shipped import load_shipped

    made = installation_at(tmp_path / "shared", "uk,jp")
    if connection.vendor == "postgresql":
        load_shipped()
        told = connection.settings_dict
        who = f"{told['USER']}:{told['PASSWORD']}" if told["PASSWORD"] else told["USER"]
        port = f":{told['PORT']}" if told["PORT"] else ""
        host = quote(told["HOST"], safe="")  # the folder of a socket, perhaps
        made.place["DATABASE_URL"] = f"postgres://{who}@{host}{port}/{told['NAME']}"
    return made


ACTS = "SELECT side, number, thing FROM records_actrow ORDER BY side, number"
COMMITMENTS = "SELECT ref FROM records_row WHERE ref LIKE 'commitment:uk-%'"


def proposal(place, ref):
    [found] = place.ask(f"SELECT digest, state FROM records_proposalrow WHERE ref = '{ref}'")
    return found


@contextmanager
def opened(place, n):
    running = [place.open() for _ in range(n)]
    try:
        yield running
    finally:
        for one in running:
            one.kill()
            one.wait(20)
            one.stdin.close()
            one.stdout.close()


def tell(process, *asked):
    process.stdin.write("".join(json.dumps(one) + "\n" for one in asked))
    process.stdin.flush()


def hear(process):
    return json.loads(process.stdout.readline())


def test_two_processes_write_one_chain(shared, asked, a_commitment):
    n = 20
    with opened(shared, 2) as running:
        for name, process in zip("ab", running, strict=True):
            bodies = [a_commitment(f"uk-{name}{each}") for each in range(n)]
            tell(process, *[asked("write", "dsit", body) for body in bodies])
        for _ in range(n):
            for process in running:
                assert hear(process).startswith("commitment:uk-")
    assert [number for _, number, _ in shared.ask(ACTS)] == list(range(1, 2 * n + 1))
    shared.kakehashi("record", "verify")


def test_of_the_last_key_and_the_withdrawal_one_wins_and_the_other_is_told(
    shared, asked, a_commitment
):
    won = set()
    with opened(shared, 2) as (tokyo, london):
        for n in range(8):
            tell(london, asked("propose", "dsit", a_commitment(f"uk-{n}")))
            ref = hear(london)
            digest, _ = proposal(shared, ref)
            tell(tokyo, *[asked("agree", name, ref, digest) for name in ("mic", "meti")])
            assert [hear(tokyo), hear(tokyo)] == ["proposed", "proposed"]
            pair = [
                (tokyo, asked("agree", "digital", ref, digest)),
                (london, asked("withdraw", "dsit", ref)),
            ]
            for process, line in pair if n % 2 else reversed(pair):
                tell(process, line)
            told = (hear(tokyo), hear(london))
            _, state = proposal(shared, ref)
            expected = {
                "effective": ("effective", "refused: too_late"),
                "withdrawn": ("refused: too_late", True),
            }
            assert told == expected[state]
            here = (f"commitment:uk-{n}",) in shared.ask(COMMITMENTS)
            assert here is (state == "effective")
            won.add(state)
    shared.kakehashi("record", "verify")
    assert won <= {"effective", "withdrawn"}


def test_the_same_endorsement_from_two_processes_is_one(shared, asked, a_commitment):
    with opened(shared, 2) as running:
        tell(running[0], asked("propose", "dsit", a_commitment()))
        ref = hear(running[0])
        digest, _ = proposal(shared, ref)
        for process in running:
            tell(process, asked("agree", "mic", ref, digest))
        assert [hear(process) for process in running] == ["proposed", "proposed"]
    assert [side for side, _, _ in shared.ask(ACTS)] == ["jp", "uk"]


def kill_while_it_writes(place, asked, a_commitment, *, rounds, chance):
    acknowledged = []
    for each in range(rounds):
        with opened(place, 1) as [writer]:
            bodies = [a_commitment(f"uk-{each}-{n}") for n in range(40)]
            tell(writer, *[asked("write", "dsit", body) for body in bodies])
            for _ in range(chance.randint(1, 12)):
                acknowledged.append(hear(writer))  # noqa: PERF401  it may not come
            time.sleep(chance.random() * 0.02)
            os.kill(writer.pid, 9)
    here = {ref for (ref,) in place.ask(COMMITMENTS)}
    assert acknowledged
    assert set(acknowledged) <= here
    assert {thing for _, _, thing in place.ask(ACTS)} == here
    place.kakehashi("record", "verify")


def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(shared, asked, a_commitment):
    chance = random.Random(5)
    kill_while_it_writes(shared, asked, a_commitment, rounds=N_KILLS, chance=chance)


@pytest.mark.soak
def test_nothing_acknowledged_is_lost_in_two_hundred_kills(shared, asked, a_commitment):
    kill_while_it_writes(shared, asked, a_commitment, rounds=200, chance=random.Random())


def test_a_backup_is_made_while_others_write_and_comes_back(shared, asked, a_commitment, tmp_path):
    copy = tmp_path / "copy"
    with opened(shared, 1) as [writer]:
        tell(writer, *[asked("write", "dsit", a_commitment(f"uk-{n}")) for n in range(60)])
        hear(writer)
        shared.kakehashi("record", "backup", "-o", str(copy))
        for _ in range(59):
            hear(writer)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert len(shared.ask(ACTS)) == 60
    shared.kakehashi("record", "restore", str(copy))
    assert 1 <= len(shared.ask(ACTS)) <= 60
    shared.kakehashi("record", "verify")
