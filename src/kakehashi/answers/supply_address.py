"""A question in the address of its answer: whoever has the address can ask it again."""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import msgspec

from kakehashi.answers.faults import a_fault
from kakehashi.answers.supply_run import Question, plain_question, question_of
from kakehashi.terms.errors import InputError
from kakehashi.terms.plain import Plain

MOST_PACKED = 6_000  # characters of an address
MOST_ASKED = 200_000  # characters kept with a piece of work
MOST_UNPACKED = 1_000_000  # bytes


def pack(question: Question, most: int = MOST_ASKED) -> str:
    """Return a question as a word of letters, digits, `-` and `_`.

    Raises
    ------
    InputError
        Where it is longer than `most` characters.
    """
    content = msgspec.json.encode(plain_question(question), order="deterministic")
    packed = urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    if len(packed) > most:
        raise InputError(a_fault("question_too_long", "question", most=f"{most:,}"))
    return packed


def unpack(packed: str, most: int = MOST_ASKED) -> Question:
    """Return the question that `pack` packed.

    Raises
    ------
    InputError
        Where it is none, or no longer fits the network.
    """
    content = _content(packed) if len(packed) <= most else None
    try:
        plain: Any = msgspec.json.decode(content or b"")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InputError(a_fault("no_packed_question", "q")) from None
    return question_of(Plain("question", plain))


def _content(packed: str) -> bytes | None:
    """Return what was packed; None where it is cut short, or unpacks to too much."""
    stream = zlib.decompressobj()
    try:
        data = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        content = stream.decompress(data, MOST_UNPACKED)
    except (ValueError, zlib.error):
        return None
    return content if stream.eof else None
