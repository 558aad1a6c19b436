"""SPDX 2.2 and 2.3 as tag-value text, line by line."""

import io
from collections.abc import Iterator

import msgspec

from kakehashi.evidence.checks import MOST_COMPONENTS
from kakehashi.evidence.components import GIVES as COMPONENT_FACTS
from kakehashi.evidence.components import Listed, Tally
from kakehashi.evidence.faults import a_fault
from kakehashi.evidence.reading import Content, Reading
from kakehashi.evidence.spdx_json import DOCUMENT, IDENTIFIERS, NOTHING, the_product
from kakehashi.terms.errors import InputError

GIVES = COMPONENT_FACTS

_TAGS = frozenset(
    {
        b"PackageName",
        b"PackageVersion",
        b"SPDXID",
        b"ExternalRef",
        b"Relationship",
        b"Created",
        # these begin another section: an SPDXID below them is no package's
        b"FileName",
        b"SnippetSPDXID",
        b"LicenseID",
    }
)
_ENDS_PACKAGE = frozenset({"FileName", "SnippetSPDXID", "LicenseID"})


class _Package(msgspec.Struct, gc=False):
    line: int
    name: str
    id: str = ""
    version: str | None = None
    purl: str | None = None
    has_other_identifier: bool = False


def read(content: Content) -> Reading:
    """Return what the SBOM comes to; counted as in JSON.

    Raises
    ------
    InputError
        Where a line that is needed is not UTF-8, or there are too many packages.

    Notes
    -----
    Text between `<text>` and `</text>` may run over lines and is skipped whole,
    so that a licence which quotes an SPDX document is not read as one.
    """
    sections = _Sections(content)
    sections.read()
    tally = Tally(content)
    for package in _walk(sections):
        tally.add(package)
    first = sections.packages[0].line if sections.packages else 1
    return tally.reading(
        sections.created,
        counted=f"line {first}",
        dated=f"line {sections.created_line}" if sections.created_line else "Created",
    )


def listed(content: Content) -> tuple[str | None, Iterator[Listed]]:
    """Return the time at which the SBOM was made, as written, and its packages."""
    sections = _Sections(content)
    sections.read()
    return sections.created, _walk(sections)


def _walk(sections: "_Sections") -> Iterator[Listed]:
    product = the_product(sections.described, len(sections.packages))
    for package in sections.packages:
        if not (product and package.id == product):
            version = None if package.version in NOTHING else package.version
            has_other = package.has_other_identifier
            where = f"line {package.line}"
            yield Listed(where, package.name, version, package.purl, "", has_other)


class _Sections:
    """The packages and the few document fields that are needed."""

    def __init__(self, content: Content) -> None:
        self.packages: list[_Package] = []
        self.described: set[str] = set()
        self.created: str | None = None
        self.created_line = 0
        self._content = content
        self._package: _Package | None = None

    def read(self) -> None:
        """Read every line that is not inside a text."""
        in_text = False
        for n, line in enumerate(io.BytesIO(self._content.data), start=1):
            if in_text:
                in_text = b"</text>" not in line
                continue
            tag, colon, rest = line.partition(b":")
            if b"<text>" in rest:
                in_text = b"</text>" not in rest
            if colon and tag in _TAGS:
                self._take(tag.decode(), self._value(rest, n), n)

    def _value(self, rest: bytes, n: int) -> str:
        try:
            value = rest.decode("utf-8").strip()
        except UnicodeDecodeError as error:
            where = f"{self._content.name}:{n}"
            kind = f"byte 0x{rest[error.start]:02x}"
            raise InputError(a_fault("not_utf8", where, kind=kind)) from None
        return value.removeprefix("<text>").removesuffix("</text>").strip()

    def _take(self, tag: str, value: str, n: int) -> None:
        package = self._package
        if tag == "PackageName":
            if len(self.packages) > MOST_COMPONENTS:
                fault = a_fault("too_many_components", self._content.name, most=MOST_COMPONENTS)
                raise InputError(fault)
            self._package = _Package(n, value)
            self.packages.append(self._package)
        elif tag in _ENDS_PACKAGE:
            self._package = None
        elif tag == "Created" and self.created is None:
            self.created, self.created_line = value, n
        elif tag == "Relationship":
            words = value.split()
            if words[:2] == [DOCUMENT, "DESCRIBES"] and len(words) > 2:  # noqa: PLR2004
                self.described.add(words[2])
        elif package is not None and tag == "SPDXID":
            package.id = value
        elif package is not None and tag == "PackageVersion":
            package.version = value
        elif package is not None and tag == "ExternalRef":
            _refer(package, value)


def _refer(package: _Package, value: str) -> None:
    """Take `CATEGORY type locator` into `package`."""
    words = value.split(maxsplit=2)
    kind, locator = (words[1], words[2]) if len(words) == 3 else ("", "")  # noqa: PLR2004
    if kind == "purl":
        package.purl = package.purl or locator
    elif kind in IDENTIFIERS:
        package.has_other_identifier = True
