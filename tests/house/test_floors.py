"""Each contract of the floors holds, and each catches a fault that is planted against it.

The faults are planted in a copy of the package; `lint-imports` reads it with
the project's own contracts.
"""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# Contract, the module to write in (a new one), and what is written there.
FAULTS = [
    ("floors", "terms/planted.py", "import kakehashi.rules"),
    ("floors", "terms/planted.py", "def ask():\n    import kakehashi.answers"),
    (
        "floors",
        "terms/planted.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import kakehashi.papers",
    ),
    ("floors", "rules/planted.py", "import kakehashi.evidence"),
    ("floors", "answers/planted.py", "import kakehashi.cli"),
    ("floors", "a_room_without_a_floor/__init__.py", ""),
    ("reference", "rules/planted.py", "from kakehashi.reference import read"),
    ("site", "cli/planted.py", "def up():\n    import kakehashi.site"),
    ("site_floors", "site/records/planted.py", "import kakehashi.site.acts"),
    ("site_floors", "site/acts/planted.py", "import kakehashi.site.views"),
    ("site_floors", "site/jobs/planted.py", "import kakehashi.site.pages"),
    ("settings", "site/pages/planted.py", "from kakehashi.site import settings"),
    ("circles", "papers/planted.py", "import kakehashi.papers.planted_too"),
    ("django", "answers/planted.py", "import django.http"),
    ("django", "cli/planted.py", "import django"),
    ("django", "cli/planted.py", "import django_tasks"),
    ("sqlglot", "evidence/planted.py", "import sqlglot"),
    ("polars", "papers/planted.py", "import polars"),
    ("numba", "rules/planted.py", "def fast():\n    import numba"),
    ("numba", "cli/planted.py", "import numpy as np"),
    ("holidays", "site/pages/planted.py", "import holidays"),
    ("kernels", "supply/kernels/planted.py", "from kakehashi.terms.errors import Fault"),
    ("networkx", "answers/planted.py", "import networkx"),
    ("rfc8785", "answers/planted.py", "import rfc8785"),
    ("typst", "answers/planted.py", "import typst"),
    ("typst", "site/pages/planted.py", "import docx"),
    ("rich", "answers/planted.py", "import rich.table"),
    ("oracles", "rules/planted.py", "def twin():\n    import duckdb"),
]
ALSO = {"circles": ("papers/planted_too.py", "import kakehashi.papers.planted")}


@pytest.fixture(scope="module")
def copy(root, tmp_path_factory):
    place = tmp_path_factory.mktemp("floors")
    shutil.copytree(
        root / "src/kakehashi",
        place / "kakehashi",
        ignore=lambda folder, names: [
            name for name in names if "." in name and not name.endswith(".py")
        ],
    )
    shutil.copy(root / ".importlinter", place)
    return place


def test_the_contracts_hold(copy):
    linted = _lint(copy)
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize(("contract", "module", "fault"), FAULTS)
def test_a_planted_fault_is_caught(copy, contract, module, fault):
    planted = dict([(module, fault), *([ALSO[contract]] if contract in ALSO else [])])
    try:
        for name, text in planted.items():
            _plant(copy / "kakehashi" / name, text)
        linted = _lint(copy, contract)
    finally:
        for name in planted:
            (copy / "kakehashi" / name).unlink()
    assert linted.returncode == 1, linted.stdout + linted.stderr
    assert "1 broken" in linted.stdout


def test_every_contract_has_a_planted_fault(root):
    contracts = configparser.ConfigParser()
    contracts.read(root / ".importlinter", encoding="utf-8")
    names = {name.rpartition(":")[2] for name in contracts.sections() if ":contract:" in name}
    assert names == {contract for contract, _, _ in FAULTS}


def test_no_module_takes_from_the_face_above_it(root):
    import grimp

    graph = grimp.build_graph("kakehashi", cache_dir=None)
    circles = [
        (module, imported)
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
        if module.startswith(f"{imported}.")
        and module in graph.find_modules_directly_imported_by(imported)
    ]
    assert circles == []


def _plant(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'"""Planted."""\n\n{text}\n', encoding="utf-8")


def _lint(place, contract=None):
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"]
    return subprocess.run(
        [*command, *(["--contract", contract] if contract else [])],
        cwd=place, check=False, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(place)},
    )  # fmt: skip
