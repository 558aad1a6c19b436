"""May this data go: each hop of a flow under both laws, on which grounds, with what to do."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

import msgspec

from kakehashi.answers.cautions import cautions
from kakehashi.answers.may_sell import is_not_established
from kakehashi.rules import BookVerdict, RestsOn, Rulebooks, ask_next, assess
from kakehashi.rules.days import day_in
from kakehashi.rules.mend import Change, GroundFound, grounds, mends
from kakehashi.rules.rulebook import NotCovered
from kakehashi.terms.basis import Basis
from kakehashi.terms.fact import Fact
from kakehashi.terms.text import Text
from kakehashi.terms.verdict import Force, Outcome, Verdict
from kakehashi.transfers import Flow, Hop, Paper, hop_facts, rests_on_other_ground
from kakehashi.transfers.statements import BY_FIELD

MADE_UP = Text(
    en="This flow and its answers are made up, as an example.",
    ja="このデータの流れと回答は、例として作られた架空のものです。",
)

SUBJECT = "hop"
UK_BOOK, UK_RULE, UK_JAPAN = "uk-data-transfer", "UKT-1", "UKT-A-JP"  # the mark's ground


class Send(StrEnum):
    """Whether law lets data go, as far as the rulebooks at hand reach."""

    LAWFUL = "lawful"
    REFUSED = "refused"
    EVIDENCE_MISSING = "evidence_missing"
    NOT_ESTABLISHED = "not_established"


EXIT_CODE = {
    Send.LAWFUL: 0,
    Send.REFUSED: 1,
    Send.EVIDENCE_MISSING: 2,
    Send.NOT_ESTABLISHED: 3,
}


class HopQuestion(msgspec.Struct, frozen=True):
    """A question whose answer helps most, the hops and open rules it bears on, and its field."""

    fact: str
    question: Text
    hops: tuple[str, ...]
    settles: tuple[str, ...]
    field: str  # where the flow file says it


class HopAnswer(msgspec.Struct, frozen=True):
    """One hop under both laws.

    `bears_uk_mark` is whether UK-origin data under adequacy is in it, or comes by it;
    None where that is unknown. `grounds` has the least work first. `mends` are the smallest sets of
    changes by which every law would be met, for a hop that is refused or not
    established; empty where none leads there.
    `lapsed` are papers that cover the hop but are not in force on the day.
    """

    hop: Hop
    answer: Send
    bears_uk_mark: bool | None
    books: tuple[BookVerdict, ...]
    grounds: tuple[GroundFound, ...]
    mends: tuple[tuple[Change, ...], ...]
    lapsed: tuple[Paper, ...]
    facts: tuple[Fact, ...]


class MaySend(msgspec.Struct, frozen=True):
    """The answer for a whole flow, with all that it rests on."""

    flow: Flow
    as_of: date
    rules_checked_on: date
    answer: Send
    hops: tuple[HopAnswer, ...]
    rests_on: tuple[RestsOn, ...]
    next: tuple[HopQuestion, ...]
    not_covered: tuple[NotCovered, ...]
    warnings: tuple[Text, ...]


def may_send(rulebooks: Rulebooks, flow: Flow, *, as_of: date | datetime) -> MaySend:
    """Return what both countries' rules say of each hop on the day `as_of`.

    Parameters
    ----------
    rulebooks
        The rulebooks at hand, shipped or added.
    flow
        A flow that was read.
    as_of
        The day. An aware datetime stands for "now": each rulebook then takes the day
        of its own calendar, and a paper counts where it is in force on that day.

    Notes
    -----
    The hops are walked in their order, since what the UK's law says of a hop into Japan
    decides whether the data bears the mark of the United Kingdom from there on. Where
    adequacy holds it is taken as the ground, unless the hop says otherwise
    (`relies_on`); with a safeguard in force beside it, that must be said.
    """
    walker = _Walker(rulebooks, flow, as_of)
    hops = tuple(walker.answer(flow.hop(name)) for name in flow.order)
    shown = as_of.date() if isinstance(as_of, datetime) else as_of
    ours = [book for book in rulebooks.books if book.subject == SUBJECT]
    checked_on = min((book.checked_on for book in ours), default=shown)
    return MaySend(
        flow=flow,
        as_of=shown,
        rules_checked_on=checked_on,
        answer=_worst(hop.answer for hop in hops),
        hops=hops,
        rests_on=_rests_on(hops),
        next=walker.questions(),
        not_covered=tuple(
            gap
            for coverage in rulebooks.coverage
            if coverage.subject == SUBJECT
            for gap in coverage.not_covered
        ),
        warnings=cautions(rulebooks, shown, checked_on, MADE_UP if flow.told.made_up else None),
    )


def send_exit_code(answer: MaySend) -> int:
    """Return 0 lawful, 1 refused, 2 evidence missing, 3 not established."""
    return EXIT_CODE[answer.answer]


class _Walker:
    """Walks the hops in their order and remembers which brought data under adequacy."""

    def __init__(self, rulebooks: Rulebooks, flow: Flow, as_of: date | datetime) -> None:
        self.rulebooks, self.flow, self.as_of = rulebooks, flow, as_of
        self.crossed: dict[str, bool | None] = {}
        self.days = {
            book.id: day_in(book, as_of) for book in rulebooks.books if book.subject == SUBJECT
        }
        self.asks: dict[str, tuple[list[str], list[str]]] = {}

    def answer(self, hop: Hop) -> HopAnswer:
        """Return the hop decided; the hops before it have been."""
        by_day = {on: self._facts(hop, on) for on in dict.fromkeys(self.days.values())}
        books = tuple(
            book
            for on, facts in by_day.items()
            for book in assess(self.rulebooks, facts, as_of=on, subject=SUBJECT)
            if self.days[book.id] == on
        )
        first, facts = next(iter(by_day.items()))
        self.crossed[hop.id] = self._is_crossing(hop, books, first)
        answer = _of_verdicts(
            verdict for book in books if book.force is Force.LAW for verdict in book.verdicts
        )
        self._ask(hop, facts, first)
        covering = [paper for paper in self.flow.told.papers if hop.id in paper.hops]
        marks = (
            self.crossed[hop.id],
            next((f.value for f in facts if f.id == "came_under_uk_adequacy"), None),
        )
        is_stuck = answer in (Send.REFUSED, Send.NOT_ESTABLISHED)
        return HopAnswer(
            hop=hop,
            answer=answer,
            bears_uk_mark=True if True in marks else None if None in marks else False,
            books=books,
            grounds=grounds(self.rulebooks, facts, as_of=first, subject=SUBJECT),
            mends=mends(self.rulebooks, facts, as_of=first, subject=SUBJECT) if is_stuck else (),
            lapsed=tuple(paper for paper in covering if not paper.is_in_force(first)),
            facts=facts,
        )

    def _facts(self, hop: Hop, on: date) -> tuple[Fact, ...]:
        return hop_facts(self.flow, hop.id, on, self.crossed)

    def _is_crossing(self, hop: Hop, books: Iterable[BookVerdict], on: date) -> bool | None:
        """Return whether the hop brings data to Japan under the UK's adequacy."""
        sender, receiver = self.flow.party(hop.sender), self.flow.party(hop.receiver)
        if receiver.country != "JP" or sender.country == "JP":
            return False
        is_other = rests_on_other_ground(self.flow, hop, self.days.get(UK_BOOK, on))
        if is_other:
            return False
        verdicts = (v for book in books if book.id == UK_BOOK for v in book.verdicts)
        verdict = next((v for v in verdicts if v.rule == UK_RULE), None)
        if verdict is None:
            return False
        if verdict.outcome is Outcome.MISSING:
            return None
        came = verdict.ground == UK_JAPAN
        return None if came and is_other is None else came

    def _ask(self, hop: Hop, facts: tuple[Fact, ...], on: date) -> None:
        for ask in ask_next(self.rulebooks, facts, as_of=on, subject=SUBJECT):
            hops, settles = self.asks.setdefault(ask.fact, ([], []))
            hops.append(hop.id)
            settles += [name for name in ask.settles if name not in settles]

    def questions(self) -> tuple[HopQuestion, ...]:
        """Return the questions of all hops walked, each once, in the vocabulary's order."""
        return tuple(
            HopQuestion(
                fact.id,
                fact.question,
                tuple(hops),
                tuple(settles),
                BY_FIELD.get(fact.id, f"answers.{fact.id}"),
            )
            for fact in self.rulebooks.vocabulary.facts
            if fact.id in self.asks
            for hops, settles in (self.asks[fact.id],)
        )


def _of_verdicts(verdicts: Iterable[Verdict]) -> Send:
    listed = list(verdicts)
    if any(verdict.outcome is Outcome.NOT_MET for verdict in listed):
        return Send.REFUSED
    missing = [verdict for verdict in listed if verdict.outcome is Outcome.MISSING]
    if any(not is_not_established(verdict) for verdict in missing):
        return Send.EVIDENCE_MISSING
    return Send.NOT_ESTABLISHED if missing else Send.LAWFUL


def _worst(answers: Iterable[Send]) -> Send:
    there = set(answers)
    ranked = (Send.REFUSED, Send.EVIDENCE_MISSING, Send.NOT_ESTABLISHED)
    return next((one for one in ranked if one in there), Send.LAWFUL)


def _rests_on(hops: Iterable[HopAnswer]) -> tuple[RestsOn, ...]:
    """Return the rules of all hops by basis, as "rulebook:rule", with their sources."""
    found: dict[Basis, tuple[dict[str, None], dict[str, None]]] = {}
    for hop in hops:
        for book in hop.books:
            for rest in book.rests_on:
                rules, sources = found.setdefault(rest.basis, ({}, {}))
                rules.update(dict.fromkeys(f"{book.id}:{rule}" for rule in rest.rules))
                sources.update(dict.fromkeys(rest.sources))
    return tuple(
        RestsOn(basis, tuple(found[basis][0]), tuple(found[basis][1]))
        for basis in Basis
        if basis in found
    )
