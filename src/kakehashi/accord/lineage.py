"""What became of a promise: carried, merged, split, dropped, or dropped in silence."""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of `before` in the next cycle; `after` is None where it was dropped."""

    before: str
    after: str | None
    how: Literal["carried", "merged", "split", "dropped"]


def dropped_in_silence(
    by_cycle: Mapping[str, Iterable[str]], links: Iterable[Link]
) -> tuple[tuple[str, str], ...]:
    """Return (cycle, promise) for each promise of which no later text says a word.

    Parameters
    ----------
    by_cycle
        Cycle to the ids of its promises, oldest cycle first. The newest cycle's
        promises still have time and are never reported.
    links
        What became of promises. A promise that stands again under the same id
        in any later cycle was carried without a link.

    Examples
    --------
    >>> dropped_in_silence({"2024": ["a", "b"], "2025": ["a"]}, [])
    (('2024', 'b'),)
    """
    told = {link.before for link in links}
    cycles = [(name, list(ids)) for name, ids in by_cycle.items()]
    silent = []
    for place, (name, ids) in enumerate(cycles[:-1]):
        later = {promise for _, others in cycles[place + 1 :] for promise in others}
        silent += [(name, each) for each in ids if each not in told and each not in later]
    return tuple(silent)
