"""Data flows: one file about who passes which data to whom, walked hop by hop into facts.

Takes a flow file as bytes and the facts vocabulary. Gives a `Flow`, and for each of
its hops the facts that the rules judge on a day. Refuses a file with any fault
(`InputError`, all faults with their lines): an unknown country, a cycle of hops, a hop
before its predecessor, a party on both sides, an answer that is none. Which law lets a
hop go is not decided here: that is `rules`, joined in `answers/may_send.py`.
"""

from kakehashi.transfers.flow import Flow, FlowFile, Hop, Paper, Party
from kakehashi.transfers.hops import came_under_adequacy, hop_facts, rests_on_other_ground
from kakehashi.transfers.paper import PAPERS, PaperName, TransferPaper
from kakehashi.transfers.read import read_flow
from kakehashi.transfers.template import flow_template
from kakehashi.transfers.write_papers import write_papers

__all__ = [
    "PAPERS", "Flow", "FlowFile", "Hop", "Paper", "PaperName", "Party", "TransferPaper",
    "came_under_adequacy", "flow_template", "hop_facts", "read_flow", "rests_on_other_ground",
    "write_papers",
]  # fmt: skip
