"""Case files: facts and the verdicts they must give, readable by a lawyer.

A file under `tests/cases/<rulebook>/` reads::

    format: kakehashi-cases/1
    about: {en: Passwords of the UK rules, ja: 英国規則のパスワード}   # or one plain string
    base:                            # facts that every case starts from
      is_connectable: true
    cases:
      - id: default-password
        says: A product with one password for all units does not meet PSTI-1.
        as_of: 2026-01-01
        facts:
          password_kind: shared      # a value as `read_value` takes it
          role: null                 # takes a fact of `base` away
          sold_in: {has: [uk], complete: true}
          label_state: {value: valid, valid_until: 2025-12-31}   # evidence that ran out
          is_toy: {conflict: [true, false]}                      # evidence that disagrees
        expect:
          uk-psti: not_met           # a whole rulebook
          uk-psti:PSTI-1: {outcome: not_met, why: [], ground: null, clauses: []}
          uk-psti:PSTI-9: null       # this rule is not in force on that day

Of a mapping under `expect` only what it names is compared: `outcome`, `why`,
`ground`, `clauses`, `basis`, `ask`; of a rulebook `outcome`, `version`,
`recognitions`. `why`, `clauses`, `ask` and `recognitions` are compared without order.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from kakehashi.rules.assess import BookVerdict, assess
from kakehashi.rules.rulebook import Rulebooks
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.fact import Fact, Origin, Value
from kakehashi.terms.faults import Words, fault
from kakehashi.terms.period import read_day
from kakehashi.terms.plain import Path, Plain, read_plain
from kakehashi.terms.text import Text
from kakehashi.terms.verdict import Decisive, Verdict
from kakehashi.terms.vocabulary import FactType, read_value

FORMAT = "kakehashi-cases/1"
_OF_RULE = frozenset({"outcome", "why", "ground", "clauses", "basis", "ask"})
_OF_BOOK = frozenset({"outcome", "version", "recognitions"})
_READ_AT = datetime(2000, 1, 1, tzinfo=UTC)  # cases are made up: they were never read


def _words(en: str, ja: str, expected: Text) -> Words:
    return Words(
        Text(en=en, ja=ja),
        Text(en="mend the case file", ja="事例ファイルを直してください"),
        expected,
    )


_FIELDS = _words(
    "“{name}” does not belong here, is missing, or has a wrong value",
    "「{name}」はここに書けないか、欠けているか、値が誤っています",
    Text(
        en="format, about, base, cases; in a case: id, says, as_of, facts, expect",
        ja="format、about、base、cases。事例には id、says、as_of、facts、expect",
    ),
)
_FACT = _words(
    "“{name}” is no fact of the vocabulary",
    "「{name}」は語彙集のファクトではありません",
    Text(en="a fact that can be stated", ja="述べることのできるファクト"),
)
_EXPECT = _words(
    "“{name}” is not something to expect",
    "「{name}」は期待値として書けません",
    Text(
        en="“rulebook” or “rulebook:rule”, with an outcome or some of: {fields}",
        ja="「規則集」または「規則集:規則」。値は結果か、次のいずれか: {fields}",
    ),
)
_TWICE = _words(
    "a case with the id “{name}” exists already",
    "「{name}」という id の事例が既にあります",
    Text(en="an id of its own for each case", ja="事例ごとに固有の id"),
)


class Case(msgspec.Struct, frozen=True):
    """One case: made-up facts, a day, and what must come out."""

    id: str
    file: str
    says: str
    as_of: date
    facts: tuple[Fact, ...]
    expect: dict[str, dict[str, Any]]

    @property
    def books(self) -> tuple[str, ...]:
        """The rulebooks that the case expects something of."""
        return tuple(dict.fromkeys(name.partition(":")[0] for name in self.expect))


class Difference(msgspec.Struct, frozen=True):
    """One expectation that did not come true, and the facts that decided."""

    of: str  # "rulebook" or "rulebook:rule"
    field: str
    expected: Any
    got: Any
    decisive: tuple[Decisive, ...] = ()


class CaseResult(msgspec.Struct, frozen=True):
    """A case tried; it passed where there are no differences."""

    case: Case
    differences: tuple[Difference, ...] = ()


def read_cases(files: Mapping[str, bytes], rulebooks: Rulebooks) -> tuple[Case, ...]:
    """Return the cases of `files`, file name to YAML bytes, in their order.

    Raises
    ------
    InputError
        With every fault of every file: fields, fact names and values, and names
        of rulebooks and rules that are not at hand.
    """
    faults: list[Fault] = []
    cases: list[Case] = []
    for name, content in files.items():
        plain = read_plain(name, content)
        if isinstance(plain, Plain):
            faults += plain.faults
            cases += _Reader(plain, rulebooks, faults).cases()
        else:
            faults += plain
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            faults.append(fault("twice", case.file, _TWICE, name=case.id))
        seen.add(case.id)
    if faults:
        raise InputError(faults)
    return tuple(cases)


class _Reader:
    """Reads one case file, gathering faults."""

    def __init__(self, plain: Plain, rulebooks: Rulebooks, faults: list[Fault]) -> None:
        self.plain, self.faults = plain, faults
        self.types = {fact.id: fact for fact in rulebooks.vocabulary.facts}
        self.rules = {book.id: {rule.id for rule in book.rules} for book in rulebooks.books}

    def _wrong(self, path: Path, name: object, words: Words = _FIELDS, fields: str = "") -> None:
        where = self.plain.where(path)
        self.faults.append(fault("case", where, words, name=name, fields=fields))

    def _mapping(self, raw: Any, path: Path, fields: tuple[str, ...] | None) -> dict[str, Any]:
        """Return `raw` as a mapping; with `fields`, only those it may have."""
        if not isinstance(raw, dict):
            self._wrong(path, path[-1] if path else self.plain.name)
            return {}
        for name in raw:
            if fields is not None and name not in fields:
                self._wrong((*path, name), name)
        return raw

    def cases(self) -> Iterator[Case]:
        """Yield the file's cases."""
        whole = self._mapping(self.plain.value, (), ("format", "about", "base", "cases"))
        if whole.get("format") != FORMAT:
            self._wrong(("format",), "format")
        start = self._mapping(whole.get("base") or {}, ("base",), None)
        listed = whole.get("cases")
        if not isinstance(listed, list) or not listed:
            self._wrong(("cases",), "cases")
            return
        for n, raw in enumerate(listed):
            path: Path = ("cases", n)
            case = self._mapping(raw, path, ("id", "says", "as_of", "facts", "expect"))
            case = {**case, "as_of": read_day(case.get("as_of"))}
            for name, kind in (("id", str), ("says", str), ("as_of", date), ("expect", dict)):
                if not isinstance(case.get(name), kind) or not case.get(name):
                    self._wrong((*path, name), name)
                    break
            else:
                own = self._mapping(case.get("facts") or {}, (*path, "facts"), None)
                yield Case(
                    id=case["id"],
                    file=self.plain.where(path),
                    says=case["says"],
                    as_of=case["as_of"],
                    facts=(
                        *self._facts({k: start[k] for k in start if k not in own}, ("base",)),
                        *self._facts(own, (*path, "facts")),
                    ),
                    expect=self._expected(case["expect"], (*path, "expect")),
                )

    def _facts(self, raw: dict[str, Any], path: Path) -> Iterator[Fact]:
        for name, given in raw.items():
            here = (*path, name)
            if name not in self.types:
                self._wrong(here, name, _FACT)
                continue
            if given is None:
                continue
            values, until = [given], None
            if isinstance(given, dict) and set(given) == {"conflict"}:
                values = given["conflict"] if isinstance(given["conflict"], list) else [None]
            elif isinstance(given, dict) and set(given) == {"value", "valid_until"}:
                values, until = [given["value"]], read_day(given["valid_until"])
                if until is None:
                    self._wrong((*here, "valid_until"), "valid_until")
                    continue
            for n, one in enumerate(values):
                fact = self._fact(self.types[name], one, until, here, n)
                if fact is not None:
                    yield fact

    def _fact(
        self, kind: FactType, raw: Any, until: date | None, path: Path, n: int
    ) -> Fact | None:
        where = self.plain.where(path)
        value = read_value(kind, raw, where)
        if isinstance(value, Fault):
            self.faults.append(value)
            return None
        found: Value = value
        place = where if n == 0 else f"{where} ({n + 1})"
        origin = Origin(file=self.plain.name, sha256="", place=place, read_at=_READ_AT)
        return Fact(id=kind.id, value=found, origin=origin, valid_until=until)

    def _expected(self, raw: dict[str, Any], path: Path) -> dict[str, dict[str, Any]]:
        expected = {}
        for name, given in raw.items():
            book, _, rule = name.partition(":")
            fields = _OF_RULE if rule else _OF_BOOK
            one = given if isinstance(given, dict) else {"outcome": given}
            at_hand = book in self.rules and (not rule or rule in self.rules[book])
            if not at_hand or not one or not set(one) <= fields:
                self._wrong((*path, name), name, _EXPECT, ", ".join(sorted(fields)))
            expected[name] = one
        return expected


def check_cases(rulebooks: Rulebooks, cases: tuple[Case, ...]) -> tuple[CaseResult, ...]:
    """Return the result of every case: what was expected, what came, and why.

    The subjects of a case are those of the rulebooks it names.
    """
    results = []
    for case in cases:
        subjects = {rulebooks.book(name).subject for name in case.books}
        found = (
            assess(rulebooks, case.facts, as_of=case.as_of, subject=subject)
            for subject in sorted(subjects)
        )
        books = {book.id: book for listed in found for book in listed}
        results.append(CaseResult(case, tuple(differences(case, books))))
    return tuple(results)


def differences(case: Case, books: Mapping[str, BookVerdict]) -> Iterator[Difference]:
    """Yield each expectation of `case` about `books` that did not come true."""
    for name, expected in case.expect.items():
        book_id, _, rule_id = name.partition(":")
        if book_id not in books:
            continue
        got: BookVerdict | Verdict | None = books[book_id]
        if rule_id:
            verdicts = books[book_id].verdicts
            got = next((one for one in verdicts if one.rule == rule_id), None)
        for field, wanted in expected.items():
            came = None if got is None else _plain(getattr(got, field))
            if came != _plain(wanted):
                decisive = got.decisive if isinstance(got, Verdict) else ()
                yield Difference(name, field, wanted, came, decisive)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    return None if value is None else str(value)
