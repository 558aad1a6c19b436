"""A table of subjects made ready: its columns checked, and read as three-valued facts."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple

import polars as pl

from kakehashi.rules.expression import (
    AS_OF,
    Compare,
    Constant,
    Contains,
    Holds,
    In,
    Node,
    Operand,
    Truth,
    facts_in,
)
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.faults import Words, fault
from kakehashi.terms.text import Text
from kakehashi.terms.vocabulary import FactKind, FactType, Vocabulary

MOST_BITS = 62
COMPLETE = "__complete"  # after a list fact's name: was the list declared complete?

_COLUMN = Words(
    Text(
        en="the column “{name}” is no fact of the vocabulary",
        ja="列「{name}」は語彙集のファクトではありません",
    ),
    Text(en="rename or drop it{close}", ja="列名を直すか、列を取り除いてください{close}"),
    Text(
        en="names of facts that can be stated, and <list>__complete",
        ja="述べることのできるファクトの名前、および <リスト名>__complete",
    ),
)
_TYPE = Words(
    Text(en="the column “{name}” is of type {got}", ja="列「{name}」の型は {got} です"),
    Text(en="cast it", ja="型を変換してください"),
    Text(en="{wanted}", ja="{wanted}"),
)
_MEMBER = Words(
    Text(
        en="the column “{name}” has values that are no members: {got}",
        ja="列「{name}」に定義されていない値があります: {got}",
    ),
    Text(
        en="mend them, or set them to null for unknown", ja="直すか、不明なら null にしてください"
    ),
    Text(en="only: {wanted}", ja="次の値のみ: {wanted}"),
)
_WANTED = {
    FactKind.BOOLEAN: "Boolean",
    FactKind.CHOICE: "Enum, Categorical or String",
    FactKind.LIST: "List(String), or Int64 with one bit a member",
    FactKind.INTEGER: "Int64",
    FactKind.DATE: "Date",
    FactKind.TEXT: "String",
}


class Ready(NamedTuple):
    """A table of subjects made ready once, for every day and rule of its vocabulary."""

    columns: pl.DataFrame

    def replaced(self, vocabulary: Vocabulary, frame: pl.DataFrame) -> "Ready":
        """Return this table with the columns of `frame` in place of its own, or beside them.

        Raises
        ------
        InputError
            As `make_ready`.
        """
        return Ready(self.columns.with_columns(make_ready(vocabulary, frame).columns))

    def rows(self, names: Iterable[str], places: pl.Series) -> "Ready":
        """Return some rows of those of its columns that `names` has."""
        wanted = frozenset(names)
        there = [name for name in self.columns.columns if name in wanted]
        return Ready(self.columns.select(there)[places])


def make_ready(vocabulary: Vocabulary, frame: pl.DataFrame) -> Ready:
    """Return all facts of `frame` made ready.

    Raises
    ------
    InputError
        As `ready_frame`.
    """
    return Ready(ready_frame(vocabulary, frame, frozenset(fact.id for fact in vocabulary.facts)))


def ready_frame(
    vocabulary: Vocabulary, frame: pl.DataFrame | Ready, wanted: frozenset[str]
) -> pl.DataFrame:
    """Return `frame` with choices and lists as whole numbers, ready for `Columns`.

    A choice becomes the place of its member; a list one bit for each member. Only
    the facts that are `wanted` are kept; of other columns no values are looked at.

    Raises
    ------
    InputError
        For columns that are no facts, of a wrong type, or with values that are
        no members; all of them at once.
    """
    if isinstance(frame, Ready):
        return frame.columns
    types = {fact.id: fact for fact in vocabulary.facts}
    faults: list[Fault] = []
    coded: dict[str, FactType] = {}
    columns = []
    for name, dtype in frame.schema.items():
        is_complete = name.endswith(COMPLETE) and name.removesuffix(COMPLETE) in types
        fact = types.get(name.removesuffix(COMPLETE) if is_complete else name)
        if fact is None or (is_complete and fact.kind is not FactKind.LIST):
            near = get_close_matches(name, types, n=1, cutoff=0.6)
            close = f": {near[0]}" if near else ""
            faults.append(fault("column", name, _COLUMN, name=name, close=close))
            continue
        kind = FactKind.BOOLEAN if is_complete else fact.kind
        if not _fits(dtype, kind):
            words = {"name": name, "got": dtype, "wanted": _WANTED[kind]}
            faults.append(fault("column_type", name, _TYPE, **words))
        elif dtype != pl.Null and fact.id in wanted:
            columns.append(_coded(fact, kind, dtype))
            if kind in (FactKind.CHOICE, FactKind.LIST):
                coded[name] = fact
    if not faults:
        ready = frame.select(columns) if columns else pl.DataFrame(height=frame.height)
        odd = [
            _bits(fact, is_careful=True)
            for name, fact in coded.items()
            if frame[name].dtype == pl.List and _has_odd_rows(frame[name], ready[name])
        ]
        ready = ready.with_columns(frame.select(odd)) if odd else ready
        for name, fact in coded.items():
            _check_members(frame[name], ready[name], fact, faults)
    if faults:
        raise InputError(faults)
    return ready


def _fits(dtype: Any, kind: FactKind) -> bool:
    if dtype == pl.Null:
        return True
    if kind is FactKind.CHOICE:
        return dtype in (pl.String, pl.Categorical) or isinstance(dtype, pl.Enum)
    if kind is FactKind.LIST:
        return dtype in (pl.List(pl.String), pl.Int64)
    plain = {
        FactKind.BOOLEAN: pl.Boolean,
        FactKind.INTEGER: pl.Int64,
        FactKind.DATE: pl.Date,
        FactKind.TEXT: pl.String,
    }
    return bool(dtype == plain[kind])


def _coded(fact: FactType, kind: FactKind, dtype: Any) -> pl.Expr:
    """Return a column with members as numbers; a value that is no member becomes null."""
    ids = [member.id for member in fact.members]
    column = pl.col(fact.id + COMPLETE if kind is not fact.kind else fact.id)
    if kind is FactKind.CHOICE:
        if dtype == pl.Enum(ids):
            return column.to_physical()
        return column.cast(pl.String).cast(pl.Enum(ids), strict=False).to_physical()
    if kind is not FactKind.LIST:
        return column
    if dtype == pl.Int64:
        return pl.when(column.is_between(0, (1 << len(ids)) - 1)).then(column).alias(fact.id)
    return _bits(fact)


def _bits(fact: FactType, *, is_careful: bool = False) -> pl.Expr:
    """Return a list as the sum of one bit for each member; quick, or careful.

    The quick sum is right where no member stands twice and all are members; it
    has then as many bits as the list has entries (see `_has_odd_rows`). The
    careful one counts a member once, and makes a list null that holds a null or
    a value that is no member: it is then refused.
    """
    ids = [member.id for member in fact.members]
    if len(ids) > MOST_BITS:
        raise ValueError(f"{fact.id} has {len(ids)} members; a table can hold {MOST_BITS}")
    bit_of = {one: 1 << place for place, one in enumerate(ids)}
    bits = pl.col(fact.id).list.eval(
        pl.element().replace_strict(bit_of, default=None, return_dtype=pl.Int64)
    )
    if not is_careful:
        return bits.list.sum()
    has_strange = bits.list.eval(pl.element().is_null()).list.any()
    return pl.when(~has_strange).then(bits.list.unique().list.sum())


def _has_odd_rows(given: pl.Series, bits: pl.Series) -> bool:
    return bool((bits.bitwise_count_ones() != given.list.len()).any())


def _check_members(given: pl.Series, ready: pl.Series, fact: FactType, faults: list[Fault]) -> None:
    """Add a fault where values became null that were not: they are no members."""
    if given.null_count() == ready.null_count():
        return
    values = given.filter(ready.is_null() & given.is_not_null())
    ids = [member.id for member in fact.members]
    there = (values.explode() if values.dtype == pl.List else values).cast(pl.String).unique()
    strange = sorted("null" if one is None else one for one in there if one not in ids)
    words = {"name": fact.id, "got": ", ".join(strange[:5]), "wanted": ", ".join(ids)}
    faults.append(fault("column_member", fact.id, _MEMBER, **words))


class Columns:
    """Gives the Polars expression of a leaf over a ready frame, on one day."""

    def __init__(self, vocabulary: Vocabulary, names: Iterable[str], on: date) -> None:
        self.types = {fact.id: fact for fact in vocabulary.facts}
        self.answers = {question.id: question.answer for question in vocabulary.open_questions}
        self.names, self.on = frozenset(names), on

    def leaf(self, leaf: Node) -> pl.Expr:
        """Return a leaf as a nullable boolean expression; null is unknown."""
        if isinstance(leaf, Truth):
            return pl.lit(leaf.is_true)
        if isinstance(leaf, Holds):
            if leaf.fact in self.answers:
                return pl.lit(self.answers[leaf.fact], dtype=pl.Boolean)
            return self._fact(leaf.fact)
        if isinstance(leaf, Contains):
            return self._contains(leaf)
        if isinstance(leaf, In):
            there = self._fact(leaf.fact)
            found: pl.Expr = pl.any_horizontal(
                there == self._code(leaf.fact, one) for one in leaf.among
            )
            return found
        if isinstance(leaf, Compare):
            return self._compare(leaf)
        raise TypeError(f"{type(leaf).__name__} is no leaf")

    def is_open(self, *trees: Node) -> bool:
        """Return whether any tree names a question of law that has no answer."""
        return any(self.answers.get(name, True) is None for name in facts_in(*trees))

    def _fact(self, name: str) -> pl.Expr:
        if name == AS_OF:
            return pl.lit(self.on)
        if name in self.names:
            return pl.col(name)
        kinds = {FactKind.INTEGER: pl.Int64, FactKind.DATE: pl.Date, FactKind.CHOICE: pl.UInt8}
        return pl.lit(None, dtype=kinds.get(self.types[name].kind, pl.Boolean))

    def _code(self, name: str, value: Any) -> pl.Expr:
        fact = self.types.get(name)
        if fact is not None and fact.kind is FactKind.CHOICE:
            return pl.lit([member.id for member in fact.members].index(value))
        return pl.lit(value)

    def _compare(self, leaf: Compare) -> pl.Expr:
        named = leaf.left if not isinstance(leaf.left, Constant) else leaf.right
        name = "" if isinstance(named, Constant) else named.id
        left, right = self._side(leaf.left, name), self._side(leaf.right, name)
        found: dict[str, Any] = {
            "=": left.eq, "<>": left.ne, "<": left.lt, "<=": left.le, ">": left.gt, ">=": left.ge,
        }  # fmt: skip
        compared: pl.Expr = found[leaf.operator](right)
        return compared

    def _side(self, side: Operand, other: str) -> pl.Expr:
        return self._code(other, side.value) if isinstance(side, Constant) else self._fact(side.id)

    def _contains(self, leaf: Contains) -> pl.Expr:
        if leaf.fact not in self.names:
            return pl.lit(None, dtype=pl.Boolean)
        ids = [member.id for member in self.types[leaf.fact].members]
        bit = pl.lit(1 << ids.index(leaf.member), dtype=pl.Int64)
        has = (pl.col(leaf.fact) & bit) != 0
        complete = leaf.fact + COMPLETE
        if complete not in self.names:
            return has | pl.lit(None, dtype=pl.Boolean)
        # absent and complete is false, absent and not complete unknown, no list unknown
        unknown = pl.when(pl.col(complete)).then(pl.lit(value=False)).otherwise(None)
        return has | unknown
