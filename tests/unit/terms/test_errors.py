import pytest

from kakehashi.terms.errors import (
    Fault,
    InputError,
    KakehashiError,
    PeerError,
    PlaceError,
    SourceError,
    UsageError,
    as_json,
    exit_code,
    http_status,
)
from kakehashi.terms.text import Text


def a_fault(where="product.yaml:3"):
    return Fault(
        what=Text(en="no such day", ja="その日付はありません"),
        where=where,
        expected=Text(en="a day", ja="日付"),
        mend=Text(en="write a day", ja="日付を書いてください"),
        code="no_day",
    )


@pytest.mark.parametrize(
    ("kind", "exits", "answers"),
    [
        (UsageError, 64, 400),
        (InputError, 65, 422),
        (SourceError, 66, 500),
        (PeerError, 65, 502),
        (PlaceError, 74, 503),
        (KakehashiError, 70, 500),
    ],
)
def test_every_kind_has_its_exit_code_and_status(kind, exits, answers):
    assert exit_code(kind(a_fault())) == exits
    assert http_status(kind(a_fault())) == answers


def test_a_kind_below_another_takes_the_nearest_code():
    class LateError(InputError):
        pass

    assert exit_code(LateError(a_fault())) == exit_code(InputError(a_fault()))


def test_an_error_keeps_all_its_faults():
    error = InputError(a_fault(where) for where in ("a", "b"))
    assert [fault.where for fault in error.faults] == ["a", "b"]
    assert str(error) == "a: no such day; b: no such day"


def test_the_one_shape_speaks_the_language_that_is_asked():
    told = as_json(InputError([a_fault("a"), a_fault("b")]), "ja")
    assert told["error"] == "InputError"
    assert [fault["where"] for fault in told["faults"]] == ["a", "b"]
    assert told["faults"][0] == {
        "code": "no_day",
        "what": "その日付はありません",
        "where": "a",
        "expected": "日付",
        "mend": "日付を書いてください",
    }
