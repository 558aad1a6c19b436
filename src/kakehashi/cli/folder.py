"""Files of a folder, read with their faults told and their sizes capped."""

import os
from collections.abc import Iterable
from pathlib import Path

from kakehashi.terms.errors import Fault, InputError, PlaceError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Text

MOST_RULEBOOK_BYTES = 4 * 2**20  # the largest shipped file has about a tenth of this
YAML = (".yaml", ".yml")


def a_fault(key: str, where: str, expected: str, mend: str, **values: object) -> Fault:
    """Return a fault from the phrases `place.<key>`, `place.<expected>` and `place.<mend>`."""

    def both(name: str) -> Text:
        name = f"place.{name}"
        return Text(en=say(name, "en", **values), ja=say(name, "ja", **values))

    return Fault(code=key, what=both(key), where=where, expected=both(expected), mend=both(mend))


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


def read_folder(folder: Path, most_bytes: int) -> tuple[dict[str, bytes], list[Fault]]:
    """Return the regular files of `folder` by name, and what could not be read.

    One level only, in the order of their names. Names that start with a full
    stop are passed over. A symbolic link is followed only where it stays in the
    folder. A file is read to `most_bytes` and one byte more, never further: the
    reader of its format sees that it is too big, and says so.
    """
    check_folder(folder, "no_folder_mend")
    root = folder.resolve()
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            faults.append(a_fault("outside", path.name, "inside", "outside_mend"))
            continue
        if not path.is_file():
            continue
        content = read_file(path, path.name, most_bytes)
        if isinstance(content, Fault):
            faults.append(content)
        else:
            files[path.name] = content
    return files, faults


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
        name = path.name if path.name not in names else str(path)
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
        Where there is no such folder, no YAML file (`missing`), or one that
        cannot be read.
    """
    check_folder(folder)
    found = sorted(folder.rglob("*") if deep else folder.iterdir())
    paths = [path for path in found if path.suffix in YAML and path.is_file()]
    if not paths:
        raise InputError(a_fault(missing, str(folder), expected, "check_path"))
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    for path in paths:
        name = path.relative_to(folder).as_posix()
        content = read_file(path, name, MOST_RULEBOOK_BYTES)
        if isinstance(content, Fault):
            faults.append(content)
        else:
            files[name] = content
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
