"""Django finds the tables here; each stands in its own file."""

from kakehashi.site.records.person import Person
from kakehashi.site.records.saved_check import SavedCheck

__all__ = ["Person", "SavedCheck"]
