"""`make` is the only entry: one page, every target told, nothing run without a target."""

import os
import re
import subprocess

ONE_PAGE = 80  # lines


def test_the_entry_is_one_page(root):
    assert (root / "Makefile").read_text(encoding="utf-8").count("\n") <= ONE_PAGE


def test_make_alone_tells_every_target(root):
    # these tests run under make themselves
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    told = subprocess.run(
        ["make"], cwd=root, env=outside, check=True, capture_output=True, text=True
    ).stdout
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split()
    assert [line.split()[0] for line in told.splitlines()] == phony
    assert {"up", "test", "check", "fix", "bench", "soak", "docs", "assets"} <= set(phony)


def test_ci_lets_nothing_skip(root):
    run = (root / ".ci/run").read_text(encoding="utf-8")
    assert re.search(r"^export KAKEHASHI_NO_SKIPS=1\b", run, re.MULTILINE)
    assert run.rstrip().endswith("make check\nmake test")
