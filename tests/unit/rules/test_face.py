import subprocess
import sys

import pytest

import kakehashi.rules


def test_importing_the_face_loads_no_heavy_library():
    code = (
        "import sys, kakehashi.rules\n"
        "print(sorted({'polars', 'sqlglot', 'yaml', 'duckdb'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_deciding_in_python_needs_no_parser_after_loading():
    code = (
        "import sys, datetime\n"
        "from kakehashi import reference\n"
        "from kakehashi.rules import assess, ask_next, read_rulebooks\n"
        "names = [n for f in ('facts', 'rulebooks') for n in reference.names(f)]\n"
        "books = read_rulebooks({n: reference.read(n) for n in names})\n"
        "gone = ('sqlglot', 'yaml', 'polars')\n"
        "for name in [name for name in sys.modules if name.split('.')[0] in gone]:\n"
        "    sys.modules[name] = None\n"
        "print(len(assess(books, (), as_of=datetime.date(2026, 1, 1))) > 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def test_every_name_of_the_face_is_there():
    for name in kakehashi.rules.__all__:
        assert getattr(kakehashi.rules, name) is not None
    with pytest.raises(AttributeError):
        _ = kakehashi.rules.nothing
