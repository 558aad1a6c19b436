"""Finished draws as lines of text, so that an ensemble can go on where it was ended."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

import msgspec
import numpy as np

from kakehashi.supply.checks import Findings, a_fault
from kakehashi.supply.ensemble import Finished, Plan
from kakehashi.terms.errors import InputError

FORMAT = "ensemble-draws/1"
_NOT_ASKED = frozenset({"warnings", "n_draws", "seed"})  # fields that are no part of a question


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first line: of which question the draws are. How many are asked for is no part of it."""

    kakehashi: str = FORMAT
    version: str  # of this project
    network: str  # SHA-256 of the network as read
    scenarios: tuple[str, ...]  # SHA-256 of each
    model: str  # SHA-256 of the model's options
    seed: int


class _Line(msgspec.Struct, frozen=True, array_like=True):
    scenario: int
    draw: int
    values: tuple[float, ...]


def head_of(version: str, network: Any, scenarios: Sequence[Any], model: Any) -> Head:
    """Return the head of a file of draws; the scenarios have one seed.

    >>> from kakehashi.supply.index import Model
    >>> head_of("1", "network", (), Model()) == head_of("1", "network", (), Model(stop=0.1))
    False
    """
    return Head(
        version=version,
        network=digest_of(network),
        scenarios=tuple(map(digest_of, scenarios)),
        model=digest_of(model),
        seed=scenarios[0].seed if scenarios else 0,
    )


def digest_of(value: Any) -> str:
    """Return the SHA-256 of frozen values, numbers to the bit; warnings are no part of it."""
    found = sha256()
    _feed(value, found.update)
    return found.hexdigest()


def _feed(value: Any, write: Callable[[bytes], None]) -> None:
    """Write a value so that no two different ones write the same."""
    if isinstance(value, msgspec.Struct):
        write(f"<{type(value).__name__}>".encode())
        for field in value.__struct_fields__:
            if field not in _NOT_ASKED:
                write(f"<.{field}>".encode())
                _feed(getattr(value, field), write)
    elif isinstance(value, np.ndarray):
        write(f"<{value.dtype.str}{value.shape}>".encode())
        write(np.ascontiguousarray(value).tobytes())
    elif isinstance(value, tuple | list):
        write(f"<{len(value)}>".encode())
        for one in value:
            _feed(one, write)
    else:
        told = value.encode() if isinstance(value, str) else repr(value).encode()
        write(f"<{type(value).__name__} {len(told)}>".encode() + told)


def head_line(head: Head) -> bytes:
    """Return the first line."""
    return msgspec.json.encode(head) + b"\n"


def line_of(one: Finished) -> bytes:
    """Return the line of a finished draw; its numbers are read back to the bit."""
    line = _Line(one.scenario, one.draw, tuple(one.values.tolist()))
    return msgspec.json.encode(line) + b"\n"


def check_head(name: str, line: bytes, wanted: Head) -> None:
    """Raise InputError where a file's first line is not of the question that is asked."""
    try:
        head = msgspec.json.decode(line, type=Head)
    except msgspec.MsgspecError:
        raise InputError(a_fault("no_draws_file", f"{name}:1", wanted=FORMAT)) from None
    findings = Findings()
    for field in Head.__struct_fields__:
        if getattr(head, field) != getattr(wanted, field):
            findings.fault("other_question", f"{name}:1", column=field)
    findings.check()


def read_draws(name: str, lines: Iterable[bytes], plans: Sequence[Plan]) -> Iterator[Finished]:
    """Give the draws of the lines after the first; a last line that was not ended is passed over.

    Raises
    ------
    InputError
        At the first line that is damaged.
    """
    decode = msgspec.json.Decoder(_Line).decode
    for number, line in enumerate(lines, 2):
        if not line.endswith(b"\n"):
            return
        try:
            one = decode(line)
        except msgspec.MsgspecError:
            one = None
        if one is None or not _fits(one, plans):
            raise InputError(a_fault("damaged_draw", f"{name}:{number}"))
        yield Finished(one.scenario, one.draw, np.array(one.values, np.float64))


def _fits(one: _Line, plans: Sequence[Plan]) -> bool:
    return (
        0 <= one.scenario < len(plans)
        and one.draw >= 0
        and len(one.values) == plans[one.scenario].width
    )
