"""CycloneDX 1.2 to 1.7 as JSON: only the fields that become facts are decoded."""

from collections.abc import Iterator

import msgspec

from kakehashi.evidence.components import GIVES as COMPONENT_FACTS
from kakehashi.evidence.components import Listed, Tally, Version
from kakehashi.evidence.reading import Content, Reading, decode_json

GIVES = COMPONENT_FACTS

Scalar = str | int | float | bool | None


class _Tag(msgspec.Struct, gc=False):
    """A SWID tag: that one is there is enough."""

    tag_id: Scalar = msgspec.field(name="tagId", default=None)


# gc=False: read from JSON, these cannot form circles, and the collector would walk them all
class _Component(msgspec.Struct, gc=False):
    name: str = ""
    group: str | None = None
    version: Version = None
    purl: str | None = None
    cpe: str | None = None
    swid: _Tag | None = None
    components: "list[_Component] | None" = None


class _Metadata(msgspec.Struct):
    timestamp: Scalar = None
    component: _Component | None = None


class _Document(msgspec.Struct):
    metadata: _Metadata | None = None
    components: list[_Component] | None = None


def read(content: Content) -> Reading:
    """Return what the SBOM comes to: its counts and its day.

    Raises
    ------
    InputError
        Where the JSON is broken, of another shape, nested too deeply or of too
        many components.

    Notes
    -----
    One pass of msgspec over the bytes, then one pass over the components.
    """
    made, components = listed(content)
    tally = Tally(content)
    for component in components:
        tally.add(component)
    return tally.reading(made, counted="components", dated="metadata.timestamp")


def listed(content: Content) -> tuple[str | None, Iterator[Listed]]:
    """Return the time at which the SBOM was made, as written, and its components.

    These are `components` with all that are nested in them, and those nested in
    `metadata.component`, but not that component itself: it is the product.
    """
    document = decode_json(content, _Document, "CycloneDX")
    metadata = document.metadata or _Metadata()
    made = metadata.timestamp
    return None if made is None else str(made), _walk(document, metadata.component)


def _walk(document: _Document, product: _Component | None) -> Iterator[Listed]:
    waiting = [("components", document.components)]
    if product is not None:
        waiting.append(("metadata.component.components", product.components))
    while waiting:
        path, components = waiting.pop()
        for i, component in enumerate(components or ()):
            where = f"{path}[{i}]"
            yield Listed(
                where,
                component.name,
                component.version,
                component.purl,
                component.group or "",
                bool(component.cpe) or component.swid is not None,
            )
            if component.components:
                waiting.append((f"{where}.components", component.components))
