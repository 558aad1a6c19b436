"""The answer about a flow as a page shows it: hop by hop, law by law, ground by ground."""

import msgspec

from kakehashi.answers.lines import Numbers, Teller
from kakehashi.answers.may_send import HopAnswer, MaySend, Send
from kakehashi.answers.send_words import change_text, ground_text
from kakehashi.papers.report import LineShown, Mark
from kakehashi.rules import Rulebooks
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang
from kakehashi.terms.verdict import Outcome

CODES = {  # the outcome whose colour and sign an answer has; its words tell it apart
    Send.LAWFUL: Outcome.MET,
    Send.REFUSED: Outcome.NOT_MET,
    Send.EVIDENCE_MISSING: Outcome.MISSING,
    Send.NOT_ESTABLISHED: Outcome.MISSING,
}


class BookTold(msgspec.Struct, frozen=True):
    """One law on one hop: what applies, and how many of its rules do not."""

    id: str
    title: str
    country: str
    mark: Mark
    lines: tuple[LineShown, ...]
    n_outside: int


class GroundTold(msgspec.Struct, frozen=True):
    """A ground in words, whether it holds, and what remains to be done."""

    id: str
    text: str
    state: str
    remains: tuple[str, ...]


class HopTold(msgspec.Struct, frozen=True, kw_only=True):
    """One hop as the page shows it."""

    id: str
    title: str
    mark: Mark
    uk_mark: str
    books: tuple[BookTold, ...]
    grounds: tuple[GroundTold, ...]
    n_closed: int
    mends: tuple[tuple[str, ...], ...]
    is_stuck: bool
    lapsed: tuple[str, ...]


def answer_mark(answer: Send, lang: Lang) -> Mark:
    """Return the sign of an answer, and its name, short enough for a telephone."""
    code = str(CODES[answer])
    words = say(f"data_flow.{answer}", lang)
    return Mark(code=code, symbol=say(f"symbol.{code}", lang), words=words)


def hops_told(answer: MaySend, rulebooks: Rulebooks, lang: Lang) -> tuple[HopTold, ...]:
    """Return every hop, in the order in which the data travels."""
    return tuple(
        _hop(place, hop, answer, rulebooks, lang) for place, hop in enumerate(answer.hops, start=1)
    )


def _hop(
    place: int, found: HopAnswer, answer: MaySend, rulebooks: Rulebooks, lang: Lang
) -> HopTold:
    flow = answer.flow
    names = {
        "sender": flow.party(found.hop.sender).name.into(lang),
        "receiver": flow.party(found.hop.receiver).name.into(lang),
    }
    uk_mark = "" if found.bears_uk_mark is False else (
        "mark" if found.bears_uk_mark else "mark_unknown"
    )  # fmt: skip
    return HopTold(
        id=f"hop-{place}",
        title=say("transfers.hop", lang, place=place, **names),
        mark=answer_mark(found.answer, lang),
        uk_mark=say(f"transfers.{uk_mark}", lang) if uk_mark else "",
        books=_books(found, rulebooks, lang),
        grounds=tuple(
            GroundTold(
                one.id,
                ground_text(one, rulebooks, lang),
                say(f"transfers.{_STATES[one.lawful]}", lang),
                tuple(change_text(change, rulebooks, lang) for change in one.remains),
            )
            for one in found.grounds
            if one.remains is not None
        ),
        n_closed=sum(one.remains is None for one in found.grounds),
        mends=tuple(
            tuple(change_text(change, rulebooks, lang) for change in one) for one in found.mends
        ),
        is_stuck=found.answer in (Send.REFUSED, Send.NOT_ESTABLISHED),
        lapsed=tuple(paper.id for paper in found.lapsed),
    )


_STATES = {True: "lawful", False: "unlawful", None: "unknown"}


def _books(found: HopAnswer, rulebooks: Rulebooks, lang: Lang) -> tuple[BookTold, ...]:
    teller = Teller(rulebooks, lang)
    told = []
    for verdicts in found.books:
        book = rulebooks.book(verdicts.id)
        numbers: Numbers = {}
        applies = [one for one in verdicts.verdicts if one.outcome is not Outcome.NOT_APPLICABLE]
        told.append(
            BookTold(
                book.id,
                book.title.into(lang),
                say(f"country.{book.country}", lang),
                teller.mark(verdicts.outcome),
                tuple(teller.line(book, one, verdicts.as_of, numbers) for one in applies),
                len(verdicts.verdicts) - len(applies),
            )
        )
    return tuple(told)
