"""The words of the doors, in both languages, by key.

The files in `phrases/`, one a door, hold each phrase once with its English and
Japanese; neither is the translation of the other. A test fails where one is missing.
"""

import tomllib
from functools import cache
from importlib import resources

from kakehashi.terms.text import Lang, Text


@cache
def phrases() -> dict[str, Text]:
    """Return every phrase by its key, `section.name`; read once, when first asked."""
    files = resources.files(__package__).joinpath("phrases").iterdir()
    return {
        f"{section}.{name}": Text(en=words["en"], ja=words["ja"])
        for file in files
        if file.name.endswith(".toml")
        for section, names in tomllib.loads(file.read_text(encoding="utf-8")).items()
        for name, words in names.items()
    }


def say(key: str, lang: Lang, **values: object) -> str:
    """Return phrase `key` in `lang`, with `{name}` filled from `values`.

    Raises KeyError for a key that is not in the file: a fault of ours, which
    the tests find.

    >>> say("outcome.met", "ja")
    '適合'
    """
    return phrases()[key].into(lang).format(**values)
