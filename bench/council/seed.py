"""A record of the size asked for: two chains that verify, and the rows that they give.

Acts are made by the same function as real ones and stored many at once; the rows then come
from `rebuild`, and the last acts are real ones: proposals that both sides agree to.
"""

import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

N_COMMITMENTS = 10_000
N_ACTS = 200_000
N_PEOPLE = 50
N_AGREED = 50  # proposals by real acts: one to propose, three that agree
N_MARKS = 2_000
N_REPORTS = 2_000  # of status, each on evidence of its own
SEED = 20_261_123
FIRST = datetime(2023, 1, 1, tzinfo=UTC)
ORGANISATIONS = {
    "uk": ("org:dsit", "org:ofcom", "org:ico"),
    "jp": ("org:mic", "org:meti", "org:digital-agency"),
}
ACTIONS = ("action:ai", "action:semiconductors", "action:data-free-flow")
THEMES = (
    ("open networks and their tests", "開放的なネットワークとその試験"),
    ("semiconductor supply and design", "半導体の供給と設計"),
    ("safety of artificial intelligence", "人工知能の安全性"),
    ("data that flow with trust", "信頼性のある自由なデータ流通"),
    ("labels of connected products", "接続製品のラベル"),
    ("digital identity across borders", "国境を越えるデジタル本人確認"),
)
VERBS = (
    ("Publish", "公表する"),
    ("Agree on", "合意する"),
    ("Test", "試験する"),
    ("Share", "共有する"),
)


def people() -> list[Any]:
    """Return the people, made: half of each side, none of whom may turn a key by role."""
    from kakehashi.site.records.models import Person

    made = []
    for number in range(N_PEOPLE):
        side = ("uk", "jp")[number % 2]
        organisation = ORGANISATIONS[side][number // 2 % 3]
        made.append(
            Person(
                email=f"official-{number}@example.org",
                password="!",  # nobody signs in by one  # noqa: S106
                side=side,
                organisation=organisation,
                roles=["write"],
                is_demo=True,
            )
        )
    return list(Person.objects.bulk_create(made))


class Writer:
    """Makes the acts of one side, each after the last."""

    def __init__(self, side: str, officials: list[Any], rng: Random) -> None:
        self.side, self.rng = side, rng
        self.officials = [one for one in officials if one.side == side]
        self.last: Any = None
        self.at = FIRST

    def act(self, verb: str, row: dict[str, Any], body: dict[str, Any]) -> Any:
        """Return the act that says `body` of `row`."""
        from kakehashi.accord.act import Draft, draft_act

        self.at += timedelta(seconds=self.rng.randint(1, 900))
        draft = Draft(
            side=self.side,
            at=self.at,
            person=str(self.rng.choice(self.officials).pk),
            post="",
            verb=verb,
            kind=row["kind"],
            thing=row["id"],
            visibility=body.get("seen", row["visibility"]),
            body={name: value for name, value in body.items() if name != "seen"},
            salt=secrets.token_hex(16),
        )
        self.last = draft_act(draft, self.last)
        return self.last

    def write(self, row: dict[str, Any], organisation: str) -> Any:
        """Return the act that writes `row`."""
        body = {"row": row, "sources": [], "organisation": organisation, "named": row["named"]}
        return self.act("write", row, body)


def acts(side: str, officials: list[Any], n_acts: int) -> Iterator[Any]:
    """Yield `n_acts` acts of `side`: drafts written often, marked, published, reported on."""
    rng = Random(f"{SEED}{side}")
    writer = Writer(side, officials, rng)
    n_rows = N_COMMITMENTS // 2
    once = n_rows + n_rows * 2 // 5 + N_MARKS // 2 + N_REPORTS
    again = divmod(n_acts - once, n_rows)
    for number in range(n_rows):
        organisation = ORGANISATIONS[side][number % 3]
        row = a_commitment(side, number, organisation)
        for version in range(1 + again[0] + (number < again[1])):
            yield writer.write(_worded(row, rng, version), organisation)
        row = _worded(row, rng, again[0] + 9)
        if number % 5 < 2:
            yield _published(writer, row, organisation)
        if number < N_MARKS // 2:
            mark = {"handling": "OFFICIAL", "retain_until": "2040-01-01"}
            mark |= {"organisation": organisation, "seen": "organisation"}
            yield writer.act("mark", row, mark)
        if number < N_REPORTS // 2:
            yield from _reported(writer, row, organisation)


def a_commitment(side: str, number: int, organisation: str) -> dict[str, Any]:
    """Return the body of a commitment; of ten, seven are joint or become public."""
    seen = ("joint", "joint", "joint", "side", "organisation")[number % 5]
    due = f"{2025 + number % 4}-{1 + number % 12:02}-{1 + number % 28:02}"
    return plain(
        {
            "kind": "commitment",
            "id": f"commitment:{side}-b{number}",
            "basis": "primary",
            "sources": ["da-2025"],
            "visibility": seen,
            "text": {"en": "-", "ja": "-"},
            "actions": [ACTIONS[number % 2]],
            "owners": [{"organisation": organisation, "basis": "primary", "sources": ["da-2025"]}],
            **({"due": {"on": due}} if number % 3 else {}),
        }
    )


def _worded(row: dict[str, Any], rng: Random, version: int) -> dict[str, Any]:
    theme, verb = rng.choice(THEMES), rng.choice(VERBS)
    number = rng.randint(1, 9_999)
    text = {
        "en": f"{verb[0]} a paper on {theme[0]}, number {number}.",
        "ja": f"{theme[1]}に関する文書第{number}号を{verb[1]}。",
    }
    note = {
        "en": f"Version {version}: known by report {number * 7} of both ministries.",
        "ja": f"第{version}版。両省の報告書第{number * 7}号により確認する。",
    }
    return plain({**row, "text": text, "note": note})


def _published(writer: Writer, row: dict[str, Any], organisation: str) -> Any:
    from kakehashi.accord.canonical import digest

    public = {**row, "visibility": "public"}
    body = {"row": public, "sources": [], "organisation": organisation, "row_digest": digest(row)}
    return writer.act("publish", public, body)


def _reported(writer: Writer, row: dict[str, Any], organisation: str) -> Iterator[Any]:
    slug = row["id"].partition(":")[2]
    on = f"2026-{1 + writer.rng.randrange(11):02}-10"
    shared = {"basis": "primary", "sources": ["da-2025"], "visibility": row["visibility"]}
    evidence = {
        **shared,
        "kind": "evidence",
        "id": f"evidence:{slug}",
        "of": [row["id"]],
        "title": {"en": f"Minutes of a visit, {slug}", "ja": f"視察の記録 {slug}"},
        "when": {"on": on},
    }
    yield writer.write(plain(evidence), organisation)
    report = {
        **shared,
        "kind": "report",
        "id": f"report:{slug}",
        "of": row["id"],
        "view": writer.side,
        "level": writer.rng.choice(("on_track", "at_risk", "done")),
        "reported_on": on,
        "evidence": [evidence["id"]],
    }
    yield writer.write(plain(report), organisation)


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return the body of `row`, every field written, as an act has it."""
    from kakehashi.site.records.as_values import plain_body, words_of

    return plain_body(words_of(row))


def store(officials: list[Any], n_acts: int) -> float:
    """Return the seconds in which `n_acts` acts of two sides were made and stored."""
    from django.db import transaction

    from kakehashi.site.acts.chain import held_head, keep

    began = time.perf_counter()
    for side in ("uk", "jp"):
        chain = acts(side, officials, n_acts // 2)
        with transaction.atomic():
            head = held_head(side)
            while some := tuple(islice(chain, 5_000)):
                keep(some, head, received_at=datetime.now(UTC))
    return time.perf_counter() - began


def agree_on(n_proposals: int) -> list[float]:
    """Return the seconds that each real act took: joint commitments of the UK, agreed to."""
    from kakehashi.accord.may import Person, Role
    from kakehashi.site.acts.agree import agree
    from kakehashi.site.acts.propose import propose
    from kakehashi.site.records.models import ProposalRow

    def someone(side: str, organisation: str) -> Person:
        return Person(
            id=f"bench-{organisation}",
            side=side,
            organisation=organisation,
            roles=frozenset(Role),
            has_second_factor=True,
        )

    took = []
    for number in range(n_proposals):
        body = a_commitment("uk", 5 * number, "org:dsit")
        body |= {"id": f"commitment:uk-agreed-{number}", "visibility": "joint"}
        body |= {"text": {"en": f"Agreed words {number}.", "ja": f"合意した文言{number}。"}}
        began = time.perf_counter()
        ref = propose(someone("uk", "org:dsit"), body, now=datetime.now(UTC))
        took.append(time.perf_counter() - began)
        told = ProposalRow.objects.get(ref=ref).digest
        for organisation in ORGANISATIONS["jp"]:
            began = time.perf_counter()
            agree(someone("jp", organisation), ref, told, now=datetime.now(UTC))
            took.append(time.perf_counter() - began)
    return took
