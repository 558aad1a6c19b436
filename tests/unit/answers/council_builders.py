"""Small records with safe defaults, for the Council's papers."""

import json
from datetime import UTC, date, datetime

from kakehashi.accord.read import read_record

AT = datetime(2026, 11, 22, 18, tzinfo=UTC)  # the next day in Tokyo
ON = date(2026, 11, 22)
WORDS = {"en": "words", "ja": "文言"}


def both(words):
    return {"en": words, "ja": f"「{words}」"}


def a_row(kind, name, /, **fields):
    prefix = {"organisation": "org"}.get(kind, kind)
    return {"kind": kind, "id": f"{prefix}:{name}", "basis": "primary", "sources": ["s"], **fields}


def sides():
    return [
        a_row("organisation", "dsit", name=both("Department"), short="DSIT", side="side:uk"),
        a_row("organisation", "mic", name=both("Ministry"), short="MIC", side="side:jp"),
        a_row("side", "uk", code="uk", name={"en": "UK", "ja": "英国"}, language="en",
              calendar="Europe/London", endorsers=["org:dsit"]),
        a_row("side", "jp", code="jp", name={"en": "Japan", "ja": "日本"}, language="ja",
              calendar="Asia/Tokyo", endorsers=["org:mic"]),
    ]  # fmt: skip


def cycles():
    return [
        a_row("cycle", "2024", name=both("Council 2024"), council_on="2024-01-16"),
        a_row("cycle", "2025", name=both("Council 2025"), council_on="2025-01-22"),
    ]


def an_action(name="one", /, **fields):
    return a_row(
        "action", name, **{"pillar": "pillar:one", "title": both(f"action {name}"), **fields}
    )


def a_commitment(name="one", /, **fields):
    given = {"text": both(f"promise {name}"), "actions": ["action:one"], "cycle": "cycle:2025"}
    return a_row("commitment", name, **given | fields)


def some_evidence(name="one", /, **fields):
    given = {"of": ["commitment:one"], "title": both("a test"), "when": {"on": "2025-03-01"}}
    return a_row("evidence", name, **given | fields)


def a_report(name="one", /, **fields):
    given = {"of": "commitment:one", "view": "uk", "level": "on_track",
             "reported_on": "2025-03-02", "evidence": ["evidence:one"]}  # fmt: skip
    return a_row("report", name, **given | fields)


def a_meeting(name="one", /, **fields):
    given = {"name": both("Council"), "when": {"on": "2025-01-22"}, "form": "online",
             "cycle": "cycle:2025"}  # fmt: skip
    return a_row("meeting", name, **given | fields)


def a_statement(name="one", /, **fields):
    given = {"title": both("Statement"), "issued": {"on": "2025-01-22"}}
    return a_row("statement", name, **given | fields)


def a_clause(number, /, **fields):
    given = {"statement": "statement:one", "number": number, "en": {"text": f"clause {number}"},
             "ja": {"text": f"第 {number} 項"}}  # fmt: skip
    return a_row("clause", number, **given | fields)


def a_record(*rows, visibility="public"):
    pillar = a_row("pillar", "one", name=both("pillar"), place=1)
    whole = {
        "format": "kakehashi-record/1",
        "checked_on": "2026-11-22",
        "visibility": visibility,
        "sources": [{"id": "s", "title": "A page", "kind": "primary", "read": "whole",
                     "url": "https://example.org/page"}],
        "rows": [pillar, an_action(), *sides(), *cycles(), *rows],
    }  # fmt: skip
    return read_record({"a.json": json.dumps(whole, ensure_ascii=False).encode()})


def a_big_record(n_actions, n_commitments, n_words):
    """Return a record in which everything changes: the brief must stay on two pages."""
    rows = []
    text = {"en": "resilience of supply " * n_words, "ja": "供給網の強靱化と標準化" * n_words}
    for a in range(n_actions):
        rows.append(an_action(f"a{a}"))
        rows.append(a_row("gap", f"g{a}", text=text))
        for c in range(n_commitments):
            name = f"a{a}c{c}"
            actions, due = [f"action:a{a}"], {"on": "2026-07-01"}
            cycle = "cycle:2025" if c % 2 else "cycle:2024"
            rows.append(a_commitment(name, actions=actions, due=due, text=text, cycle=cycle))
            rows.append(some_evidence(name, of=[f"commitment:{name}"], title=text))
            rows.append(
                a_report(name, of=f"commitment:{name}", evidence=[f"evidence:{name}"], view="jp")
            )
    return a_record(*rows)


def lines_of(paper):
    """Return every line of words of a paper, in reading order."""
    found = []

    def walk(value):
        if hasattr(value, "runs"):
            found.append(value)
        elif isinstance(value, list | tuple):
            for inner in value:
                walk(inner)
        elif hasattr(value, "__struct_fields__"):
            for name in value.__struct_fields__:
                walk(getattr(value, name))

    walk(paper.parts)
    return found


def text_of(paper):
    return "\n".join(line.text for line in lines_of(paper))
