"""The first wall before an expression is parsed: only known words and signs pass.

sqlglot drops comments without a word and reads far more than the closed subset.
So the text is cut into words here first, and whatever is not of the subset is
refused by its own name; `parse.py` then checks what sqlglot made of the rest.
"""

import re
from typing import NamedTuple

from kakehashi.rules.words import SUBSET
from kakehashi.terms.errors import Fault
from kakehashi.terms.faults import Words, fault
from kakehashi.terms.text import Text

MOST_CHARACTERS = 2_000
MOST_PARENTHESES = 15  # open at once

KEYWORDS = frozenset({"AND", "OR", "NOT", "IN", "BETWEEN", "TRUE", "FALSE"})
_REFUSED = """
    all any array as asc at binary both case cast coalesce collate cross current_date
    current_time current_timestamp current_user default desc distinct div do else end escape
    except exists extract fetch filter for from full glob global group having ilike inner
    intersect interval into is isnull join lateral leading left like limit localtime
    localtimestamp match mod natural notnull null nullif offset on only operator order outer
    over overlaps partition placing primary qualify references regexp returning right rlike row
    rows select session_user set similar some symmetric asymmetric table tablesample then to
    trailing try_cast union unique unknown user using values when where window with within xor
"""
REFUSED_WORDS = frozenset(_REFUSED.split())

_WORD = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<string>'[^'\\\x00-\x1f]*')"
    r"|(?P<integer>[0-9]+(?![0-9A-Za-z_.]))"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign><>|<=|>=|=|<|>|\(|\)|,)"
)
_NEGATIVE = re.compile(r"-[0-9]+(?![0-9A-Za-z_.])")
_BEFORE_A_NUMBER = frozenset({"<>", "<=", ">=", "=", "<", ">", "(", ",", "BETWEEN", "AND"})


class Word(NamedTuple):
    """One word or sign of an expression; `kind` is the name of its pattern."""

    kind: str
    text: str
    at: int


def _refused(en: str, ja: str, mend_en: str, mend_ja: str) -> Words:
    return Words(Text(en=en, ja=ja), Text(en=mend_en, ja=mend_ja), SUBSET)


_COMMENT = _refused(
    "a comment stands in the expression, at “{near}”",
    "式の中に注釈があります（「{near}」の位置）",
    "move it to the field `note`, or to a YAML comment on a line of its own",
    "`note` 欄か、独立した行の YAML コメントに移してください",
)
_QUOTED = _refused(
    "a quoted name or a wrong quotation mark stands at “{near}”",
    "引用符付きの名前、または誤った引用符が「{near}」にあります",
    "write names without quotes, and strings between plain single quotes: 'text'",
    "名前は引用符なしで、文字列は半角の一重引用符で 'text' のように書いてください",
)
_PLACEHOLDER = _refused(
    "a placeholder or parameter stands at “{near}”",
    "プレースホルダーまたはパラメータが「{near}」にあります",
    "write the value itself",
    "値そのものを書いてください",
)
_CAST = _refused(
    "a cast stands at “{near}”",
    "型変換が「{near}」にあります",
    "write the value plainly; a date is a string, 'YYYY-MM-DD'",
    "値をそのまま書いてください。日付は 'YYYY-MM-DD' の文字列です",
)
_FLOAT = _refused(
    "“{near}” is no whole number",
    "「{near}」は整数ではありません",
    "write a whole number in the fact's unit, without point, exponent, prefix or underscore",
    "ファクトの単位に合わせ、小数点・指数・接頭辞・下線のない整数で書いてください",
)
_CONCAT = _refused(
    "strings are joined at “{near}”",
    "文字列の連結が「{near}」にあります",
    "write one whole string",
    "一つの文字列として書いてください",
)
_ARITHMETIC = _refused(
    "arithmetic stands at “{near}”",
    "算術演算が「{near}」にあります",
    "have the vocabulary state the computed fact, and compare that",
    "計算後の値を語彙集のファクトとして定め、それを比較してください",
)
_MANY = _refused(
    "more than one statement: “;” stands at “{near}”",
    "文が複数あります（「{near}」に「;」）",
    "write one expression, without “;”",
    "「;」を使わず、式を一つだけ書いてください",
)
_SIGN = _refused(
    "the sign at “{near}” is not of the language",
    "「{near}」の記号は使えません",
    "use the signs listed; “not equal” is <>, “equal” is =",
    "挙げられた記号だけを使ってください。「等しくない」は <>、「等しい」は = です",
)
_JSON = _refused(
    "a path into JSON or an array stands at “{near}”",
    "JSON または配列への参照が「{near}」にあります",
    "name a fact of the vocabulary",
    "語彙集のファクト名を書いてください",
)
_STRING = _refused(
    "the string at “{near}” is not closed, or holds a backslash or control character",
    "「{near}」の文字列が閉じていないか、バックスラッシュまたは制御文字を含んでいます",
    "close it with a single quote on the same line, and leave such characters out",
    "同じ行の一重引用符で閉じ、これらの文字を除いてください",
)
_NULL = _refused(
    "“{near}”: the absence of a fact cannot be tested",
    "「{near}」：ファクトがないことを条件にはできません",
    "compare the fact with its values; an absent fact is unknown, and makes the rule “missing”",
    "ファクトを値と比較してください。ないファクトは「不明」となり、規則は「証拠不足」になります",
)
_KEYWORD = _refused(
    "“{near}” is SQL that rules may not use",
    "「{near}」は規則で使えない SQL です",
    "say it with the listed words alone",
    "挙げられた語だけで表してください",
)
_FUNCTION = _refused(
    "a function is called at “{near}”",
    "関数が「{near}」で呼び出されています",
    "functions do not exist here: name a fact of the vocabulary",
    "関数は使えません。語彙集のファクト名を書いてください",
)
_DOUBLE_NOT = _refused(
    "NOT NOT stands at “{near}”",
    "「{near}」で NOT が重なっています",
    "leave both out",
    "両方とも取り除いてください",
)
_CASE = _refused(
    "“{near}” has capital letters",
    "「{near}」に大文字が含まれています",
    "fact names are written in lower case",
    "ファクト名は小文字で書いてください",
)
_EMPTY = _refused(
    "the expression is empty", "式が空です", "write a condition", "条件を書いてください"
)
_LONG = _refused(
    "the expression has {n} characters; {most} are allowed",
    "式が {n} 文字あります（上限は {most} 文字）",
    "split it into named definitions",
    "名前付きの定義（definitions）に分けてください",
)
_DEEP = _refused(
    "more than {most} parentheses are open at “{near}”",
    "「{near}」で {most} 個を超える丸括弧が開いています",
    "split it into named definitions",
    "名前付きの定義（definitions）に分けてください",
)

_STRANGE = (
    ("--", "comment", _COMMENT),
    ("/*", "comment", _COMMENT),
    ("#", "comment", _COMMENT),
    ("::", "cast", _CAST),
    ("||", "concatenation", _CONCAT),
    ("->", "path", _JSON),
    ("[", "path", _JSON),
    ("{", "path", _JSON),
    ("@", "placeholder", _PLACEHOLDER),
    ("$", "placeholder", _PLACEHOLDER),
    ("?", "placeholder", _PLACEHOLDER),
    (":", "placeholder", _PLACEHOLDER),
    (";", "statements", _MANY),
    ('"', "quoted", _QUOTED),
    ("`", "quoted", _QUOTED),
    ("’", "quoted", _QUOTED),
    ("‘", "quoted", _QUOTED),
    ("“", "quoted", _QUOTED),
    ("'", "string", _STRING),
    (".", "path", _JSON),
    ("+", "arithmetic", _ARITHMETIC),
    ("-", "arithmetic", _ARITHMETIC),
    ("*", "arithmetic", _ARITHMETIC),
    ("/", "arithmetic", _ARITHMETIC),
    ("%", "arithmetic", _ARITHMETIC),
)


def scan(text: str, where: str) -> tuple[tuple[Word, ...], tuple[Fault, ...]]:
    """Return the words of an expression, and every fault found among them.

    Parameters
    ----------
    text
        The expression as written.
    where
        File and line, told in the faults.

    Examples
    --------
    >>> words, faults = scan("age >= 3 -- years", "r.yaml:4")
    >>> [word.text for word in words], faults[0].code
    (['age', '>=', '3'], 'comment')
    """
    if len(text) > MOST_CHARACTERS:
        long = fault("too_long", where, _LONG, n=len(text), most=MOST_CHARACTERS)
        return (), (long,)
    words: list[Word] = []
    at = 0
    while at < len(text):
        found = _WORD.match(text, at)
        if found is None and words and words[-1].text.upper() in _BEFORE_A_NUMBER:
            found = _NEGATIVE.match(text, at)
        if found is None:
            return tuple(words), (_strange(text, at, where),)
        if found.lastgroup != "space":
            words.append(Word(found.lastgroup or "integer", found.group(), at))
        at = found.end()
    if not words:
        return (), (fault("empty", where, _EMPTY),)
    return tuple(words), tuple(_refusals(text, words, where))


def _near(text: str, at: int) -> str:
    return " ".join(text[at : at + 24].split())


def _strange(text: str, at: int, where: str) -> Fault:
    near = _near(text, at)
    if text[at].isdigit() and text[at].isascii():
        return fault("not_whole", where, _FLOAT, near=near)
    for sign, code, words in _STRANGE:
        if text.startswith(sign, at):
            return fault(code, where, words, near=near)
    return fault("sign", where, _SIGN, near=near)


def _refusals(text: str, words: list[Word], where: str) -> list[Fault]:
    faults = []
    depth = 0
    for place, word in enumerate(words):
        near = _near(text, word.at)
        then = words[place + 1] if place + 1 < len(words) else Word("end", "", len(text))
        upper = word.text.upper()
        if word.text == "(":
            depth += 1
            if depth == MOST_PARENTHESES + 1:
                faults.append(fault("too_deep", where, _DEEP, most=MOST_PARENTHESES, near=near))
        depth -= word.text == ")"
        if word.kind == "string" and then.kind == "string":
            faults.append(fault("concatenation", where, _CONCAT, near=near))
        if upper == "NOT" and then.text.upper() == "NOT":
            faults.append(fault("double_not", where, _DOUBLE_NOT, near=near))
        if word.kind != "name" or upper in KEYWORDS:
            continue
        if upper in ("NULL", "IS", "ISNULL", "NOTNULL", "COALESCE", "NULLIF"):
            faults.append(fault("null", where, _NULL, near=near))
        elif word.text.lower() in REFUSED_WORDS:
            faults.append(fault("keyword", where, _KEYWORD, near=near))
        elif then.text == "(":
            faults.append(fault("function", where, _FUNCTION, near=near))
        elif then.kind in ("string", "integer") or (
            then.kind == "name" and then.text.upper() not in KEYWORDS | _AFTER_A_NAME
        ):
            faults.append(fault("cast", where, _CAST, near=near))
        elif word.text != word.text.lower():
            faults.append(fault("capitals", where, _CASE, near=near))
    return faults


_AFTER_A_NAME = frozenset(word.upper() for word in REFUSED_WORDS)
