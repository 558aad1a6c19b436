"""A text in both languages, and what each version of it is."""

from enum import StrEnum
from typing import Literal

import msgspec

Lang = Literal["en", "ja"]
LANGS: tuple[Lang, Lang] = ("en", "ja")


class Standing(StrEnum):
    """What a text is: the law's own words, or somebody's rendering of them."""

    OFFICIAL = "official"
    OFFICIAL_TRANSLATION = "official_translation"
    PROVISIONAL_TRANSLATION = "provisional_translation"  # 仮訳
    OURS = "ours"


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same words in English and Japanese, kept to the code point.

    `reviewed` names the languages that a person has read and approved; it is
    empty for text that nobody but its author has read.
    """

    en: str
    ja: str
    en_is: Standing = Standing.OURS
    ja_is: Standing = Standing.OURS
    reviewed: tuple[Lang, ...] = ()

    def into(self, lang: Lang) -> str:
        """Return the words in `lang`.

        >>> Text(en="bridge", ja="架け橋").into("ja")
        '架け橋'
        """
        return self.en if lang == "en" else self.ja
