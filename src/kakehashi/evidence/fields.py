"""Fields of a mapping that people wrote: each read or reported, all faults gathered."""

import difflib
from collections.abc import Iterable
from datetime import date

from kakehashi.evidence.faults import a_fault
from kakehashi.evidence.tree import Node
from kakehashi.terms.errors import Fault
from kakehashi.terms.faults import shown
from kakehashi.terms.period import read_day
from kakehashi.terms.steady import steers

MOST_TEXT = 200  # characters of a name, a model, a registration
MOST_NEAREST = 50  # wrong names of one file for which the nearest right one is sought
_DAY = ("a day as YYYY-MM-DD", "YYYY-MM-DD 形式の日付")
_LINE = (f"one line of at most {MOST_TEXT} characters", f"{MOST_TEXT} 文字以内の 1 行の文字列")


class Fields:
    """The fields of one mapping in file `file`; `faults` gathers what is wrong."""

    def __init__(self, file: str, node: Node, names: Iterable[str]) -> None:
        self.file = file
        self.node = node
        self.names = tuple(names)
        self.faults: list[Fault] = []
        self._fields: dict[str, Node] = {}
        if isinstance(node.value, dict):
            self._fields = node.value
        elif node.value is not None:
            self.wrong(node, "names with values (name: value)", "「項目名: 値」の形式")
        for key, value in self._fields.items():
            if key not in self.names:
                is_near_sought = len(self.faults) < MOST_NEAREST
                self.faults.append(
                    unknown(
                        file,
                        value,
                        key,
                        self.names,
                        is_near_sought=is_near_sought,
                        is_first=not self.faults,
                    )
                )

    def get(self, name: str) -> Node | None:
        """Return field `name`; None where it is absent or left empty."""
        node = self._fields.get(name)
        return None if node is None or node.value is None else node

    def wrong(self, node: Node, form_en: str, form_ja: str) -> None:
        """Report that `node` is not of the form."""
        self.faults.append(wrong(self.file, node, form_en, form_ja))

    def line(self, name: str) -> str | None:
        """Return a text of one line; a number is taken as it is written."""
        node = self.get(name)
        return None if node is None else self.as_line(node)

    def as_line(self, node: Node) -> str | None:
        """Return `node` as a text of one line."""
        if _is_number(node):
            return node.text
        if isinstance(node.value, str) and is_line(node.value):
            return node.value
        self.wrong(node, *_LINE)
        return None

    def day(self, name: str) -> date | None:
        """Return field `name` as a calendar day, written YYYY-MM-DD and no other way."""
        node = self.get(name)
        if node is None:
            return None
        day = read_day(node.value)
        if day is None:
            self.wrong(node, *_DAY)
        return day

    def truth(self, name: str) -> bool | None:
        """Return whether field `name` is true; None where it is absent. "yes" is a fault."""
        node = self.get(name)
        if node is None or isinstance(node.value, bool):
            return None if node is None else bool(node.value)
        self.wrong(node, "true or false", "true または false")
        return None

    def one_of(self, name: str, values: tuple[str, ...]) -> str | None:
        """Return one of `values`; a number counts as its digits."""
        node = self.get(name)
        if node is None:
            return None
        if node.text in values and not isinstance(node.value, bool | list | dict):
            return node.text
        self.wrong(node, f"one of: {', '.join(values)}", f"次のいずれか: {'、'.join(values)}")
        return None

    def members(self, name: str) -> list[Node]:
        """Return the members of a list; a single value stands for a list of one."""
        node = self.get(name)
        if node is None:
            return []
        return node.value if isinstance(node.value, list) else [node]

    def require(self, name: str, form_en: str, form_ja: str) -> None:
        """Report where field `name` is absent."""
        if self.get(name) is None:
            where = self.node.where(self.file)
            self.faults.append(
                a_fault("missing_field", where, field=name, form_en=form_en, form_ja=form_ja)
            )


def _is_number(node: Node) -> bool:
    return isinstance(node.value, int) and not isinstance(node.value, bool)


def is_line(text: str) -> bool:
    r"""Return whether `text` is 1 to 200 characters that can stand on one line.

    >>> is_line("高橋の𠮷カメラ"), is_line("a\nb"), is_line(" ")
    (True, False, False)
    """
    return 0 < len(text.strip()) <= len(text) <= MOST_TEXT and not steers(text)


def wrong(file: str, node: Node, form_en: str, form_ja: str) -> Fault:
    """Return the fault that `node` is not of the form."""
    brackets = {"list": "[…]", "dict": "{…}"}.get(type(node.value).__name__)
    return a_fault(
        "wrong_form",
        node.where(file),
        shown=brackets or shown(node.text),
        form_en=form_en,
        form_ja=form_ja,
    )


def unknown(
    file: str,
    node: Node,
    key: str,
    names: Iterable[str],
    *,
    code: str = "unknown_field",
    is_near_sought: bool = True,
    is_first: bool = True,
) -> Fault:
    """Return the fault that `key` is no known name, with the nearest one if any is near.

    All names are told with the first fault of their kind alone.

    Seeking the nearest costs about 1 ms: a file of 20,000 wrong names must not pay it for each.
    """
    is_near_sought = is_near_sought and len(key) <= MOST_TEXT
    names = tuple(names)
    listed = ", ".join(names)
    near = difflib.get_close_matches(key, names, n=1, cutoff=0.6) if is_near_sought else []
    return a_fault(
        code,
        node.where(file),
        shown=shown(key),
        names_en=f"one of: {listed}" if is_first else "one of the names told above",
        names_ja=f"次のいずれか: {listed}" if is_first else "上記の名前のいずれか",
        nearest_en=f"; the nearest name is “{near[0]}”" if near else "",
        nearest_ja=f"（最も近い名前は「{near[0]}」）" if near else "",
    )
