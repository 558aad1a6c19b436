"""What an ensemble says, printed."""

from typing import TYPE_CHECKING

from kakehashi.cli.page import put, put_heading
from kakehashi.cli.supply.share_page import put_table
from kakehashi.terms.phrases import say

if TYPE_CHECKING:
    from kakehashi.answers.ensemble_words import EnsembleWords


def put_ensemble(words: "EnsembleWords") -> None:
    """Print each scenario, then how they stand to each other, then what holds of all."""
    for at in range(len(words.told.scenarios)):
        _put_scenario(words, at)
    if len(words.told.scenarios) > 1:
        put_heading(say("ensemble.ranking", words.lang))
        table, said = words.ranking()
        put_table(*table)
        for line in said:
            put(line)
    put()
    for line in words.notes():
        put(line)


def _put_scenario(words: "EnsembleWords", at: int) -> None:
    one = words.told.scenarios[at]
    put_heading(one.title.into(words.lang))
    for line in words.lost(one):
        put(line)
    days = words.days(one)
    if days is not None:
        put()
        put_table(*days)
    for group in words.groups(one):
        put()
        put(group.above)
        put_table(*group.table)
        if group.below is not None:
            put(group.below)
    put()
    for heading, lines in words.grounds(at):
        put(heading)
        for line in lines:
            put("- " + line, 2, 2)
