"""The wheel holds what the package reads at run time, and the command line needs no Django."""

import subprocess
import sys
import zipfile

import pytest

WITHOUT_THE_SITE = """
import sys

from importlib.machinery import PathFinder

class WithoutTheSite:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.split(".")[0] in {"django", "ninja", "granian", "whitenoise", "psycopg"}:
            return None
        return PathFinder.find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = WithoutTheSite
from kakehashi.cli.main import main
sys.exit(main())
"""


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    place = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place],
        cwd=root, check=True, capture_output=True,
    )  # fmt: skip
    with zipfile.ZipFile(next(place.glob("*.whl"))) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_file_of_the_package(root, wheel):
    here = {
        path.relative_to(root / "src").as_posix()
        for path in (root / "src/kakehashi").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sorted(here - wheel) == []
    assert "kakehashi/py.typed" in wheel


def test_the_wheel_holds_nothing_else(wheel):
    assert sorted(n for n in wheel if not n.startswith(("kakehashi/", "kakehashi-"))) == []


def without_the_site(root, *arguments):
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_THE_SITE, *arguments],
        cwd=root, check=False, capture_output=True, text=True,
    )  # fmt: skip


def test_the_command_line_answers_without_the_site(root):
    assessed = without_the_site(
        root, "assess", "examples/camera-with-label", "--as-of", "2026-06-01"
    )
    assert assessed.returncode in {0, 1, 2, 3}, assessed.stderr
    assert assessed.stdout


def test_a_site_command_without_the_site_says_so(root):
    asked = without_the_site(root, "site", "up")
    assert asked.returncode == 74
    assert "kakehashi[site]" in asked.stderr
    assert "Traceback" not in asked.stderr
