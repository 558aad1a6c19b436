"""The tutorial on supply networks says what happens."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs/tutorial-supply.md"


def test_every_block_runs_in_turn():
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 5
    names = {}
    for block in blocks:
        exec(compile(block, PAGE.name, "exec"), names)  # noqa: S102  our own page


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_command_gives_what_the_library_gives(tmp_path, capsys, lang, a_folder):
    import json

    from kakehashi.cli.main import main
    from kakehashi.supply import Mode, Model, rank, read_flow_network

    for name, content in a_folder().items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "shocks.csv").write_text("firm,scenario,loss_share\na,half,0.5\n")
    network = read_flow_network(a_folder())
    for words, model in (
        ([], Model()),
        (["--mode", "certified", "--open"], Model(mode=Mode.CERTIFIED, is_open=True)),
        (["--replaceability", "off", "--stop", "1e-4"], Model(is_replaceable=False, stop=1e-4)),
    ):
        asked = ["supply", "rank", str(tmp_path), *words, "--format", "json", "--lang", lang]
        assert main(asked) == 0
        rows = json.loads(capsys.readouterr().out)
        losses = rank(network, model=model)
        assert [row["scenario"] for row in rows] == ["a", "b", "c"]
        assert [row["index"] for row in rows] == losses.index.tolist()
        assert [row["iterations"] for row in rows] == losses.iterations.tolist()
        assert ("low" in rows[0]) == (model.mode is Mode.CERTIFIED)
    shocks = str(tmp_path / "shocks.csv")
    assert main(["supply", "rank", str(tmp_path), "--shocks", shocks, "--lang", lang]) == 0
    assert "half" in capsys.readouterr().out
