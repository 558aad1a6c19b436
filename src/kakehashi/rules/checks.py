"""What is refused in rulebooks that parse: contradictions, circles and loose ends."""

from kakehashi.rules.lines import Lined
from kakehashi.rules.rulebook import Rulebooks
from kakehashi.terms.errors import Fault


def check_rulebooks(rulebooks: Rulebooks, files: list[tuple[Lined, object]]) -> list[Fault]:
    """Return every fault found across the files."""
    return []
