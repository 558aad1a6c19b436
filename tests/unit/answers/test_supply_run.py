"""A question about a shipped network: its faults, its answer, its file, and a rerun."""

import json
from pathlib import Path

import msgspec
import pytest

from kakehashi.answers.supply_file import (
    commands_of,
    question_files,
    read_result,
    rerun,
    result_file,
)
from kakehashi.answers.supply_run import (
    Caps,
    answer_of,
    check_caps,
    digests_of,
    n_days_of,
    plain_question,
    question_of,
)
from kakehashi.terms.errors import InputError
from kakehashi.terms.plain import Plain, read_plain

EXAMPLES = Path(__file__).parents[3] / "examples/supply"


def a_question(**changes):
    """Return wafers beside resist-processing tools, with five measures, as plain values."""

    def read(name):
        return read_plain(name, (EXAMPLES / f"{name}.yaml").read_bytes()).value

    scenarios = [read("scenario-wafers"), read("scenario-resist-tools")]
    for one in scenarios:
        one |= {"horizon_days": 365, "draws": 40, "seed": 1}
    told = {"network": "semiconductors", "scenarios": scenarios, "measures": read("measures"),
            "budget": 10, "loss": "expected"}  # fmt: skip
    return {**told, **changes}


@pytest.fixture(scope="module")
def answer():
    return answer_of(question_of(Plain("q", a_question())))


def test_a_question_is_read_as_it_was_written():
    question = question_of(Plain("q", a_question()))
    assert question_of(Plain("q", plain_question(question))) == question


def test_all_faults_of_a_question_are_told_at_once_each_with_its_place():
    told = a_question(budget="much")
    told["scenarios"][0]["losses"][0]["for_days"] = "soon"
    told["scenarios"][1]["losses"][0]["provider"] = "XX"
    told["measures"]["measures"][2]["input"] = "cheese"
    with pytest.raises(InputError) as caught:
        question_of(Plain("q", told))
    assert [(one.where, one.code) for one in caught.value.faults] == [
        ("q scenarios[0] losses[0].for_days", "no_span"),
        ("q scenarios[1] losses[0].provider", "unknown_provider"),
        ("q measures measures[2]", "unknown_input"),
        ("q budget", "no_budget"),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scenarios": []}, "no_scenarios"),
        ({"network": "cheese"}, "no_such_network"),
        ({"more": 1}, "unknown_field"),
        ({"scenarios": [1]}, "wrong_format"),
        ({"measures": [1]}, "wrong_format"),
        ({"loss": "worst"}, "wrong_value"),
    ],
)
def test_what_is_no_question_is_refused(changes, code):
    with pytest.raises(InputError) as caught:
        question_of(Plain("q", a_question(**changes)))
    assert [one.code for one in caught.value.faults] == [code]


def test_numbers_that_no_result_could_hold_are_refused_where_they_stand():
    told = a_question(budget="9" * 39)
    told["scenarios"][0]["assumptions"][0]["stock_days"] = f"1..{'9' * 30}"
    told["measures"]["measures"][1]["cost"] = "0." + "0" * 30 + "1"
    with pytest.raises(InputError) as caught:
        question_of(Plain("q", told))
    assert [(one.where, one.code) for one in caught.value.faults] == [
        ("q scenarios[0] assumptions[0].stock_days", "out_of_range"),
        ("q measures measures[1].cost", "out_of_range"),
        ("q budget", "out_of_range"),
    ]


def test_too_many_are_refused():
    told = a_question()
    told["scenarios"] = told["scenarios"] * 3
    told["measures"]["measures"] = [
        {**told["measures"]["measures"][0], "id": str(at)} for at in range(13)
    ]
    with pytest.raises(InputError) as caught:
        question_of(Plain("q", told))
    assert {one.code for one in caught.value.faults} == {"too_many_scenarios", "too_many_measures"}


def test_caps_are_told_with_their_fields():
    question = question_of(Plain("q", a_question()))
    assert n_days_of(question) == 2 * 365 * 40 * (1 + 32)
    check_caps(question, Caps(n_draws=40, horizon_days=365, n_days=n_days_of(question)))
    with pytest.raises(InputError) as caught:
        check_caps(question, Caps(n_draws=39, horizon_days=364, n_days=1))
    assert [one.where for one in caught.value.faults] == [
        f"question scenarios[{at}] {field}" for at in (0, 1) for field in ("draws", "horizon_days")
    ]
    with pytest.raises(InputError) as caught:
        check_caps(question, Caps(n_draws=40, horizon_days=365, n_days=n_days_of(question) // 3))
    assert "3.0 times" in caught.value.faults[0].what.en


def test_steps_are_told_up_to_their_whole():
    steps = []
    answer_of(question_of(Plain("q", a_question())), lambda *told: steps.append(told))
    done, totals, parts = zip(*steps, strict=True)
    assert list(done) == sorted(done)
    assert set(totals) == {2 * 40 * 33}
    assert done[-1] == totals[0]
    assert list(dict.fromkeys(parts)) == ["stress", "mend"]


def test_the_answer_is_that_of_the_command_line(answer):
    wafers, tools = answer.told
    assert [hit.share for one in answer.told for hit in one.hits] == [0.56, 0.95]
    assert wafers.lost_days.mean > 2 * tools.lost_days.mean
    assert [one.chosen.measures for one in answer.mended] == [
        ("stock-10", "stock-20"), ("second-tools", "spare-tools"),
    ]  # fmt: skip
    rows = {row["input"]: row for row in answer.holders}
    assert rows["wafers"]["partner_share"] == 0.56
    assert rows["resist_tools"]["not_told_share"] == pytest.approx(0.05)


def test_a_result_runs_again_to_the_same_digest(answer):
    told = rerun("result.json", result_file(answer))
    assert told.is_same
    assert told.is_whole
    assert told.is_same_network
    assert told.now == digests_of(answer)


def test_a_file_is_read_back_whole(answer):
    content = result_file(answer)
    again, stated = read_result("result.json", content)
    assert result_file(again) == content
    assert stated == digests_of(answer)


def test_the_digest_hangs_on_seed_network_and_every_number_but_not_on_the_last_bits(answer):
    whole = digests_of(answer)["result"]
    other = answer_of(question_of(Plain("q", a_question(budget=9))))
    assert digests_of(other)["result"] != whole
    bent = answer.told[0].band + 1e-15
    told = (msgspec.structs.replace(answer.told[0], band=bent), answer.told[1])
    assert digests_of(msgspec.structs.replace(answer, told=told))["result"] == whole
    told = (msgspec.structs.replace(answer.told[0], band=bent + 1e-5), answer.told[1])
    assert digests_of(msgspec.structs.replace(answer, told=told))["result"] != whole
    renamed = msgspec.structs.replace(answer, network_digest="sha256:0")
    assert digests_of(renamed)["result"] != whole
    later = msgspec.structs.replace(answer, version="9.9.9")
    assert digests_of(later)["result"] == whole


def test_a_changed_file_is_found_out(answer):
    told = json.loads(result_file(answer))
    told["stress"][0]["lost_days"]["mean"] = 1.0
    again = rerun("result.json", json.dumps(told).encode())
    assert not again.is_same
    assert not again.is_whole
    told["question"]["budget"] = 9
    again = rerun("result.json", json.dumps(told).encode())
    assert again.now["result"] != again.then["result"]


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"\xff", b'{"kakehashi": "supply-result/1"}', b"[" * 9_999],
    ids=range(6),
)
def test_what_is_no_result_is_refused(content):
    with pytest.raises(InputError) as caught:
        rerun("result.json", content)
    assert [one.code for one in caught.value.faults] == ["no_result_file"]


def test_the_commands_that_are_shown_run_and_find_the_same(answer, tmp_path, monkeypatch, capsys):
    from kakehashi.cli.main import main

    monkeypatch.chdir(tmp_path)
    Path("result.json").write_bytes(result_file(answer))
    for name, content in question_files(answer.question).items():
        Path(name).write_bytes(content)
    again, stress, mend = (one.split()[1:] for one in commands_of(answer.question))
    assert main([*again, "--lang", "en"]) == 0
    assert "The same was found." in capsys.readouterr().out
    assert main([*stress, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["lost_days"]["mean"] for one in told] == [
        one.lost_days.mean for one in answer.told
    ]  # fmt: skip
    assert main([*mend, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["chosen"]["saved_days"] for one in told] == [
        one.chosen.saved_days for one in answer.mended
    ]  # fmt: skip
    other = json.loads(Path("result.json").read_bytes())
    other["question"]["budget"] = 9
    Path("result.json").write_text(json.dumps(other))
    assert main([*again, "--lang", "ja"]) == 1
    assert "同じ結果になりませんでした" in capsys.readouterr().out
    assert main([*again, "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["is_same_network"] is True
