"""One file per question that people ask; pure; joins the engines.

Takes a subject's dossier and the rulebooks, gives a frozen answer, refuses what
the engines refuse. `shelf.py` is the one place where the shipped rulebooks are
read; `may_sell.py` answers "may this product be sold?" for both countries.
"""

from kakehashi.answers.as_json import as_json
from kakehashi.answers.may_sell import MaySell, exit_code, may_sell
from kakehashi.answers.shelf import shipped_rulebooks

__all__ = ["MaySell", "as_json", "exit_code", "may_sell", "shipped_rulebooks"]
