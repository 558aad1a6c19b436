"""What can be wrong with files of the record, in both languages, by code."""

from kakehashi.terms.errors import Fault
from kakehashi.terms.text import Text

MOST_SHOWN = 80  # characters of a hostile value inside a sentence

_PLAIN = ("plain YAML or JSON in UTF-8", "UTF-8 の平易な YAML または JSON")
_ORDER = ("days in their order", "前後の整った日付")
_MEND_DAYS = ("mend one of the two days", "どちらかの日付を直してください")

_WORDS: dict[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str]]] = {
    # code: what, expected, mend
    "too_large": (
        ("the file has {n} bytes; {most} are allowed", "{n} バイトあります（上限 {most} バイト）"),
        _PLAIN,
        ("split it into several files", "複数のファイルに分けてください"),
    ),
    "unreadable": (
        ("this cannot be read: {said}", "読み取れません: {said}"),
        _PLAIN,
        (
            "look at indentation and quotation marks on this line and the one before",
            "この行と前の行の字下げと引用符を確かめてください",
        ),
    ),
    "not_plain": (
        (
            "an anchor, alias, tag or second document stands here",
            "アンカー、エイリアス、タグまたは二つ目の文書があります",
        ),
        _PLAIN,
        ("write the values out", "値をそのまま書いてください"),
    ),
    "too_deep": (
        ("the file has more than {most} levels", "階層が {most} を超えています"),
        _PLAIN,
        ("write it flatter", "階層を浅くしてください"),
    ),
    "key_twice": (
        ("the key {name} is written twice", "キー {name} が二度書かれています"),
        ("each key once", "キーは一度だけ"),
        ("leave one of the two out", "一方を取り除いてください"),
    ),
    "unknown_kind": (
        ("there is no kind of row called {name}", "{name} という種類の行はありません"),
        ("one of: {listed}", "次のいずれか: {listed}"),
        ("mend `kind`", "`kind` を直してください"),
    ),
    "unknown_field": (
        ("there is no field {name} here", "ここに {name} という項目はありません"),
        ("fields: {listed}", "項目: {listed}"),
        ("mend its spelling, or leave it out", "綴りを直すか、取り除いてください"),
    ),
    "missing_field": (
        ("the field {name} is missing", "項目 {name} がありません"),
        ("fields: {listed}", "項目: {listed}"),
        ("write it", "書き加えてください"),
    ),
    "wrong_value": (
        ("{name} has a wrong value: {said}", "{name} の値が正しくありません: {said}"),
        ("{kind}", "{kind}"),
        ("mend the value", "値を直してください"),
    ),
    "missing_language": (
        ("the {language} text is missing or empty", "{language_ja}の文がないか、空です"),
        ("the same words in English and Japanese", "英語と日本語の両方の文"),
        ("write it in both languages", "両方の言語で書いてください"),
    ),
    "unfit_text": (
        ("the text holds characters that cannot be shown", "表示できない文字が含まれています"),
        (
            "text without control characters or half surrogates",
            "制御文字や不完全な文字を含まない文",
        ),
        ("take them out", "取り除いてください"),
    ),
    "too_long": (
        ("the text has {n} characters; {most} are allowed", "{n} 文字あります（上限 {most} 文字）"),
        ("a shorter text", "より短い文"),
        ("split it", "分けてください"),
    ),
    "not_an_address": (
        ("{name} is not a web address", "{name} はウェブアドレスではありません"),
        (
            "https:// or http:// and no spaces",
            "https:// または http:// で始まり、空白を含まないもの",
        ),
        ("mend the address, or leave it out", "アドレスを直すか、取り除いてください"),
    ),
    "duplicate_id": (
        ("the id {name} is already taken", "id {name} は既に使われています"),
        ("an id of its own", "固有の id"),
        ("give one of the two another id", "どちらかを別の id にしてください"),
    ),
    "source_twice": (
        ("the source {name} is described in two ways", "出典 {name} の記述が二通りあります"),
        ("one description, or two ids", "一つの記述、または別々の id"),
        ("give one of the two another id", "どちらかを別の id にしてください"),
    ),
    "wrong_prefix": (
        ("{name} is no id for this kind of row", "{name} はこの種類の行の id ではありません"),
        ("an id that begins with “{prefix}:”", "「{prefix}:」で始まる id"),
        ("mend the id or `kind`", "id か `kind` を直してください"),
    ),
    "dangling": (
        ("{name} is referred to and is not there", "{name} が参照されていますが、存在しません"),
        ("the id of a row in these files{close}", "これらのファイルにある行の id{close}"),
        ("add the row, or mend the id", "行を加えるか、id を直してください"),
    ),
    "dangling_source": (
        ("the source {name} is not described", "出典 {name} の記述がありません"),
        ("the id of a source in these files{close}", "これらのファイルにある出典の id{close}"),
        (
            "describe it under `sources`, or mend the id",
            "`sources` に加えるか、id を直してください",
        ),
    ),
    "no_source": (
        ("nothing says where this was read", "出典が示されていません"),
        ("at least one source", "1 件以上の出典"),
        (
            "name the text, or one that would settle it",
            "読んだ文書か、確認すべき文書を挙げてください",
        ),
    ),
    "weak_basis": (
        (
            "the basis is {basis}, and no source bears that",
            "basis が {basis} ですが、それを裏付ける出典がありません",
        ),
        (
            "primary: an official text, read; secondary: any text, read",
            "primary は実際に読んだ公式の文書、secondary は実際に読んだ文書",
        ),
        ("name that source, or lower the basis", "その出典を挙げるか、basis を下げてください"),
    ),
    "order": (
        (
            "{first} ({before}) comes after {then} ({after})",
            "{first}（{before}）が{then}（{after}）より後です",
        ),
        _ORDER,
        _MEND_DAYS,
    ),
    "no_day": (
        ("it does not say when", "時期が示されていません"),
        (
            "`on`; for a month, season or year `on` and `until`; or `words`",
            "`on`。月・季節・年は `on` と `until`。または `words`",
        ),
        ("write what is known of the day", "分かっている範囲で書いてください"),
    ),
    "circle": (
        ("{name} leads back to itself", "{name} が自分自身に戻ります"),
        ("a chain with an end", "終わりのある連鎖"),
        ("mend `{field}` in one of the rows", "いずれかの行の `{field}` を直してください"),
    ),
    "empty": (
        ("this says nothing", "内容がありません"),
        ("{listed}", "{listed}"),
        ("write at least one of them", "少なくとも一つを書いてください"),
    ),
    "inconsistent": (
        ("{en}", "{ja}"),
        ("rows that agree with each other", "互いに矛盾しない行"),
        ("mend one of the two", "どちらかを直してください"),
    ),
    "unknown_zone": (
        ("{name} is no time zone", "{name} という時間帯はありません"),
        ("a zone name, as Europe/London or Asia/Tokyo", "Europe/London、Asia/Tokyo などの時間帯名"),
        ("mend `calendar`", "`calendar` を直してください"),
    ),
}


def a_fault(code: str, where: str, **values: object) -> Fault:
    """Return the fault `code` at `where`, its words filled from `values`.

    >>> a_fault("duplicate_id", "a.yaml:3", name="org:x").what.ja
    'id org:x は既に使われています'
    """
    what, expected, mend = (
        Text(en=en.format(**values), ja=ja.format(**values)) for en, ja in _WORDS[code]
    )
    return Fault(what=what, where=where, expected=expected, mend=mend, code=code)


def shown(value: object) -> str:
    r"""Return `value` fit for a sentence: printable and short.

    >>> shown("a" * 500).count("a"), shown("x\x00y")
    (80, 'x\\x00y')
    """
    text = str(value)[:MOST_SHOWN]
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
