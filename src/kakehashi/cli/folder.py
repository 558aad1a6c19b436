"""Files of a folder, read with their faults told and their sizes capped."""

import os
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kakehashi.terms.errors import Fault, InputError, PlaceError
from kakehashi.terms.phrases import say
from kakehashi.terms.steady import steady
from kakehashi.terms.text import Text

MOST_RULEBOOK_BYTES = 4 * 2**20  # the largest shipped file has about a tenth of this
YAML = (".yaml", ".yml")


class Caps(NamedTuple):
    """How many files are read, how many bytes of one, and how many together."""

    n_files: int
    n_bytes: int
    n_bytes_together: int


# thirty times the shipped rulebooks and cases
YAML_CAPS = Caps(n_files=2_000, n_bytes=MOST_RULEBOOK_BYTES, n_bytes_together=64 * 2**20)


def a_fault(key: str, where: str, expected: str, mend: str, **values: object) -> Fault:
    """Return a fault from the phrases `place.<key>`, `place.<expected>` and `place.<mend>`."""

    def both(name: str) -> Text:
        name = f"place.{name}"
        words = {part: _fit(value) for part, value in values.items()}
        return Text(en=say(name, "en", **words), ja=say(name, "ja", **words))

    return Fault(
        code=key, what=both(key), where=steady(where), expected=both(expected), mend=both(mend)
    )


def _fit(value: object) -> object:
    return value if isinstance(value, int) else steady(str(value))


def check_folder(folder: Path, mend: str = "check_path") -> None:
    """Raise InputError unless `folder` is one that can be read."""
    if not folder.is_dir():
        fault = a_fault("no_folder", str(folder), "a_folder", mend, path=folder)
        raise InputError(fault)
    if not os.access(folder, os.R_OK | os.X_OK):
        fault = a_fault(
            "unreadable", str(folder), "a_folder", "unreadable_mend", reason="permission"
        )
        raise InputError(fault)


def read_folder(folder: Path, caps: Caps) -> tuple[dict[str, bytes], list[Fault]]:
    """Return the regular files of `folder` by name, and what could not be read.

    One level only, in the order of their names. Names that start with a full
    stop are passed over. A symbolic link is followed only where it stays in the
    folder. A file is read to `caps.n_bytes` and one byte more, never further: the
    reader of its format sees that it is too big, and says so. Beyond the number
    of files or the bytes together nothing is read, and a fault says where it ended.
    In the names, what steers a terminal is replaced.
    """
    check_folder(folder, "no_folder_mend")
    root = folder.resolve()
    faults: list[Fault] = []
    paths = (
        path
        for path in sorted(folder.iterdir())
        if not path.name.startswith(".") and _is_inside(path, root, faults) and path.is_file()
    )
    return _read_within(paths, lambda path: path.name, caps, faults), faults


def _is_inside(path: Path, root: Path, faults: list[Fault]) -> bool:
    """Return whether `path` is no link, or one that stays below `root`; a fault where not."""
    if not path.is_symlink():
        return True
    try:
        if path.resolve().is_relative_to(root):
            return True
        faults.append(a_fault("outside", path.name, "inside", "outside_mend"))
    except (OSError, RuntimeError):  # a link that leads to itself: RuntimeError before Python 3.13
        faults.append(a_fault("loop", path.name, "inside", "loop_mend"))
    return False


def _read_within(
    paths: Iterable[Path], name_of: Callable[[Path], str], caps: Caps, faults: list[Fault]
) -> dict[str, bytes]:
    """Return files by name until a cap is reached, which is a fault and ends the reading."""
    files: dict[str, bytes] = {}
    left = caps.n_bytes_together
    for path in paths:
        name = told = steady(name_of(path))
        if len(files) == caps.n_files:
            faults.append(
                a_fault("too_many_files", told, "fewer_files", "fewer_mend", most=caps.n_files)
            )
            break
        content = read_file(path, told, min(caps.n_bytes, left))
        if isinstance(content, Fault):
            faults.append(content)
            continue
        if len(content) > left:
            most = caps.n_bytes_together
            faults.append(a_fault("too_big_together", told, "fewer_bytes", "fewer_mend", most=most))
            break
        left -= len(content)
        if name in files:  # two names that differ only in what was replaced
            name = f"{told} ({len(files) + 1})"
        files[name] = content
    return files


def read_named(paths: Iterable[Path], taken: Iterable[str], most_bytes: int) -> dict[str, bytes]:
    """Return files that the caller named, by file name; by path where that name is taken.

    Raises
    ------
    InputError
        Naming every file that is not there or cannot be read.
    """
    names = set(taken)
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    for path in paths:
        name = steady(path.name if path.name not in names else str(path))
        names.add(name)
        if not path.is_file():
            faults.append(a_fault("no_file", str(path), "a_file", "check_path"))
            continue
        content = read_file(path, str(path), most_bytes)
        if isinstance(content, Fault):
            faults.append(content)
        else:
            files[name] = content
    if faults:
        raise InputError(faults)
    return files


def read_file(path: Path, where: str, most_bytes: int) -> bytes | Fault:
    """Return the first `most_bytes` + 1 bytes of a file, or the fault that says why not."""
    try:
        with path.open("rb") as file:
            return file.read(most_bytes + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return a_fault("unreadable", where, "a_file", "unreadable_mend", reason=reason)


def read_yaml_below(folder: Path, missing: str, expected: str, *, deep: bool) -> dict[str, bytes]:
    """Return the YAML files of `folder` (and below it where `deep`), by path from it.

    Raises
    ------
    InputError
        Where there is no such folder, no YAML file (`missing`), one that cannot
        be read, or more than `YAML_CAPS`.
    """
    check_folder(folder)
    found = folder.rglob("*") if deep else folder.iterdir()
    yaml = (path for path in found if path.suffix in YAML and path.is_file())
    paths = sorted(islice(yaml, YAML_CAPS.n_files + 1))
    if not paths:
        raise InputError(a_fault(missing, str(folder), expected, "check_path"))
    faults: list[Fault] = []
    files = _read_within(paths, lambda path: path.relative_to(folder).as_posix(), YAML_CAPS, faults)
    if faults:
        raise InputError(faults)
    return files


def write_file(path: Path, content: bytes, *, is_new: bool = False) -> None:
    """Write `content` to `path`; where `is_new`, only if nothing is there yet.

    Raises
    ------
    InputError
        Where `is_new` and something stands at `path`.
    PlaceError
        Where the place cannot be written.
    """
    try:
        with path.open("xb" if is_new else "wb") as file:
            file.write(content)
    except FileExistsError:
        raise InputError(a_fault("exists", str(path), "absent", "exists_mend")) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        fault = a_fault("unwritable", str(path), "writable", "unwritable_mend", reason=reason)
        raise PlaceError(fault) from None
