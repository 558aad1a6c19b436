"""The home says what is next, due, overdue, without evidence, and waiting for whose key."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kakehashi.accord.record_cycle import TEMPLATE

pytestmark = pytest.mark.django_db
ROW = "row/commitment/uk-testbed/"


def n_bare(page):
    return int(re.search(r"(\d+) of \d+ commitments have", page).group(1))


def in_days(n):
    return (timezone.now().date() + timedelta(days=n)).isoformat()


def written(person, kind, slug, **fields):
    from kakehashi.site.acts.write_row import write_row

    row = {"kind": kind, "id": f"{kind}:uk-{slug}", "basis": "inference",
           "sources": ["govx-2025-statement"], "visibility": "joint", **fields}  # fmt: skip
    from kakehashi.answers.record_shelf import shipped_record

    row["sources"] = [next(iter(shipped_record().sources))]
    return write_row(person, row, now=timezone.now())


def both(words):
    return {"en": words, "ja": words}


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_public_s_home_says_plainly_what_there_is_none_of(loaded, reader, lang):
    page = reader(lang=lang).page("")
    said = {
        "en": ("Next meeting: none known; last found 22 January 2025", "no step can be dated",
               "What is before both sides is seen by officials"),
        "ja": ("次回会合: 不明（最後に確認できたのは 2025年1月22日）", "工程の日付は定まりません",
               "両国の担当者だけが閲覧できます"),
    }  # fmt: skip
    for words in said[lang]:
        assert words in page, words
    assert "/council/settings/" not in page


def test_a_council_ahead_gives_its_steps_the_past_ones_marked(loaded, reader, person_of):
    cycle = written(person_of(), "cycle", "next", name=both("Year"), council_on=in_days(100))
    written(
        person_of(), "meeting", "next", name=both("Council ahead"), when={"on": in_days(100)},
        form="online", cycle=cycle,
    )  # fmt: skip
    page = reader("mic").page("")
    assert "Council ahead" in page
    assert page.count("(past)") in range(1, len(TEMPLATE))
    assert "First draft of the joint statement" in page


def test_commitments_milestones_and_matters_are_due_then_overdue(
    commitment, reader, person_of, day
):
    dsit = reader("dsit")
    for slug, n in (("ahead", 20), ("late", -20)):
        step = {"text": both(f"milestone {slug}"), "due": {"on": in_days(n)}}
        written(person_of(), "commitment", slug, text=both(f"promise {slug}"),
                actions=["action:ai"], due={"on": in_days(n + 1)}, milestones=[step])  # fmt: skip
    page = dsit.page("")
    due, late = page.split("<h2")[2], page.split("<h2")[4]
    assert "promise ahead" in due
    assert "milestone: milestone ahead" in due
    assert "promise late" in late
    assert "milestone: milestone late" in late
    assert "20 days late" in late
    assert "promise late" not in reader().page("")


def test_what_waits_tells_whose_key_and_who_is_missing_to_the_own_side_alone(commitment, reader):
    dsit = reader("dsit")
    dsit.send("write/bring/", {"row": commitment})
    japan, uk = reader("mic", "ja").page(""), dsit.page("")
    waiting = {name: page.split("<h2")[3] for name, page in (("jp", japan), ("uk", uk))}
    assert "waits for the key of: Japan" in waiting["uk"]
    assert "/row/org/" not in waiting["uk"]
    assert "合意待ち: 日本" in waiting["jp"]
    assert "所属機関の承認待ち" in waiting["jp"]
    for name in ("mic", "meti", "digital-agency"):
        assert f"/row/org/{name}/" in waiting["jp"], name


def test_an_official_is_told_where_nothing_waits(loaded, reader):
    assert "Nothing is before both sides." in reader("dsit").page("")


def test_evidence_takes_a_commitment_off_the_list(commitment, reader, day, evidence):
    dsit = reader("dsit")
    before = dsit.page("").split("<h2")[5]
    assert "Open a joint test bed." in before or "more" in before
    on = in_days(-2)
    n = n_bare(before)
    dsit.send(
        f"{ROW}status/",
        {"view": "uk", "level": "done", "visibility": "joint", **day("reported_on", on),
         **evidence(on)},
    )  # fmt: skip
    after = dsit.page("").split("<h2")[5]
    assert n_bare(after) == n - 1
