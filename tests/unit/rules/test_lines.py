from datetime import date

import pytest

from kakehashi.rules.lines import MOST_BYTES, Lined, read_lines


def test_reads_plain_values_and_their_lines():
    read = read_lines(
        "r.yaml", b"# first\nid: x\nwhen: >-\n  a\n  AND b\nof:\n  - {n: 3, on: 2026-01-02}\n"
    )
    assert read.value == {"id": "x", "when": "a AND b", "of": [{"n": 3, "on": date(2026, 1, 2)}]}
    assert read.where(("when",)) == "r.yaml:4"
    assert read.where(("of", 0, "n")) == "r.yaml:7"
    assert read.where(("of", 5, "n")) == "r.yaml:7"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("true", True), ("False", False),
        ("null", None), ("~", None), ("''", ""), ("2.1.1", "2.1.1"), ("1.5", "1.5"), ("1e3", "1e3"),
        ("0x1F", "0x1F"), ("010", "010"), ("-7", -7), ("'7'", "7"), ("2026-02-30", "2026-02-30"),
        ("'2026-02-03'", "2026-02-03"), ("12:30", "12:30"), ("=", "="), ("﨑髙𠮷", "﨑髙𠮷"),
    ],
)  # fmt: skip
def test_guesses_no_value(text, value):
    assert read_lines("r.yaml", f"a: {text}\n".encode()).value == {"a": value}


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        (b"a: &x 1\nb: *x\n", "anchor", "r.yaml:1"),
        (b"a: 1\nb: *x\n", "anchor", "r.yaml:2"),
        (b"a: !!python/object/apply:os.system [ls]\n", "anchor", "r.yaml:1"),
        (b"a: !!str 1\n", "anchor", "r.yaml:1"),
        (b"a:\n  <<: {b: 1}\n", "anchor", "r.yaml:2"),
        (b"a: 1\nb: 2\na: 3\n", "key_twice", "r.yaml:3"),
        (b"? [a]\n: 1\n", "key", "r.yaml:1"),
        (b"a: 1\n---\nb: 2\n", "documents", "r.yaml:2"),
        (b"", "documents", "r.yaml"),
        (b"a: [1\nb: 2\n", "not_yaml", "r.yaml:2"),
        (b"a: 'x\n", "not_yaml", "r.yaml:2"),
        (b"\ta: 1\n", "not_yaml", "r.yaml:1"),
        (b"a: \x01\n", "not_yaml", "r.yaml"),
        (b"a: \xff\n", "not_utf8", "r.yaml"),
        (b"[" * 40 + b"]" * 40, "too_deep", "r.yaml:1"),
        (b"[" * 100_000, "too_deep", "r.yaml:1"),
        (b"#" * (MOST_BYTES + 1), "too_large", "r.yaml"),
    ],
)
def test_refuses(content, code, where):
    faults = read_lines("r.yaml", content)
    assert not isinstance(faults, Lined)
    assert [(fault.code, fault.where) for fault in faults] == [(code, where)]
