"""What is refused in rulebooks that parse: contradictions, circles and loose ends."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from kakehashi.rules import refusals as say
from kakehashi.rules.circles import check_definitions, facts_below
from kakehashi.rules.expression import AS_OF
from kakehashi.rules.rulebook import Recognition, Recognitions, Rule, Rulebook, Rulebooks, Status
from kakehashi.rules.scan import KEYWORDS, REFUSED_WORDS
from kakehashi.terms.basis import Basis, SourceKind
from kakehashi.terms.errors import Fault
from kakehashi.terms.faults import Words, fault
from kakehashi.terms.period import Period
from kakehashi.terms.plain import Path, Plain
from kakehashi.terms.verdict import Force
from kakehashi.terms.vocabulary import FactKind, Vocabulary

MOST_DAYS = 36_500
_NAME = re.compile(r"[a-z][a-z0-9_]{0,79}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


class Checked(NamedTuple):
    """A file at hand: its lines, and the struct it makes."""

    plain: Plain
    whole: Any


def check_rulebooks(rulebooks: Rulebooks, files: Iterable[tuple[Plain, Any]]) -> list[Fault]:
    """Return every fault of the rulebooks as a whole; none where they may be used.

    Parameters
    ----------
    rulebooks
        With all expressions parsed; those that did not parse are told elsewhere.
    files
        The files they came from, to say where a fault stands.
    """
    checker = _Checker(rulebooks, [Checked(*file) for file in files])
    checker.check_names()
    for file in checker.files:
        checker.at = file.plain
        if isinstance(file.whole, Vocabulary):
            checker.check_vocabulary(file.whole)
        elif isinstance(file.whole, Rulebook):
            checker.check_book(file.whole)
        elif isinstance(file.whole, Recognitions):
            checker.check_recognitions(file.whole)
    checker.faults += check_definitions(rulebooks, checker.files)
    return checker.faults


class _Checker:
    """Goes through all files once, gathering faults."""

    def __init__(self, rulebooks: Rulebooks, files: list[Checked]) -> None:
        self.rulebooks, self.files = rulebooks, files
        self.faults: list[Fault] = []
        self.at = Plain("", None, {})
        self.books = {book.id: book for book in rulebooks.books}
        vocabulary = rulebooks.vocabulary
        self.subjects = {fact.id: fact.subject for fact in vocabulary.facts}
        self.subjects |= {one.id: one.subject for one in vocabulary.open_questions}
        self.recognised = {id(found) for found in rulebooks.recognitions}

    def _say(self, code: str, path: Path, words: Words, **values: object) -> None:
        self.faults.append(fault(code, self.at.where(path), words, **values))

    def _unknown(self, path: Path, words: Words, name: str, known: Iterable[str]) -> None:
        near = get_close_matches(name, list(known), n=1, cutoff=0.6)
        self._say("unknown", path, words, name=name, close=f": {near[0]}" if near else "")

    # ------------------------------------------------------------ names over all files

    def check_names(self) -> None:
        """Refuse names used twice or not fit for expressions, and sources told two ways."""
        seen: dict[str, set[str]] = {"name": {AS_OF}, "book": set(), "recognition": set()}
        sources: dict[str, Any] = {}
        replaced = set(self.rulebooks.replaced)
        for file in self.files:
            self.at, whole = file.plain, file.whole
            for part in ("facts", "open_questions", "definitions"):
                for n, entry in enumerate(getattr(whole, part, ())):
                    path = (part, n)
                    self._check_name(entry.id, path, is_open=part == "open_questions")
                    if entry.id not in replaced:
                        self._once(seen["name"], entry.id, path)
            if isinstance(whole, Rulebook):
                self._once(seen["book"], whole.id, ("id",))
            for n, found in enumerate(getattr(whole, "recognitions", ())):
                if id(found) in self.recognised:
                    self._once(seen["recognition"], found.id, ("recognitions", n))
            for n, source in enumerate(getattr(whole, "sources", ())):
                if sources.setdefault(source.id, source) != source:
                    self._say("source_twice", ("sources", n), say.SOURCE_TWICE, name=source.id)

    def _once(self, seen: set[str], name: str, path: Path) -> None:
        if name in seen:
            self._say("twice", path, say.TWICE, name=name)
        seen.add(name)

    def _check_name(self, name: str, path: Path, *, is_open: bool) -> None:
        reserved = name in REFUSED_WORDS or name.upper() in KEYWORDS or name == AS_OF
        if not _NAME.fullmatch(name) or reserved or name.startswith("open_") is not is_open:
            self._say("name", path, say.NAME, name=name)

    def _check_id(self, name: str, path: Path) -> None:
        if not _ID.fullmatch(name):
            self._say("id", path, say.ID, name=name)

    # ------------------------------------------------------------ one file at a time

    def check_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Refuse members and days that do not fit, and unknown sources."""
        for n, fact in enumerate(vocabulary.facts):
            ids = [member.id for member in fact.members]
            has = fact.kind in (FactKind.CHOICE, FactKind.LIST)
            if has is not bool(ids) or len(set(ids)) < len(ids):
                self._say("members", ("facts", n), say.MEMBERS, name=fact.id)
            if fact.holds_days is not None and not 0 < fact.holds_days <= MOST_DAYS:
                path = ("facts", n, "holds_days")
                self._say("holds", path, say.HOLDS, name=fact.id, n=fact.holds_days)
        for n, question in enumerate(vocabulary.open_questions):
            self._check_sources(question.sources, ("open_questions", n))

    def check_book(self, book: Rulebook) -> None:
        """Refuse what is wrong within one rulebook."""
        self._check_id(book.id, ("id",))
        self._check_period(book.period, ("period",), book.id)
        try:
            ZoneInfo(book.calendar)
        except (KeyError, ValueError, OSError):  # absent zones are a KeyError
            self._say("zone", ("calendar",), say.ZONE, name=book.calendar)
        is_law = book.force is Force.LAW
        seen: set[str] = set()
        for n, version in enumerate(book.versions):
            self._once(seen, version.id, ("versions", n))
            self._check_sources(version.sources, ("versions", n))
        parts = [(("scope", n), clause) for n, clause in enumerate(book.scope)]
        parts += [(("exceptions", n), clause) for n, clause in enumerate(book.exceptions)]
        clauses: dict[str, list[Period]] = {}
        for path, clause in parts:
            self._check_part(clause, path, clause.when, book, is_law=is_law)
            self._check_versions(clauses, clause.id, clause.period, path)
        self._check_rules(book, clauses, is_law=is_law)

    def _check_rules(self, book: Rulebook, ids: dict[str, list[Period]], *, is_law: bool) -> None:
        periods: dict[str, list[Period]] = {}
        for n, rule in enumerate(book.rules):
            path: Path = ("rules", n)
            self._check_part(rule, path, rule.test, book, is_law=is_law)
            self._check_facts(rule.applies, (*path, "applies"), book.subject)
            self._check_versions(periods, rule.id, rule.period, path)
            self._check_status(rule, path)
            ways: dict[str, list[Period]] = {}
            for m, way in enumerate(rule.ways):
                here = (*path, "ways", m)
                self._check_part(way, here, way.when, book, is_law=is_law)
                self._check_versions(ways, way.id, way.period, here)
        for n, rule in enumerate(book.rules):
            if rule.id in ids:
                self._say("twice", ("rules", n), say.TWICE, name=rule.id)

    def _check_status(self, rule: Rule, path: Path) -> None:
        is_decided = rule.status is not Status.INFORMATION
        if is_decided and rule.test is None:
            self._say("no_test", path, say.NO_TEST, name=rule.id)
        if not is_decided and (rule.test is not None or rule.applies is not None or rule.ways):
            self._say("information", path, say.INFORMATION, name=rule.id)

    def check_recognitions(self, whole: Recognitions) -> None:
        """Refuse recognitions of or by what is not there, or of themselves."""
        for n, found in enumerate(whole.recognitions):
            if id(found) in self.recognised:
                self._check_recognition(found, ("recognitions", n))

    def _check_recognition(self, found: Recognition, path: Path) -> None:
        book = self.books.get(found.given_by)
        if book is None:
            self._unknown((*path, "given_by"), say.UNKNOWN_BOOK, found.given_by, self.books)
        else:
            is_law = book.force is Force.LAW
            self._check_part(found, path, found.when, book, is_law=is_law)
            for name in found.rules:
                self._check_rule_named(f"{book.id}:{name}", (*path, "rules"))
        for name in found.needs_rules:
            self._check_rule_named(name, (*path, "needs_rules"))
        given = {f"{found.given_by}:{name}" for name in found.rules}
        if found.of == found.given_by or given & set(found.needs_rules):
            self._say("itself", path, say.ITSELF, name=found.id)

    def _check_rule_named(self, name: str, path: Path) -> None:
        known = {
            f"{book.id}:{rule.id}"
            for book in self.books.values()
            for rule in book.rules
            if rule.status is not Status.INFORMATION
        }
        if name not in known:
            self._unknown(path, say.UNKNOWN_RULE, name, sorted(known))

    # ------------------------------------------------------------ what all parts have

    def _check_part(
        self, part: Any, path: Path, when: str | None, book: Rulebook, *, is_law: bool
    ) -> None:
        self._check_id(part.id, path)
        self._check_period(part.period, (*path, "period"), part.id)
        self._check_sources(part.sources, path)
        self._check_facts(when, path, book.subject)
        if is_law and not part.sources:
            self._say("no_source", path, say.NO_SOURCE, name=part.id)
        known = [self.rulebooks.sources.get(name) for name in part.sources]
        is_read = any(one is None or one.kind is SourceKind.PRIMARY for one in known)
        if part.basis is Basis.PRIMARY and part.sources and not is_read:
            self._say("not_primary", path, say.NOT_PRIMARY, name=part.id)

    def _check_period(self, period: Period, path: Path, name: str) -> None:
        if period.starts is not None and period.ends is not None and period.ends <= period.starts:
            self._say("period", path, say.PERIOD, name=name)

    def _check_sources(self, names: tuple[str, ...], path: Path) -> None:
        for name in names:
            if name not in self.rulebooks.sources:
                self._unknown((*path, "sources"), say.UNKNOWN_SOURCE, name, self.rulebooks.sources)

    def _check_versions(
        self, seen: dict[str, list[Period]], name: str, period: Period, path: Path
    ) -> None:
        if any(_overlap(period, other) for other in seen.get(name, ())):
            self._say("overlap", path, say.OVERLAP, name=name)
        seen.setdefault(name, []).append(period)

    def _check_facts(self, text: str | None, path: Path, subject: str) -> None:
        tree = self.rulebooks.trees.get(text) if text is not None else None
        if tree is None:
            return
        for name in facts_below(tree, self.rulebooks.definitions):
            found = self.subjects.get(name, subject)
            if found != subject:
                self._say("subject", path, say.SUBJECT, name=name, subject=found, wanted=subject)


def _overlap(one: Period, other: Period) -> bool:
    starts_before = one.starts is None or other.ends is None or one.starts < other.ends
    ends_after = other.starts is None or one.ends is None or other.starts < one.ends
    return starts_before and ends_after
