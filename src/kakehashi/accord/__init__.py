"""Agreeing: two keys, chains of acts, who may, lineage, decay, difference of texts.

Takes frozen values (acts, people, things, texts); clock and randomness are
arguments. Gives new values or the refusals that say why not. Refuses, in
`checks.py`, an act that does not follow from the acts before it.
"""

from kakehashi.accord.act import Act, draft_act, sealed
from kakehashi.accord.canonical import canonical, digest
from kakehashi.accord.chain import check_chain
from kakehashi.accord.compare import compare_texts, treaty_words
from kakehashi.accord.keys import Proposal, State, agree, missing_endorsements, propose, withdraw
from kakehashi.accord.lineage import Link, dropped_in_silence
from kakehashi.accord.may import Person, Thing, Visibility, may, visible
from kakehashi.accord.status import Level, Report, level_on

__all__ = [
    "Act", "Level", "Link", "Person", "Proposal", "Report", "State", "Thing", "Visibility",
    "agree", "canonical", "check_chain", "compare_texts", "digest", "draft_act",
    "dropped_in_silence", "level_on", "may", "missing_endorsements", "propose", "sealed",
    "treaty_words", "visible", "withdraw",
]  # fmt: skip
