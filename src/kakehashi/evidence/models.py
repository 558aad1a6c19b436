"""The models of a product, keyed once so that many labels can be held against them."""

import unicodedata
from collections.abc import Iterable, Mapping

import msgspec


class Models(msgspec.Struct, frozen=True):
    """The ids of a product's models, and by search key the ids that are alike."""

    ids: frozenset[str] = frozenset()
    alike: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


def models_of(ids: Iterable[str]) -> Models:
    """Return `ids` keyed; each is folded once, however many labels follow.

    >>> models_of(["KH-1", "ＫＨ-1"]).alike
    {'kh-1': ('KH-1', 'ＫＨ-1')}
    """
    alike: dict[str, list[str]] = {}
    for id_ in dict.fromkeys(ids):
        alike.setdefault(search_key(id_), []).append(id_)
    return Models(
        ids=frozenset(one for found in alike.values() for one in found),
        alike={key: tuple(found) for key, found in alike.items()},
    )


def search_key(model: str) -> str:
    """Return what two ways to write one model have in common: width and case are left out."""
    return unicodedata.normalize("NFKC", model).casefold().strip()
