"""Rulebooks and facts in, verdicts out; each explained, each as of a date.

Takes files of rulebooks as bytes and facts about a subject. Gives `Rulebooks`, verdicts with
their trail, the next facts to ask for, outcomes of a whole population, and what differs between
two dates or sets of rulebooks. Refuses rulebooks with any fault (`SourceError`, all faults with
file and line) and facts or tables that the vocabulary does not know (`InputError`).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kakehashi.rules.ask import Ask, ask_next
from kakehashi.rules.assess import BookVerdict, RestsOn, assess
from kakehashi.rules.rulebook import Rulebooks
from kakehashi.rules.settle import Settled, settle

if TYPE_CHECKING:
    from kakehashi.rules.cases import check_cases, read_cases
    from kakehashi.rules.compare import compare_dates, compare_rulebooks
    from kakehashi.rules.population import assess_population
    from kakehashi.rules.read import read_rulebooks

_LATER = {  # modules with heavy libraries, imported when first asked for
    "cases": ("check_cases", "read_cases"),
    "compare": ("compare_dates", "compare_rulebooks"),
    "population": ("assess_population",),
    "read": ("read_rulebooks",),
}
__all__ = [
    "Ask", "BookVerdict", "RestsOn", "Rulebooks", "Settled", "ask_next", "assess",
    "assess_population", "check_cases", "compare_dates", "compare_rulebooks", "read_cases",
    "read_rulebooks", "settle",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
