"""The `product.yaml` that a person starts from: every question, no answer."""

import re
import textwrap
from itertools import groupby

from kakehashi.terms.text import LANGS, Lang, Text
from kakehashi.terms.vocabulary import FactKind, FactType, Vocabulary

_WIDTH = 92  # columns of an English comment; Japanese stands one sentence a line, never cut
_HEAD = Text(
    en="""\
Answers about one product. Each line below that begins with “#” and has the form
“name: value” is a question: remove the “# ” and write your answer. Leave out
what you do not know: an absent answer counts as unknown, never as “no”.
Put SBOMs, security.txt and label records into the same folder.
An answer can also say when it was stated, how long it holds and where it is from:
  name: {value: true, stated_on: 2026-01-31, valid_until: 2027-01-31, from: test report 12}""",
    ja="""\
1 つの製品についての回答を書くファイルです。「#」で始まる「項目名: 値」の行が質問です。
行頭の「# 」を削除し、回答を書いてください。分からない項目はそのまま残してください。
回答のない項目は「不明」として扱い、「いいえ」とはみなしません。
SBOM、security.txt、ラベルの記録は同じフォルダーに置いてください。
回答日、有効期限、根拠を併せて書くこともできます。
  項目名: {value: true, stated_on: 2026-01-31, valid_until: 2027-01-31, from: 試験報告書12}""",
)
_TRUTH = Text(en="true or false", ja="true または false")
_DAY = Text(en="a day as YYYY-MM-DD", ja="YYYY-MM-DD 形式の日付")
_WHOLE = Text(en="a whole number", ja="整数")
_TEXT = Text(en="a text", ja="文字列")
_LIST = Text(
    en="any of the following; {has: [...], complete: true} where the list is whole",
    ja="次から該当するものすべて。漏れなく列挙した場合は {has: [...], complete: true}",
)
_CHOICE = Text(en="one of", ja="次のいずれか")
_NAME = Text(
    en="The product's name: one text, or {en: …, ja: …}",
    ja="製品の名称。文字列、または {en: …, ja: …}",
)
_MADE_UP = Text(en="true for an example that is made up", ja="架空の例の場合は true")
_MODELS = Text(
    en="The models as they are marked on the product, with their firmware",
    ja="製品に表示された型番と、そのファームウェアのバージョン",
)
_STATED = Text(en="The day on which the answers below were given", ja="以下の回答を行った日")
_LABELS = Text(
    en="Labels as their public lists show them, and the models that each one names",
    ja="公開リストに記載されたラベルと、各ラベルの対象型番",
)


def product_template(vocabulary: Vocabulary, lang: Lang) -> bytes:
    """Return a `product.yaml` with every question that can be asked, in UTF-8.

    Comments are in `lang`; nothing is answered, so the file reads without fault
    and gives no fact. Questions keep the vocabulary's order, group by group.
    """
    if lang not in LANGS:
        raise ValueError(f"no such language: {lang}")
    asked = [fact for fact in vocabulary.facts if fact.askable and fact.subject == "product"]
    lines = ["kakehashi: product/1", *_comment(_HEAD, lang), ""]
    lines += [*_comment(_NAME, lang), '# name: ""']
    lines += [*_comment(_MADE_UP, lang), "# made_up: true"]
    lines += [*_comment(_MODELS, lang), "# models:", '#   - {id: "", firmware: ""}']
    lines += [*_comment(_LABELS, lang), "# labels:"]
    lines += ["#   - scheme: jc-star", "#     level: STAR-1", '#     registration: ""']
    lines += ["#     criteria: JST-CR-01-01-2024R1", "#     issued_on: 2026-01-31"]
    lines += ["#     expires_on: 2028-01-30", "#     state: valid"]
    lines += [
        "#     state_seen_on: 2026-01-31",
        "#     models: []",
        "#     models_complete: true",
        "",
    ]
    lines += [*_comment(_STATED, lang), "# answers_stated_on: 2026-01-31", "", "answers:"]
    for group, facts in groupby(asked, key=lambda fact: fact.group):
        lines += ["", f"  # ---- {group}"]
        for fact in facts:
            lines += ["", *_question(fact, lang)]
    return ("\n".join(lines) + "\n").encode()


def _comment(text: Text, lang: Lang) -> list[str]:
    return [f"# {line}" for line in text.into(lang).splitlines()]


def _question(fact: FactType, lang: Lang) -> list[str]:
    form = {
        FactKind.BOOLEAN: _TRUTH,
        FactKind.DATE: _DAY,
        FactKind.INTEGER: _WHOLE,
        FactKind.TEXT: _TEXT,
        FactKind.CHOICE: _CHOICE,
        FactKind.LIST: _LIST,
    }[fact.kind].into(lang)
    said = [fact.question.into(lang), fact.help.into(lang)]
    unit = f" ({fact.unit})" if fact.unit else ""
    lines = [f"  # {part}" for text in said for part in _wrapped(text, lang)]
    lines.append(f"  # → {form}{unit}")
    # the id as it must be written: quoted where YAML would read it as something else
    lines += [
        f"  #     {_quoted(member.id)} … {' '.join(member.text.into(lang).split())}"
        for member in fact.members
    ]
    return [*lines, f"  # {fact.id}:"]


def _wrapped(text: str, lang: Lang) -> list[str]:
    text = " ".join(text.split())
    if lang == "ja":
        return re.findall(r"[^。]+。?[）」]*", text)
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _quoted(text: str) -> str:
    is_safe = text.replace("_", "").replace("-", "").isalnum() and not text.isdigit()
    is_word = text in {"true", "false", "null", "yes", "no", "on", "off"}
    return text if is_safe and not is_word else f'"{text}"'
