"""Refusals before any parsing: sizes, encodings, compression.

The caps stand here with their reasons. They bound memory and time, whatever the
bytes are; none of them is near what an honest file needs.
"""

from kakehashi.evidence.faults import a_fault
from kakehashi.terms.errors import Fault
from kakehashi.terms.plain import Caps

MOST_FILES = 64  # a product has a handful; a folder given by mistake has thousands
MOST_BYTES = 64 * 2**20  # of one file: an SBOM of 58,000 components has about 35 MiB
MOST_BYTES_TOGETHER = 256 * 2**20  # four of the largest
# product.yaml, labels, security.txt: written by people; ten times the whole facts vocabulary
CAPS_BY_HAND = Caps(n_bytes=2**20, n_values=20_000)
MOST_MODELS = 1_000  # of one product: a maker's whole range has fewer
MOST_LABELS = 64  # in one product.yaml: there are three kinds
MOST_FAULTS = 100  # told of one file; the others are counted
MOST_DEPTH_DECODED = "about 1,000"  # levels that msgspec follows; no SBOM has 20
MOST_COMPONENTS = 1_000_000  # counted, nested ones included
MOST_COMMAS = 8_000_000  # likewise: an array of bare values has no objects
MOST_OBJECTS = 4_000_000  # of JSON in an SBOM: bounds memory before anything is counted

_PACKED = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_BOM = b"\xef\xbb\xbf"


def without_mark(data: bytes) -> bytes:
    """Return `data` without a UTF-8 byte-order mark; the same object where there is none."""
    return data.removeprefix(_BOM)


def check_bytes(name: str, data: bytes) -> Fault | None:
    r"""Return why `data` is not parsed at all; None where it may be.

    >>> check_bytes("bom.json.gz", b"\x1f\x8b...").code
    'compressed'
    """
    if len(data) > MOST_BYTES:
        return a_fault("too_big", name, n_bytes=len(data), most=MOST_BYTES)
    for start, kind in _PACKED:
        if data.startswith(start):
            return a_fault("compressed", name, kind=kind)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_like_utf16(data):
        return a_fault("not_utf8", name, kind="UTF-16 / UTF-32")
    if b"\x00" in data:
        return a_fault("not_text", name)
    if not data[:4096].removeprefix(_BOM).strip() and not without_mark(data).strip():
        return a_fault("empty_file", name)
    return None


def _looks_like_utf16(data: bytes) -> bool:
    start = data[:64]
    n_pairs = len(start) // 2
    return n_pairs > 1 and (
        start[0::2].count(0) >= n_pairs - 1 or start[1::2].count(0) >= n_pairs - 1
    )
