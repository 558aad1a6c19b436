"""One verdict as a line of a report: its reasons, deciding facts and sources, in words."""

from collections.abc import Iterable
from datetime import date

import msgspec

from kakehashi.answers.may_sell import is_not_established
from kakehashi.papers.report import FactShown, LineShown, Mark, SourceShown, StatedShown
from kakehashi.rules import BookVerdict, Rulebooks
from kakehashi.rules.rulebook import Clause, Recognition, Rule, Rulebook, Status, Way
from kakehashi.terms.fact import Members, Origin, Value
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang, Standing, Text
from kakehashi.terms.verdict import Decisive, Outcome, Verdict, Why
from kakehashi.terms.vocabulary import FactType

Numbers = dict[str, int]  # of sources, by id, in the order in which they are first named


class Teller(msgspec.Struct, frozen=True):
    """Tells verdicts in the words of `lang`, with the texts of `rulebooks`."""

    rulebooks: Rulebooks
    lang: Lang

    def mark(self, code: Outcome | str, words: str = "outcome") -> Mark:
        """Return symbol and word of an outcome, or of an answer (`words` "may_sell")."""
        return Mark(
            code=str(code),
            symbol=say(f"symbol.{code}", self.lang),
            words=say(f"{words}.{code}", self.lang),
        )

    def line(self, book: Rulebook, verdict: Verdict, on: date, numbers: Numbers) -> LineShown:
        """Return the line of one verdict; `on` picks the version of its rule.

        `numbers` keeps the number of each source of the rulebook; it grows here.
        """
        rule = _in_force(book, verdict.rule, on)
        parts = self._parts(book, rule, verdict)
        notes = [part.note.into(self.lang) for part in parts if part.note is not None]
        return LineShown(
            rule=rule.id,
            article=rule.article.into(self.lang),
            title=rule.title.into(self.lang),
            text=rule.text.into(self.lang),
            text_is=self.text_is(rule.text),
            mark=self.mark(verdict.outcome),
            basis=str(verdict.basis),
            basis_words=say(f"basis.{verdict.basis}", self.lang),
            reasons=tuple(self._reasons(book, verdict, parts)),
            facts=tuple(self.fact(one) for one in verdict.decisive if not _is_unstated(one)),
            unstated=tuple(one.fact for one in verdict.decisive if _is_unstated(one)),
            asks=tuple(self.question(name) for name in verdict.ask),
            sources=self.sources((name for part in parts for name in part.sources), numbers),
            unchecked=self.unchecked(rule),
            see=rule.see,
            note=say("list.sentence", self.lang).join(notes) or None,
        )

    def stated(
        self, book: Rulebook, verdict: BookVerdict, numbers: Numbers
    ) -> tuple[StatedShown, ...]:
        """Return what the rulebook states on that day without its being decided."""
        return tuple(
            StatedShown(
                rule=rule.id,
                article=rule.article.into(self.lang),
                title=rule.title.into(self.lang),
                text=rule.text.into(self.lang),
                text_is=self.text_is(rule.text),
                basis=str(rule.basis),
                basis_words=say(f"basis.{rule.basis}", self.lang),
                sources=self.sources(rule.sources, numbers),
                unchecked=self.unchecked(rule),
                see=rule.see,
                note=None if rule.note is None else rule.note.into(self.lang),
            )
            for rule in book.rules
            if rule.status is Status.INFORMATION and rule.period.holds(verdict.as_of)
        )

    def fact(self, decisive: Decisive) -> FactShown:
        """Return a deciding fact: question, answer, and where it was read."""
        return FactShown(
            fact=decisive.fact,
            question=self.question(decisive.fact),
            answer=self.answer(decisive),
            why=None if decisive.why is None else str(decisive.why),
            origins=tuple(_place(origin) for origin in decisive.origins),
        )

    def answer(self, decisive: Decisive) -> str:
        """Return the value of a deciding fact in words, or why it has none."""
        if decisive.value is None or decisive.why not in (None, Why.ABSENT):
            why = say(f"why.{decisive.why or Why.ABSENT}", self.lang)
            return say("answer.unknown", self.lang, why=why)
        return self.value(decisive.fact, decisive.value)

    def value(self, name: str, value: Value) -> str:
        """Return a fact's value in words: yes or no, a member's text, a day, a number."""
        if isinstance(value, bool):
            return say("answer.yes" if value else "answer.no", self.lang)
        entry = self.rulebooks.fact(name)
        texts = {}
        if isinstance(entry, FactType):
            texts = {member.id: member.text.into(self.lang) for member in entry.members}
        if isinstance(value, Members):
            words = [texts.get(one, one) for one in sorted(value.has)]
            if value.is_complete and not words:
                return say("answer.none_of_these", self.lang)
            joined = say("list.comma", self.lang).join(words) or say("answer.none", self.lang)
            form = "complete" if value.is_complete else "partial"
            return say(f"answer.{form}", self.lang, members=joined)
        if isinstance(value, int) and isinstance(entry, FactType) and entry.unit:
            return say("answer.with_unit", self.lang, value=value, unit=entry.unit)
        return texts.get(value, value) if isinstance(value, str) else str(value)

    def help(self, name: str) -> str:
        """Return the help of a fact's question; empty where there is none."""
        entry = self.rulebooks.fact(name)
        return entry.help.into(self.lang) if isinstance(entry, FactType) else ""

    def titles(self, book: str, rules: Iterable[str]) -> tuple[str, ...]:
        """Return the titles of rules of one rulebook; the id where it is not at hand."""
        found = [one for one in self.rulebooks.books if one.id == book]
        titles = {rule.id: rule.title.into(self.lang) for one in found for rule in one.rules}
        return tuple(titles.get(rule, rule) for rule in rules)

    def sources(self, names: Iterable[str], numbers: Numbers) -> tuple[SourceShown, ...]:
        """Return the sources `names`, each once; one not seen before takes the next number."""
        found = [self.rulebooks.source(name) for name in dict.fromkeys(names)]
        return tuple(
            SourceShown(
                id=source.id,
                number=numbers.setdefault(source.id, len(numbers) + 1),
                title=source.title,
                lang=_lang_of(source.title),
                kind=say(f"source_kind.{source.kind}", self.lang),
                url=source.url,
            )
            for source in found
        )

    def text_is(self, text: Text) -> str:
        """Return what the text in this language is: official, a translation, or ours."""
        standing = text.en_is if self.lang == "en" else text.ja_is
        if standing is Standing.OURS and self.lang in text.reviewed:
            return say("standing.ours_reviewed", self.lang)
        return say(f"standing.{standing}", self.lang)

    def question(self, name: str) -> str:
        """Return the words in which a fact, or an open question, is asked."""
        entry = self.rulebooks.fact(name)
        return (entry.question if isinstance(entry, FactType) else entry.text).into(self.lang)

    def unchecked(self, rule: Rule) -> str | None:
        """Return the sentence that marks an unchecked wording, with its address; else None."""
        if rule.is_wording_checked:
            return None
        if rule.see is None:
            return say("report.unchecked_bare", self.lang)
        return say("report.unchecked", self.lang, see=rule.see)

    def _parts(
        self, book: Rulebook, rule: Rule, verdict: Verdict
    ) -> list[Rule | Way | Recognition | Clause]:
        """Return the rule and what decided beside it: the ground, or the clauses."""
        grounds: list[Way | Recognition] = [*rule.ways, *self.rulebooks.recognitions]
        clauses = [*book.scope, *book.exceptions]
        found: list[Rule | Way | Recognition | Clause] = [rule]
        found += [ground for ground in grounds if ground.id == verdict.ground]
        found += [clause for clause in clauses if clause.id in verdict.clauses]
        return found

    def _reasons(
        self, book: Rulebook, verdict: Verdict, parts: list[Rule | Way | Recognition | Clause]
    ) -> list[str]:
        if verdict.outcome is Outcome.NOT_MET:
            return [say("reason.not_met", self.lang)]
        if verdict.outcome is Outcome.MISSING:
            return self._unknown(verdict)
        said = []
        exceptions = {clause.id for clause in book.exceptions}
        for part in parts[1:]:
            text = part.effect if isinstance(part, Recognition) else part.text
            kind = "exception" if part.id in exceptions else _KIND[type(part)]
            words = text.into(self.lang).rstrip(".。")
            article = part.article.into(self.lang)
            said.append(say(f"reason.{kind}", self.lang, text=words, effect=words, article=article))
        fallback = "own" if verdict.outcome is Outcome.MET else "condition"
        return said or [say(f"reason.{fallback}", self.lang)]

    def _unknown(self, verdict: Verdict) -> list[str]:
        if not is_not_established(verdict):
            return [say("reason.missing", self.lang)]
        return [
            say("reason.not_established", self.lang, text=self.question(one.fact))
            for one in verdict.decisive
            if one.why is Why.NOT_ESTABLISHED
        ]


_KIND: dict[type, str] = {Way: "way", Recognition: "recognition", Clause: "clause"}


def _in_force(book: Rulebook, name: str, on: date) -> Rule:
    return next(rule for rule in book.rules if rule.id == name and rule.period.holds(on))


def _is_unstated(decisive: Decisive) -> bool:
    return decisive.why is Why.ABSENT and decisive.value is None


def _place(origin: Origin) -> str:
    return f"{origin.file} ({origin.place})" if origin.place else origin.file


def _lang_of(title: str) -> Lang:
    """Return the language of a source's title: Japanese where kana or kanji stand in it.

    >>> _lang_of("端末設備等規則"), _lang_of("PSTI Act 2022")
    ('ja', 'en')
    """
    return "ja" if any("\u3040" <= sign <= "\u9fff" for sign in title) else "en"
