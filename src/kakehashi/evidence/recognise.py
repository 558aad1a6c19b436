"""What a file is, by its content and never by its name."""

import re
from enum import StrEnum

import msgspec

from kakehashi.evidence.checks import MOST_DEPTH_DECODED
from kakehashi.evidence.faults import a_fault
from kakehashi.terms.errors import Fault
from kakehashi.terms.faults import shown

HEAD_BYTES = 64 * 2**10  # marks of a format stand at its beginning


class Format(StrEnum):
    """The formats that are read here."""

    PRODUCT = "product"
    LABEL = "label"
    CYCLONEDX = "CycloneDX"
    SPDX_JSON = "SPDX JSON"
    SPDX_TAG_VALUE = "SPDX tag-value"
    SECURITY_TXT = "security.txt"


VERSIONS: dict[Format, tuple[str, ...]] = {
    Format.PRODUCT: ("1",),
    Format.LABEL: ("1",),
    Format.CYCLONEDX: ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7"),
    Format.SPDX_JSON: ("2.2", "2.3"),
    Format.SPDX_TAG_VALUE: ("2.2", "2.3"),
    Format.SECURITY_TXT: ("",),
}


class Recognised(msgspec.Struct, frozen=True):
    """What a file is: a format that is read, or the fault that says why it is not."""

    format: Format | None = None
    version: str = ""
    fault: Fault | None = None

    @property
    def name(self) -> str | None:
        """The name that people see, such as "CycloneDX 1.5 JSON"."""
        if self.format is None:
            return None
        return {
            Format.PRODUCT: f"kakehashi product/{self.version}",
            Format.LABEL: f"kakehashi label/{self.version}",
            Format.CYCLONEDX: f"CycloneDX {self.version} JSON",
            Format.SPDX_JSON: f"SPDX {self.version} JSON",
            Format.SPDX_TAG_VALUE: f"SPDX {self.version} tag-value",
            Format.SECURITY_TXT: "security.txt (RFC 9116)",
        }[self.format]


class _Head(msgspec.Struct):
    """The fields that mark a JSON format; Raw, so that no type of theirs is an error."""

    bom_format: msgspec.Raw = msgspec.field(name="bomFormat", default=msgspec.Raw())
    spec_version: msgspec.Raw = msgspec.field(name="specVersion", default=msgspec.Raw())
    spdx_version: msgspec.Raw = msgspec.field(name="spdxVersion", default=msgspec.Raw())
    kakehashi: msgspec.Raw = msgspec.Raw()
    context: msgspec.Raw = msgspec.field(name="@context", default=msgspec.Raw())


_OURS = re.compile(
    rb"^[\"']?kakehashi[\"']?[ \t]*:[ \t]*[\"']?([A-Za-z]+)/(\S{1,20}?)[\"']?[ \t\r]*(?:#|$)",
    re.MULTILINE,
)
_SPDX_LINE = re.compile(rb"^SPDXVersion:[ \t]*SPDX-([^\s]{1,20})", re.MULTILINE)
_SPDX_YAML = re.compile(rb"^[\"']?spdxVersion[\"']?:[ \t]*[\"']?SPDX-", re.MULTILINE)
_CONTACT = re.compile(rb"^Contact:[ \t]*\S", re.MULTILINE | re.IGNORECASE)
_CONTACT_URI = re.compile(rb"^Contact:[ \t]*(?:https?|mailto|tel):", re.MULTILINE | re.IGNORECASE)
_ITS_OTHERS = re.compile(
    rb"^(?:Expires|Encryption|Acknowledgments|Preferred-Languages|Canonical|Policy|Hiring|CSAF):",
    re.MULTILINE | re.IGNORECASE,
)


def recognise(name: str, data: bytes) -> Recognised:
    """Return what `data` is; `name` only says where a fault lies.

    The marks: JSON fields `bomFormat`, `spdxVersion`, `kakehashi`; a line
    `kakehashi: product/1` or `label/1`; a line `SPDXVersion:`; a `Contact:` line
    beside another field of RFC 9116 or with an address.

    >>> recognise("x", b'{"bomFormat": "CycloneDX", "specVersion": "1.5"}').name
    'CycloneDX 1.5 JSON'
    """
    start = data[:HEAD_BYTES].lstrip()
    if start.startswith(b"{"):
        return _json(name, data)
    if start.startswith(b"<"):
        return _xml(name, start)
    ours = _OURS.search(start)
    if ours:
        return _ours(name, *ours.groups())
    spdx = _SPDX_LINE.search(start)
    if spdx:
        return _versioned(name, Format.SPDX_TAG_VALUE, _text(spdx.group(1)))
    if _SPDX_YAML.search(start):
        return Recognised(fault=a_fault("spdx_yaml", name))
    if _CONTACT.search(start) and (_ITS_OTHERS.search(start) or _CONTACT_URI.search(start)):
        return Recognised(Format.SECURITY_TXT)
    return Recognised(fault=a_fault("not_recognised", name))


def _json(name: str, data: bytes) -> Recognised:
    try:
        head = msgspec.json.decode(data, type=_Head)
    except RecursionError:
        return Recognised(fault=a_fault("too_deep", name, most=MOST_DEPTH_DECODED))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Recognised(fault=a_fault("broken_json", name, why=error))
    if _string(head.bom_format) == "CycloneDX":
        return _versioned(name, Format.CYCLONEDX, _string(head.spec_version))
    spdx = _string(head.spdx_version)
    if spdx:
        return _versioned(name, Format.SPDX_JSON, spdx.removeprefix("SPDX-"))
    ours = re.fullmatch(r"([A-Za-z]+)/(\S{1,20})", _string(head.kakehashi))
    if ours:
        return _ours(name, *(part.encode() for part in ours.groups()))
    if b"spdx.org/rdf/3" in bytes(head.context)[:HEAD_BYTES]:
        return Recognised(fault=a_fault("spdx_3", name))
    return Recognised(fault=a_fault("not_recognised", name))


def _string(raw: msgspec.Raw) -> str:
    """Return `raw` where it is a short JSON string; empty for anything else."""
    written = bytes(raw)
    try:
        return msgspec.json.decode(written, type=str) if len(written) < HEAD_BYTES else ""
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def _xml(name: str, start: bytes) -> Recognised:
    if b"cyclonedx.org/schema/bom" in start:
        return Recognised(fault=a_fault("cyclonedx_xml", name))
    if b"spdx.org/rdf" in start:
        return Recognised(fault=a_fault("spdx_rdf", name))
    return Recognised(fault=a_fault("not_recognised", name))


def _ours(name: str, kind: bytes, version: bytes) -> Recognised:
    if kind == b"product":
        return _versioned(name, Format.PRODUCT, _text(version))
    if kind == b"label":
        return _versioned(name, Format.LABEL, _text(version))
    return Recognised(fault=a_fault("not_recognised", name))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _versioned(name: str, format_: Format, version: str) -> Recognised:
    versions = VERSIONS[format_]
    if version in versions:
        return Recognised(format_, version)
    return Recognised(
        fault=a_fault(
            "version_not_read",
            name,
            format=format_,
            shown=shown(version),
            versions=", ".join(versions),
        )
    )
