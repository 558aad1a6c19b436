"""A filled-in form as a question about a network, and its faults at their fields."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import msgspec
from django.http import QueryDict

from kakehashi.answers.shares import shipped_network
from kakehashi.answers.supply_run import Question, question_of
from kakehashi.answers.supply_words import scenario_title
from kakehashi.site.pages.forms import count_in
from kakehashi.supply.share_files import measures_file, scenario_file
from kakehashi.supply.shares import MeasureKind, read_measures, read_scenario
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import say
from kakehashi.terms.plain import Plain
from kakehashi.terms.steady import steady
from kakehashi.terms.text import LANGS, Lang, Text

SCENARIOS, ASSUMPTIONS, MEASURES = range(1, 6), range(1, 6), range(1, 7)
OF_NUMBERS = frozenset({"no_span", "not_a_share", "no_budget", "bad_cost"})
KINDS = tuple(str(kind) for kind in MeasureKind)
MOST_WORDS, MOST_FILE = 200, 100_000  # characters of a field, bytes of a file
WHOLE = {"horizon": (1, 365), "draws": (1, 200), "seed": (0, 1)}  # field: least, usual
START = {f"s{n}-{name}": value for n in SCENARIOS
         for name, value in (("share", "100"), ("days", "90"), ("returns", "0"))}  # fmt: skip
START |= {name: str(usual) for name, (_, usual) in WHOLE.items()} | {"loss": "expected"}
_PARTS = re.compile(r"form (scenarios|measures)\[?(\d+)?\]? ?(.*)")
_LOSS = {"share": "share", "for_days": "days", "returns_over_days": "returns", "inputs": "input"}
_SPANS = {"stock_days": "stock", "life_days": "life", "lead_days": "lead"}
_RUN = {"horizon_days": "horizon", "draws": "draws", "seed": "seed"}
_MEASURE = {
    "kind": "kind",
    "days": "amount",
    "share": "amount",
    "cost": "cost",
    "ready_on_day": "ready",
}
_DASH = re.compile(r"\s*(?:\.\.+|…|[-‐-―−~〜])\s*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
Files = Sequence[tuple[str, bytes]]


class Field(msgspec.Struct, frozen=True):
    """A fault and the field at which it is told."""

    fault: Fault
    field: str


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the fields, which boxes are ticked, and the faults beside them."""

    values: Mapping[str, str]
    ticked: Mapping[str, Sequence[str]] = {}
    faults: tuple[Field, ...] = ()

    def of(self, field: str) -> tuple[Fault, ...]:
        """Return the faults of `field`."""
        return tuple(one.fault for one in self.faults if one.field == field)


class Reading:
    """Reads one filled-in form; every fault is kept, none stops the reading."""

    def __init__(self, network: str, form: QueryDict, scenarios: Files, measures: Files) -> None:
        self.network, self._form = network, form
        self._files = {"scenario_files": scenarios, "measures_file": measures}
        self.faults: list[Field] = []
        self._slots: list[str] = []  # which part of the form each scenario came from
        self._rows: list[int] = []  # of measures

    def question(self) -> Question | None:
        """Return the question; None where there are faults."""
        scenarios = self._scenarios()
        measures = self._measures()
        budget = self._text("budget")
        told = {
            "network": self.network,
            "scenarios": scenarios,
            "measures": measures,
            "budget": _spelt(budget) or "0",
            "loss": self._text("loss") or "expected",
        }
        if measures is not None and not budget:
            self._fault("blank", "budget")
        try:
            question = question_of(Plain("form", told))
        except InputError as error:
            for fault in error.faults:
                self.engine_fault(fault)
            return None
        return None if self.faults else question

    def engine_fault(self, fault: Fault) -> None:
        """Keep a fault that the engine found, at the field that it speaks of."""
        if fault.code == "no_scenarios" and self.faults:
            return  # of what stands there, something is already told
        field = self._field_of(fault.where)
        if fault.code in OF_NUMBERS and field:
            self._fault(self._number_code(fault.code, field), field, value=self._text(field))
        else:
            self._keep(fault, field or "s1-provider")

    def _number_code(self, code: str, field: str) -> str:
        """Return which of the form's own faults tells of a number at `field`."""
        if not self._text(field):
            return "blank"
        if field == "budget" or field.endswith("-cost"):
            return "cost"
        is_share = field.endswith("-amount") and self._kind(field) != "stock"
        return (
            "percent" if is_share or code == "not_a_share" or field.endswith("-share") else "number"
        )

    def _field_of(self, where: str) -> str:
        found = _PARTS.fullmatch(where)
        if found is None:
            return where.removeprefix("form ") if where.startswith("form ") else ""
        part, at, path = found[1], int(found[2] or 0), found[3]
        if part == "measures":
            row = re.match(r"measures\[(\d+)\]\.?(\w*)", path)
            if row is None or not self._rows:
                return "measures_file" if not self._rows else "m1-kind"
            return f"m{self._rows[int(row[1])]}-{_MEASURE.get(row[2], 'input')}"
        slot = self._slots[at] if at < len(self._slots) else ""
        if path in _RUN:
            return _RUN[path]
        if slot == "scenario_files":
            return slot
        assumed = re.match(r"assumptions\[(\d+)\]\.?(\w*)", path)
        if assumed is not None:
            row_of = [n for n in ASSUMPTIONS if self._text(f"a{n}-input")]
            return f"a{row_of[int(assumed[1])]}-{_SPANS.get(assumed[2], 'input')}"
        name = path.rpartition(".")[2]
        return f"{slot}-{_LOSS.get(name, 'provider')}" if slot else "s1-provider"

    def _kind(self, field: str) -> str:
        return self._text(f"{field.partition('-')[0]}-kind")

    def _text(self, name: str) -> str:
        """Return a field as typed, on one line and not longer than `MOST_WORDS`."""
        typed = unicodedata.normalize("NFC", steady(self._form.get(name, ""), " "))
        return " ".join(typed.split())[:MOST_WORDS]

    def _scenarios(self) -> list[Any]:
        run = {field: self._whole(name) for field, name in _RUN.items()}
        assumptions = self._assumptions()
        found: list[Any] = []
        for n in SCENARIOS:
            slot = f"s{n}"
            provider, inputs = self._text(f"{slot}-provider"), self._form.getlist(f"{slot}-input")
            if not provider:
                if inputs or self._text(f"{slot}-name"):
                    self._fault("who", f"{slot}-provider")
                continue
            self._slots.append(slot)
            found.append(
                self._scenario(slot, provider, inputs) | {"assumptions": assumptions, **run}
            )
        return found + self._scenario_files()

    def _scenario(self, slot: str, provider: str, inputs: list[str]) -> dict[str, Any]:
        network, days = shipped_network(self.network), _spelt(self._text(f"{slot}-days"))
        name = self._text(f"{slot}-name")
        title = Text(en=name, ja=name) if name else scenario_title(network, provider, inputs, days)
        return {
            "kakehashi": "scenario/1",
            "title": {lang: title.into(lang) for lang in LANGS},
            "losses": [
                {
                    "provider": provider,
                    "inputs": inputs,
                    "share": _shares(self._text(f"{slot}-share") or "100"),
                    "for_days": days,
                    "returns_over_days": _spelt(self._text(f"{slot}-returns")) or "0",
                }
            ],
        }

    def _scenario_files(self) -> list[Any]:
        network, found = shipped_network(self.network), []
        for name, content in self._files["scenario_files"]:
            try:
                scenario = read_scenario(name, content, network)
            except InputError as error:
                self._file_faults(name, error, "scenario_files")
                continue
            self._slots.append("scenario_files")
            found.append(scenario_file(scenario))
        return found

    def _assumptions(self) -> list[dict[str, str]]:
        found = []
        for n in ASSUMPTIONS:
            spans = {
                field: _spelt(text)
                for field, name in _SPANS.items()
                if (text := self._text(f"a{n}-{name}"))
            }
            name, source = self._text(f"a{n}-input"), self._text(f"a{n}-source")
            if not name:
                if spans or source:
                    self._fault("input", f"a{n}-input")
                continue
            if not spans:
                self._fault("assumes", f"a{n}-stock")
            found.append({"input": name, **spans, **({"source": source} if source else {})})
        return found

    def _measures(self) -> dict[str, Any] | None:
        rows = [one for n in MEASURES if (one := self._measure(n)) is not None]
        files = self._files["measures_file"]
        if files and self._rows:
            self._fault("both", "measures_file")
            files = ()
        for name, content in files:
            try:
                read = read_measures(name, content, shipped_network(self.network))
            except InputError as error:
                self._file_faults(name, error, "measures_file")
                continue
            return measures_file(read)
        if not rows:
            return None
        unit = self._text("cost_unit")
        return {"kakehashi": "measures/1", "cost_unit": _unit(unit), "measures": rows}

    def _measure(self, n: int) -> dict[str, Any] | None:
        said = {name: self._text(f"m{n}-{name}")
                for name in ("kind", "input", "amount", "cost", "ready", "name")}  # fmt: skip
        if not any(said.values()):
            return None
        for name in ("kind", "input"):
            if not said[name]:
                self._fault(name, f"m{n}-{name}")
        if not said["kind"] or not said["input"]:
            return None
        self._rows.append(n)
        is_stock = said["kind"] == "stock"
        amount = _spelt(said["amount"]) if is_stock else _shares(said["amount"])
        return {
            "id": f"m{n}",
            "name": self._measure_name(said),
            "kind": said["kind"],
            "input": said["input"],
            "days" if is_stock else "share": amount,
            "cost": _spelt(said["cost"]),
            "ready_on_day": _spelt(said["ready"]) or "0",
        }

    def _measure_name(self, said: Mapping[str, str]) -> dict[str, str]:
        if said["name"] or said["kind"] not in KINDS:
            return dict.fromkeys(LANGS, said["name"] or "–")
        part = shipped_network(self.network).name_of(said["input"])
        amount = _bare(said["amount"]).replace("..", "–")
        return {
            lang: say(f"supply_measure.{said['kind']}", lang, input=part.into(lang), amount=amount)
            for lang in LANGS
        }

    def _whole(self, name: str) -> int:
        least, usual = WHOLE[name]
        typed = self._text(name)
        n = usual if not typed else count_in(unicodedata.normalize("NFKC", typed))
        if n is None or n < least:
            self._fault("whole", name, value=typed, least=least, example=usual)
            return usual
        return n

    def _file_faults(self, name: str, error: InputError, field: str) -> None:
        for fault in error.faults:
            what = _both(partial(_of_file, fault=fault, name=name))
            self._keep(msgspec.structs.replace(fault, what=what), field)

    def _fault(self, code: str, field: str, **values: object) -> None:
        self._keep(own_fault(code, field, **values), field)

    def _keep(self, fault: Fault, field: str) -> None:
        """Keep a fault once, its words beginning with the place of its field."""
        kept = Field(_placed(fault, field), field)
        if kept not in self.faults:
            self.faults.append(kept)


def in_page_order(faults: Iterable[Field]) -> tuple[Field, ...]:
    """Return faults in the order in which their fields stand on the page."""

    def place(one: Field) -> tuple[int, str]:
        row = re.match(r"([sam])\d-", one.field)
        return ("sam".index(row[1]) if row else 3 + _AFTER.index(one.field)), one.field

    return tuple(sorted(faults, key=place))


def own_fault(code: str, field: str, **values: object) -> Fault:
    """Return a fault of the form itself, in both languages."""
    return own_words(f"supply_fault.{code}", field, **values)


def own_words(key: str, field: str, **values: object) -> Fault:
    """Return the fault whose words are the phrases `key`, `key_expected` and `key_mend`."""

    def both(ending: str) -> Text:
        return _both(lambda lang: say(key + ending, lang, **values))

    return Fault(code=key.rpartition(".")[2], what=both(""), where=field,
                 expected=both("_expected"), mend=both("_mend"))  # fmt: skip


_AFTER = ("budget", "cost_unit", "loss", *WHOLE, "scenario_files", "measures_file")
_LABELS = {"s": "scenario", "a": "assumption", "m": "measure"}
_NAMES = {"input": "input", "lead": "lead_days"}


def _placed(fault: Fault, field: str) -> Fault:
    row = re.fullmatch(r"([sam])(\d)-(\w+)", field)

    def told(lang: Lang) -> str:
        what = fault.what.into(lang)
        if row is None:
            return say("supply_fault.of", lang, field=say(f"supply_ask.{field}", lang), what=what)
        name = "inputs" if row[1] == "s" and row[3] == "input" else _NAMES.get(row[3], row[3])
        place = say(f"supply_ask.{_LABELS[row[1]]}", lang, n=row[2])
        return say("supply_fault.at", lang, place=place, what=what,
                   field=say(f"supply_ask.{name}", lang))  # fmt: skip

    return msgspec.structs.replace(fault, what=_both(told))


def _both(told: Callable[[Lang], str]) -> Text:
    return Text(en=told("en"), ja=told("ja"))


def _of_file(lang: Lang, fault: Fault, name: str) -> str:
    what = fault.what.into(lang)
    return say("supply_fault.file", lang, name=name, where=fault.where, what=what)


def _spelt(typed: str) -> str:
    """Return a number or span in the form of files, as far as it is one.

    >>> _spelt("２０〜６０"), _spelt("20 – 60"), _spelt("20..60"), _spelt("soon")
    ('20..60', '20..60', '20..60', 'soon')
    """
    return _DASH.sub("..", unicodedata.normalize("NFKC", typed).strip())


def _bare(typed: str) -> str:
    """Return a percentage or a span of them without its signs, in the form of files.

    >>> _bare("10 – 30 ％"), _bare("10 % .. 30 %")
    ('10..30', '10..30')
    """
    return _spelt(unicodedata.normalize("NFKC", typed).replace("%", ""))


def _shares(typed: str) -> str:
    """Return percentages as shares, as far as they are any.

    >>> _shares("100"), _shares("12.5..30"), _shares("much")
    ('1', '0.125..0.3', 'much')
    """
    parts = _bare(typed).split("..")
    if not all(_NUMBER.fullmatch(part) for part in parts):
        return typed or "–"
    return "..".join(format((Decimal(part) / 100).normalize(), "f") for part in parts)


def _unit(typed: str) -> dict[str, str]:
    for key in ("units", "made_up_units"):
        words: dict[str, str] = {lang: say(f"supply_ask.{key}", lang) for lang in LANGS}
        if typed in words.values() or (not typed and key == "units"):
            return words
    return dict.fromkeys(LANGS, typed)
