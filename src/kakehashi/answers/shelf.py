"""The rulebooks at hand: the shipped ones, and those that a user adds."""

from collections.abc import Mapping
from functools import cache

from kakehashi import reference
from kakehashi.rules import Rulebooks, read_rulebooks

FOLDERS = ("facts", "rulebooks")


def shipped_files() -> dict[str, bytes]:
    """Return the shipped vocabulary and rulebooks, file name to YAML bytes."""
    return {name: reference.read(name) for folder in FOLDERS for name in reference.names(folder)}


@cache
def _shipped() -> Rulebooks:
    return read_rulebooks(shipped_files())


def shipped_rulebooks(added: Mapping[str, bytes] | None = None) -> Rulebooks:
    """Return the shipped rulebooks, with those of `added` beside or in place of them.

    Parameters
    ----------
    added
        File name to YAML bytes. A rulebook whose id is shipped replaces the
        shipped one, and the result's `replaced` names it.

    Raises
    ------
    SourceError
        With every fault of every file, where any cannot be read.

    Notes
    -----
    The shipped ones alone are read and parsed once per process (about 0.2 s).
    """
    if not added:
        return _shipped()
    return read_rulebooks(shipped_files(), added=added)
