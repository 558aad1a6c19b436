"""Supply chains on pages and by the API: the same rows, each figure with its source."""

import csv
import html
import io
import json
import re

import pytest

from kakehashi.answers.shares import SHIPPED, shipped_network

LINK = re.compile(r'(?:href|src)="(/(?:en|ja)/supply/[^"#]*)"')


def words(response):
    assert response.status_code == 200
    return html.unescape(response.content.decode()).replace("\u00a0", " ")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_figure_stands_with_its_year_its_basis_and_a_mark_that_leads_to_its_source(visitor, lang):
    told = words(visitor.get(f"/{lang}/supply/semiconductors/"))
    name = {"en": "Wafers", "ja": "ウェハー"}[lang]
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", told)
    line = next(one for one in lines if f">{name}</a>" in one and "56 %" in one)
    cells = re.sub(r"<[^>]+>", "|", line)
    assert "2019" in cells
    assert {"en": "Japan", "ja": "日本"}[lang] in cells
    mark = re.search(r'href="#(source-\d+)"', line)
    assert re.search(rf'id="{mark[1]}">[^!]*chip explorer', told)
    assert {"en": "read in another text", "ja": "二次資料による"}[lang] in cells
    unchecked = {
        "en": "general knowledge, not yet checked",
        "ja": "一般的な知識によるもので、未確認",
    }
    assert unchecked[lang] in told


def test_who_can_stop_what_is_told_with_and_without_substitution(visitor):
    told = words(visitor.get("/en/supply/semiconductors/"))
    line = re.search(r"<tr[^>]*><th[^>]*>Netherlands</th>(.*?)</tr>", told)[1]
    cells = [re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<td[^>]*>(.*?)</td>", line)]
    assert cells[0] == "EUV lithography tools, ArF immersion lithography tools"
    assert cells[1].startswith("Lithography tools, Patterning, Wafer fabrication")
    assert cells[2] == "–"
    assert "not checked against any text" in cells[-1], "the structure's basis counts"
    telecoms = words(visitor.get("/en/supply/telecommunications/"))
    line = re.search(r"<tr[^>]*><th[^>]*>France</th>(.*?)</tr>", telecoms)[1]
    assert "Submarine cable" in line
    assert "not checked against any text" in line


def test_what_has_no_figure_draws_nothing(visitor):
    ships = words(visitor.get("/en/supply/telecommunications/inputs/cable_ships/"))
    assert "There is no chart" in ships
    assert "<img" not in ships
    at = "/en/supply/telecommunications/inputs/cable_ships/files/shares.svg"
    assert visitor.get(at).status_code == 404
    told = words(visitor.get("/en/supply/telecommunications/"))
    could = told[told.index("What the United Kingdom could supply to Japan") :]
    assert '/inputs/cable_ships/"' in could.split("<h2")[0]


def test_an_input_tells_its_shares_and_what_stops_without_it(visitor):
    told = words(visitor.get("/en/supply/semiconductors/inputs/euv/"))
    stops = told[told.index('id="stops"') : told.index('id="relations"')]
    assert re.search(r"Patterning</a></th><td[^>]*>step</td><td[^>]*>runs on</td>", stops)
    assert "stopped alone, by: Netherlands." in stops
    assert "100 %" in told[told.index('id="shares"') : told.index('id="stops"')]
    wafers = words(visitor.get("/ja/supply/semiconductors/inputs/wafers/"))
    assert "消費されるもので、備蓄が尽きると生産が止まります。" in wafers
    core_ip = words(visitor.get("/en/supply/semiconductors/inputs/core_ip/"))
    assert "No figure shows a country that holds 50 %" in core_ip
    assert re.search(r"備蓄</dt><dd>21–36 日、SUMCO [^<]*2022", wafers)
    ships = words(visitor.get("/ja/supply/telecommunications/inputs/cable_ships/"))
    assert re.search("供給しているが割合が不明：[^。]*英国", ships)
    assert re.search(r"完成チップ</a></th><td[^>]*>工程</td><td[^>]*>止まる</td>", wafers)


def test_a_chart_is_an_svg_from_its_own_address_that_no_browser_guesses_about(visitor):
    answer = visitor.get("/ja/supply/semiconductors/files/chokepoints.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "EUV露光装置" in answer.content.decode()
    assert "<script" not in answer.content.decode()


@pytest.mark.parametrize("show", ["concentration", "reach", "relations"])
def test_page_file_and_api_give_one_answer(visitor, show):
    table = {"concentration": "chokepoints"}.get(show, show)
    base = f"/en/supply/semiconductors/files/{table}"
    by_api = visitor.get("/api/v1/supply/networks/semiconductors/measure", {"show": show}).json()
    assert json.loads(visitor.get(f"{base}.json").content) == by_api
    lines = list(
        csv.DictReader(io.StringIO(visitor.get(f"{base}.csv").content.decode("utf-8-sig")))
    )
    assert [list(one) for one in lines] == [list(one) for one in by_api]
    assert lines[0]["sources"] == " | ".join(by_api[0]["sources"])


def test_the_api_gives_what_the_command_line_gives(visitor, capsys):
    from kakehashi.cli.main import main

    given = ["supply", "measure", "semiconductors", "--format", "json"]
    for option, value in (("input", "wafers"), ("show", "exposure")):
        assert main([*given, f"--{option}", value]) == 0
        answer = visitor.get("/api/v1/supply/networks/semiconductors/measure", {option: value})
        assert answer.json() == json.loads(capsys.readouterr().out)


def test_the_api_lists_networks_and_refuses_what_it_does_not_know(visitor):
    listed = visitor.get("/api/v1/supply/networks").json()["networks"]
    assert [one["id"] for one in listed] == list(SHIPPED)
    assert listed[0]["n_inputs"] == len(shipped_network("semiconductors").inputs)
    assert listed[0]["structure_basis"] == ["memory"]
    at = "/api/v1/supply/networks/semiconductors/measure"
    assert visitor.get(at, {"show": "gossip"}).status_code == 422
    assert visitor.get(at, {"countries": "GB"}).status_code == 422
    unknown = visitor.get(at, {"input": "cheese"})
    assert unknown.status_code == 422
    assert "cheese" in unknown.content.decode()
    assert visitor.get("/api/v1/supply/networks/cheese/measure").status_code == 404


@pytest.mark.parametrize(
    ("lang", "miss"),
    [("en", "Missed by 12.8 points"), ("ja", "12.8 ポイントの外れ（予測が過大）")],
)
def test_a_past_event_stands_with_its_miss_and_is_led_to(visitor, lang, miss):
    at = f"/{lang}/supply/replay/wafers-2011/"
    assert f'href="{at}"' in words(visitor.get(f"/{lang}/supply/"))
    told = words(visitor.get(at))
    assert miss in told
    line = next(one for one in re.findall(r"<tr[^>]*>(.*?)</tr>", told) if "2011-Q2" in one)
    mark = re.search(r'2,392 <a[^>]*href="#(source-\d+)"', line)
    assert re.search(rf'id="{mark[1]}">[^!]*PC Semicon', told)
    chart = visitor.get(f"{at}files/chart.svg")
    assert chart.headers["Content-Type"] == "image/svg+xml"
    assert "−2.1 %" in chart.content.decode()


def test_a_past_event_is_the_same_by_page_api_and_command_line(visitor, capsys):
    from kakehashi.cli.main import main

    by_api = visitor.get("/api/v1/supply/replays/wafers-2011").json()
    assert main(["supply", "replay", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == by_api
    files = "/en/supply/replay/wafers-2011/files/compared"
    assert json.loads(visitor.get(f"{files}.json").content) == by_api["compared"]
    text = visitor.get(f"{files}.csv").content.decode("utf-8-sig")
    assert [row["miss"] for row in csv.DictReader(io.StringIO(text))] == [
        "" if row["miss"] is None else str(row["miss"]) for row in by_api["compared"]
    ]
    for path in ("en/supply/replay/cheese/", "en/supply/replay/wafers-2011/files/cheese.csv",
                 "api/v1/supply/replays/cheese"):  # fmt: skip
        assert visitor.get(f"/{path}").status_code == 404, path


def test_every_address_on_the_pages_leads_somewhere_and_no_other_does(visitor):
    seen, open_ = set(), ["/en/supply/", "/ja/supply/telecommunications/"]
    while open_ and len(seen) < 40:
        path = open_.pop()
        seen.add(path)
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        if "html" in answer.headers["Content-Type"]:
            assert not re.search(r"<script|<style|style=", answer.content.decode()), path
            open_ += set(LINK.findall(answer.content.decode())) - seen - {*open_}
    for path in (
        "cheese/", "semiconductors/inputs/cheese/", "semiconductors/files/cheese.csv",
        "semiconductors/files/reach.svg", "semiconductors/files/reach.exe",
        "semiconductors/inputs/wafers/files/reach.csv", "cheese/inputs/wafers/files/shares.csv",
    ):  # fmt: skip
        assert visitor.get(f"/en/supply/{path}").status_code == 404, path


def test_the_home_page_leads_to_them(visitor):
    assert 'href="/ja/supply/"' in words(visitor.get("/ja/"))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_picture_leads_from_every_box_to_the_page_of_its_input(visitor, lang):
    network = shipped_network("semiconductors")
    page = visitor.get(f"/{lang}/supply/semiconductors/").content.decode()
    svg = re.search(r"<svg[^>]*viewBox=.*?</svg>", page[page.index('class="k-scroll k-graph"') :])[
        0
    ]
    led_to = set(re.findall(r'<a href="([^"]+)"', svg))
    assert led_to == {f"/{lang}/supply/semiconductors/inputs/{one}/" for one in network.input_of}
    assert {"en": "◆ Japan 56 % (2019)", "ja": "◆ 日本 56 % (2019)"}[lang] in svg
    assert "style=" not in svg
    alone = visitor.get(f"/{lang}/supply/semiconductors/files/graph.svg").content.decode()
    assert "<a " not in alone
    assert alone.count("<title>") == len(network.inputs)


def test_an_input_s_picture_has_what_stands_near_it(visitor):
    page = visitor.get("/en/supply/semiconductors/inputs/wafers/").content.decode()
    svg = page[page.index("k-graph") : page.index('id="shares"')]
    titles = [one.partition(",")[0] for one in re.findall(r"<title>([^<]*)</title>", svg)]
    assert sorted(titles) == [
        "Crystal growing furnaces", "Crystal machining tools", "Film forming",
        "Wafer fabrication", "Wafers",
    ]  # fmt: skip
    assert "/inputs/wafers/" not in svg.partition("</svg>")[0].partition("<svg")[2]
    base = "/en/supply/semiconductors/inputs"
    assert visitor.get(f"{base}/wafers/files/graph.svg").status_code == 200
    assert visitor.get(f"{base}/cheese/files/graph.svg").status_code == 404
    assert visitor.get(f"{base}/wafers/files/graph.csv").status_code == 404


def test_an_input_leads_to_the_question_about_it_with_its_largest_provider(visitor):
    told = visitor.get("/en/supply/semiconductors/inputs/euv/").content.decode()
    assert "Ask what is lost if Netherlands stops providing EUV lithography tools" in told
    led = visitor.get("/ja/supply/semiconductors/ask/?provider=NL&input=euv").content.decode()
    assert re.search(r'<option value="NL"[^>]* selected', led)
    assert re.search(r'value="euv"[^>]* checked', led)
    other = visitor.get("/en/supply/semiconductors/ask/?provider=<b>&input=<i>").content.decode()
    assert "<b>" not in other
    assert " checked" not in other.partition('id="assumptions"')[0]
    none = visitor.get("/en/supply/telecommunications/inputs/fibre/").content.decode()
    assert "ask/?" not in none
