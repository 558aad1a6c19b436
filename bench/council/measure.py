"""One database: seeded, then measured; prints its rows as JSON. Run by `bench/record.py`."""

import json
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import django

TARGET_MS = 50.0
N_RUNS = 20
N_COLD = 5
ROWS = (
    "row/action/ai/",
    "row/commitment/uk-b0/",
    "row/commitment/jp-b7/",
    "row/org/dsit/",
    "row/statement/council-2024/",
    "row/instrument/jc-star/",
    "sources/da-2025/",
    "commitments/?page=100",
)
SEARCHES = {
    "two_characters": "半導",
    "one_character": "網",
    "word_en": "networks",
    "every_row": "文書第",
    "one_row": "Hiroshima",
}
Row = dict[str, Any]


def main() -> None:
    """Print the rows of the database that the environment names."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kakehashi.site.settings"
    django.setup()
    logging.disable(logging.WARNING)  # pages that refuse a GET say so
    from django.core.management import call_command
    from seed import N_ACTS, N_AGREED, agree_on, people, store

    from kakehashi.site.acts.load_shipped import load_shipped

    call_command("migrate", interactive=False, verbosity=0)
    load_shipped()
    officials = people()
    stored_s = store(officials, N_ACTS - 4 * N_AGREED)
    _say(f"{N_ACTS - 4 * N_AGREED} acts stored in {stored_s:.0f} s")
    rows = [_rebuilt()]
    rows.append(_acted(agree_on(N_AGREED)))
    _analyse()
    rows.append(_verified())
    rows += _pages(officials)
    _sessions(officials)
    sys.stdout.write(json.dumps(rows))


def _say(words: str) -> None:
    sys.stderr.write(f"  {_database()}: {words}\n")


def _database() -> str:
    from django.db import connection

    return str(connection.vendor)


def disturbed() -> str:
    """Return what to know of the machine: how busy it was besides."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    at_work = " (others at work: slower)" if load >= cores else ""
    return f"load {load:.1f} on {cores} cores{at_work}"


def _rebuilt() -> Row:
    from kakehashi.site.acts.replay import rebuild
    from kakehashi.site.records.models import Row as Table

    began = time.perf_counter()
    n_acts = rebuild(now=datetime.now(UTC), told=_progress(began))
    took = time.perf_counter() - began
    note = f"{n_acts:,} acts give {Table.objects.count():,} rows; writes that others replaced"
    return {
        "name": "rebuild",
        "value": took,
        "unit": "s",
        "note": f"{note} are counted and not carried out; {disturbed()}",
    }


def _progress(began: float) -> Callable[[int, int], None]:
    def told(n_done: int, n_all: int) -> None:
        if n_done % 5_000 == 0:
            _say(f"{n_done} of {n_all} after {time.perf_counter() - began:.0f} s")

    return told


def _verified() -> Row:
    from kakehashi.site.views.verify import verify

    began = time.perf_counter()
    found = verify()
    took = time.perf_counter() - began
    if found.faults:
        raise RuntimeError([fault.what.en for fault in found.faults[:5]])
    note = f"{found.n_acts:,} acts, {found.n_rows:,} rows, {found.n_proposals} proposals"
    return {"name": "verify", "value": took, "unit": "s", "note": f"{note}; {disturbed()}"}


def _acted(took_s: list[float]) -> Row:
    return {
        "name": "act",
        "value": _p95(took_s) * 1e3,
        "unit": "ms p95",
        "note": f"propose and agree, median {statistics.median(took_s) * 1e3:.1f} ms, "
        f"{len(took_s)} acts; {disturbed()}",
    }


def _analyse() -> None:
    """Let PostgreSQL look at its tables, as it does by itself within a minute."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _p95(values: list[float]) -> float:
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]


def _pages(officials: list[Any]) -> list[Row]:
    from django.test import Client

    readers = {"public": Client(headers={"host": "localhost"})}
    readers["official"] = Client(headers={"host": "localhost"})
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    readers["official"].force_login(officials[0], backend=backend)
    rows = [_first(readers)]
    for name, path in _paths(readers["official"]).items():
        for reader, browser in readers.items():
            if browser.get(path).status_code == 200:
                rows.append(_page(name, path, browser))
                rows[-1]["name"] += f".{reader}"
    rows += _after_acts(readers)
    return rows


def _paths(browser: Any) -> dict[str, str]:
    """Return the addresses of the record's pages that need no name, some rows, and searches."""
    from kakehashi.site.pages.council.urls import urlpatterns

    paths = {path.strip("/") or "home": path for path in (*_plain(urlpatterns), *ROWS)}
    paths |= {f"search.{name}": f"search/?q={words}" for name, words in SEARCHES.items()}
    found = {name: f"/en/council/{path}" for name, path in paths.items()}
    answers = {name: browser.get(path) for name, path in found.items()}
    return {
        name: path
        for name, path in found.items()
        if answers[name].status_code == 200 and "html" in answers[name].headers["Content-Type"]
    }


def _plain(patterns: Any, start: str = "") -> Iterator[str]:
    for one in patterns:
        path = start + str(one.pattern)
        if "<" in path:
            continue
        if hasattr(one, "url_patterns"):
            yield from _plain(one.url_patterns, path)
        else:
            yield path


def _page(name: str, path: str, browser: Any) -> Row:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        size = len(browser.get(path).content)
    n_queries = len(asked)
    took, worked = [], []
    for _ in range(N_RUNS):
        began, cpu = time.perf_counter(), time.process_time()
        browser.get(path)
        took.append((time.perf_counter() - began) * 1e3)
        worked.append((time.process_time() - cpu) * 1e3)
    p95 = _p95(took)
    middle = statistics.median(took)
    note = f"median {middle:.1f} ms, of the processor {_p95(worked):.1f} ms p95; "
    note += f"{n_queries} queries, {size // 1000} kB; {disturbed()}"
    return {
        "name": f"page.{name}",
        "value": p95,
        "unit": "ms p95",
        "target": TARGET_MS,
        "met": p95 <= TARGET_MS,
        "note": note,
    }


def _first(readers: dict[str, Any]) -> Row:
    took = {}
    for reader, browser in readers.items():
        began = time.perf_counter()
        browser.get("/en/council/gaps/")
        took[reader] = time.perf_counter() - began
    return {
        "name": "page.first_of_a_process",
        "value": took["public"],
        "unit": "s",
        "note": f"all rows are read, once a process; then {took['official']:.2f} s for an "
        f"official, who sees more; {disturbed()}",
    }


def _after_acts(readers: dict[str, Any]) -> list[Row]:
    """Return how long the first page of each reader takes after an act."""
    rows = []
    for path in ("commitments/", "row/action/ai/", ""):
        for reader, browser in readers.items():
            took = []
            for _ in range(N_COLD):
                _touch()
                began = time.perf_counter()
                browser.get(f"/en/council/{path}")
                took.append((time.perf_counter() - began) * 1e3)
            middle = statistics.median(took)
            rows.append(
                {
                    "name": f"page.{path.strip('/') or 'home'}.{reader}.first_after_an_act",
                    "value": middle,
                    "unit": "ms",
                    "target": TARGET_MS,
                    "met": middle <= TARGET_MS,
                    "note": f"median of {N_COLD}, longest {max(took):.0f} ms: what follows from "
                    f"all rows is worked out anew, once for all who see the same; {disturbed()}",
                }
            )
    return rows


_n_touched = 0


def _touch() -> None:
    """Write a joint row, so that both readers' records change."""
    global _n_touched  # noqa: PLW0603  counts the rows written
    from seed import a_commitment

    from kakehashi.accord.may import Person, Role
    from kakehashi.site.acts.write_row import write_row

    _n_touched += 1
    body = a_commitment("uk", 5, "org:dsit")
    body |= {"id": f"commitment:uk-touched-{_n_touched}", "visibility": "joint"}
    body |= {"text": {"en": f"Touched {_n_touched}.", "ja": f"更新 {_n_touched}。"}}
    person = Person(
        id="bench",
        side="uk",
        organisation="org:dsit",
        roles=frozenset(Role),
        has_second_factor=True,
    )
    write_row(person, body, now=datetime.now(UTC))


def _sessions(officials: list[Any]) -> None:
    """Keep the sessions of ten officials for the load that follows."""
    from django.test import Client

    backend = "allauth.account.auth_backends.AuthenticationBackend"
    keys = []
    for official in officials[:10]:
        browser = Client(headers={"host": "localhost"})
        browser.force_login(official, backend=backend)
        keys.append(browser.session.session_key)
    with open(os.environ["BENCH_SESSIONS"], "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump(keys, file)


if __name__ == "__main__":
    main()
