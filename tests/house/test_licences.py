"""What the package needs at run time may be used under Apache-2.0: no GPL, no AGPL."""

import re
import tomllib
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

COPYLEFT = re.compile(r"\bA?GPL|Affero|(?<!Lesser )(?<!Library or Lesser )General Public License")


def test_no_run_time_dependency_is_under_the_gpl_or_agpl():
    needed = _closure("kakehashi", {"", "site"})
    assert {"django", "polars", "typst"} <= set(needed)
    found = {name: told for name in needed if COPYLEFT.search(told := _licence(name))}
    assert found == {}


def test_every_run_time_dependency_says_its_licence():
    assert [name for name in _closure("kakehashi", {"", "site"}) if not _licence(name)] == []


def test_every_dependency_asked_for_has_its_row_in_the_decision(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["site"]
    decision = (root / "docs/decisions/0007-dependencies.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in decision.splitlines() if line.startswith("| ")]
    told = {name for row in rows for name in re.findall(r"[a-z][\w-]+", row)}
    assert {Requirement(line).name for line in asked} - told == set()


def test_the_pattern_tells_the_lesser_licence_from_the_others():
    assert COPYLEFT.search("GNU General Public License v3 (GPLv3)")
    assert COPYLEFT.search("AGPL-3.0-only")
    assert not COPYLEFT.search("GNU Lesser General Public License v3 (LGPLv3)")


def _closure(name, extras, seen=None):
    seen = {} if seen is None else seen
    for line in metadata.requires(name) or ():
        need = Requirement(line)
        wanted = need.marker is None or any(need.marker.evaluate({"extra": e}) for e in extras)
        key = canonicalize_name(need.name)
        if wanted and key not in seen:
            seen[key] = True
            _closure(need.name, {"", *need.extras}, seen)
    return list(seen)


def _licence(name):
    told = metadata.metadata(name)
    classifiers = [c for c in told.get_all("Classifier", []) if c.startswith("License ::")]
    return (
        told.get("License-Expression")
        or "; ".join(classifiers)
        or (told.get("License") or "")[:200]
    )
