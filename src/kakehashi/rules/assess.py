"""Rulebooks and facts in, verdicts out: one subject, on one day, with its trail."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from kakehashi.rules.ask import Asker
from kakehashi.rules.compose import OWN, Ground, ReadyBook, ReadyRule, compose
from kakehashi.rules.days import day_in
from kakehashi.rules.explain import as_decisive, deciding_facts
from kakehashi.rules.expression import Memo, evaluate
from kakehashi.rules.outcome import outcome_of_rule, roll_up
from kakehashi.rules.rulebook import Recognition, Rulebooks
from kakehashi.rules.settle import Settled, settle
from kakehashi.terms.basis import Basis, weakest
from kakehashi.terms.fact import Fact
from kakehashi.terms.verdict import Force, Outcome, Verdict


class RestsOn(msgspec.Struct, frozen=True):
    """The rules whose verdicts have this basis, and the sources that give it to them."""

    basis: Basis
    rules: tuple[str, ...]
    sources: tuple[str, ...]


class BookVerdict(msgspec.Struct, frozen=True):
    """One rulebook decided for one subject on one day of its own calendar.

    `recognitions` are the ids of those that served as a ground. A rulebook that
    is not in force on the day is `not_applicable` and has no verdicts.
    """

    id: str
    force: Force
    country: str
    outcome: Outcome
    as_of: date
    version: str | None
    verdicts: tuple[Verdict, ...] = ()
    rests_on: tuple[RestsOn, ...] = ()
    recognitions: tuple[str, ...] = ()


def assess(
    rulebooks: Rulebooks,
    facts: Iterable[Fact],
    *,
    as_of: date | datetime,
    subject: str = "product",
) -> tuple[BookVerdict, ...]:
    """Return a verdict of every rulebook for this kind of subject, in their order.

    Parameters
    ----------
    rulebooks
        The rulebooks at hand.
    facts
        What is stated of the subject, with origins.
    as_of
        The day. An aware datetime stands for "now": each rulebook takes the day
        that it then is in its own calendar's zone.
    subject
        The kind of subject; rulebooks for others are left out.

    Raises
    ------
    InputError
        For facts that the vocabulary does not have.

    Notes
    -----
    `applies` false gives not applicable; a way or recognition that holds within
    scope gives met; `applies` unknown gives missing; then the test: true met,
    false not met, unknown missing (Kleene). Rules for information are
    not decided. A recognition's needs are judged on the day of the rulebook
    that gives it.
    """
    listed = tuple(facts)
    settled: dict[date, Settled] = {}
    found = []
    for book in rulebooks.books:
        if book.subject == subject:
            on = day_in(book, as_of)
            if on not in settled:
                settled[on] = settle(listed, rulebooks.vocabulary, on)
            asker = Asker(rulebooks, settled[on])
            found.append(assess_book(compose(rulebooks, book, on), settled[on], on, asker))
    return tuple(found)


def assess_book(
    ready: ReadyBook, settled: Settled, on: date, asker: Asker | None = None
) -> BookVerdict:
    """Return the verdict of one composed rulebook on settled facts.

    Without `asker`, missing verdicts do not say what to ask for.
    """
    memo: Memo = {}
    verdicts = []
    rests: dict[Basis, tuple[dict[str, None], dict[str, None]]] = {}
    recognised: dict[str, None] = {}
    for rule in ready.rules:
        trail = _Trail(ready, rule, settled, memo)
        verdict = trail.verdict(asker)
        verdicts.append(verdict)
        rules, sources = rests.setdefault(verdict.basis, ({}, {}))
        rules[verdict.rule] = None
        sources.update(dict.fromkeys(trail.sources_of(verdict.basis)))
        if trail.ground is not None and isinstance(trail.ground.part, Recognition):
            recognised[trail.ground.id] = None
    book = ready.book
    return BookVerdict(
        id=book.id,
        force=book.force,
        country=book.country,
        outcome=roll_up(verdict.outcome for verdict in verdicts),
        as_of=on,
        version=ready.version,
        verdicts=tuple(verdicts),
        rests_on=tuple(
            RestsOn(basis, tuple(rests[basis][0]), tuple(rests[basis][1]))
            for basis in Basis
            if basis in rests
        ),
        recognitions=tuple(recognised),
    )


class _Trail:
    """One rule being decided: its value, ground, clauses, basis and deciding facts."""

    def __init__(
        self,
        ready: ReadyBook,
        rule: ReadyRule,
        settled: Settled,
        memo: Memo,
    ) -> None:
        self.ready, self.rule = ready, rule
        self.settled, self.memo = settled, memo
        self.applies = evaluate(rule.applies, settled.values, memo)
        self.test = evaluate(rule.test, settled.values, memo)
        self.outcome = outcome_of_rule(rule, settled.values, memo)
        self.is_deemed = self.outcome is Outcome.MET and self.applies is not True
        self.ground = self._ground()
        in_scope = True if self.is_deemed else self.applies
        self.clauses = [
            one for one in ready.clauses if evaluate(one.tree, settled.values, memo) is in_scope
        ]

    def _ground(self) -> Ground | None:
        if self.outcome is not Outcome.MET:
            return None
        return next(
            ground
            for ground in self.rule.grounds
            if evaluate(ground.tree, self.settled.values, self.memo) is True
            and not (self.is_deemed and ground.id == OWN)
        )

    def verdict(self, asker: Asker | None) -> Verdict:
        """Return the verdict with its trail."""
        rule, is_missing = self.rule.rule, self.outcome is Outcome.MISSING
        decisive = as_decisive(self._deciding(), self.settled, is_missing=is_missing)
        is_out = self.outcome is Outcome.NOT_APPLICABLE
        return Verdict(
            rule=rule.id,
            outcome=self.outcome,
            basis=weakest(basis for basis, _ in self._parts()),
            decisive=decisive,
            ask=asker.fewest(self.rule) if is_missing and asker is not None else (),
            why=tuple(dict.fromkeys(one.why for one in decisive if one.why is not None)),
            ground=None if self.ground is None else self.ground.id,
            clauses=tuple(one.clause.id for one in self.clauses) if is_out else (),
        )

    def _deciding(self) -> tuple[str, ...]:
        values, memo = self.settled.values, self.memo
        if self.is_deemed:
            return deciding_facts(self.rule.deemed, values, memo)
        if self.applies is not True:
            return deciding_facts(self.rule.applies, values, memo)
        of_test = deciding_facts(self.rule.test, values, memo)
        if self.test is None:
            return of_test
        return tuple(dict.fromkeys((*of_test, *deciding_facts(self.rule.applies, values, memo))))

    def _parts(self) -> list[tuple[Basis, tuple[str, ...]]]:
        """Return basis and sources of all that the verdict rests on."""
        parts: list[tuple[Basis, tuple[str, ...]]] = [
            (self.rule.rule.basis, self.rule.rule.sources),
            *((one.clause.basis, one.clause.sources) for one in self.clauses),
        ]
        if self.ground is not None and self.ground.id != OWN:
            parts.append((self.ground.part.basis, self.ground.part.sources))
        return parts

    def sources_of(self, basis: Basis) -> tuple[str, ...]:
        """Return the sources of the parts that have this basis."""
        return tuple(source for own, sources in self._parts() if own is basis for source in sources)
