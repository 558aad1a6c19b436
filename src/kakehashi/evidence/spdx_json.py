"""SPDX 2.2 and 2.3 as JSON: only the fields that become facts are decoded."""

from collections.abc import Iterator

import msgspec

from kakehashi.evidence.components import GIVES as COMPONENT_FACTS
from kakehashi.evidence.components import Listed, Tally, Version
from kakehashi.evidence.reading import Content, Reading, decode_json

GIVES = COMPONENT_FACTS

DOCUMENT = "SPDXRef-DOCUMENT"
NOTHING = frozenset({"NOASSERTION", "NONE"})  # SPDX's words for "not said" and "there is none"
IDENTIFIERS = frozenset({"cpe22Type", "cpe23Type", "swid"})  # besides purl


class _Reference(msgspec.Struct, gc=False):
    kind: str = msgspec.field(name="referenceType", default="")
    locator: str = msgspec.field(name="referenceLocator", default="")


class _Package(msgspec.Struct, gc=False):
    id: str = msgspec.field(name="SPDXID", default="")
    name: str = ""
    version: Version = msgspec.field(name="versionInfo", default=None)
    references: list[_Reference] | None = msgspec.field(name="externalRefs", default=None)


class _Relationship(msgspec.Struct, gc=False):
    of: str = msgspec.field(name="spdxElementId", default="")
    kind: str = msgspec.field(name="relationshipType", default="")
    to: str = msgspec.field(name="relatedSpdxElement", default="")


class _Creation(msgspec.Struct):
    created: str | int | float | bool | None = None


class _Relations(msgspec.Struct):
    relationships: list[_Relationship] | None = None


class _Document(msgspec.Struct):
    creation: _Creation | None = msgspec.field(name="creationInfo", default=None)
    describes: list[str] | None = msgspec.field(name="documentDescribes", default=None)
    packages: list[_Package] | None = None


def read(content: Content) -> Reading:
    """Return what the SBOM comes to: its counts and its day.

    Raises
    ------
    InputError
        Where the JSON is broken, of another shape, nested too deeply or of too
        many packages.
    """
    made, packages = listed(content)
    tally = Tally(content)
    for package in packages:
        tally.add(package)
    return tally.reading(made, counted="packages", dated="creationInfo.created")


def listed(content: Content) -> tuple[str | None, Iterator[Listed]]:
    """Return the time at which the SBOM was made, as written, and its packages.

    Where the document describes exactly one of several packages, that one is
    the product and is left out. Files and snippets are no components.
    """
    # relationships first, and by themselves: they are many, and are gone before the rest comes
    described = _described(content)
    document = decode_json(content, _Document, "SPDX")
    packages = document.packages or []
    product = the_product(described | set(document.describes or ()), len(packages))
    made = document.creation.created if document.creation else None
    return None if made is None else str(made), _walk(packages, product)


def _walk(packages: list[_Package], product: str) -> Iterator[Listed]:
    for i, package in enumerate(packages):
        if product and package.id == product:
            continue
        purl, has_other = None, False
        for reference in package.references or ():
            if reference.kind == "purl":
                purl = purl or reference.locator
            elif reference.kind in IDENTIFIERS:
                has_other = True
        version = None if package.version in NOTHING else package.version
        yield Listed(f"packages[{i}]", package.name, version, purl, has_other_identifier=has_other)


def _described(content: Content) -> set[str]:
    relations = decode_json(content, _Relations, "SPDX").relationships
    return {
        relation.to
        for relation in relations or ()
        if relation.kind == "DESCRIBES" and relation.of == DOCUMENT
    }


def the_product(described: set[str], n_packages: int) -> str:
    """Return the id of the package that is the product; empty where none is singled out.

    >>> the_product({"SPDXRef-camera"}, 40), the_product({"SPDXRef-a", "SPDXRef-b"}, 40)
    ('SPDXRef-camera', '')
    """
    return next(iter(described)) if len(described) == 1 and n_packages > 1 else ""
