"""What is lost if …, asked of the form: its faults, its answer at once, its files."""

import csv
import html
import io
import json
import re
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kakehashi.answers.supply_file import read_result, rerun
from kakehashi.site.pages.supply.ask import EXAMPLE, EXAMPLE_TICKED, START

ASK = "/en/supply/semiconductors/ask/"
FILE = re.compile(r'(?:href|src)="([^"]*/answer/files/[^"]*)"')


def words(response, status=200):
    assert response.status_code == status
    return html.unescape(response.content.decode()).replace("\u00a0", " ")


def filled(**changes):
    """Return the example's form, its draws few; a change to None leaves a field out."""
    form = {**START, **EXAMPLE, **EXAMPLE_TICKED, "draws": "30", "cost_unit": "made-up units"}
    return {name: value for name, value in {**form, **changes}.items() if value is not None}


def faults(told):
    """Return the fields to which the summary leads, and what it says of each."""
    summary = told[told.index("govuk-error-summary") : told.index("<h1")]
    return dict(re.findall(r'<a href="#([^"]+)">(.*?)</a>', summary))


@pytest.fixture
def answered(visitor):
    def ask(lang="en", **changes):
        led = visitor.post(ASK.replace("/en/", f"/{lang}/"), filled(**changes))
        assert led.status_code == 302, faults(words(led, 422))
        return led.url

    return ask


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("Why they differ", "Wafers (a consumable): Japan holds 56 % (2019)", "undecided",
                "Resist processing tools (a capital good): Japan holds 95 % (2025)",
                "stock (20–60 days, assumed)", "Chosen for 7 of 10 made-up units",
                "No affordable set saves more", "Path of the loss", "never added up",
                "40 relations are from general knowledge", "chip explorer")),
        ("ja", ("違いの理由", "ウェハー（消耗品）：日本が 56 % を占めます（2019 年）",
                "レジスト処理装置（資本財）：日本が 95 % を占めます（2025 年）", "順位未定",
                "備蓄（20–60 日、仮定）", "費用 7 ／予算 10 架空の単位", "損失の経路",
                "合算はしません", "投入関係 40 件は一般的な知識による")),
    ],
)  # fmt: skip
def test_wafers_stand_beside_tools_with_five_measures_under_a_budget(visitor, answered, lang, said):
    told = words(visitor.get(answered(lang)))
    plain = re.sub(r"<[^>]+>", "", told)
    assert [one for one in said if one not in plain] == []
    assert not re.search(r"<script|<style|style=", told)


def test_the_form_shows_the_example_and_says_what_is_made_up(visitor):
    told = words(visitor.get(f"{ASK}?example=1"))
    assert "made-up costs and assumptions" in told
    assert re.search(r'<option value="JP" selected>Japan \(country\)', told)
    assert 'id="s1-input-wafers" name="s1-input" type="checkbox" value="wafers" checked' in told
    assert "Wafers – consumable, Japan 56 % (2019)" in told
    other = words(visitor.get("/en/supply/telecommunications/ask/?example=1"))
    assert '<option value="JP" selected>' not in other
    assert "made-up costs" not in other
    assert visitor.get("/en/supply/cheese/ask/").status_code == 404


def test_all_faults_are_told_at_once_each_at_its_field_in_the_readers_language(visitor):
    form = filled(**{
        "s1-days": "soon", "s2-provider": "", "s3-provider": "NL", "s3-share": "120",
        "a1-stock": "60..20", "a2-life": "0..9", "a3-input": "euv", "a4-source": "a text",
        "m1-kind": "", "m2-cost": "0", "m3-amount": "much", "budget": "", "draws": "many",
        "m5-kind": "substitution",
    })  # fmt: skip
    answer = visitor.post(ASK, form)
    told = faults(words(answer, 422))
    assert {name: what.split(":")[0] for name, what in told.items()} == {
        "s1-days": "Scenario 1, For how many days",
        "s2-provider": "Scenario 2, Who stops",
        "s3-share": "Scenario 3, Lost share of what it provides, %",
        "a1-stock": "Assumption 1, Stock",
        "a3-stock": "Assumption 3, Stock",
        "a4-input": "Assumption 4, Input",
        "m1-kind": "Measure 1, Kind",
        "m2-cost": "Measure 2, Cost",
        "m3-amount": "Measure 3, How much",
        "m5-input": "Measure 5, Input",
        "a2-life": "Assumption 2, Life",
        "budget": "Budget",
        "draws": "Draws from the spans",
    }
    assert list(told)[:2] + list(told)[-2:] == ["s1-days", "s2-provider", "budget", "draws"]
    for name in told:
        assert f'id="{name}"' in answer.content.decode(), name
        assert f'id="{name}-error"' in answer.content.decode(), name
    assert "“120” is no percentage" in told["s3-share"]
    assert 'value="soon"' in answer.content.decode()
    japanese = faults(words(visitor.post(ASK.replace("en", "ja", 1), form), 422))
    assert japanese["s1-days"].startswith("シナリオ 1の「途絶の期間（日）」：「soon」は日数")
    assert set(japanese) == set(told)


def test_nothing_asked_and_too_much_asked_are_told(visitor):
    assert set(faults(words(visitor.post(ASK, START), 422))) == {"s1-provider"}
    much = faults(words(visitor.post(ASK, filled(draws="1001", horizon="1097")), 422))
    assert set(much) == {"draws", "horizon"}
    together = faults(words(visitor.post(ASK, filled(draws="1000", horizon="1000")), 422))
    assert "6.6 times" in together["draws"]
    title = "".join(map(chr, Random(1).choices(range(0x4E00, 0x9F00), k=3_000)))
    file = an_upload("s.yaml", SCENARIO.replace("From a file", title))
    long = faults(words(visitor.post(ASK, {**START, "scenario_files": file}), 422))
    assert "too long for the address" in long["s1-provider"]
    huge = faults(words(visitor.post(ASK, filled(budget="9" * 39)), 422))
    assert "out of range" in huge["budget"]


def test_numbers_are_taken_as_people_type_them(visitor, answered):
    usual = answered()
    typed = {
        "s1-days": "９０",
        "a1-stock": "２０〜６０",
        "m3-amount": "10 – 30 %",
        "s2-share": "100%",
    }
    assert answered(**typed) == usual
    assert answered("ja", **typed, cost_unit="架空の単位") == usual.replace("/en/", "/ja/")


def test_a_source_makes_a_number_no_assumption(visitor, answered):
    told = words(visitor.get(answered(**{"a1-source": "A study of 2024"})))
    assert "20–60 days, A study of 2024" in told
    assert "Wafers: stock" not in told


SCENARIO = """\
kakehashi: scenario/1
title: {en: From a file, ja: ファイルから}
losses: [{provider: JP, inputs: [wafers], for_days: 30}]
"""
MEASURES = """\
kakehashi: measures/1
cost_unit: {en: pounds, ja: ポンド}
measures:
  - {id: a, name: {en: Filed, ja: ファイル}, kind: stock, input: wafers, days: 9, cost: 1}
"""


def an_upload(name, content):
    return SimpleUploadedFile(name, content.encode())


def test_files_stand_beside_the_form(visitor):
    empty = dict.fromkeys([name for name in EXAMPLE if name.startswith("m")])
    form = filled(**empty, measures_file=an_upload("m.yaml", MEASURES),
                  scenario_files=an_upload("s.yaml", SCENARIO))  # fmt: skip
    led = visitor.post(ASK, form)
    told = words(visitor.get(led.url))
    assert "From a file" in told
    assert "Wafers: nothing from Japan for 90 days" in told
    assert "pounds" in told
    form = filled(measures_file=an_upload("m.yaml", MEASURES[:60]),
                  scenario_files=an_upload("s.yaml", SCENARIO.replace("30", "soon")))  # fmt: skip
    told = faults(words(visitor.post(ASK, form), 422))
    assert set(told) == {"measures_file", "scenario_files"}
    assert "s.yaml:3" in told["scenario_files"]
    form = filled(scenario_files=an_upload("big.yaml", "#" * 100_001))
    assert "larger than 100 KiB" in faults(words(visitor.post(ASK, form), 422))["scenario_files"]


def test_every_file_of_an_answer_is_there_and_the_result_runs_again(visitor, answered):
    told = words(visitor.get(answered()))
    found = {}
    for path in set(FILE.findall(told)):
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        found[path.split("?")[0].rpartition("/")[2]] = answer.content
    assert set(found) == {
        "loss.csv", "loss.svg", "measures.csv", "holders.csv", "exposed.csv", "products.csv",
        "result.json", "scenario-1.yaml", "scenario-2.yaml", "measures.yaml",
    }  # fmt: skip
    assert rerun("result.json", found["result.json"]).is_same
    answer, digests = read_result("result.json", found["result.json"])
    assert digests["result"] in told
    assert digests["network"] in told
    lines = list(csv.DictReader(io.StringIO(found["loss.csv"].decode("utf-8-sig"))))
    assert len(lines) == 2 * 365
    assert max(float(one["lost_share_q95"]) for one in lines) == pytest.approx(0.56)
    holders = list(csv.DictReader(io.StringIO(found["holders.csv"].decode("utf-8-sig"))))
    assert {(one["input"], one["partner_share"], one["year"]) for one in holders} == {
        ("wafers", "0.56", "2019"), ("resist_tools", "0.95", "2025"),
    }  # fmt: skip
    assert b"<script" not in found["loss.svg"]
    assert visitor.get("/en/supply/semiconductors/answer/files/cheese.csv").status_code == 422
    other = next(path for path in FILE.findall(told) if "result.json" in path)
    assert visitor.get(other.replace("result.json", "cheese.csv")).status_code == 404


@pytest.mark.parametrize("packed", ["", "x", "eJw", "A" * 7_000], ids=range(4))
def test_an_address_without_a_question_is_refused_in_words(visitor, packed):
    answer = visitor.get("/en/supply/semiconductors/answer/", {"q": packed})
    assert answer.status_code == 422
    assert "fill in the form again" in words(answer, 422)


def test_a_question_beyond_the_caps_is_refused_in_an_address_too(visitor, answered):
    from kakehashi.answers.supply_address import pack, unpack
    from kakehashi.answers.supply_run import plain_question, question_of
    from kakehashi.terms.plain import Plain

    path, _, packed = answered().partition("?q=")
    told = plain_question(unpack(packed))
    told["scenarios"][0]["draws"] = 9_000
    more = pack(question_of(Plain("q", told)))
    assert "9000 is too large here" in words(visitor.get(path, {"q": more}), 422).replace("'", "")
    other = path.replace("semiconductors", "telecommunications")
    assert visitor.get(other, {"q": packed}).status_code == 404


def test_an_answer_at_once_takes_less_than_a_second_at_the_caps():
    """The caps hold the time: what may be asked at most is worked out in half a second or so."""
    from time import process_time

    from kakehashi.answers.supply_run import answer_of, n_days_of, question_of
    from kakehashi.site.pages.supply.ask import AT_ONCE
    from kakehashi.terms.plain import Plain

    loss = {"provider": "JP", "inputs": ["wafers"], "for_days": "60..120"}
    scenario = {
        "kakehashi": "scenario/1", "title": {"en": "a", "ja": "あ"}, "losses": [loss],
        "assumptions": [{"input": "wafers", "stock_days": "20..60"}],
        "draws": 250, "horizon_days": 1_000,
    }  # fmt: skip
    name = {"en": "a", "ja": "あ"}
    row = {"name": name, "kind": "stock", "input": "wafers", "cost": 1, "days": 9}
    measures = {"kakehashi": "measures/1", "cost_unit": {"en": "a", "ja": "あ"},
                "measures": [{**row, "id": str(n)} for n in range(5)]}  # fmt: skip
    told = {"network": "semiconductors", "scenarios": [scenario], "measures": measures, "budget": 5}
    question = question_of(Plain("q", told))
    assert 0.8 * AT_ONCE.n_days < n_days_of(question) < AT_ONCE.n_days
    answer_of(question)  # kernels are compiled
    start = process_time()
    answer_of(question)
    assert process_time() - start < 1


def test_the_answer_says_what_it_was_made_from_and_how_to_run_it_again(visitor, answered):
    told = words(visitor.get(answered(seed="7")))
    assert "seed 7, 30 draws, 365 days" in told
    assert "kakehashi supply rerun result.json" in told
    assert "--budget 10 --loss expected --scenario scenario-1.yaml" in told
    assert json.dumps("0.1.0").strip('"') in told


def test_a_result_from_another_network_says_so(visitor, answered):
    import msgspec

    from kakehashi.answers.supply_address import unpack
    from kakehashi.answers.supply_run import answer_of
    from kakehashi.site.pages.supply.result_told import told

    answer = answer_of(unpack(answered().partition("?q=")[2]))
    assert told(answer, "en", str)["is_same_network"]
    later = told(msgspec.structs.replace(answer, network_digest="sha256:0"), "ja", str)
    assert not later["is_same_network"]
    assert len(later["limits"]) == 2, "how well the relations are known is told of today's only"


def test_the_network_s_page_leads_to_the_form_and_the_example(visitor):
    told = words(visitor.get("/ja/supply/semiconductors/"))
    assert 'href="/ja/supply/semiconductors/ask/"' in told
    assert 'href="/ja/supply/semiconductors/ask/?example=1"' in told
    told = words(visitor.get("/ja/supply/telecommunications/"))
    assert 'href="/ja/supply/telecommunications/ask/"' in told
    assert "example=1" not in told
