"""The bench keeps one file of rows: a part replaces its own and leaves the others'."""

import importlib.util
import json
import sys

import pytest

PART = "def rows():\n    return [{{'name': 'speed', 'value': {value}, 'unit': 's'{more}}}]\n"


@pytest.fixture
def bench(root, tmp_path, monkeypatch):
    """Returns a function that runs the bench over the parts in `tmp_path`, and gives the rows."""
    spec = importlib.util.spec_from_file_location("bench_run", root / "bench/run.py")
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    monkeypatch.setattr(run, "HERE", tmp_path)
    monkeypatch.setattr(run, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(sys, "path", [*sys.path])

    def ran(*arguments):
        monkeypatch.setattr(sys, "argv", ["run.py", *arguments])
        for part in tmp_path.glob("*.py"):
            sys.modules.pop(part.stem, None)
        assert run.main() == 0
        return json.loads((tmp_path / "results.json").read_text())

    return ran


def a_part(folder, name, value=1.0, more=""):
    (folder / f"{name}.py").write_text(PART.format(value=value, more=more))


def test_every_row_has_every_field_and_its_part_s_name(bench, tmp_path):
    a_part(tmp_path, "planted_one")
    assert bench() == [
        {
            "name": "planted_one.speed",
            "value": 1.0,
            "unit": "s",
            "target": None,
            "peer": None,
            "peer_value": None,
            "ratio": None,
            "met": None,
            "note": None,
        }
    ]


def test_one_part_replaces_its_own_rows_only(bench, tmp_path):
    a_part(tmp_path, "planted_one", 1.0)
    a_part(tmp_path, "planted_two", 2.0)
    bench()
    a_part(tmp_path, "planted_one", 11.0)
    a_part(tmp_path, "planted_two", 22.0)
    rows = bench("--only", "planted_two")
    assert [(row["name"], row["value"]) for row in rows] == [
        ("planted_one.speed", 1.0),
        ("planted_two.speed", 22.0),
    ]


def test_the_rows_of_a_part_that_is_gone_fall(bench, tmp_path):
    a_part(tmp_path, "planted_one")
    a_part(tmp_path, "planted_two")
    bench()
    (tmp_path / "planted_two.py").unlink()
    assert [row["name"] for row in bench()] == ["planted_one.speed"]


@pytest.mark.parametrize(
    "more", [", 'target': 0.5", ", 'met': True", ", 'target': 0.5, 'met': False", ", 'by': 'me'"]
)
def test_half_a_row_is_refused(bench, tmp_path, more):
    a_part(tmp_path, "planted_one", more=more)
    with pytest.raises(ValueError, match=r"bench/planted_one\.py"):
        bench()
