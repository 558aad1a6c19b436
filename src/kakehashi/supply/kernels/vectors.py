"""Eight numbers side by side, as one value inside compiled code.

Numba keeps no vectors of its own, and LLVM does not find them in a loop over eight
lanes around a sum: measured, that runs at a third of the speed. So the few operations
that the sweeps need are told to LLVM as operations on a vector of eight, which it
lays on whatever the processor has. No operation reorders or fuses another: a lane's
result has the same bits in any lane and beside any others.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import types
from numba.core.cgutils import get_or_insert_function
from numba.extending import intrinsic, models, register_model

from kakehashi.supply.kernels.arrays import N_LANES

_VECTOR = ir.VectorType(ir.DoubleType(), N_LANES)
_INDEX = ir.IntType(32)
_Build = Callable[[Any, Any, Any, Any], Any]  # target, builder, signature and arguments of Numba


class Eight(types.Type):
    """The type of such a value, for Numba."""

    def __init__(self) -> None:
        super().__init__(name="Eight")


class _Model(models.PrimitiveModel):
    def __init__(self, models_of: Any, kind: Any) -> None:
        super().__init__(models_of, kind, _VECTOR)  # type: ignore[no-untyped-call]


register_model(Eight)(_Model)
_EIGHT = Eight()


def _place(target: Any, build: Any, kind: Any, array: Any, row: Any) -> Any:
    start = build.mul(row, ir.Constant(row.type, N_LANES))
    first = build.gep(target.make_array(kind)(target, build, array).data, [start])
    return build.bitcast(first, _VECTOR.as_pointer())


def _load(_typing: Any, array: Any, _row: Any) -> tuple[Any, _Build]:
    """Return row `row` of an array [row, lane] that has no gaps."""

    def build(target: Any, build: Any, signature: Any, given: Any) -> Any:
        loaded = build.load(_place(target, build, signature.args[0], given[0], given[1]))
        loaded.align = 8
        return loaded

    return _EIGHT(array, types.int64), build


def _store(_typing: Any, array: Any, _row: Any, value: Any) -> tuple[Any, _Build]:
    """Write `value` into row `row` of an array [row, lane] that has no gaps."""

    def build(target: Any, build: Any, signature: Any, given: Any) -> Any:
        place = _place(target, build, signature.args[0], given[0], given[1])
        build.store(given[2], place).align = 8
        return target.get_dummy_value()

    return types.void(array, types.int64, value), build


def _fetch(_typing: Any, array: Any, _row: Any) -> tuple[Any, _Build]:
    """Ask for row `row` of an array [row, lane] before it is needed; changes nothing."""

    def build(target: Any, build: Any, signature: Any, given: Any) -> Any:
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        place = _place(target, build, signature.args[0], given[0], given[1])
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        ask = get_or_insert_function(build.module, kind, "llvm.prefetch.p0i8")  # type: ignore[no-untyped-call]
        # to be read, and read again; as data
        build.call(ask, [build.bitcast(place, byte), number(0), number(3), number(1)])
        return target.get_dummy_value()

    return types.void(array, types.int64), build


def _eight(_typing: Any, _value: Any) -> tuple[Any, _Build]:
    """Return `value` in all eight lanes."""

    def build(_target: Any, build: Any, _signature: Any, given: Any) -> Any:
        none = ir.Constant(_VECTOR, ir.Undefined)
        first = build.insert_element(none, given[0], ir.Constant(_INDEX, 0))
        everywhere = ir.Constant(ir.VectorType(_INDEX, N_LANES), [0] * N_LANES)
        return build.shuffle_vector(first, none, everywhere)

    return _EIGHT(types.float64), build


def _of_two(lay: Callable[[Any, Any, Any], Any]) -> Callable[..., Any]:
    def typed(_typing: Any, one: Any, other: Any) -> tuple[Any, _Build]:
        def build(_target: Any, build: Any, _signature: Any, given: Any) -> Any:
            return lay(build, given[0], given[1])

        return _EIGHT(one, other), build

    return _known(typed)


def _known(typed: Callable[..., tuple[Any, _Build]]) -> Callable[..., Any]:
    """Return what compiled code may call."""
    kept: Callable[..., Any] = intrinsic(typed)
    return kept


def _pick(sign: str) -> Callable[[Any, Any, Any], Any]:
    return lambda build, one, other: build.select(build.fcmp_ordered(sign, one, other), one, other)


load = _known(_load)
store = _known(_store)
fetch = _known(_fetch)
eight = _known(_eight)
plus = _of_two(lambda build, one, other: build.fadd(one, other))
minus = _of_two(lambda build, one, other: build.fsub(one, other))
times = _of_two(lambda build, one, other: build.fmul(one, other))
larger = _of_two(_pick(">"))
smaller = _of_two(_pick("<"))
