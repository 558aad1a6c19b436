"""Django finds the tables here; each stands in its own file."""

from kakehashi.site.records.act_row import ActName, ActRow, ChainHead, ProposalRow
from kakehashi.site.records.kept_result import KeptResult
from kakehashi.site.records.person import Person, PersonPost
from kakehashi.site.records.row import Row, RowMark, RowName, Shipped
from kakehashi.site.records.row_words import RowWords
from kakehashi.site.records.saved_check import SavedCheck
from kakehashi.site.records.work import Work

__all__ = [
    "ActName", "ActRow", "ChainHead", "KeptResult", "Person", "PersonPost", "ProposalRow", "Row",
    "RowMark", "RowName", "RowWords", "SavedCheck", "Shipped", "Work",
]  # fmt: skip
