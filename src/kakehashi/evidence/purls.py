"""Whether a text is a package URL, cheaply for the ordinary ones.

packageurl-python takes about 20 µs a purl: over a second for a large SBOM.
Nearly all purls are plain (letters, digits and a few marks), and for those one
regular expression is enough. It accepts only what packageurl-python accepts (a
property test holds it to that); whatever it does not accept is put to
packageurl-python, whose answer stands.
"""

import re

MOST_PUT_TO_PARSER = 10_000  # unusual purls of one file: bounds the time at about 0.2 s
MOST_CHARACTERS = 4_096  # of one purl; the longest seen in real files have about 300

_PART = r"(?:%40)?[A-Za-z0-9_](?:[A-Za-z0-9._~+-]|%40|%2[Bb]|%3[Aa])*"
ORDINARY = re.compile(
    rf"pkg:[a-z][a-z0-9.-]*/{_PART}(?:/{_PART})*"
    rf"(?:@[A-Za-z0-9._~+:-]+)?"
    rf"(?:\?[a-z][a-z0-9_]*=[A-Za-z0-9._~+:/%@-]*(?:&[a-z][a-z0-9_]*=[A-Za-z0-9._~+:/%@-]*)*)?"
    rf"(?:#[A-Za-z0-9._~+/-]*)?",
    re.ASCII,
)


def is_purl(text: str) -> bool:
    """Return whether packageurl-python takes `text` as a package URL.

    >>> is_purl("pkg:cargo/serde@1.0.219"), is_purl("serde 1.0.219")
    (True, False)
    """
    return ORDINARY.fullmatch(text) is not None or parses(text)


def parses(text: str) -> bool:
    """Return what packageurl-python itself says of `text`."""
    if len(text) > MOST_CHARACTERS or not text.startswith("pkg:"):
        return False
    from packageurl import PackageURL

    try:
        PackageURL.from_string(text)
    except ValueError:
        return False
    return True
