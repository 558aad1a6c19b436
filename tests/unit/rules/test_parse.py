from datetime import date

import pytest

from kakehashi.rules.expression import (
    And,
    Compare,
    Constant,
    Contains,
    FactName,
    Holds,
    In,
    Not,
    Or,
    Ref,
    Truth,
)
from kakehashi.rules.parse import Named, parse
from kakehashi.terms.vocabulary import FactKind

NAMES = {
    "a": Named(FactKind.BOOLEAN),
    "b": Named(FactKind.BOOLEAN),
    "colour": Named(FactKind.CHOICE, ("red", "green")),
    "hue": Named(FactKind.CHOICE, ("red", "green")),
    "shape": Named(FactKind.CHOICE, ("round",)),
    "n": Named(FactKind.INTEGER),
    "m": Named(FactKind.INTEGER),
    "day": Named(FactKind.DATE),
    "as_of": Named(FactKind.DATE),
    "parts": Named(FactKind.LIST, ("lid", "box")),
    "remark": Named(FactKind.TEXT),
    "is_small": Named(FactKind.BOOLEAN, is_definition=True),
}
A, B = Holds("a"), Holds("b")
N3 = Compare("=", FactName("n"), Constant(3))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("a = TRUE", A),
        ("a <> FALSE", A),
        ("a = FALSE", Not(A)),
        ("TRUE = a", A),
        ("NOT a", Not(A)),
        ("true", Truth(is_true=True)),
        ("is_small and a", And((Ref("is_small"), A))),
        ("a AND b AND n = 3", And((A, B, N3))),
        ("a OR b AND n = 3", Or((A, And((B, N3))))),
        ("(a OR b) AND n = 3", And((Or((A, B)), N3))),
        ("NOT a = b", Not(Compare("=", FactName("a"), FactName("b")))),
        ("NOT a AND b", And((Not(A), B))),
        ("n >= -2", Compare(">=", FactName("n"), Constant(-2))),
        ("3 < n", Compare("<", Constant(3), FactName("n"))),
        ("n < m", Compare("<", FactName("n"), FactName("m"))),
        ("colour = hue", Compare("=", FactName("colour"), FactName("hue"))),
        ("colour NOT IN ('red')", Not(In("colour", ("red",)))),
        ("n IN (1, -2)", In("n", (1, -2))),
        ("'lid' IN parts", Contains("lid", "parts")),
        ("'lid' NOT IN parts", Not(Contains("lid", "parts"))),
        ("day = '2026-02-28'", Compare("=", FactName("day"), Constant(date(2026, 2, 28)))),
        ("as_of <= day", Compare("<=", FactName("as_of"), FactName("day"))),
        (
            "n BETWEEN 1 AND m AND a",
            And(
                (
                    And(
                        (
                            Compare(">=", FactName("n"), Constant(1)),
                            Compare("<=", FactName("n"), FactName("m")),
                        )
                    ),
                    A,
                )
            ),
        ),
        ("a\n  AND\tb", And((A, B))),
    ],
)
def test_reads(text, tree):
    assert parse(text, "r.yaml:1", NAMES) == tree


REFUSED = [
    ("", "empty"),
    ("  \n", "empty"),
    ("a IS NULL", "null"),
    ("a IS NOT NULL", "null"),
    ("a IS TRUE", "null"),
    ("a = NULL", "null"),
    ("n IN (1, NULL)", "null"),
    ("a ISNULL", "null"),
    ("COALESCE(a, TRUE)", "null"),
    ("NULLIF(n, 1) = 2", "null"),
    ("CASE WHEN a THEN b END", "keyword"),
    ("colour LIKE 'r%'", "keyword"),
    ("colour SIMILAR TO 'r'", "keyword"),
    ("n = ANY(parts)", "keyword"),
    ("EXISTS (a)", "keyword"),
    ("n IN (SELECT 1)", "keyword"),
    ("(SELECT a)", "keyword"),
    ("a AND b LIMIT 1", "keyword"),
    ("n BETWEEN SYMMETRIC 3 AND 1", "keyword"),
    ("day < CURRENT_DATE", "keyword"),
    ("CAST(n AS int) = 1", "keyword"),
    ("a XOR b", "keyword"),
    ("INTERVAL '1' = day", "keyword"),
    ("lower(colour) = 'red'", "function"),
    ("a(b)", "function"),
    ("now() = day", "function"),
    ("DATE '2026-01-01' < day", "cast"),
    ("n::text = 'x'", "cast"),
    ("E'red' = colour", "cast"),
    ("N'red' = colour", "cast"),
    ("x'ff' = colour", "cast"),
    ("a b", "cast"),
    ("n = 1.5", "not_whole"),
    ("n = 1e3", "not_whole"),
    ("n = 0x1F", "not_whole"),
    ("n = 1_000", "not_whole"),
    ("n = 1.", "not_whole"),
    ("n = 9007199254740992", "not_whole"),
    ("n = 99999999999999999999999999", "not_whole"),
    ("n = .5", "path"),
    ("a -- all well", "comment"),
    ("a /* b */", "comment"),
    ("a # b", "comment"),
    ("/* a */ a", "comment"),
    ("--\na", "comment"),
    ("a AND /*+ hint */ b", "comment"),
    ('"a"', "quoted"),
    ("`a`", "quoted"),
    ("colour = ‘red’", "quoted"),
    ('colour = "red"', "quoted"),
    ("colour = 'red", "string"),
    ("colour = 'r\\'", "string"),
    ("colour = 'r\ned'", "string"),
    ("colour = 're' 'd'", "concatenation"),
    ("colour = 're' || 'd'", "concatenation"),
    ("colour = 'it''s'", "concatenation"),
    ("n + 1 = 2", "arithmetic"),
    ("n - 1 = 2", "arithmetic"),
    ("n * 2 = 2", "arithmetic"),
    ("n / 2 = 2", "arithmetic"),
    ("n % 2 = 1", "arithmetic"),
    ("n = - 1", "arithmetic"),
    ("n = -(1)", "arithmetic"),
    ("?", "placeholder"),
    (":a", "placeholder"),
    ("$1", "placeholder"),
    ("@a", "placeholder"),
    ("$$a$$", "placeholder"),
    ("a.b", "path"),
    ("parts[1] = 'lid'", "path"),
    ("parts -> 'lid'", "path"),
    ("{a}", "path"),
    ("a; b", "statements"),
    ("a;", "statements"),
    ("a != b", "sign"),
    ("a == b", "syntax"),
    ("a ! b", "sign"),
    ("a ~ b", "sign"),
    ("a ＝ b", "sign"),
    ("a　AND b", "sign"),
    ("a AND", "syntax"),
    ("AND a", "syntax"),
    ("(a", "syntax"),
    ("a)", "syntax"),
    ("()", "not_of_the_language"),
    ("n IN ()", "in_size"),
    ("a <=> b", "syntax"),
    ("NOT", "syntax"),
    ("n BETWEEN 1", "syntax"),
    ("NOT NOT a", "double_not"),
    ("(" * 16 + "a" + ")" * 16, "too_deep"),
    ("A", "capitals"),
    ("a AND " * 400 + "a", "too_long"),
    ("a OR " * 250 + "a", "too_many"),
    ("(n, m) = (1, 2)", "not_of_the_language"),
    ("n = 1 = a", "no_value"),
    ("a = (b = a)", "no_value"),
    ("n < m < 3", "no_value"),
    ("1 = 1", "no_fact"),
    ("'red'", "no_condition"),
    ("3", "no_condition"),
    ("aa", "unknown_name"),
    ("colour = red", "unknown_name"),
    ("n", "kind"),
    ("parts", "kind"),
    ("n = 'x'", "kind"),
    ("n = TRUE", "kind"),
    ("a = 1", "kind"),
    ("day = 20260101", "kind"),
    ("day = '2026-02-30'", "kind"),
    ("day = '2026-1-1'", "kind"),
    ("day = '20260101'", "kind"),
    ("remark = 'x'", "kind"),
    ("parts = 'lid'", "kind"),
    ("colour = 'blue'", "member"),
    ("colour IN ('red', 'blue')", "member"),
    ("'cord' IN parts", "member"),
    ("colour < 'red'", "order"),
    ("a < b", "order"),
    ("colour BETWEEN 'green' AND 'red'", "order"),
    ("colour = shape", "two_facts"),
    ("n = day", "two_facts"),
    ("n = n", "two_facts"),
    ("a = is_small", "two_facts"),
    ("a IN (TRUE)", "in_list"),
    ("'red' IN colour", "in_list"),
    ("'lid' IN (parts)", "in_list"),
    ("1 IN parts", "in_list"),
    ("colour IN ('red', 'red')", "in_twice"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED, ids=[repr(text[:30]) for text, _ in REFUSED])
def test_refuses(text, code):
    faults = parse(text, "r.yaml:7", NAMES)
    assert isinstance(faults, tuple)
    assert code in {fault.code for fault in faults}
    for fault in faults:
        assert fault.where == "r.yaml:7"
        for words in (fault.what, fault.expected, fault.mend):
            assert words.en
            assert words.ja
            assert "{" not in words.en.replace("{a}", "")


def test_tells_every_fault_of_an_expression():
    faults = parse("aa AND colour = 'blue' AND (n = 'x' OR bb)", "r.yaml:1", NAMES)
    assert [fault.code for fault in faults] == ["unknown_name", "member", "kind", "unknown_name"]


def test_suggests_the_nearest_name():
    (fault,) = parse("color = 'red'", "r.yaml:1", NAMES)
    assert "colour" in fault.mend.en
    assert "colour" in fault.mend.ja


def test_refuses_more_than_fifteen_levels():
    assert not isinstance(parse(nested(levels=15), "r.yaml:1", NAMES), tuple)
    assert {fault.code for fault in parse(nested(levels=16), "r.yaml:1", NAMES)} == {"too_deep"}


def nested(levels):
    text = "a"
    for n in range(levels - 1):
        text = f"({text}) {'AND' if n % 2 else 'OR'} b"
    return text


def test_reads_an_expression_at_its_caps():
    assert len(parse(" OR ".join(["a"] * 199), "r.yaml:1", NAMES).of) == 199
