"""Rulebooks and facts in, verdicts out; each explained, each as of a date.

Takes files of rulebooks as bytes and facts about a subject. Gives `Rulebooks`,
verdicts with their trail, the next facts to ask for, outcomes of a whole
population, and what differs between two dates or sets of rulebooks. Refuses
rulebooks with any fault (`SourceError`, all faults with file and line) and facts
or tables that the vocabulary does not know (`InputError`).
"""

from typing import TYPE_CHECKING, Any

from kakehashi.rules.ask import Ask, ask_next
from kakehashi.rules.assess import BookVerdict, RestsOn, assess
from kakehashi.rules.rulebook import Rulebooks
from kakehashi.rules.settle import Settled, settle

if TYPE_CHECKING:
    from kakehashi.rules.cases import check_cases, read_cases
    from kakehashi.rules.population import assess_population
    from kakehashi.rules.read import read_rulebooks

_LATER = {
    "assess_population": "population",
    "check_cases": "cases",
    "read_cases": "cases",
    "read_rulebooks": "read",
}
__all__ = [
    "Ask", "BookVerdict", "RestsOn", "Rulebooks", "Settled", "ask_next", "assess", "assess_population", "check_cases", "read_cases",
    "read_rulebooks", "settle",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
