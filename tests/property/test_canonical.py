"""Canonical JSON by the quick way is what the library of RFC 8785 writes."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.accord.canonical import canonical

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False)
)
KEYS = st.text() | st.sampled_from(["a", "B", "é", "\ue000", "𠮷", "\x7f", '"', "\\"])
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
)


@given(VALUES)
def test_canonical_json_is_the_library_s(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", ['\x00\x1f\x7f\u2028"\\/\b\f\n\r\t﨑𠮷', {"b": 1, "a": {"é": 2}}])
def test_escapes_and_order_are_the_library_s(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value", [2**53, -(2**53), [float("nan")], {"a": float("inf")}, "\ud800", {1: 2}, b"x", {"x"}]
)
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(ValueError):  # noqa: PT011  the words are the library's
        canonical(value)
