"""A subject's files, read: what they say of it, and what could not be read."""

import msgspec

from kakehashi.terms.errors import Fault
from kakehashi.terms.fact import Fact
from kakehashi.terms.text import Text


class Model(msgspec.Struct, frozen=True):
    """One model of the product, as `product.yaml` names it."""

    id: str
    firmware: str | None = None


class Subject(msgspec.Struct, frozen=True):
    """What the dossier is about. `is_made_up` marks examples, on every output."""

    kind: str  # "product"
    name: Text
    models: tuple[Model, ...] = ()
    is_made_up: bool = False


class FileRead(msgspec.Struct, frozen=True):
    """One file of the dossier: its format, digest and which facts it can give.

    `format` is a name such as "CycloneDX 1.5 JSON"; None where the content was
    not recognised. `gives` are the facts that this format can give at all,
    `gave` those that this file gave. `notes` are faults that do not stop the
    reading: a wrong timestamp, a duplicate component.
    """

    name: str
    sha256: str
    n_bytes: int
    format: str | None
    gives: tuple[str, ...] = ()
    gave: tuple[str, ...] = ()
    notes: tuple[Fault, ...] = ()


class Dossier(msgspec.Struct, frozen=True):
    """All that is known of one subject, ready for the rules.

    `faults` are of files or fields that could not be read; the rest was.
    """

    subject: Subject
    facts: tuple[Fact, ...] = ()
    files: tuple[FileRead, ...] = ()
    faults: tuple[Fault, ...] = ()
