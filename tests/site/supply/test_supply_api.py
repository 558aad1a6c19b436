"""Questions about networks by the API: shipped or sent, within caps, as the command line."""

import json

import pytest

FLOWS = {
    "edges.csv": "supplier,customer,sales\na,b,4\nb,c,3\nc,a,2\na,c,1\n",
    "firms.csv": "firm,sector,country,revenue,costs,stock_days\n"
    "a,0,GB,9,5,5\nb,1,JP,6,5,5\nc,1,JP,7,6,5\n",
    "essential.csv": "1,2\n0,1\n",
}
LOSS = {
    "kakehashi": "scenario/1",
    "title": {"en": "Japan stops", "ja": "日本からの供給停止"},
    "losses": [{"provider": "JP", "inputs": ["wafers"], "for_days": 90}],
    "horizon_days": 120,
    "draws": 20,
}
MEASURES = {
    "kakehashi": "measures/1",
    "cost_unit": {"en": "GBP million", "ja": "百万ポンド"},
    "measures": [
        {
            "id": "stock", "name": {"en": "Stock", "ja": "備蓄"}, "kind": "stock",
            "input": "wafers", "days": 45, "cost": 2.5,
        }
    ],
}  # fmt: skip
DAILY = {
    "kakehashi": "flow-scenario/1",
    "title": {"en": "A stops", "ja": "A の停止"},
    "losses": [{"firms": ["a"], "share": 0.5, "for_days": 10}],
}


@pytest.fixture
def ask(visitor):
    """Return how a question is asked."""

    def asked(question, **body):
        content = json.dumps(body, ensure_ascii=False)
        return visitor.post(f"/api/v1/supply/{question}", content, content_type="application/json")

    return asked


def codes(answer, status=422):
    assert answer.status_code == status, answer.content.decode()
    return [fault["code"] for fault in answer.json()["faults"]]


@pytest.fixture
def by_command(tmp_path, capsys):
    """Return what the command line gives as JSON; files stand in the folder."""
    from kakehashi.cli.main import main

    for name, text in FLOWS.items():
        (tmp_path / name).write_text(text)
    for name, told in (("loss", LOSS), ("measures", MEASURES), ("daily", DAILY)):
        (tmp_path / f"{name}.yaml").write_text(json.dumps(told))

    def run(*words):
        told = [str(tmp_path / word[1:]) if word.startswith("@") else word for word in words]
        assert main(["supply", *told, "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


SHIPPED = {"network": "semiconductors"}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({**SHIPPED, "show": "exposure"}, ["measure", "semiconductors", "--show", "exposure"]),
        ({"files": FLOWS, "by": "firm"}, ["measure", "@.", "--by", "firm"]),
        ({**SHIPPED, "at_least": 0.4}, ["reach", "semiconductors", "--at-least", "0.4"]),
        ({"files": FLOWS, "of": ["a"]}, ["reach", "@.", "--of", "a"]),
        (
            {**SHIPPED, "of": ["JP"], "costs": {"wafers": 1.5}},
            ["cut", "semiconductors", "--of", "JP", "--cost", "wafers=1.5"],
        ),
        ({"files": FLOWS, "stop": 1e-05}, ["rank", "@.", "--stop", "0.00001"]),
        ({"files": FLOWS, "of": ["a"], "to": "c"}, ["cut", "@.", "--of", "a", "--to", "c"]),
        (
            {"files": FLOWS, "mode": "certified", "open": True, "replaceability": "off"},
            ["rank", "@.", "--mode", "certified", "--open", "--replaceability", "off"],
        ),
        (
            {**SHIPPED, "scenarios": [LOSS], "measures": MEASURES, "budget": 3},
            ["mend", "semiconductors", "@measures.yaml", "--budget", "3", "--scenario",
             "@loss.yaml"],
        ),
        (
            {"files": FLOWS, "scenario": DAILY, "days": 30},
            ["simulate", "@.", "--scenario", "@daily.yaml", "--days", "30"],
        ),
    ],
    ids=lambda one: one[0] if isinstance(one, list) else None,
)  # fmt: skip
def test_it_gives_what_the_command_line_gives(ask, by_command, body, words):
    answer = ask(words[0], **body)
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json() == by_command(*words)
    assert answer.json()


def test_warnings_come_by_their_codes_beside_the_answer(ask):
    without = {name: text for name, text in FLOWS.items() if name != "essential.csv"}
    assert "no_essential" in ask("rank", files=without).headers["Kakehashi-Warnings"]
    assert ask("measure", **SHIPPED).headers["Kakehashi-Warnings"] == "mixed_years"
    assert "Kakehashi-Warnings" not in ask("measure", files=FLOWS).headers


def test_all_faults_of_a_question_are_told_at_once(ask):
    faults = codes(ask("rank", **SHIPPED, mode="best", speed=9, open="yes"))
    assert sorted(faults) == ["unknown_field", "wrong_value", "wrong_value"]
    wrong = {**LOSS, "losses": [{"provider": "XX", "for_days": 90}], "draws": 10_000}
    told = codes(ask("mend", **SHIPPED, scenarios=[wrong], measures={}, budget="a lot"))
    assert {"unknown_provider", "wrong_format", "no_number"} <= set(told)
    assert codes(ask("stress", **SHIPPED, scenarios=[{**LOSS, "draws": 501}])) == ["over_cap"]
    much = {**LOSS, "draws": 500, "horizon_days": 1_096}
    more = {"measures": MEASURES | {"measures": [
        {**MEASURES["measures"][0], "id": f"stock{one}"} for one in range(3)
    ]}}  # fmt: skip
    told = codes(ask("mend", **SHIPPED, scenarios=[much], **more, budget=1))
    assert told == ["too_much_at_once"]
    days = {**DAILY, "horizon_days": 2_000}
    assert codes(ask("simulate", files=FLOWS, scenario=days)) == ["over_cap"]


def test_all_faults_of_the_tables_are_told_at_once_with_their_rows(ask):
    edges = "supplier,customer,sales\na,b,-4\na,x,1\na,b,nan\n"
    answer = ask("rank", files={**FLOWS, "edges.csv": edges})
    assert {"negative", "unknown_firm", "edge_twice", "not_a_number"} <= set(codes(answer))
    assert "edges.csv:3" in [fault["where"] for fault in answer.json()["faults"]]


def test_a_question_is_asked_of_one_network_that_can_answer_it(ask):
    assert codes(ask("rank")) == ["one_of_network_and_files"]
    assert codes(ask("rank", **SHIPPED, files=FLOWS)) == ["one_of_network_and_files"]
    assert codes(ask("measure", network="cheese")) == ["no_such_network"]
    assert codes(ask("rank", **SHIPPED)) == ["not_asked_of_shares"]
    assert codes(ask("stress", files=FLOWS, scenarios=[LOSS])) == ["not_asked_of_flows"]
    assert codes(ask("measure", files=FLOWS, show="relations")) == ["not_asked_of_flows"]
    assert codes(ask("cut", files=FLOWS, of=["a"])) == ["no_target"]
    assert codes(ask("measure", files={})) == ["no_network"]
    assert codes(ask("measure", files={"notes.txt": "hello"})) == ["no_network"]
    both = {**FLOWS, "inputs.csv": "id\n"}
    assert codes(ask("measure", files=both)) == ["several_networks"]


def test_what_the_api_answers_of_a_kind_of_network_the_command_answers_too(ask):
    from kakehashi.answers.supply_asked import QUESTIONS
    from kakehashi.cli.supply.network import TAKEN_BY

    for family, network in (("shares", {"network": "semiconductors"}), ("flows", {"files": FLOWS})):
        for question in QUESTIONS:
            needed = {"reach": {"of": ["a"]}, "cut": {"of": ["JP"]}, "simulate": {"scenario": {}}}
            needed["mend"] = {"scenarios": [LOSS], "measures": MEASURES, "budget": "3"}
            needed["stress"] = {"scenarios": [LOSS]}
            told = ask(question, **network, **needed.get(question, {}))
            faults = [] if told.status_code == 200 else codes(told)
            is_refused = bool(set(faults) & {"not_asked_of_flows", "not_asked_of_shares"})
            assert is_refused or question in TAKEN_BY[family]


def test_parquet_is_never_read_out_of_text(ask):
    assert codes(ask("measure", files={"edges.parquet": "PAR1"})) == ["parquet_as_text"]


def test_what_is_too_large_is_told_to_use_the_command_line(ask):
    n = 2_001
    firms = "firm,sector\n" + "".join(f"f{one},0\n" for one in range(n))
    edges = "supplier,customer,sales\nf1,f2,1\n"
    answer = ask("rank", files={"firms.csv": firms, "edges.csv": edges})
    assert codes(answer) == ["too_many_of"]
    assert "kakehashi supply" in answer.json()["faults"][0]["mend"]
    long = {**FLOWS, "edges.csv": FLOWS["edges.csv"] + "\n" * 20_000}
    assert codes(ask("rank", files=long)) == ["too_many_of"]
    many = {**FLOWS, **{f"{one}.csv": "" for one in range(9)}}
    assert codes(ask("rank", files=many)) == ["too_many_tables"]
    assert codes(ask("rank", files={"edges.csv": "x" * 4 * 2**20}), 413) == ["too_large"]


def test_what_takes_too_long_is_given_up(ask, monkeypatch):
    from kakehashi.site.views import limit

    monkeypatch.setattr(limit, "SECONDS", 0.0)
    assert codes(ask("rank", files=FLOWS)) == ["too_long_to_run"]
    assert codes(ask("stress", **SHIPPED, scenarios=[LOSS])) == ["too_long_to_run"]
    assert codes(ask("simulate", files=FLOWS, scenario=DAILY)) == ["too_long_to_run"]
    monkeypatch.setattr(limit, "SECONDS", 5.0)
    look = limit.a_limit()
    look(1)
    look(1)


@pytest.mark.parametrize(
    "content",
    [b"[]", b"{", b'{"files": {"edges.csv": "\\ud800"}}', b'{"network": 1}', b"\xff",
     b"[" * 5_000],
)  # fmt: skip
def test_what_is_no_question_is_refused(visitor, content):
    answer = visitor.post("/api/v1/supply/rank", content, content_type="application/json")
    assert codes(answer)
    assert set(answer.json()) == {"error", "faults"}


def test_another_type_of_body_is_refused(visitor):
    answer = visitor.post("/api/v1/supply/rank", "a=b", content_type="text/plain")
    assert codes(answer, 400) == ["wrong_type"]
