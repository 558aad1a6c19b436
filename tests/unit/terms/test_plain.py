"""The one reader of what people write: what it reads, and every harm it refuses."""

import msgspec
import pytest
import yaml

from kakehashi.terms.plain import CAPS, MOST_LEVELS, Caps, Plain, read_plain

DEEP = 100_000
SMALL = Caps(n_bytes=2**20, n_values=1_000)


@pytest.fixture(params=["the parser in C", "the parser in Python"])
def parser(request, monkeypatch):
    if request.param == "the parser in Python":
        monkeypatch.delattr(yaml, "CSafeLoader")
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("this machine's PyYAML has no parser in C")


def as_json(content, caps=CAPS):
    return read_plain("r.json", content, json_caps=caps)


def refusals(found):
    assert not isinstance(found, Plain)
    msgspec.json.encode(found)  # what is told can be sent
    assert all(len(words.into("en")) < 300 for one in found for words in (one.what, one.mend))
    return [(one.code, one.where) for one in found]


def test_reads_plain_values_and_their_lines(parser):
    read = read_plain(
        "r.yaml", b"# first\nid: x\nwhen: >-\n  a\n  AND b\nof:\n  - {n: 3, on: 2026-01-02}\n"
    )
    assert read.value == {"id": "x", "when": "a AND b", "of": [{"n": 3, "on": "2026-01-02"}]}
    assert read.where(("when",)) == "r.yaml:4"
    assert read.where(("of", 0, "n")) == "r.yaml:7"
    assert read.where(("of", 5, "n")) == "r.yaml:7"


def test_json_is_read_as_yaml_where_no_caps_for_json_are_given():
    assert read_plain("r.yaml", b'{"a":\n [1]}').where(("a", 0)) == "r.yaml:2"


def test_reads_json_and_tells_places_as_paths():
    read = as_json(b' {"a": [{"b c": 1.10, "d": 1e3, "e": null, "f": true, "g": NaN}]}')
    assert read.value == {"a": [{"b c": "1.10", "d": "1e3", "e": None, "f": True, "g": "NaN"}]}
    assert read.where(("a", 0, "d")) == "r.json a[0].d"
    assert read.where(("a", 0, "b c")) == "r.json a[0].'b c'"


@pytest.mark.parametrize("content", [b"a: 1\n", b'{"a": 1}'])
def test_a_byte_order_mark_is_no_hindrance(content):
    assert as_json(b"\xef\xbb\xbf" + content).value == {"a": 1}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("true", True), ("False", "False"),
        ("NULL", "NULL"), ("null", None), ("~", None), ("", None), ("''", ""), ("'true'", "true"),
        ("2.1.1", "2.1.1"), ("1.5", "1.5"), ("1e3", "1e3"), ("0x1F", "0x1F"), ("010", "010"),
        ("-7", -7), ("0", 0), ("-0", "-0"), ("'7'", "7"), ("+7", "+7"), ("1_000", "1_000"),
        ("9007199254740992", 2**53), ("12345678901234567", "12345678901234567"), ("７", "７"),
        ("2026-02-30", "2026-02-30"), ("2026-02-03", "2026-02-03"), ("12:30", "12:30"),
        ("=", "="), ("﨑髙𠮷", "﨑髙𠮷"),
    ],
)  # fmt: skip
def test_guesses_no_value(parser, text, value):
    assert read_plain("r.yaml", f"a: {text}\n".encode()).value == {"a": value}


def test_a_number_in_json_is_the_number_that_it_is_in_yaml():
    read = as_json(b"[0, -0, -7, 9007199254740992, 12345678901234567]")
    assert read.value == [0, "-0", -7, 2**53, "12345678901234567"]


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        (b"a: &x 1\nb: *x\n", "alias", "r.yaml:1"),
        (b"a: 1\nb: *x\n", "alias", "r.yaml:2"),
        (b"&x a: 1\n", "alias", "r.yaml:1"),
        (b"a: 1\n*x : 2\n", "alias", "r.yaml:2"),
        (b"a:\n  <<: {b: 1}\n", "alias", "r.yaml:2"),
        (b"a: !!python/object/apply:os.system [ls]\n", "tag", "r.yaml:1"),
        (b"!!python/object/apply:os.system ['x']", "tag", "r.yaml:1"),
        (b"a: !!str 1\n", "tag", "r.yaml:1"),
        (b"a: ! 1\n", "tag", "r.yaml:1"),
        (b"!!str a: 1\n", "tag", "r.yaml:1"),
        (b"a: !mine {b: 1}\n", "tag", "r.yaml:1"),
        (b"? [a]\n: 1\n", "key", "r.yaml:1"),
        (b"a:\n  {b: 1}: c\n", "key", "r.yaml:2"),
        (b"? " * DEEP, "key", "r.yaml:1"),
        (b"a: 1\n---\nb: 2\n", "documents", "r.yaml:2"),
        (b"--- {}\n--- {}\n", "documents", "r.yaml:2"),
        (b"", "empty_file", "r.yaml"),
        (b" \n# nothing\n", "empty_file", "r.yaml"),
        (b"a: [1\nb: 2\n", "broken_yaml", "r.yaml:2"),
        (b"a: 'x\n", "broken_yaml", "r.yaml:2"),
        (b"\ta: 1\n", "broken_yaml", "r.yaml:1"),
        (b"a: \x01\n", "broken_yaml", "r.yaml"),
        (b"a: \xff\n", "not_utf8", "r.yaml"),
        (b"a: \xed\xa0\x80\n", "not_utf8", "r.yaml"),
        (b"[" * 40 + b"]" * 40, "too_deep", "r.yaml:1"),
        (b"[" * DEEP, "too_deep", "r.yaml:1"),
        (b"{a: " * DEEP, "too_deep", "r.yaml:1"),
        (b"- " * DEEP + b"x", "too_deep", "r.yaml:1"),
        (b"#" * (SMALL.n_bytes + 1), "too_big", "r.yaml"),
        (b"[" + b"a, " * SMALL.n_values + b"]", "too_many_nodes", "r.yaml:1"),
        (b"".join(b"k%d: 1\n" % n for n in range(600)), "too_many_nodes", "r.yaml:500"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_refuses_in_yaml(parser, content, code, where):
    (found,) = refusals(read_plain("r.yaml", content, caps=SMALL))
    assert found[0] == code
    # of an unclosed quotation the two parsers see the end in different places
    assert found[1] == where or code == "broken_yaml"


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        (b"{", "broken_json", "r.json:1"),
        (b'{"a": 1,\n"b": }', "broken_json", "r.json:2"),
        (b"[1] x", "broken_json", "r.json:1"),
        (b'{"a": "\xff"}', "not_utf8", "r.json"),
        (b'{"a": ["\\ud800"]}', "unfit_text", "r.json a[0]"),
        (b'{"\\udc00": 1}', "unfit_text", "r.json"),
        (b"[" * 40 + b"]" * 40, "too_deep", "r.json " + "[0]" * MOST_LEVELS),
        (b"[" * DEEP, "too_deep", "r.json"),
        (b"[" * DEEP + b"]" * DEEP, "too_deep", "r.json"),
        (b'{"a":' * DEEP + b"1" + b"}" * DEEP, "too_deep", "r.json"),
        (b"[" + b" " * SMALL.n_bytes + b"]", "too_big", "r.json"),
        (b"[" + b"1," * SMALL.n_values + b"1]", "too_many_nodes", "r.json [999]"),
        (
            b"{" + b",".join(b'"k%d": 1' % n for n in range(600)) + b"}",
            "too_many_nodes",
            "r.json k499",
        ),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_refuses_in_json(content, code, where):
    assert refusals(as_json(content, SMALL)) == [(code, where)]


@pytest.mark.parametrize("half", ["\\ud800", "\\udfff"])
def test_half_a_surrogate_pair_is_refused_in_yaml_too(parser, half):
    ((code, where),) = refusals(read_plain("r.yaml", f'a: "{half}"\n'.encode()))
    assert code in {"broken_yaml", "unfit_text"}  # the parser in C refuses it by itself
    assert where.startswith("r.yaml")


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (b"a: 1\nb:\n  c: 2\n  c: {d: 3}\na:\n  - 4\n", ["r.yaml:4", "r.yaml:5"]),
        (b'{"a": 1, "b": {"c": 2, "c": {"d": 3}}, "a": [4]}', ["r.yaml b.c", "r.yaml a"]),
    ],
)
def test_a_name_given_twice_is_told_and_the_first_counts(content, places):
    read = read_plain("r.yaml", content, json_caps=CAPS)
    assert read.value == {"a": 1, "b": {"c": 2}}
    assert [(one.code, one.where) for one in read.faults] == [
        ("duplicate_key", place) for place in places
    ]
    assert (read.lines or {}).get(("a",), 1) == 1


def test_names_given_twice_are_told_beside_what_stops_the_reading():
    found = refusals(read_plain("r.yaml", b"a: 1\na: 2\nb: &x 3\n"))
    assert found == [("duplicate_key", "r.yaml:2"), ("alias", "r.yaml:3")]


@pytest.mark.parametrize("json_caps", [None, CAPS])
def test_what_is_nested_just_deep_enough_is_read(json_caps):
    deep = b"[" * MOST_LEVELS + b"]" * MOST_LEVELS
    assert isinstance(read_plain("r", deep, json_caps=json_caps), Plain)
    assert refusals(read_plain("r", b"[" + deep + b"]", json_caps=json_caps))[0][0] == "too_deep"


def test_what_the_input_holds_is_told_escaped_and_short():
    line = b'"\\e[2J' + b"x" * 500 + b'": 1\n'
    (found,) = read_plain("r.yaml", line * 2).faults
    assert "\x1b" not in found.what.en
    assert len(found.what.en) < 200
