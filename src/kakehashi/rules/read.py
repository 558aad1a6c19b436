"""Files of rulebooks, vocabulary, recognitions and coverage into `Rulebooks`."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec

from kakehashi.rules.checks import check_rulebooks
from kakehashi.rules.expression import AS_OF, Node
from kakehashi.rules.parse import Named, parse
from kakehashi.rules.rulebook import (
    Coverage,
    Recognition,
    Recognitions,
    Rulebook,
    Rulebooks,
)
from kakehashi.terms.basis import Source
from kakehashi.terms.errors import Fault, SourceError
from kakehashi.terms.faults import Words, fault
from kakehashi.terms.plain import Path, Plain, read_plain
from kakehashi.terms.shape import shape_faults
from kakehashi.terms.steady import steers
from kakehashi.terms.text import Text
from kakehashi.terms.vocabulary import FactKind, Vocabulary

FORMATS: dict[str, type[Any]] = {
    "kakehashi-facts/1": Vocabulary,
    "kakehashi-rulebook/1": Rulebook,
    "kakehashi-recognitions/1": Recognitions,
    "kakehashi-coverage/1": Coverage,
}
_Kind = TypeVar("_Kind")

_FORMAT = Words(
    Text(en="the file does not say what it is", ja="ファイルの種類が示されていません"),
    Text(
        en="begin it with one of these `format:` lines",
        ja="先頭に次のいずれかの `format:` の行を書いてください",
    ),
    Text(en=", ".join(FORMATS), ja="、".join(FORMATS)),
)


_STEERS = Words(
    Text(
        en="this text holds a control character, or one that turns its direction: {shown}",
        ja="文字列に、制御文字または文字の方向を変える文字が含まれています: {shown}",
    ),
    Text(en="remove that character", ja="その文字を除いてください"),
    Text(en="text without such characters", ja="そのような文字を含まない文字列"),
)


class FileOf(NamedTuple):
    """A file that could be read: its values with their lines, and the struct they make."""

    plain: Plain
    whole: Any


class Place(NamedTuple):
    """Where an expression stands: its file and the path to it."""

    plain: Plain
    path: Path
    text: str

    @property
    def where(self) -> str:
        """`file:line` where the expression's text starts."""
        return self.plain.where(self.path)


def read_rulebooks(
    files: Mapping[str, bytes], *, added: Mapping[str, bytes] | None = None
) -> Rulebooks:
    """Return the rulebooks of `files` and `added`, checked, with expressions parsed.

    Parameters
    ----------
    files
        File name to YAML bytes. What a file is, its first key `format` says:
        facts, rulebook, recognitions or coverage.
    added
        The user's files. What they hold is added; a vocabulary's facts and
        questions, a rulebook, a recognition or a gap in coverage with an id
        that `files` has takes its place, and `Rulebooks.replaced` names it.

    Raises
    ------
    SourceError
        With every fault of every file, each with file and line.

    Notes
    -----
    A file that cannot be read, or has not the fields of its format, keeps its
    expressions from being looked at; its faults come first.
    """
    faults: list[Fault] = []
    shipped = _read_files(files, faults)
    users = _read_files(added or {}, faults)
    if faults:
        raise SourceError(faults)
    vocabulary, replaced_facts = _vocabulary(shipped, users)
    books, replaced_books = _joined(_of(shipped, Rulebook), _of(users, Rulebook))
    given, replaced_given = _joined(_recognitions(shipped), _recognitions(users))
    kept = {id(found) for found in (*books, *given)}
    present = [
        file
        for file in (*shipped, *users)
        if not isinstance(file.whole, Rulebook) or id(file.whole) in kept
    ]
    trees, definitions = _parse_all(present, _names(vocabulary, present), kept, faults)
    replaced = (*replaced_facts, *replaced_books, *replaced_given)
    rulebooks = Rulebooks(
        vocabulary=vocabulary,
        books=books,
        recognitions=given,
        coverage=tuple(file.whole for file in present if isinstance(file.whole, Coverage)),
        sources={source.id: source for file in present for source in _sources(file)},
        trees=trees,
        definitions=definitions,
        replaced=replaced,
        added=tuple(found.id for file in users for found in _ids(file) if found.id not in replaced),
    )
    faults += check_rulebooks(rulebooks, [(file.plain, file.whole) for file in present])
    if faults:
        raise SourceError(dict.fromkeys(faults))
    return rulebooks


def _read_files(files: Mapping[str, bytes], faults: list[Fault]) -> list[FileOf]:
    read = []
    for name, content in files.items():
        plain = read_plain(name, content)
        if not isinstance(plain, Plain):
            faults += plain
            continue
        faults += plain.faults
        faults += _steering(plain, plain.value, ())
        plain = msgspec.structs.replace(plain, value=_with_articles(plain.value))
        kind = FORMATS.get(str(_format(plain.value)))
        if kind is None:
            faults.append(fault("format", f"{name}:1", _FORMAT))
            continue
        try:
            read.append(FileOf(plain, msgspec.convert(plain.value, kind)))
        except msgspec.ValidationError:
            faults += shape_faults(plain, kind, plain.value)
    return read


def _steering(plain: Plain, value: Any, path: Path) -> Iterator[Fault]:
    """Yield the fault of every text of a file that could steer a terminal or mislead a reader."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _steering(plain, name, path)
            yield from _steering(plain, one, (*path, name))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _steering(plain, one, (*path, place))
    elif isinstance(value, str) and steers(value, has_lines=True):
        yield fault("steering_text", plain.where(path), _STEERS, shown=ascii(value[:40]))


def _with_articles(value: Any) -> Any:
    """Return a file's values with each plain `article` as a text, the same in both languages."""
    if isinstance(value, list):
        return [_with_articles(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: _with_articles(one) for name, one in value.items()}
    if isinstance(article := found.get("article"), str):
        found["article"] = {"en": article, "ja": article}
    return found


def _format(value: Any) -> Any:
    return value.get("format") if isinstance(value, dict) else None


def _of(files: list[FileOf], kind: type[_Kind]) -> list[_Kind]:
    return [file.whole for file in files if isinstance(file.whole, kind)]


def _recognitions(files: list[FileOf]) -> list[Recognition]:
    return [found for one in _of(files, Recognitions) for found in one.recognitions]


def _joined(shipped: list[Any], users: list[Any]) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    """Return the entries with the user's in place of the shipped ones, and the ids replaced."""
    mine = {entry.id: entry for entry in users}
    ids = {entry.id for entry in shipped}
    kept = [mine.get(entry.id, entry) for entry in shipped]
    return (
        (*kept, *(entry for entry in users if entry.id not in ids or mine[entry.id] is not entry)),
        tuple(entry.id for entry in shipped if entry.id in mine),
    )


def _vocabulary(shipped: list[FileOf], users: list[FileOf]) -> tuple[Vocabulary, tuple[str, ...]]:
    one, other = _of(shipped, Vocabulary), _of(users, Vocabulary)
    facts, replaced = _joined(
        [f for v in one for f in v.facts], [f for v in other for f in v.facts]
    )
    questions, replaced_questions = _joined(
        [q for v in one for q in v.open_questions], [q for v in other for q in v.open_questions]
    )
    return (
        Vocabulary(
            format="kakehashi-facts/1",
            sources=tuple(source for v in (*one, *other) for source in v.sources),
            facts=facts,
            open_questions=questions,
        ),
        (*replaced, *replaced_questions),
    )


def _ids(file: FileOf) -> Iterator[Any]:
    if isinstance(file.whole, Rulebook):
        yield file.whole
    elif isinstance(file.whole, Recognitions):
        yield from file.whole.recognitions
    elif isinstance(file.whole, Vocabulary):
        yield from (*file.whole.facts, *file.whole.open_questions)


def _sources(file: FileOf) -> tuple[Source, ...]:
    return getattr(file.whole, "sources", ())


def _names(vocabulary: Vocabulary, files: list[FileOf]) -> dict[str, Named]:
    names = {
        fact.id: Named(fact.kind, tuple(member.id for member in fact.members))
        for fact in vocabulary.facts
    }
    names |= {question.id: Named(FactKind.BOOLEAN) for question in vocabulary.open_questions}
    for file in files:
        for definition in getattr(file.whole, "definitions", ()):
            names[definition.id] = Named(FactKind.BOOLEAN, is_definition=True)
    names[AS_OF] = Named(FactKind.DATE)
    return names


def _parse_all(
    files: list[FileOf], names: dict[str, Named], kept: set[int], faults: list[Fault]
) -> tuple[dict[str, Node], dict[str, Node]]:
    trees: dict[str, Node] = {}
    definitions: dict[str, Node] = {}

    def read(place: Place) -> Node | None:
        if place.text in trees:
            return trees[place.text]
        found = parse(place.text, place.where, names)
        if isinstance(found, tuple):
            faults.extend(found)
            return None
        trees[place.text] = found
        return found

    for file in files:
        for place in expressions(file, kept):
            read(place)
        for n, definition in enumerate(getattr(file.whole, "definitions", ())):
            tree = read(Place(file.plain, ("definitions", n, "when"), definition.when))
            if tree is not None:
                definitions[definition.id] = tree
    return trees, definitions


def expressions(file: FileOf, kept: set[int]) -> Iterator[Place]:
    """Yield every expression of a file, definitions apart, with its place."""
    plain, whole = file
    if isinstance(whole, Recognitions):
        for n, found in enumerate(whole.recognitions):
            if id(found) in kept:
                yield Place(plain, ("recognitions", n, "when"), found.when)
    if not isinstance(whole, Rulebook):
        return
    for part in ("scope", "exceptions"):
        for n, clause in enumerate(getattr(whole, part)):
            yield Place(plain, (part, n, "when"), clause.when)
    for n, rule in enumerate(whole.rules):
        if rule.applies is not None:
            yield Place(plain, ("rules", n, "applies"), rule.applies)
        if rule.test is not None:
            yield Place(plain, ("rules", n, "test"), rule.test)
        for m, way in enumerate(rule.ways):
            yield Place(plain, ("rules", n, "ways", m, "when"), way.when)
