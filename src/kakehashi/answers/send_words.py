"""The answer about a flow as lines of text in one language, each with its indent."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kakehashi.answers.lines import Teller
from kakehashi.answers.may_send import HopAnswer, MaySend, Send
from kakehashi.rules import BookVerdict, Rulebooks
from kakehashi.rules.mend import Change, GroundFound
from kakehashi.terms.basis import Basis
from kakehashi.terms.fact import Fact, place_words
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang
from kakehashi.terms.verdict import Outcome, Verdict, Why
from kakehashi.transfers import Paper


class Line(NamedTuple):
    """Words at an indent; a heading has a rule under it."""

    words: str
    indent: int = 0
    is_heading: bool = False


def send_lines(answer: MaySend, rulebooks: Rulebooks, lang: Lang) -> Iterator[Line]:
    """Yield the answer line by line: each hop with its verdicts, grounds and mends."""
    yield from _Words(answer, rulebooks, lang).all()


def ground_text(ground: GroundFound, rulebooks: Rulebooks, lang: Lang) -> str:
    """Return what a ground says; the rule's own text where it is no way of its own."""
    book = rulebooks.book(ground.rulebook)
    ways = (way for rule in book.rules if rule.id == ground.rule for way in rule.ways)
    found = next((way for way in ways if way.id == ground.id), None)
    if found is None:
        return next(rule.text.into(lang) for rule in book.rules if rule.id == ground.rule)
    return found.text.into(lang)


def change_text(change: Change, rulebooks: Rulebooks, lang: Lang) -> str:
    """Return a change in words: what to bring about, or what to state where it is so."""
    teller = Teller(rulebooks, lang)
    key = "to_make" if change.is_made else "to_state"
    words = {"question": teller.question(change.fact), "value": _value(change, teller)}
    return say(f"transfers.{key}", lang, what=say("transfers.change", lang, **words))


def _value(change: Change, teller: Teller) -> str:
    if change.member is None:
        return teller.value(change.fact, change.value)
    facts = teller.rulebooks.vocabulary.facts
    fact = next(fact for fact in facts if fact.id == change.fact)
    named = next(m.text.into(teller.lang) for m in fact.members if m.id == change.member)
    return named if change.value is True else f"{named}: {say('answer.no', teller.lang)}"


class _Words:
    def __init__(self, answer: MaySend, rulebooks: Rulebooks, lang: Lang) -> None:
        self.answer, self.rulebooks, self.lang = answer, rulebooks, lang
        self.teller = Teller(rulebooks, lang)
        self.comma = say("list.comma", lang)

    def _say(self, key: str, **values: object) -> str:
        return say(f"transfers.{key}", self.lang, **values)

    def all(self) -> Iterator[Line]:
        """Yield every line."""
        answer, lang = self.answer, self.lang
        yield Line(self._say("title", name=answer.flow.told.name.into(lang)), is_heading=True)
        yield Line(say(f"may_send.{answer.answer}", lang))
        yield Line(self._say("as_of_line", day=answer.as_of, checked=answer.rules_checked_on))
        for warning in answer.warnings:
            yield Line(warning.into(lang))
        for place, hop in enumerate(answer.hops, start=1):
            yield from self._hop(place, hop)
        yield from self._end()

    def _hop(self, place: int, found: HopAnswer) -> Iterator[Line]:
        flow, lang = self.answer.flow, self.lang
        names = {
            "sender": flow.party(found.hop.sender).name.into(lang),
            "receiver": flow.party(found.hop.receiver).name.into(lang),
        }
        yield Line(self._say("hop", place=place, **names), is_heading=True)
        yield Line(say(f"may_send.{found.answer}", lang), 2)
        if found.bears_uk_mark is not False:
            yield Line(self._say("mark" if found.bears_uk_mark else "mark_unknown"), 2)
        for book in found.books:
            yield from self._book(book, found)
        listed = [ground for ground in found.grounds if ground.remains is not None]
        if listed:
            yield Line(self._say("grounds"), 2)
        for ground in listed:
            yield from self._ground(ground)
        closed = [ground.id for ground in found.grounds if ground.remains is None]
        if closed:
            yield Line(self._say("closed", names=self.comma.join(closed)), 2)
        if found.lapsed:
            papers = self.comma.join(map(self._paper, found.lapsed))
            yield Line(self._say("lapsed", papers=papers), 2)
        yield from self._mends(found)

    def _book(self, book: BookVerdict, found: HopAnswer) -> Iterator[Line]:
        lang = self.lang
        country = say(f"country.{book.country}", lang)
        yield Line(self._say("book", country=country, outcome=self._outcome(book.outcome)), 2)
        titles = {rule.id: rule.title.into(lang) for rule in self.rulebooks.book(book.id).rules}
        for verdict in book.verdicts:
            if verdict.outcome is Outcome.NOT_APPLICABLE:
                continue
            words = f"{self._outcome(verdict.outcome)}  {verdict.rule} {titles[verdict.rule]}"
            if verdict.ground not in (None, "own"):
                words += f" ({self._say('by_ground', ground=verdict.ground)})"
            if verdict.why:
                why = self.comma.join(say(f"why.{one}", lang) for one in verdict.why)
                words += f" ({why})"
            yield Line(words, 4)
            if verdict.outcome is Outcome.MISSING:
                yield from self._unsettled(verdict, found.facts)

    def _unsettled(self, verdict: Verdict, facts: tuple[Fact, ...]) -> Iterator[Line]:
        """Yield what sources say that disagree, or whose time has run out."""
        for one in verdict.decisive:
            if one.why not in (Why.CONFLICT, Why.EXPIRED):
                continue
            for fact in facts:
                if fact.id == one.fact:
                    yield Line(self._statement(fact), 6)

    def _statement(self, fact: Fact) -> str:
        words = {
            "value": self.teller.value(fact.id, fact.value),
            "place": place_words(fact.origin.place).into(self.lang),
        }
        if fact.valid_until is None:
            return self._say("stated", **words)
        return self._say("stated_until", until=fact.valid_until, **words)

    def _outcome(self, outcome: Outcome) -> str:
        mark = self.teller.mark(outcome)
        return f"{mark.symbol} {mark.words}"

    def _ground(self, ground: GroundFound) -> Iterator[Line]:
        state = {True: "lawful", False: "unlawful", None: "unknown"}[ground.lawful]
        yield Line(
            f"{ground.id}: {ground_text(ground, self.rulebooks, self.lang)} [{self._say(state)}]", 4
        )
        if not ground.remains:
            yield Line(self._say("nothing_remains"), 6)
        for change in ground.remains or ():
            yield Line(f"- {change_text(change, self.rulebooks, self.lang)}", 6)

    def _paper(self, paper: Paper) -> str:
        if paper.until is None:
            return self._say("paper_open", id=paper.id, starts=paper.starts)
        return self._say("paper_days", id=paper.id, starts=paper.starts, until=paper.until)

    def _mends(self, found: HopAnswer) -> Iterator[Line]:
        if found.answer not in (Send.REFUSED, Send.NOT_ESTABLISHED):
            return
        yield Line(self._say("mends" if found.mends else "no_mend"), 2)
        for place, changes in enumerate(found.mends, start=1):
            for n, change in enumerate(changes):
                mark = f"{place}. "
                words = change_text(change, self.rulebooks, self.lang)
                yield Line(words, 4 + len(mark)) if n else Line(mark + words, 4)

    def _end(self) -> Iterator[Line]:
        lang = self.lang
        if self.answer.next:
            yield Line(self._say("questions"), is_heading=True)
        for ask in self.answer.next:
            words = {"question": ask.question.into(lang), "field": ask.field}
            yield Line(self._say("for_hops", hops=self.comma.join(ask.hops), **words), 2)
        yield Line(self._say("not_covered"), is_heading=True)
        for gap in self.answer.not_covered:
            yield Line(f"{say(f'country.{gap.country}', lang)}: {gap.text.into(lang)}", 2)
        bases = self._bases(rest.basis for rest in self.answer.rests_on)
        yield Line("")
        if bases:
            yield Line(self._say("basis", bases=bases))
        yield Line(say("report.not_advice", lang))

    def _bases(self, bases: Iterable[Basis]) -> str:
        weak = [basis for basis in bases if basis is not Basis.PRIMARY]
        return self.comma.join(say(f"basis.{basis}", self.lang) for basis in weak)
