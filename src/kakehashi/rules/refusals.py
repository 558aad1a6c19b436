"""What can be wrong with rulebooks whose expressions parse, in both languages."""

from kakehashi.terms.faults import Words
from kakehashi.terms.text import Text


def _words(what: tuple[str, str], expected: tuple[str, str], mend: tuple[str, str]) -> Words:
    return Words(Text(*what), Text(*mend), Text(*expected))


TWICE = _words(
    ("“{name}” is already the name of something else", "「{name}」は既に別のものの名前です"),
    ("a name of its own", "固有の名前"),
    ("give one of the two another name", "どちらかを別の名前にしてください"),
)
SOURCE_TWICE = _words(
    (
        "the source “{name}” is described in two ways",
        "出典「{name}」の記述が二通りあります",
    ),
    ("one description, or two ids", "一つの記述、または別々の id"),
    ("give one of the two another id", "どちらかを別の id にしてください"),
)
NAME = _words(
    ("“{name}” cannot be a name in expressions", "「{name}」は式の中の名前にできません"),
    (
        "lower-case letters, digits, underscores; no SQL word; only open questions begin open_",
        "英小文字・数字・下線。SQL の語と as_of は不可。open_ で始まるのは未解決の論点だけ",
    ),
    ("choose another name", "別の名前にしてください"),
)
ID = _words(
    ("“{name}” cannot be an id", "「{name}」は id にできません"),
    (
        "letters, digits, points, hyphens and underscores",
        "英数字、ピリオド、ハイフン、下線",
    ),
    ("choose another id", "別の id にしてください"),
)
MEMBERS = _words(
    ("the members of “{name}” do not fit its kind", "「{name}」の members が型に合いません"),
    (
        "at least one member, each id once, for a choice or list; none for other kinds",
        "choice と list には重複のない 1 個以上の値。その他の型にはなし",
    ),
    ("mend `members` or `kind`", "`members` か `kind` を直してください"),
)
HOLDS = _words(
    ("“{name}” cannot hold for {n} days", "「{name}」の有効日数 {n} は不正です"),
    ("between 1 and 36,500 days, or nothing", "1 日以上 36,500 日以下、または記載なし"),
    ("mend `holds_days`", "`holds_days` を直してください"),
)
NO_SOURCE = _words(
    ("“{name}” has no source", "「{name}」に出典がありません"),
    ("at least one source for everything in law", "法令の各項目に 1 件以上の出典"),
    ("name the text it was read in", "読んだ文献を挙げてください"),
)
UNKNOWN_SOURCE = _words(
    ("the source “{name}” is not described", "出典「{name}」の記述がありません"),
    ("an id under `sources`", "`sources` にある id"),
    ("describe it under `sources`{close}", "`sources` に加えてください{close}"),
)
NOT_PRIMARY = _words(
    (
        "“{name}” is called primary, but none of its sources is",
        "「{name}」は primary とされていますが、primary の出典がありません",
    ),
    (
        "a source of kind primary: the official text, read",
        "種別 primary の出典（実際に読んだ公式の文書）",
    ),
    ("name that source, or lower the basis", "その出典を挙げるか、basis を下げてください"),
)
PERIOD = _words(
    ("the period of “{name}” ends before it starts", "「{name}」の期間は始まる前に終わっています"),
    ("`ends` later than `starts`", "`starts` より後の `ends`"),
    ("mend the days", "日付を直してください"),
)
OVERLAP = _words(
    (
        "two versions of rule “{name}” are in force at once",
        "規則「{name}」の二つの版が同時に有効です",
    ),
    (
        "periods that do not overlap; `ends` is the first day no longer in force",
        "重ならない期間（`ends` は効力を失う最初の日）",
    ),
    ("end the earlier on the day the later starts", "後の版の開始日に前の版を終わらせてください"),
)
ZONE = _words(
    ("“{name}” is no time zone", "「{name}」という時間帯はありません"),
    ("a zone name, as Europe/London or Asia/Tokyo", "Europe/London、Asia/Tokyo などの時間帯名"),
    ("mend `calendar`", "`calendar` を直してください"),
)
INFORMATION = _words(
    (
        "“{name}” is for information, yet has a test, condition or way",
        "「{name}」は情報提供（information）ですが、判定式があります",
    ),
    (
        "no `applies`, `test` or `ways` for a rule of status information",
        "information の規則に `applies`、`test`、`ways` は不要",
    ),
    ("leave them out, or change the status", "取り除くか、status を変えてください"),
)
NO_TEST = _words(
    ("nothing decides “{name}”", "「{name}」を判定する式がありません"),
    ("a `test`, unless the status is information", "information でない規則には `test`"),
    ("write the test", "`test` を書いてください"),
)
UNKNOWN_BOOK = _words(
    ("no rulebook is called “{name}”", "「{name}」という規則集はありません"),
    ("the id of a rulebook at hand", "手元にある規則集の id"),
    ("mend the id{close}", "id を直してください{close}"),
)
UNKNOWN_RULE = _words(
    ("no rule that is decided is called “{name}”", "「{name}」という判定対象の規則はありません"),
    (
        "a rule of a rulebook at hand, not one for information",
        "手元の規則集の規則（information を除く）",
    ),
    ("mend the id{close}", "id を直してください{close}"),
)
ITSELF = _words(
    ("the recognition “{name}” leans on itself", "承認「{name}」が自分自身に依拠しています"),
    (
        "something other than what it gives effect to",
        "効力を与える対象とは別のもの",
    ),
    ("take it out of `needs_rules` or `of`", "`needs_rules` または `of` から外してください"),
)
CIRCLE = _words(
    ("definitions name each other in a circle: {name}", "定義が循環しています: {name}"),
    ("definitions that end in facts", "最後はファクトに行き着く定義"),
    ("write one of them out", "いずれか一つを直接書き下してください"),
)
LARGE = _words(
    (
        "“{name}” has {n} parts once its definitions are put in; {most} are allowed",
        "定義を展開すると「{name}」の要素は {n} 個になります（上限は {most} 個）",
    ),
    ("fewer or smaller definitions", "より少ない、または小さい定義"),
    ("state the result as a fact of the vocabulary", "結果を語彙集のファクトとして定めてください"),
)
TALL = _words(
    (
        "“{name}” has {n} levels once its definitions are put in; {most} are allowed",
        "定義を展開すると「{name}」は {n} 階層になります（上限は {most} 階層）",
    ),
    ("flatter definitions", "より浅い定義"),
    ("write it flatter", "階層を浅くしてください"),
)
SUBJECT = _words(
    (
        "“{name}” is about “{subject}”, the rulebook about “{wanted}”",
        "「{name}」の対象は「{subject}」ですが、規則集の対象は「{wanted}」です",
    ),
    ("facts about the rulebook's own kind of subject", "規則集と同じ種類の対象のファクト"),
    ("use a fact about that kind of subject", "その種類の対象のファクトを使ってください"),
)
