"""Label records: a JC-STAR or Singapore CLS label as its public list shows it."""

from datetime import date

import msgspec

from kakehashi.evidence.faults import Notes
from kakehashi.evidence.fields import Fields
from kakehashi.evidence.models import search_key
from kakehashi.evidence.reading import Content, Draft, Reading
from kakehashi.evidence.tree import Node, read_tree
from kakehashi.terms.errors import Fault
from kakehashi.terms.fact import Value
from kakehashi.terms.faults import shown
from kakehashi.terms.vocabulary import FactKind, read_value

_SCHEMES = ("jc-star", "singapore-cls")
_LEVELS = {
    "jc-star": ("STAR-1", "STAR-2", "STAR-3", "STAR-4"),
    "singapore-cls": ("1", "2", "3", "4"),
}
_STATES = ("valid", "expired", "withdrawn")
OTHER = "other"  # the member by which a choice fact takes what it does not name
FIELDS = (
    "scheme",
    "level",
    "registration",
    "criteria",
    "issued_on",
    "expires_on",
    "state",
    "state_seen_on",
    "models",
    "models_complete",
)
# the fields of a record that become facts, by the kind of label that the facts vocabulary knows
_KINDS: dict[str, tuple[str, ...]] = {
    "star1_label": (
        "state",
        "criteria",
        "issued_on",
        "expires_on",
        "names_model",
        "life_within_2_years",
    ),
    "star2_plus_label": ("state", "expires_on", "names_model"),
    "cls_label": ("state", "criteria", "expires_on", "names_model"),
}
GIVES = tuple(f"{kind}_{field}" for kind, fields in _KINDS.items() for field in fields)


class Record(msgspec.Struct, frozen=True):
    """One label, as far as its record could be read."""

    kind: str  # a key of _KINDS
    criteria: str | None
    issued_on: date | None
    expires_on: date | None
    state: str | None
    state_seen_on: date | None
    models: tuple[str, ...]
    is_models_complete: bool


def read(content: Content) -> Reading:
    """Return the facts of a label record; raises InputError where it is no YAML or JSON."""
    tree = read_tree(content.name, content.data)
    notes = Notes()
    reading = read_record(content, tree.root, notes, ("kakehashi", *FIELDS))
    return Reading(reading.facts, (*tree.faults, *reading.faults), notes.told(content.name))


def read_record(
    content: Content, node: Node, notes: Notes, names: tuple[str, ...] = FIELDS
) -> Reading:
    """Return the facts of the record at `node`, which may stand inside another file.

    What is odd goes to `notes`, which all records of one file share.

    A field that is wrong is a fault and gives no fact; the others count. The
    facts are stated on the day on which the label's state was seen.
    """
    fields = Fields(content.name, node, names)
    record = _record(fields)
    if record is None:
        return Reading(faults=tuple(fields.faults))
    names_model = _names_model(content, node, record, notes)
    values: dict[str, tuple[Value | None, str]] = {
        "state": (record.state, "state"),
        "criteria": (record.criteria, "criteria"),
        "issued_on": (record.issued_on, "issued_on"),
        "expires_on": (record.expires_on, "expires_on"),
        "names_model": (names_model, "models"),
        "life_within_2_years": (_life_within_2_years(record), "expires_on"),
    }
    drafts: list[Draft] = []
    for field in _KINDS[record.kind]:
        value, from_field = values[field]
        if value is None:
            continue
        id_ = f"{record.kind}_{field}"
        origin = fields.get(from_field) or node
        known = _as_known(content, id_, value, origin, notes)
        if known is not None:
            drafts.append(Draft(id_, known, origin.place, stated_on=record.state_seen_on))
    _note_doubts(content, fields, record, notes)
    return Reading(tuple(drafts), tuple(fields.faults))


def _record(fields: Fields) -> Record | None:
    fields.require(
        "scheme", f"one of: {', '.join(_SCHEMES)}", f"次のいずれか: {'、'.join(_SCHEMES)}"
    )
    fields.require("level", "STAR-1 to STAR-4, or 1 to 4", "STAR-1～STAR-4 または 1～4")
    scheme = fields.one_of("scheme", _SCHEMES)
    level = fields.one_of("level", _LEVELS[scheme]) if scheme else None
    models = [fields.as_line(member) for member in fields.members("models")]
    fields.line("registration")
    criteria, issued_on, expires_on = (
        fields.line("criteria"),
        fields.day("issued_on"),
        fields.day("expires_on"),
    )
    state, state_seen_on = fields.one_of("state", _STATES), fields.day("state_seen_on")
    is_complete = fields.truth("models_complete")
    if scheme is None or level is None:
        return None
    kind = "star1_label" if level == "STAR-1" else "star2_plus_label"
    return Record(
        kind="cls_label" if scheme == "singapore-cls" else kind,
        criteria=criteria,
        issued_on=issued_on,
        expires_on=expires_on,
        state=state,
        state_seen_on=state_seen_on,
        models=tuple(model for model in models if model is not None),
        # a list with a member that could not be read is not known to be complete
        is_models_complete=bool(is_complete) and None not in models,
    )


def _names_model(content: Content, node: Node, record: Record, notes: Notes) -> bool | None:
    """Return whether the label names every model; None where the record does not say.

    The cost goes with the names on the label, never with the product's models.
    """
    models, named = content.models, set(record.models)
    if not models.ids:
        return None
    n_absent = len(models.ids) - len(named & models.ids)
    if not n_absent:
        return True
    written = {search_key(name): name for name in record.models}
    n_alike = 0
    for key, name in written.items():
        for model in models.alike.get(key, ()):
            if model not in named:
                n_alike += 1
                notes.add(
                    "model_written_differently",
                    node.where(content.name),
                    shown=shown(name),
                    model=shown(model),
                )
    return False if n_absent > n_alike and record.is_models_complete else None


def _life_within_2_years(record: Record) -> bool | None:
    if record.issued_on is None or record.expires_on is None:
        return None
    return record.expires_on <= two_years_after(record.issued_on)


def two_years_after(day: date) -> date:
    """Return the same day two calendar years on; 29 February gives 28 February.

    Where the month has no such day, its last day counts (the way of the Japanese
    Civil Code, art. 143 (2); that it governs a label's life is our inference).

    >>> two_years_after(date(2028, 2, 29)).isoformat()
    '2030-02-28'
    """
    if day.year > date.max.year - 2:
        return date.max
    try:
        return day.replace(year=day.year + 2)
    except ValueError:
        return day.replace(year=day.year + 2, day=28)


def _as_known(content: Content, id_: str, value: Value, node: Node, notes: Notes) -> Value | None:
    """Return `value` as the vocabulary takes it; None, with a note, where it does not."""
    fact = content.facts.get(id_)
    where = node.where(content.name)
    read_as = value if fact is None else read_value(fact, value, where)
    if fact is None or not isinstance(read_as, Fault):
        return value
    members = [member.id for member in fact.members]
    if fact.kind is FactKind.CHOICE and OTHER in members:
        listed = ", ".join(members)
        notes.add("read_as_other", where, shown=shown(value), fact=id_, members=listed)
        return OTHER
    form = read_as.expected
    notes.add(
        "not_in_vocabulary",
        where,
        shown=shown(value),
        fact=id_,
        form_en=form.en,
        form_ja=form.ja,
    )
    return None


def _note_doubts(content: Content, fields: Fields, record: Record, notes: Notes) -> None:
    """Note days that cannot be as they are written."""
    if (
        record.state is not None
        and record.state_seen_on is None
        and not fields.get("state_seen_on")
    ):
        notes.add("state_not_dated", fields.node.where(content.name))
    pairs: list[tuple[str, date | None, str, date | None]] = [
        ("issued_on", record.issued_on, "expires_on", record.expires_on),
        ("issued_on", record.issued_on, "state_seen_on", record.state_seen_on),
        ("state_seen_on", record.state_seen_on, "day of reading", content.day),
    ]
    if record.state == "valid":
        pairs.append(("state_seen_on", record.state_seen_on, "expires_on", record.expires_on))
    for earlier, earlier_day, later, later_day in pairs:
        if earlier_day and later_day and later_day < earlier_day:
            node = fields.get(earlier) or fields.node
            notes.add(
                "days_out_of_order",
                node.where(content.name),
                earlier=earlier,
                earlier_day=earlier_day,
                later=later,
                later_day=later_day,
            )
