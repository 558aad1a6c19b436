"""May this product be sold in the UK and in Japan, and what is still missing?"""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from kakehashi.answers.cautions import cautions
from kakehashi.evidence import Dossier
from kakehashi.evidence.dossier import FileRead, Subject
from kakehashi.rules import BookVerdict, Rulebooks, ask_next, assess
from kakehashi.rules.rulebook import NotCovered, Recognition
from kakehashi.terms.basis import Basis, weakest
from kakehashi.terms.errors import Fault
from kakehashi.terms.text import Text
from kakehashi.terms.verdict import Force, Outcome, Verdict, Why

MADE_UP = Text(
    en="This product and its answers are made up, as an example.",
    ja="この製品と回答は、例として作られた架空のものです。",
)

COUNTRIES = ("uk", "jp")


class Sale(StrEnum):
    """Whether law allows the sale, as far as the rulebooks at hand go."""

    YES = "yes"
    NO = "no"
    NOT_ESTABLISHED = "not_established"


class Country(msgspec.Struct, frozen=True):
    """One country's answer.

    `basis` is the weakest basis of the law verdicts behind it: anything but
    `primary` is told to the reader with the answer. `remains` are the rules of
    this country, as "rulebook:rule", that are not met or lack evidence, law
    first, then labels and codes.
    """

    id: str
    may_sell: Sale
    basis: Basis
    remains: tuple[str, ...]


class NextQuestion(msgspec.Struct, frozen=True):
    """A question whose answer helps most, and the open rules it bears on."""

    fact: str
    question: Text
    settles: tuple[str, ...]


class MaySell(msgspec.Struct, frozen=True):
    """The answer for both countries, with all that it rests on."""

    subject: Subject
    as_of: date
    rules_checked_on: date
    countries: tuple[Country, ...]
    rulebooks: tuple[BookVerdict, ...]
    recognitions: tuple[Recognition, ...]
    next: tuple[NextQuestion, ...]
    not_covered: tuple[NotCovered, ...]
    files: tuple[FileRead, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Text, ...]


def may_sell(rulebooks: Rulebooks, dossier: Dossier, *, as_of: date | datetime) -> MaySell:
    """Return what both countries' rules say of the product on the day `as_of`.

    Law alone decides `may_sell`; labels, codes and standards are told beside it.
    A country none of whose laws at hand reach the product answers yes: what no
    rulebook covers is listed in `not_covered`.

    Parameters
    ----------
    rulebooks
        The rulebooks at hand, shipped or added.
    dossier
        The facts of one product, with their origins.
    as_of
        The day of supply. An aware datetime stands for "now": each rulebook
        then takes the day of its own calendar.
    """
    books = assess(rulebooks, dossier.facts, as_of=as_of)
    asked = ask_next(rulebooks, dossier.facts, as_of=as_of)
    shown = as_of.date() if isinstance(as_of, datetime) else as_of
    ours = [book for book in rulebooks.books if book.subject == "product"]
    checked_on = min((book.checked_on for book in ours), default=shown)
    used = {name for book in books for name in book.recognitions}
    return MaySell(
        subject=dossier.subject,
        as_of=shown,
        rules_checked_on=checked_on,
        countries=tuple(_country(name, books) for name in COUNTRIES),
        rulebooks=books,
        recognitions=tuple(found for found in rulebooks.recognitions if found.id in used),
        next=tuple(
            NextQuestion(ask.fact, _question(rulebooks, ask.fact), ask.settles) for ask in asked
        ),
        not_covered=tuple(
            gap
            for coverage in rulebooks.coverage
            if coverage.subject == "product"
            for gap in coverage.not_covered
        ),
        files=dossier.files,
        faults=dossier.faults,
        warnings=cautions(
            rulebooks, shown, checked_on, MADE_UP if dossier.subject.is_made_up else None
        ),
    )


def _question(rulebooks: Rulebooks, name: str) -> Text:
    return next(fact.question for fact in rulebooks.vocabulary.facts if fact.id == name)


def _country(name: str, books: tuple[BookVerdict, ...]) -> Country:
    ours = [book for book in books if book.country == name]
    law = [book for book in ours if book.force is Force.LAW]
    outcomes = {book.outcome for book in law}
    if Outcome.NOT_MET in outcomes:
        sale = Sale.NO
    elif Outcome.MISSING in outcomes:
        sale = Sale.NOT_ESTABLISHED
    else:
        sale = Sale.YES
    return Country(
        id=name,
        may_sell=sale,
        basis=weakest(verdict.basis for book in law for verdict in book.verdicts),
        remains=tuple(
            f"{book.id}:{verdict.rule}"
            for book in sorted(ours, key=lambda book: book.force is not Force.LAW)
            for verdict in book.verdicts
            if verdict.outcome in (Outcome.NOT_MET, Outcome.MISSING)
        ),
    )


def is_not_established(verdict: Verdict) -> bool:
    """Return whether a missing verdict waits for a text of law, not for evidence."""
    return verdict.outcome is Outcome.MISSING and set(verdict.why) == {Why.NOT_ESTABLISHED}


def exit_code(answer: MaySell) -> int:
    """Return 1 not met, 2 evidence missing, 3 not established, 0 all met: law alone counts.

    Over all countries, the first that applies.
    """
    law = [
        verdict for book in answer.rulebooks if book.force is Force.LAW for verdict in book.verdicts
    ]
    if any(verdict.outcome is Outcome.NOT_MET for verdict in law):
        return 1
    missing = [verdict for verdict in law if verdict.outcome is Outcome.MISSING]
    if any(not is_not_established(verdict) for verdict in missing):
        return 2
    return 3 if missing else 0
