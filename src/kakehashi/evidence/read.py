"""The whole of a dossier: each file by its own reader, nothing lost, nothing raised."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from kakehashi.evidence import cyclonedx, label, product, security_txt, spdx_json, spdx_tag_value
from kakehashi.evidence.checks import (
    MOST_BYTES_TOGETHER,
    MOST_FAULTS,
    MOST_FILES,
    check_bytes,
    without_mark,
)
from kakehashi.evidence.dossier import Dossier, FileRead, Subject
from kakehashi.evidence.faults import a_fault
from kakehashi.evidence.models import Models
from kakehashi.evidence.reading import Content, Draft, Reading
from kakehashi.evidence.recognise import Format, Recognised, recognise
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.fact import Fact, Origin
from kakehashi.terms.vocabulary import FactType, Vocabulary

_READERS: dict[Format, tuple[tuple[str, ...], Callable[[Content], Reading]]] = {
    Format.LABEL: (label.GIVES, label.read),
    Format.CYCLONEDX: (cyclonedx.GIVES, cyclonedx.read),
    Format.SPDX_JSON: (spdx_json.GIVES, spdx_json.read),
    Format.SPDX_TAG_VALUE: (spdx_tag_value.GIVES, spdx_tag_value.read),
    Format.SECURITY_TXT: (security_txt.GIVES, security_txt.read),
}
# a fault of these kinds says that a file was left aside, which is no fault of the dossier
_NOTES = frozenset({"not_recognised"})


def read_dossier(
    files: Mapping[str, bytes], *, vocabulary: Vocabulary, read_at: datetime
) -> Dossier:
    """Return all that `files` say of one product.

    Never raises for what is in a file: what cannot be read becomes a fault of
    the dossier, and the rest is read. Files are known by content, not by name.

    Parameters
    ----------
    files
        Name → bytes; names only say where a fact came from. At most 64 files,
        64 MiB each, 256 MiB together; what is beyond is a fault, unread.
    vocabulary
        The facts that can be stated. A reader's fact that it does not name is dropped.
    read_at
        When the files were read; aware.

    Returns
    -------
    Dossier
        Facts in the order of files; `files` likewise, one for each that was given.
        Two labels of one kind give two facts of one name: the rules settle that.

    Raises
    ------
    ValueError
        Where `read_at` names no zone: a fault of the caller's program.
    """
    if read_at.tzinfo is None:
        raise ValueError("read_at must be aware")
    facts = {fact.id: fact for fact in vocabulary.facts if fact.subject == "product"}
    reader = _Dossier(facts, read_at)
    reader.take(files)
    return Dossier(
        subject=reader.subject or Subject("product", product.UNNAMED),
        facts=tuple(reader.facts),
        files=tuple(reader.reads[name] for name in files if name in reader.reads),
        faults=tuple(reader.faults),
    )


def _few(faults: tuple[Fault, ...], name: str) -> tuple[Fault, ...]:
    """Return the first 100 faults of a file, then the number of the others."""
    if len(faults) <= MOST_FAULTS:
        return faults
    n_more = len(faults) - MOST_FAULTS
    return (*faults[:MOST_FAULTS], a_fault("and_more_faults", name, n=n_more))


class _Dossier:
    """What has been read so far."""

    def __init__(self, facts: Mapping[str, FactType], read_at: datetime) -> None:
        self.subject: Subject | None = None
        self.facts: list[Fact] = []
        self.reads: dict[str, FileRead] = {}
        self.faults: list[Fault] = []
        self._vocabulary = facts
        self._read_at = read_at
        self._product_file = ""
        self._models = Models()

    def take(self, files: Mapping[str, bytes]) -> None:
        """Read every file, the product's own first: labels are held against its models."""
        known = self._known(files)
        for name in sorted(known, key=lambda name: known[name].format is not Format.PRODUCT):
            self._take_file(name, files[name], known[name])
        if self.subject is None and not self._product_file:
            self.faults.append(a_fault("no_product", "."))

    def _known(self, files: Mapping[str, bytes]) -> dict[str, Recognised]:
        """Return what each file is, within the caps on number and bytes."""
        known: dict[str, Recognised] = {}
        n_bytes = 0
        for name, data in files.items():
            if len(known) == MOST_FILES:
                self.faults.append(a_fault("too_many_files", name, most=MOST_FILES))
                break
            n_bytes += len(data)
            fault = check_bytes(name, data)
            if fault is None and n_bytes > MOST_BYTES_TOGETHER:
                fault = a_fault("too_big_together", name, most=MOST_BYTES_TOGETHER)
            known[name] = Recognised(fault=fault) if fault else recognise(name, without_mark(data))
        return known

    def _take_file(self, name: str, data: bytes, known: Recognised) -> None:
        file = FileRead(
            name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            n_bytes=len(data),
            format=known.name,
        )
        if known.fault is not None:
            is_note = known.fault.code in _NOTES
            notes = (known.fault,) if is_note else ()
            self.faults += [] if is_note else [known.fault]
            self.reads[name] = msgspec.structs.replace(file, notes=notes)
            return
        gives, reading = self._reading(name, data, known)
        facts = [self._fact(draft, file) for draft in reading.facts if draft.id in self._vocabulary]
        self.facts += facts
        self.faults += _few(reading.faults, name)
        self.reads[name] = msgspec.structs.replace(
            file,
            gives=tuple(id_ for id_ in gives if id_ in self._vocabulary),
            gave=tuple(dict.fromkeys(fact.id for fact in facts)),
            notes=reading.notes,
        )

    def _reading(
        self, name: str, data: bytes, known: Recognised
    ) -> tuple[tuple[str, ...], Reading]:
        content = Content(
            name=name,
            data=without_mark(data),
            version=known.version,
            read_at=self._read_at,
            facts=self._vocabulary,
            models=self._models,
        )
        if known.format is Format.PRODUCT or known.format is None:
            return self._product(content)
        gives, read = _READERS[known.format]
        try:
            return gives, read(content)
        except InputError as error:
            return gives, Reading(faults=error.faults)

    def _product(self, content: Content) -> tuple[tuple[str, ...], Reading]:
        if self._product_file:
            fault = a_fault("second_product", content.name, first=self._product_file)
            return (), Reading(faults=(fault,))
        self._product_file = content.name
        askable = (fact.id for fact in self._vocabulary.values() if fact.askable)
        gives = tuple(dict.fromkeys((*product.GIVES, *askable)))
        try:
            read = product.read_product(content)
        except InputError as error:
            return gives, Reading(faults=error.faults)
        self.subject, self._models = read.subject, read.models
        return gives, read.reading

    def _fact(self, draft: Draft, file: FileRead) -> Fact:
        return Fact(
            id=draft.id,
            value=draft.value,
            origin=Origin(file.name, file.sha256, draft.place, self._read_at),
            valid_until=draft.valid_until,
            stated_on=draft.stated_on,
        )
