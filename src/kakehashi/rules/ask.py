"""Which facts to ask for next."""

import msgspec

from kakehashi.rules.compose import ReadyRule
from kakehashi.rules.rulebook import Rulebooks
from kakehashi.rules.settle import Settled


def fewest(rulebooks: Rulebooks, rule: ReadyRule, settled: Settled) -> tuple[str, ...]:
    """Return the fewest unknown facts whose values could settle a missing verdict."""
    return ()


class Ask(msgspec.Struct, frozen=True):
    """A fact to ask for, and the open rules ("rulebook:rule") it could help to settle."""

    fact: str
    settles: tuple[str, ...]
