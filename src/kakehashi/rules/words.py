"""What can be wrong with an expression that parses, in both languages."""

from kakehashi.terms.faults import Words
from kakehashi.terms.text import Text

SUBSET = Text(
    en="facts, TRUE, FALSE, whole numbers, 'strings', = <> < <= > >=, IN (...), BETWEEN, AND, OR, "
    "NOT, parentheses",
    ja="ファクト名、TRUE、FALSE、整数、'文字列'、= <> < <= > >=、IN (...)、BETWEEN、AND、OR、NOT、"
    "丸括弧",
)


def _words(en: str, ja: str, mend_en: str, mend_ja: str, expected: Text = SUBSET) -> Words:
    return Words(Text(en=en, ja=ja), Text(en=mend_en, ja=mend_ja), expected)


_SPLIT = ("split it into named definitions", "名前付きの定義（definitions）に分けてください")
SYNTAX = _words(
    "“{near}” cannot be read as a condition",
    "「{near}」を条件として読み取れません",
    "look for a missing operand, AND, OR or parenthesis",
    "値・AND・OR・丸括弧の抜けがないか確かめてください",
)
FOREIGN = _words(
    "“{near}” is SQL that rules may not use",
    "「{near}」は規則で使えない SQL です",
    "say it with the listed words alone",
    "挙げられた語だけで表してください",
)
DEEP = _words(
    "the expression has {n} levels; {most} are allowed",
    "式が {n} 階層あります（上限は {most} 階層）",
    *_SPLIT,
)
MANY_NODES = _words(
    "the expression has {n} parts; {most} are allowed",
    "式の要素が {n} 個あります（上限は {most} 個）",
    *_SPLIT,
)
NO_CONDITION = _words(
    "“{near}” is a value, not a condition",
    "「{near}」は値であり、条件ではありません",
    "compare it with a fact",
    "ファクトと比較してください",
)
UNKNOWN = _words(
    "“{name}” is neither a fact nor a definition",
    "「{name}」はファクトでも定義でもありません",
    "add it to the vocabulary or to `definitions`; a string needs single quotes",
    "語彙集または `definitions` に加えてください。文字列なら一重引用符で囲みます",
)
UNKNOWN_CLOSE = _words(
    "“{name}” is neither a fact nor a definition",
    "「{name}」はファクトでも定義でもありません",
    "did you mean “{close}”?",
    "「{close}」ではありませんか",
)
NOT_BOOLEAN = _words(
    "“{name}” is {kind} and cannot stand alone",
    "「{name}」の型は{kind_ja}で、単独では条件になりません",
    "compare it with a value",
    "値と比較してください",
)
NOT_COMPARABLE = _words(
    "“{name}” is {kind} and cannot be compared",
    "「{name}」の型は{kind_ja}で、比較できません",
    "of a list, ask 'member' IN {name}; free text cannot be tested",
    "リストには 'member' IN {name} を使います。自由記述は条件にできません",
)
NO_ORDER = _words(
    "“{name}” is {kind}, which has no order",
    "「{name}」の型は{kind_ja}で、大小がありません",
    "use =, <> or IN; only whole numbers and dates have an order",
    "=、<>、IN を使ってください。大小があるのは整数と日付だけです",
)
TWO_FACTS = _words(
    "“{name}” and “{other}” cannot be compared with each other",
    "「{name}」と「{other}」は互いに比較できません",
    "compare two different facts of one kind (choices: with the same members)",
    "同じ型（選択肢なら同じ値の組）の異なるファクトどうしを比較してください",
)
NO_FACT = _words(
    "two written values are compared",
    "値と値が比較されています",
    "name a fact on one side at least",
    "少なくとも一方にファクト名を書いてください",
)
NO_VALUE = _words(
    "a value was expected, and {near} stands there",
    "値が必要な箇所に {near} があります",
    "write TRUE, FALSE, a whole number or a 'string'",
    "TRUE、FALSE、整数、'文字列' のいずれかを書いてください",
)
NUMBER = _words(
    "“{near}” is no whole number below 2^53",
    "「{near}」は 2^53 未満の整数ではありません",
    "write a whole number in the fact's unit",
    "ファクトの単位に合わせて整数で書いてください",
)
MEMBER = _words(
    "“{value}” is no member of “{name}”",
    "「{value}」は「{name}」の値ではありません",
    "write one of: {members}",
    "次のいずれかを書いてください: {members}",
)
WRONG_VALUE = _words(
    "{value} does not fit “{name}”, which is {kind}",
    "{value} は「{name}」（型は{kind_ja}）に合いません",
    "write a value of that kind; a date is a string, 'YYYY-MM-DD'",
    "その型の値を書いてください。日付は 'YYYY-MM-DD' の文字列です",
)
IN_LIST = _words(
    "IN does not fit here",
    "この IN は使えません",
    "write fact IN ('a', 'b') for a choice, number or date, or 'member' IN fact for a list",
    "選択肢・整数・日付なら fact IN ('a', 'b')、リストなら 'member' IN fact と書いてください",
)
IN_SIZE = _words(
    "IN has no member, or more than {most}",
    "IN の値がないか、{most} 個を超えています",
    "write between one and {most} members",
    "1 個以上 {most} 個以下の値を書いてください",
)
IN_TWICE = _words(
    "IN names a member of “{name}” twice",
    "IN に「{name}」の同じ値が二度あります",
    "leave one out",
    "一方を取り除いてください",
)
