"""Where things lie on this machine."""

import os
from importlib import resources
from pathlib import Path


def fonts_folder() -> Path:
    """Return the folder in which `make assets` puts the fonts of a PDF."""
    return Path(str(resources.files("kakehashi.reference").joinpath("fonts")))


def home_folder() -> Path:
    """Return where the program keeps files: KAKEHASHI_HOME, else below the user's data."""
    named = os.environ.get("KAKEHASHI_HOME")
    if named:
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "kakehashi"
