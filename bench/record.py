"""The partnership's record at its size: pages, search, verify, rebuild, and people at once.

Each database is measured in a process and a place of its own, which are gone afterwards:
SQLite always, PostgreSQL where KAKEHASHI_TEST_POSTGRES names one.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "council"
N_USERS = 20
LOAD_SECONDS = 15
START_SECONDS = 60
Row = dict[str, Any]


def rows() -> list[Row]:
    """Return the rows of each database at hand, its name in theirs."""
    found = _database("sqlite", None)
    postgres = os.environ.get("KAKEHASHI_TEST_POSTGRES")
    return found if postgres is None else found + _postgres(postgres)


def _postgres(server: str) -> list[Row]:
    """Return the rows of a database made on the server for this alone."""
    import psycopg
    from psycopg import sql

    name = f"kakehashi_bench_{os.getpid()}"
    start, _, _ = server.rpartition("/")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            return _database("postgresql", f"{start}/{name}")
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))


def _database(vendor: str, url: str | None) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="kakehashi-bench-") as folder:
        place = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "KAKEHASHI_HOME": folder,
            "KAKEHASHI_SECRET_KEY": "a key of this bench alone, and long enough for all",
            "KAKEHASHI_SIDES": "uk,jp",
            "BENCH_SESSIONS": str(Path(folder) / "sessions.json"),
            **({"DATABASE_URL": url} if url else {}),
        }
        done = subprocess.run(
            [sys.executable, HERE / "measure.py"], env=place, stdout=subprocess.PIPE, check=True
        )
        found: list[Row] = [*json.loads(done.stdout), *_people_at_once(place)]
    return [{**row, "name": f"{vendor}.{row['name']}"} for row in found]


def _people_at_once(place: dict[str, str]) -> list[Row]:
    """Return what people see of granian on loopback, and whether any answer was an error."""
    kakehashi = Path(sys.executable).with_name("kakehashi")
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    site = subprocess.Popen(
        [kakehashi, "site", "up"], env={**place, "PORT": str(port)}, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(f"{address}/healthz")
        for lang in ("en", "ja"):  # the first page of a process is told apart
            _ask(f"{address}/{lang}/council/")
        asked = [sys.executable, "-m", "locust", "-f", HERE / "people_at_once.py", "--headless"]
        asked += ["--users", str(N_USERS), "--spawn-rate", str(N_USERS), "--host", address]
        asked += ["--run-time", f"{LOAD_SECONDS}s", "--json", "--loglevel", "ERROR"]
        done = subprocess.run(asked, env=place, stdout=subprocess.PIPE, check=False, timeout=120)
    finally:
        site.send_signal(signal.SIGTERM)
        site.wait(timeout=30)
    return _told(json.loads(done.stdout))


def _told(stats: list[dict[str, Any]]) -> list[Row]:
    n_asked = sum(one["num_requests"] for one in stats)
    n_failed = sum(one["num_failures"] for one in stats)
    counted: dict[int, int] = {}
    for one in stats:
        for took_ms, times in one["response_times"].items():
            counted[round(float(took_ms))] = counted.get(round(float(took_ms)), 0) + times
    seconds = max(one["last_request_timestamp"] for one in stats) - min(
        one["start_time"] for one in stats
    )
    who = f"{N_USERS} people, one of three signed in, who wait 0.2 to 1 s between pages"
    note = f"{who}; {n_asked} requests; load of the machine {os.getloadavg()[0]:.1f}"
    return [
        {"name": "load.rate", "value": n_asked / seconds, "unit": "requests/s", "note": note},
        {"name": "load.answer", "value": _share(counted, 0.95), "unit": "ms p95",
         "note": f"median {_share(counted, 0.5)} ms; {note}"},
        {"name": "load.errors", "value": n_failed, "unit": "answers", "target": 0,
         "met": n_failed == 0, "note": note},
    ]  # fmt: skip


def _share(counted: dict[int, int], share: float) -> int:
    """Return the time within which `share` of the answers came."""
    left = share * sum(counted.values())
    for took_ms in sorted(counted):
        left -= counted[took_ms]
        if left <= 0:
            return took_ms
    return max(counted)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            return _ask(address)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _ask(address: str) -> None:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310  our own site
        answer.read()
