"""Lets the tests of this room import the builders and twins of `tests/reference`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "reference"))
