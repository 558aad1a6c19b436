"""One walk through the check: what has been said so far, as a frozen value."""

from datetime import UTC, date, datetime
from hashlib import sha256

import msgspec

from kakehashi.answers import MaySell, may_sell
from kakehashi.answers.as_json import value_as_json
from kakehashi.evidence import Dossier, FileRead, Model, Subject
from kakehashi.rules import Ask, Rulebooks, ask_next
from kakehashi.terms.errors import Fault
from kakehashi.terms.fact import Fact, Origin, Value
from kakehashi.terms.text import Text
from kakehashi.terms.vocabulary import FactType

HERE = "site"  # `Origin.file` of an answer that was given on a page
DECLARED = "kakehashi product/"  # how the format of a file of a person's own answers begins


class Walk(msgspec.Struct, frozen=True, kw_only=True):
    """What the files and the person have said, and which question is open.

    `answers` were given on pages, `skipped` are questions left open, `trail`
    the questions already shown, in order; `at` is the one shown now. `as_of`
    None stands for now.
    """

    name: str = ""
    models: tuple[Model, ...] = ()
    is_made_up: bool = False
    as_of: date | None = None
    facts: tuple[Fact, ...] = ()
    files: tuple[FileRead, ...] = ()
    faults: tuple[Fault, ...] = ()
    answers: tuple[Fact, ...] = ()
    skipped: frozenset[str] = frozenset()
    trail: tuple[str, ...] = ()
    at: str | None = None

    @property
    def said(self) -> tuple[Fact, ...]:
        """Every fact at hand: the files' first, then the pages'."""
        return (*self.facts, *self.answers)

    def dossier(self) -> Dossier:
        """Return the walk as a dossier, the form that every door asks with."""
        name = self.name or None
        unnamed = Text(en="Unnamed product", ja="名称未記入の製品")
        return Dossier(
            subject=Subject(
                kind="product",
                name=unnamed if name is None else Text(en=name, ja=name),
                models=self.models,
                is_made_up=self.is_made_up,
            ),
            facts=self.said,
            files=self.files,
            faults=self.faults,
        )

    def answer(self, rulebooks: Rulebooks, now: datetime) -> MaySell:
        """Return both countries' answer, as every other door gives it."""
        return may_sell(rulebooks, self.dossier(), as_of=self.as_of or now)

    def next(self, rulebooks: Rulebooks, now: datetime) -> tuple[Ask, ...]:
        """Return the questions still worth asking, best first.

        A question answered on a page is not put again: an answer that settles
        less than the whole (a list not declared complete) is still the answer.
        """
        done = self.skipped | {fact.id for fact in self.answers}
        return ask_next(rulebooks, self.said, as_of=self.as_of or now, skip=done)


def is_declared(file: FileRead) -> bool:
    """Return whether a file holds a person's own answers, rather than evidence."""
    return (file.format or "").startswith(DECLARED)


def with_files(walk: Walk, dossier: Dossier) -> Walk:
    """Return the walk with what the uploaded files say; a name typed by hand stays."""
    named = any(map(is_declared, dossier.files))
    name = dossier.subject.name
    told = walk.name or (_one_name(name) if named else "")
    return msgspec.structs.replace(
        walk,
        name=told,
        models=dossier.subject.models,
        is_made_up=dossier.subject.is_made_up,
        facts=dossier.facts,
        files=dossier.files,
        # without a product.yaml the person is asked on the pages: that is no fault here
        faults=tuple(fault for fault in dossier.faults if fault.code != "no_product"),
    )


def with_answer(walk: Walk, fact: FactType, value: Value, now: datetime) -> Walk:
    """Return the walk with one more answer, which takes the place of earlier *answers*.

    An answer written in `product.yaml` gives way to the one given here. What other
    evidence says stays beside it: where the two differ, the fact is in conflict.
    """
    declared = {file.name for file in walk.files if is_declared(file)}
    origin = Origin(
        file=HERE,
        sha256=sha256(msgspec.json.encode([fact.id, value_as_json(value)])).hexdigest(),
        place=fact.id,
        read_at=now,
    )
    kept = tuple(one for one in walk.facts if one.id != fact.id or one.origin.file not in declared)
    given = Fact(fact.id, value, origin, stated_on=now.astimezone(UTC).date())
    others = tuple(one for one in walk.answers if one.id != fact.id)
    return msgspec.structs.replace(
        walk, facts=kept, answers=(*others, given), skipped=walk.skipped - {fact.id}
    )


def without_answer(walk: Walk, name: str) -> Walk:
    """Return the walk with the question `name` left open: "I don't know"."""
    return msgspec.structs.replace(
        walk,
        answers=tuple(one for one in walk.answers if one.id != name),
        skipped=walk.skipped | {name},
    )


def _one_name(name: Text) -> str:
    return name.en if name.en == name.ja else f"{name.en} / {name.ja}"
