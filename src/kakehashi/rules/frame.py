"""A table of subjects made ready: its columns checked, and read as three-valued facts."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any

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
)
from kakehashi.rules.faults import Words, fault
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.text import Text
from kakehashi.terms.vocabulary import FactKind, FactType, Vocabulary

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
    FactKind.LIST: "List(String)",
    FactKind.INTEGER: "Int64",
    FactKind.DATE: "Date",
    FactKind.TEXT: "String",
}


def ready_frame(vocabulary: Vocabulary, frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with choices as small codes, ready for `leaf_expression`.

    Raises
    ------
    InputError
        For columns that are no facts, of a wrong type, or with values that are
        no members; all of them at once.
    """
    types = {fact.id: fact for fact in vocabulary.facts}
    faults: list[Fault] = []
    columns = []
    for column in frame.iter_columns():
        name = column.name
        is_complete = name.endswith(COMPLETE) and name.removesuffix(COMPLETE) in types
        fact = types.get(name.removesuffix(COMPLETE) if is_complete else name)
        if fact is None or (is_complete and fact.kind is not FactKind.LIST):
            near = get_close_matches(name, types, n=1, cutoff=0.6)
            close = f": {near[0]}" if near else ""
            faults.append(fault("column", name, _COLUMN, name=name, close=close))
            continue
        kind = FactKind.BOOLEAN if is_complete else fact.kind
        if not _fits(column.dtype, kind):
            words = {"name": name, "got": column.dtype, "wanted": _WANTED[kind]}
            faults.append(fault("column_type", name, _TYPE, **words))
        elif column.dtype == pl.Null:
            continue
        elif fact.kind is FactKind.CHOICE:
            columns += _coded(column, fact, faults)
        else:
            if kind is FactKind.LIST:
                _check_members(column.explode(), fact, faults)
            columns.append(column)
    if faults:
        raise InputError(faults)
    return pl.DataFrame(columns) if columns else pl.DataFrame(height=frame.height)


def _fits(dtype: Any, kind: FactKind) -> bool:
    if dtype == pl.Null:
        return True
    if kind is FactKind.CHOICE:
        return dtype in (pl.String, pl.Categorical) or isinstance(dtype, pl.Enum)
    if kind is FactKind.LIST:
        return bool(dtype == pl.List(pl.String))
    plain = {
        FactKind.BOOLEAN: pl.Boolean,
        FactKind.INTEGER: pl.Int64,
        FactKind.DATE: pl.Date,
        FactKind.TEXT: pl.String,
    }
    return bool(dtype == plain[kind])


def _check_members(values: pl.Series, fact: FactType, faults: list[Fault]) -> bool:
    ids = [member.id for member in fact.members]
    there = values.unique().drop_nulls().cast(pl.String)
    strange = there.filter(~there.is_in(ids)).sort().to_list()
    if strange:
        words = {"name": fact.id, "got": ", ".join(strange[:5]), "wanted": ", ".join(ids)}
        faults.append(fault("column_member", fact.id, _MEMBER, **words))
    return not strange


def _coded(column: pl.Series, fact: FactType, faults: list[Fault]) -> list[pl.Series]:
    """Return a choice as places in its list of members, the smallest whole numbers that do."""
    ids = [member.id for member in fact.members]
    if not _check_members(column, fact, faults):
        return []
    if column.dtype != pl.Enum(ids):
        column = column.cast(pl.String).cast(pl.Enum(ids))
    return [column.to_physical()]


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
        has = pl.col(leaf.fact).list.contains(leaf.member)
        complete = leaf.fact + COMPLETE
        if complete not in self.names:
            return has | pl.lit(None, dtype=pl.Boolean)
        # absent and complete is false, absent and not complete unknown, no list unknown
        unknown = pl.when(pl.col(complete)).then(pl.lit(value=False)).otherwise(None)
        return has | unknown
