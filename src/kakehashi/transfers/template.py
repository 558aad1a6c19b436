"""The `flow.yaml` that a person starts from: a flow of one hop, every question, no answer."""

import re
import textwrap
from datetime import date
from itertools import groupby

from kakehashi.terms.text import Lang, Text
from kakehashi.terms.vocabulary import FactKind, FactType, Vocabulary
from kakehashi.transfers.details import FLOW
from kakehashi.transfers.statements import is_answerable

_WIDTH = 92  # columns of an English comment; Japanese stands one sentence a line, never cut
_HEAD = Text(
    en="""\
One data flow: who passes which data to whom. Name categories, never a person: personal data
has no place in this file. What you do not know, leave out: it counts as unknown, never as “no”.
A list counts as whole only where it says so: {has: [contact, health], complete: true}""",
    ja="""\
一つのデータの流れ（誰が、どのデータを、誰に渡すか）を書くファイルです。
書くのはデータの種類だけです。個人データそのものは書かないでください。
分からない項目は書かないでください。「不明」として扱い、「いいえ」とはみなしません。
一覧は、漏れがないと示した場合に限り完全なものとして扱います:
{has: [contact, health], complete: true}""",
)
_PARTIES = Text(
    en="""\
Parties: country as two letters (GB, JP, US); kind: company, university, public_body, press,
religious_body, political_body, individuals. `entity` where several parties are one legal person;
`under` names laws that apply wherever it is (uk_gdpr, appi); `targets` countries to whose people
it offers goods or services.""",
    ja="""\
当事者: country は国を表す 2 文字（GB、JP、US）です。
kind は company、university、public_body、press、religious_body、political_body、
individuals（本人）のいずれかです。
複数の当事者が同一の法人である場合は entity に同じ名前を書いてください。
under には所在地にかかわらず適用される法令（uk_gdpr、appi）、
targets には商品やサービスを提供する相手の国を書きます。""",
)
_DATA = Text(
    en="""\
Data: any of the following; form: identifiable, pseudonymised, anonymised or personally_related
(about a person whom the sender cannot identify: cookies, devices, browsing).""",
    ja="""\
データ: 次から該当するもの。form は identifiable（識別可能）、pseudonymised（仮名加工）、
anonymised（匿名加工）、personally_related（個人関連情報）のいずれかです。""",
)
_HOPS = Text(
    en="""\
Hops, in the order in which the data travels. kind: disclosure, remote_access, cloud_storage,
direct_collection (people give their own data). receiver_roles: controller, processor, joint_user,
successor. `region` is the country in which a cloud holds the data.""",
    ja="""\
区間（データが進む順）。
kind は disclosure（提供）、remote_access（遠隔アクセス）、cloud_storage（クラウド保存）、
direct_collection（直接取得）のいずれかです。
receiver_roles は controller（自らの目的）、processor（委託）、joint_user（共同利用）、
successor（承継）です。
region はクラウドがデータを保存する国です。""",
)
_PAPERS = Text(
    en="""\
Papers in hand, with the last day on which each is in force. kind: idta, addendum, bcr, code,
certification, public_instrument (United Kingdom); contract, group_rules, cbpr (Japan).""",
    ja="""\
手元の書類と、それぞれの有効な最終日。
kind は、英国: idta、addendum、bcr、code、certification、public_instrument、
日本: contract、group_rules、cbpr です。""",
)
_DETAILS = Text(
    en="""\
Details for the papers alone, where you want their blanks filled; parties and hops may have
`details`, too. Never a detail of the people whom the flow is about.""",
    ja="""\
書類の空欄を埋めるための詳細です。当事者と区間にも details を書くことができます。
本人に関する個人データは書かないでください。""",
)
_ANSWERS = Text(
    en="""\
Answers for all hops; a hop may have `answers` of its own, which come first. Remove “# ” to answer.
An answer may say when it was given, until when it holds and where it is from:
name: {value: true, stated_on: 2026-01-31, valid_until: 2027-01-31, from: contract 12}""",
    ja="""\
すべての区間に共通の回答。区間ごとの answers を書くと、そちらが優先されます。
行頭の「# 」を削除して回答してください。
回答日、有効期限、根拠を併せて書くこともできます。
項目名: {value: true, stated_on: 2026-01-31, valid_until: 2027-01-31, from: 契約書12}""",
)
_FORMS = {
    FactKind.BOOLEAN: Text(en="true or false", ja="true または false"),
    FactKind.DATE: Text(en="a day as YYYY-MM-DD", ja="YYYY-MM-DD 形式の日付"),
    FactKind.INTEGER: Text(en="a whole number", ja="整数"),
    FactKind.TEXT: Text(en="a text", ja="文字列"),
    FactKind.CHOICE: Text(en="one of", ja="次のいずれか"),
    FactKind.LIST: Text(
        en="any of the following; {has: [...], complete: true} where the list is whole",
        ja="次から該当するもの。漏れがない場合は {has: [...], complete: true}",
    ),
}


def flow_template(vocabulary: Vocabulary, lang: Lang, starts: date) -> bytes:
    """Return a `flow.yaml` of one hop beginning on `starts`, with every question, in UTF-8.

    Comments are in `lang`. It reads without fault; what is not answered is unknown.
    """
    names = {"en": ("Sender", "Receiver", "My flow"), "ja": ("送付者", "受領者", "データの流れ")}
    sender, receiver, flow = names[lang]
    facts = {fact.id: fact for fact in vocabulary.facts}
    lines = [*_comment(_HEAD, lang), "format: kakehashi-flow/1", "id: my-flow", f"name: {flow}", ""]
    lines += [*_comment(_PARTIES, lang), "parties:"]
    lines += [f"  - {{id: sender, name: {sender}, country: GB, kind: company}}"]
    lines += [f"  - {{id: receiver, name: {receiver}, country: JP, kind: company}}"]
    lines += ["origin: sender", "", *_comment(_DATA, lang)]
    lines += [f"# {member.id} … {member.text.into(lang)}" for member in facts[DATA].members]
    lines += ["data: {has: [], complete: false}", "# form: identifiable", ""]
    lines += [*_comment(_HOPS, lang), "hops:", "  - id: first", "    from: sender"]
    lines += ["    to: receiver", "    kind: disclosure", f"    starts: {starts}"]
    lines += ["    # receiver_roles: {has: [processor], complete: true}", ""]
    lines += [*_comment(_PAPERS, lang), "papers_complete: false", "# papers:"]
    lines += [f"#   - {{id: p1, kind: idta, hops: [first], starts: {starts}}}", ""]
    lines += [
        *_comment(_DETAILS, lang),
        f"# details: {{{', '.join(f'{one}: …' for one in FLOW)}}}",
        "",
    ]
    lines += [*_comment(_ANSWERS, lang), f"# answers_stated_on: {starts}", "answers:"]
    asked = [fact for fact in vocabulary.facts if is_answerable(fact)]
    for group, listed in groupby(asked, key=lambda fact: fact.group):
        lines += ["", f"  # ---- {group}"]
        for fact in listed:
            lines += ["", *_question(fact, lang)]
    return ("\n".join(lines) + "\n").encode()


DATA = "data_categories"


def _comment(text: Text, lang: Lang) -> list[str]:
    return [f"# {line}" for line in text.into(lang).splitlines()]


def _question(fact: FactType, lang: Lang) -> list[str]:
    said = [fact.question.into(lang), fact.help.into(lang)]
    unit = f" ({fact.unit})" if fact.unit else ""
    return [
        *(f"  # {part}" for text in said for part in _wrapped(text, lang)),
        f"  # → {_FORMS[fact.kind].into(lang)}{unit}",
        *(f"  #     {member.id} … {member.text.into(lang)}" for member in fact.members),
        f"  # {fact.id}:",
    ]


def _wrapped(text: str, lang: Lang) -> list[str]:
    if lang == "ja":
        return re.findall(r"[^。]+。?[）」]*", text)
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
