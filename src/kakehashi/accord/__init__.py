"""Agreeing: the record, two keys, chains of acts, who may, decay, difference of texts.

Takes frozen values (acts, people, things, texts) and the bytes of record files; clock
and randomness are arguments. Gives new values or the refusals that say why not.
Refuses, in `chain.py`, an act that does not follow from the acts before it and, in
`read.py`, a record with any fault.
"""

from kakehashi.accord.act import Act, draft_act, sealed
from kakehashi.accord.canonical import canonical, digest
from kakehashi.accord.chain import check_chain
from kakehashi.accord.compare import compare_texts, treaty_words
from kakehashi.accord.keys import Proposal, State, agree, missing_endorsements, propose, withdraw
from kakehashi.accord.lineage import Link, dropped_in_silence
from kakehashi.accord.may import Person, Thing, Visibility, may, visible
from kakehashi.accord.read import read_record
from kakehashi.accord.record import Record
from kakehashi.accord.record_force import in_force_on
from kakehashi.accord.status import Level, Report, level_on

__all__ = [
    "Act", "Level", "Link", "Person", "Proposal", "Record", "Report", "State", "Thing",
    "Visibility", "agree", "canonical", "check_chain", "compare_texts", "digest", "draft_act",
    "dropped_in_silence", "in_force_on", "level_on", "may", "missing_endorsements",
    "propose", "read_record", "sealed", "treaty_words", "visible", "withdraw",
]  # fmt: skip
