"""`product.yaml`: what the maker or importer says of the product."""

from datetime import date

import msgspec

from kakehashi.evidence.checks import MOST_LABELS, MOST_MODELS
from kakehashi.evidence.dossier import Model, Subject
from kakehashi.evidence.faults import Notes, a_fault
from kakehashi.evidence.fields import MOST_NEAREST, Fields, is_line, unknown
from kakehashi.evidence.label import GIVES as LABEL_GIVES
from kakehashi.evidence.label import read_record
from kakehashi.evidence.models import Models, models_of
from kakehashi.evidence.reading import Content, Draft, Reading
from kakehashi.evidence.tree import Node, read_tree
from kakehashi.terms.errors import Fault
from kakehashi.terms.fact import Value
from kakehashi.terms.period import read_day
from kakehashi.terms.text import Text
from kakehashi.terms.vocabulary import FactKind, FactType, read_value

FIELDS = (
    "kakehashi",
    "name",
    "made_up",
    "role",
    "models",
    "labels",
    "answers_stated_on",
    "answers",
)
_ANSWER_FIELDS = ("value", "stated_on", "valid_until", "from")
GIVES = ("role", *LABEL_GIVES)  # and every askable fact of the vocabulary
UNNAMED = Text(en="Unnamed product", ja="名称未記入の製品")


class Product(msgspec.Struct, frozen=True):
    """What `product.yaml` says: the subject, its models keyed, and the reading of the rest."""

    subject: Subject
    models: Models
    reading: Reading


def read_product(content: Content) -> Product:
    """Return the subject and the answers of `product.yaml`.

    Every field and every answer that is wrong is a fault; the others count.

    Raises
    ------
    InputError
        Where the file cannot be read at all (see `read_tree`).
    """
    tree = read_tree(content.name, content.data)
    fields = Fields(content.name, tree.root, FIELDS)
    subject = Subject(
        kind="product",
        name=_name(fields),
        models=_models(fields),
        is_made_up=fields.truth("made_up") or False,
    )
    models = models_of(model.id for model in subject.models)
    content = msgspec.structs.replace(content, models=models)
    answers = _Answers(content, fields)
    answers.read()
    notes = Notes()
    labels = [
        read_record(content, node, notes) for node in _few_enough(fields, "labels", MOST_LABELS)
    ]
    return Product(
        subject=subject,
        models=models,
        reading=Reading(
            facts=(*answers.drafts, *(draft for label in labels for draft in label.facts)),
            faults=(
                *tree.faults,
                *fields.faults,
                *answers.faults,
                *(fault for label in labels for fault in label.faults),
            ),
            notes=notes.told(content.name),
        ),
    )


def _few_enough(fields: Fields, name: str, most: int) -> list[Node]:
    """Return the members of a list; none, with a fault, where there are more than `most`.

    A part of them would be worse than none: a label could then seem to name every model.
    """
    members = fields.members(name)
    if len(members) <= most:
        return members
    where = (fields.get(name) or fields.node).where(fields.file)
    fields.faults.append(a_fault("too_many_members", where, field=name, n=len(members), most=most))
    return []


def _name(fields: Fields) -> Text:
    node = fields.get("name")
    if node is None:
        return UNNAMED
    if not isinstance(node.value, dict):
        name = fields.as_line(node)
        return UNNAMED if name is None else Text(en=name, ja=name)
    words = {lang: part.value for lang, part in node.value.items()}
    en, ja = words.get("en"), words.get("ja")
    if (
        set(words) == {"en", "ja"}
        and isinstance(en, str)
        and isinstance(ja, str)
        and is_line(en)
        and is_line(ja)
    ):
        return Text(en=en, ja=ja)
    fields.wrong(node, "a text, or {en: …, ja: …}", "文字列、または {en: …, ja: …}")
    return UNNAMED


def _models(fields: Fields) -> tuple[Model, ...]:
    models: dict[str, Model] = {}
    for node in _few_enough(fields, "models", MOST_MODELS):
        if isinstance(node.value, dict):
            inner = Fields(fields.file, node, ("id", "firmware"))
            inner.require("id", "the model as it is marked on the product", "製品に表示された型番")
            id_, firmware = inner.line("id"), inner.line("firmware")
            fields.faults += inner.faults
        else:
            id_, firmware = fields.as_line(node), None
        if id_ in models:
            fields.wrong(node, "each model once", "各型番は 1 回のみ")
        elif id_ is not None:
            models[id_] = Model(id_, firmware)
    return tuple(models.values())


class _Answers:
    """The answers of one file, as drafts and faults."""

    def __init__(self, content: Content, fields: Fields) -> None:
        self.content = content
        self.fields = fields
        self.drafts: list[Draft] = []
        self.faults: list[Fault] = []
        self._stated_on = self._checked_day(fields.get("answers_stated_on"))

    def read(self) -> None:
        """Read `role`, then each answer."""
        role = self.fields.get("role")
        if role is not None:
            self._answer("role", role)
        answers = self.fields.get("answers")
        if answers is None:
            return
        if not isinstance(answers.value, dict):
            self.fields.wrong(answers, "fact: value", "「事項名: 値」の形式")
            return
        for id_, node in answers.value.items():
            if id_ == "role" and role is not None and node.value is not None:
                where = node.where(self.content.name)
                self.faults.append(a_fault("stated_twice", where, fact=id_, other="role"))
            else:
                self._answer(id_, node)

    def _answer(self, id_: str, node: Node) -> None:
        fact = self.content.facts.get(id_)
        if fact is None:
            askable = [fact.id for fact in self.content.facts.values() if fact.askable]
            is_near_sought = len(self.faults) < MOST_NEAREST
            fault = unknown(
                self.content.name,
                node,
                id_,
                askable,
                code="unknown_fact",
                is_near_sought=is_near_sought,
            )
            self.faults.append(fault)
            return
        if not fact.askable:
            self.faults.append(_only_by_evidence(fact, node.where(self.content.name)))
            return
        if node.value is None:  # the line is there, the answer is not
            return
        inner = self._inner(node)
        value_node, stated_on, valid_until, source = inner or (node, self._stated_on, None, None)
        if value_node is None:
            return
        value = _value(fact, value_node, self.content.name)
        if isinstance(value, Fault):
            self.faults.append(value)
            return
        place = f"{value_node.place} ({source})" if source else value_node.place
        self.drafts.append(Draft(id_, value, place, valid_until, stated_on))

    def _inner(self, node: Node) -> tuple[Node | None, date | None, date | None, str | None] | None:
        """Return value, days and source of an answer written as `{value: …, stated_on: …}`."""
        if not isinstance(node.value, dict) or not set(node.value) & set(_ANSWER_FIELDS):
            return None
        inner = Fields(self.content.name, node, _ANSWER_FIELDS)
        inner.require("value", "the answer", "回答")
        stated = inner.get("stated_on")
        stated_on = self._checked_day(stated) if stated else self._stated_on
        found = (inner.get("value"), stated_on, inner.day("valid_until"), inner.line("from"))
        self.faults += inner.faults
        return found

    def _checked_day(self, node: Node | None) -> date | None:
        if node is None:
            return None
        day = read_day(node.value)
        if day is None:
            self.fields.wrong(node, "a day as YYYY-MM-DD", "YYYY-MM-DD 形式の日付")
        elif day > self.content.day:
            self.faults.append(a_fault("stated_later", node.where(self.content.name), day=day))
            return None
        return day


def _value(fact: FactType, node: Node, file: str) -> Value | Fault:
    is_number = isinstance(node.value, int) and not isinstance(node.value, bool)
    is_word = fact.kind in {FactKind.TEXT, FactKind.CHOICE}
    raw = node.text if is_number and is_word else node.plain()
    return read_value(fact, raw, node.where(file))


def _only_by_evidence(fact: FactType, where: str) -> Fault:
    return a_fault(
        "only_by_evidence",
        where,
        fact=fact.id,
        evidence_en="; ".join(text.en for text in fact.evidence) or "evidence in the dossier",
        evidence_ja="、".join(text.ja for text in fact.evidence) or "資料一式に含まれる証拠",
    )
