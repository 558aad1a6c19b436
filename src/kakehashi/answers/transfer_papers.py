"""The papers about a flow: what was decided of it, told to those who write papers."""

from collections.abc import Iterable, Iterator

import msgspec

from kakehashi.answers.may_send import HopAnswer, MaySend
from kakehashi.rules import Rulebooks
from kakehashi.rules.rulebook import Rule, Way
from kakehashi.rules.settle import settle
from kakehashi.terms.basis import Source
from kakehashi.transfers import PAPERS, PaperName, TransferPaper, write_papers
from kakehashi.transfers.paper import GroundTold, HopTold, Told


def transfer_papers(
    rulebooks: Rulebooks, answer: MaySend, names: Iterable[PaperName] = PAPERS
) -> tuple[TransferPaper, ...]:
    """Return the papers `names` about a flow that was decided, in both languages.

    Parameters
    ----------
    rulebooks
        Those with which the flow was decided.
    answer
        The flow as decided: its day is that of the papers.
    names
        Which papers, in their order.
    """
    told = Told(
        flow=answer.flow,
        types={fact.id: fact for fact in rulebooks.vocabulary.facts},
        as_of=answer.as_of,
        hops=tuple(_hop(rulebooks, answer, hop) for hop in answer.hops),
    )
    return tuple(
        msgspec.structs.replace(paper, sources=tuple(_sources(rulebooks, paper)))
        for paper in write_papers(told, names)
    )


def _sources(rulebooks: Rulebooks, paper: TransferPaper) -> Iterator[Source]:
    """Yield the sources of what the paper's fields are asked for by, each once."""
    needs = (need for field in paper.fields for need in field.needs)
    for name in dict.fromkeys(name for need in needs for name in need.sources):
        if name in rulebooks.sources:  # a rulebook of the user's may name others
            yield rulebooks.source(name)


def _hop(rulebooks: Rulebooks, answer: MaySend, found: HopAnswer) -> HopTold:
    settled = settle(found.facts, rulebooks.vocabulary, answer.as_of)
    return HopTold(
        hop=found.hop,
        bears_uk_mark=found.bears_uk_mark,
        outcomes={one.rule: one.outcome for book in found.books for one in book.verdicts},
        grounds=tuple(_grounds(rulebooks, found)),
        values=settled.values,
        unknown=settled.unknown,
        facts=found.facts,
    )


def _grounds(rulebooks: Rulebooks, found: HopAnswer) -> Iterator[GroundTold]:
    """Yield the grounds as worded; that by which a rule is met comes before the others."""
    met_by = {one.rule: one.ground for book in found.books for one in book.verdicts}
    ranked = sorted(found.grounds, key=lambda one: met_by.get(one.rule) != one.id)
    for one in ranked:
        worded = _way(rulebooks, one.rulebook, one.rule, one.id)
        yield GroundTold(
            rulebook=one.rulebook,
            rule=one.rule,
            id=one.id,
            article=worded.article,
            text=worded.text,
            basis=worded.basis,
            lawful=one.lawful,
        )


def _way(rulebooks: Rulebooks, book: str, rule: str, ground: str) -> Way | Rule:
    """Return the way `ground`; the rule itself where its own words are the ground."""
    rules = [one for one in rulebooks.book(book).rules if one.id == rule]
    ways = (way for one in rules for way in one.ways if way.id == ground)
    return next(ways, rules[-1])
