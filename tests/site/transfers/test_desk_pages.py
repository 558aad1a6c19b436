"""The desk's pages: a table of flows counted, and the rules to watch."""

import html
import json
import re
from pathlib import Path
from time import process_time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.portfolio_columns import COMPLETE, UNTIL, columns
from kakehashi.terms.phrases import say
from kakehashi.transfers import PAPERS

FLOWS = Path(__file__).parents[3] / "examples/flows"
pytestmark = pytest.mark.django_db
HEAD = (
    "flow,hop,sector,sender,receiver,sender_country,receiver_country,sender_kind,receiver_kind,"
    "hop_kind,contract_starts,contract_until,papers_complete"
)


def a_table(n_flows, until="2027-03-31"):
    """Return flows from Japan to the United States under a contract, in two sectors."""
    rows = [
        f"f{at:03},1,{'health' if at % 8 == 0 else 'retail'},a,b,JP,US,company,company,"
        f"disclosure,2026-01-01,{until},true"
        for at in range(n_flows)
    ]
    return SimpleUploadedFile("flows.csv", "\n".join([HEAD, *rows]).encode())


def words(response):
    return html.unescape(response.content.decode())


def day(field, text):
    parts = zip(("year", "month", "day"), text.split("-"), strict=True)
    return {f"{field}-{part}": value for part, value in parts}


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_table_is_counted_on_a_page_with_small_counts_withheld(visitor, lang):
    path = f"/{lang}/data/portfolio/"
    assert 'name="file"' in words(visitor.get(path))
    form = {"file": a_table(40), "by": "sector", **day("as_of", "2026-11-20")}
    told = visitor.post(path, form)
    assert told.status_code == 200
    assert "<10" in words(told)  # five flows of health
    assert "≥10" in words(told)  # so that the total does not give them back
    assert say("paper_kind.contract", lang) in words(told)
    assert "2027" in words(told)


def test_two_days_and_each_file_give_what_the_command_line_gives(visitor, tmp_path, capsys):
    from kakehashi.cli.main import main

    (tmp_path / "flows.csv").write_bytes(a_table(40).read())
    days = {**day("before", "2027-03-31"), **day("after", "2027-04-01")}
    form = {"by": "rule", "give": "json", **days}
    got = visitor.post("/en/data/portfolio/", {"file": a_table(40), **form})
    asked = ["--by", "rule", "--before", "2027-03-31", "--after", "2027-04-01", "--format", "json"]
    main(["transfers", "portfolio", str(tmp_path / "flows.csv"), *asked])
    assert json.loads(got.content) == json.loads(capsys.readouterr().out)
    table = visitor.post("/en/data/portfolio/", {"file": a_table(40), **form, "give": "csv"})
    assert table.content.decode("utf-8-sig").startswith("row,column,n,shown\r\n")
    calendar = visitor.post("/ja/data/portfolio/", {"file": a_table(40), "give": "ics"})
    assert b"BEGIN:VEVENT" in calendar.content
    assert calendar.headers["Content-Disposition"].startswith("attachment")


def test_a_form_and_a_table_with_faults_tell_all_of_them(visitor):
    form = {**day("before", "2027-13-31"), "by": "colour"}
    told = visitor.post("/en/data/portfolio/", form)
    assert told.status_code == 422
    for place in ('href="#file"', 'href="#by"', 'href="#before-day"'):
        assert place in words(told)
    half = visitor.post("/ja/data/portfolio/", {"file": a_table(3), **day("after", "2027-04-01")})
    assert half.status_code == 422
    assert 'href="#before-day"' in words(half)
    wrong = SimpleUploadedFile("flows.csv", f"{HEAD}\nf,1,s,a,a,JP,XX,company,x,y,,,\n".encode())
    told = visitor.post("/en/data/portfolio/", {"file": wrong})
    assert told.status_code == 422
    assert "flows.csv:2" in words(told)


def test_columns_that_there_are_not_are_told_and_counted_however_many(visitor):
    def told(n_columns, between=","):
        names = between.join(f"receiver_countrx{place}" for place in range(n_columns))
        wide = SimpleUploadedFile("flows.csv", f"{HEAD},{names}\n".encode())
        answer = visitor.post("/ja/data/portfolio/", {"file": wide})
        assert answer.status_code == 422
        return words(answer)

    started = process_time()
    assert "4450" in told(4_500)
    assert process_time() - started < 1.5  # looking for the nearest name of each took 3
    for between in (",", ',"\n",'):
        assert "列名の行が長すぎます" in told(100_000, between)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_form_names_every_column_that_a_table_may_have(visitor, lang):
    told = words(visitor.get(f"/{lang}/data/portfolio/"))
    names = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"<code>(.*?)</code>", told))))
    for column in columns(shipped_rulebooks().vocabulary):
        assert column.removesuffix(COMPLETE).removesuffix(UNTIL) in names
    table = re.search(r"<pre[^>]*>(.*?)</pre>", told, re.DOTALL).group(1)
    given = SimpleUploadedFile("flows.csv", table.encode())
    assert visitor.post(f"/{lang}/data/portfolio/", {"file": given}).status_code == 200


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_rules_to_watch_are_named_in_words_and_lead_to_their_place(visitor, lang):
    told = words(visitor.get(f"/{lang}/data/watch/"))
    for book in ("uk-data-transfer", "jp-data-transfer"):
        anchors = re.findall(rf'href="/{lang}/rules/{book}/#([^"]+)"', told)
        page = words(visitor.get(f"/{lang}/rules/{book}/"))
        assert len(anchors) > 10
        assert [one for one in anchors if f'id="{one}"' not in page] == []
    assert 'href="https://' in told


def test_the_api_gives_what_the_command_line_gives(visitor, capsys):
    from kakehashi.cli.main import main

    path = FLOWS / "health-device.yaml"

    def by_command(*asked):
        capsys.readouterr()
        main(["transfers", *asked, "--format", "json"])
        return json.loads(capsys.readouterr().out)

    def by_api(name, **fields):
        with path.open("rb") as file:
            told = visitor.post(f"/api/v1/transfers/{name}", {"file": file, **fields})
        assert told.status_code == 200, told.content
        return told.json()

    days = {"before": "2027-03-31", "after": "2027-04-01"}
    options = [word for name, on in days.items() for word in (f"--{name}", on)]
    assert by_api("diff", **days) == by_command("diff", str(path), *options)
    assert [one["paper"] for one in by_api("papers")] == list(PAPERS)
    assert visitor.get("/api/v1/transfers/watch").json() == by_command("watch")
    page = visitor.post("/en/data/portfolio/", {"file": a_table(40), "give": "json"})
    told = visitor.post("/api/v1/transfers/portfolio", {"file": a_table(40)})
    assert told.json() == json.loads(page.content)


@pytest.mark.parametrize(
    ("name", "fields", "places"),
    [
        ("diff", {}, {"before", "after"}),
        ("diff", {"before": "2027-03-31"}, {"after"}),
        ("portfolio", {"by": "colour"}, {"by"}),
        ("portfolio", {"before": "2027-02-30", "after": "2027-03-01"}, {"before"}),
    ],
)
def test_the_api_names_each_place_that_is_wrong(visitor, name, fields, places):
    with (FLOWS / "health-device.yaml").open("rb") as file:
        told = visitor.post(f"/api/v1/transfers/{name}", {"file": file, **fields})
    assert told.status_code == 422
    assert {fault["where"] for fault in told.json()["faults"]} == places
