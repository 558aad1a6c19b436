"""The file of finished draws: written as they come, and gone on from."""

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from kakehashi.cli.folder import a_fault
from kakehashi.terms.errors import PlaceError

if TYPE_CHECKING:
    from kakehashi.supply.ensemble import Finished, Plan
    from kakehashi.supply.kept_draws import Head


class Kept(NamedTuple):
    """What was finished before, to be read first, and what keeps a draw that has ended."""

    finished: "Iterator[Finished]"
    keep: "Callable[[Finished], None] | None"


@contextmanager
def kept_draws(path: Path | None, head: "Head", plans: "Sequence[Plan]") -> Iterator[Kept]:
    """Give the draws in the file at `path`, which is made where there is none.

    Each draw that ends is one line more, handed to the system at once, so that it stays
    when the command is killed. The file is locked as long as it is written.

    Raises
    ------
    PlaceError
        Where it cannot be written, or another command writes it.
    InputError
        Where it holds draws of another question, or a damaged line; it is left as it is.
    """
    if path is None:
        yield Kept(iter(()), None)
        return
    try:
        file = path.open("a+b")  # made where there is none, and never cut by opening it
    except OSError as error:
        raise _cannot(path, error) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise PlaceError(
                a_fault("in_use", str(path), "not_in_use", "not_in_use_mend")
            ) from None
        begin(file, path, head)

        def keep(one: "Finished") -> None:
            from kakehashi.supply.kept_draws import line_of

            _write(file, path, line_of(one))

        yield Kept(_finished(file, path, plans), keep)


def begin(file: BinaryIO, path: Path, head: "Head") -> None:
    """Read the first line, or write it where the file is empty or it was not ended."""
    from kakehashi.supply.kept_draws import check_head, head_line

    wanted = head_line(head)
    file.seek(0)
    line = file.readline(len(wanted) + 1)
    if wanted.startswith(line) and not line.endswith(b"\n"):
        file.truncate(0)
        _write(file, path, wanted)
    else:
        file.seek(0)
        check_head(path.name, file.readline(), head)


def _finished(file: BinaryIO, path: Path, plans: "Sequence[Plan]") -> "Iterator[Finished]":
    """Give the draws, then cut off what was being written when the file was left."""
    from kakehashi.supply.kept_draws import read_draws

    end = file.tell()

    def whole() -> Iterator[bytes]:
        nonlocal end
        for line in file:
            if line.endswith(b"\n"):
                end += len(line)
                yield line

    yield from read_draws(path.name, whole(), plans)
    file.truncate(end)


def _write(file: BinaryIO, path: Path, line: bytes) -> None:
    try:
        file.write(line)
        file.flush()
    except OSError as error:
        raise _cannot(path, error) from None


def _cannot(path: Path, error: OSError) -> PlaceError:
    reason = error.strerror or type(error).__name__
    return PlaceError(
        a_fault("unwritable", str(path), "writable", "unwritable_mend", reason=reason)
    )
