"""Where things lie on this machine."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path


def fonts_folder() -> Path:
    """Return the folder in which `make assets` puts the fonts of a PDF."""
    return Path(str(resources.files("kakehashi.reference").joinpath("fonts")))


def assets_folder() -> Path:
    """Return the folder in which `make assets` puts the site's styles and scripts."""
    return Path(str(resources.files("kakehashi").joinpath("site", "static", "kakehashi")))


def home_folder(environment: Mapping[str, str]) -> Path:
    """Return KAKEHASHI_HOME, else `kakehashi` in the user's data folder: as the site has it.

    >>> home_folder({"KAKEHASHI_HOME": "/srv/kakehashi"}).as_posix()
    '/srv/kakehashi'
    """
    named = environment.get("KAKEHASHI_HOME")
    if named:
        return Path(named).expanduser()
    shared = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(shared).expanduser() / "kakehashi"
