"""A walk as a signed, compressed text that a form carries; nothing is kept here."""

import zlib
from datetime import date, timedelta
from typing import Any

import msgspec
from django.core import signing

from kakehashi.answers.as_json import value_as_json
from kakehashi.evidence import FileRead, Model
from kakehashi.site.pages.walk import Walk
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.fact import Fact, Origin
from kakehashi.terms.text import Text
from kakehashi.terms.vocabulary import FactType, Vocabulary, read_value

SALT = "kakehashi.walk"
MOST_AGE = timedelta(days=30)  # a page left open longer starts again
MOST_PACKED = 1_000_000  # bytes of what a form carries
MOST_SEALED = 1_400_000  # characters of it as text, signed
MOST_UNPACKED = 32 * 2**20  # bytes
MOST_NOTES = 20  # kept of one file; an SBOM can have thousands


class Kept(msgspec.Struct, frozen=True):
    """A fact, its value as JSON holds it: the vocabulary says how it is read back."""

    id: str
    value: Any
    origin: Origin
    valid_until: date | None = None
    stated_on: date | None = None


class Packed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`Walk`, with `Kept` in the place of facts."""

    name: str = ""
    models: tuple[Model, ...] = ()
    is_made_up: bool = False
    as_of: date | None = None
    facts: tuple[Kept, ...] = ()
    files: tuple[FileRead, ...] = ()
    faults: tuple[Fault, ...] = ()
    answers: tuple[Kept, ...] = ()
    skipped: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    at: str | None = None


def pack(walk: Walk) -> bytes:
    """Return the walk as compressed JSON. Long lists of notes are cut, and say so."""
    packed = Packed(
        name=walk.name,
        models=walk.models,
        is_made_up=walk.is_made_up,
        as_of=walk.as_of,
        facts=tuple(map(_keep, walk.facts)),
        files=tuple(map(_shorter, walk.files)),
        faults=_at_most(walk.faults, 10 * MOST_NOTES),
        answers=tuple(map(_keep, walk.answers)),
        skipped=tuple(sorted(walk.skipped)),
        trail=walk.trail,
        at=walk.at,
    )
    return zlib.compress(msgspec.json.encode(packed), 9)


def unpack(data: bytes, vocabulary: Vocabulary) -> Walk:
    """Return the walk that `pack` packed; a fact that the vocabulary no longer has is a fault."""
    packed = msgspec.json.decode(_decompressed(data), type=Packed)
    types = {fact.id: fact for fact in vocabulary.facts}
    faults = list(packed.faults)
    facts = _facts(packed.facts, types, faults)
    answers = _facts(packed.answers, types, faults)
    return Walk(
        name=packed.name,
        models=packed.models,
        is_made_up=packed.is_made_up,
        as_of=packed.as_of,
        facts=facts,
        files=packed.files,
        faults=tuple(faults),
        answers=answers,
        skipped=frozenset(packed.skipped),
        trail=packed.trail,
        at=packed.at if packed.at in types else None,
    )


def _decompressed(data: bytes) -> bytes:
    """Return `data` unpacked. Raises ValueError where it is cut, or larger than MOST_UNPACKED."""
    stream = zlib.decompressobj()
    unpacked = stream.decompress(data, MOST_UNPACKED)
    if not stream.eof:
        raise ValueError("the state is cut short, or unpacks to too much")
    return unpacked


def seal(walk: Walk) -> str:
    """Return the walk as text for a hidden field, signed with the site's key.

    Raises
    ------
    InputError
        Where it is larger than a form may carry.
    """
    data = pack(walk)
    if len(data) > MOST_PACKED:
        raise InputError(_too_much(len(data)))
    return signing.TimestampSigner(salt=SALT).sign(signing.b64_encode(data).decode())


def unseal(sealed: str, vocabulary: Vocabulary) -> Walk:
    """Return the walk in a hidden field.

    Raises
    ------
    InputError
        Where the text was altered, is not ours, or is older than `MOST_AGE`.
    """
    if len(sealed) > MOST_SEALED:
        raise InputError(_not_ours())
    try:
        text = signing.TimestampSigner(salt=SALT).unsign(sealed, max_age=MOST_AGE)
        return unpack(signing.b64_decode(text.encode()), vocabulary)
    except (signing.BadSignature, ValueError, zlib.error, msgspec.MsgspecError) as error:
        raise InputError(_not_ours()) from error


def _keep(fact: Fact) -> Kept:
    return Kept(fact.id, value_as_json(fact.value), fact.origin, fact.valid_until, fact.stated_on)


def _facts(
    kept: tuple[Kept, ...], types: dict[str, FactType], faults: list[Fault]
) -> tuple[Fact, ...]:
    found = []
    for one in kept:
        known = types.get(one.id)
        value = None if known is None else read_value(known, one.value, one.origin.place)
        if value is None or isinstance(value, Fault):
            faults.append(_no_longer(one))
        else:
            found.append(Fact(one.id, value, one.origin, one.valid_until, one.stated_on))
    return tuple(found)


def _shorter(file: FileRead) -> FileRead:
    return msgspec.structs.replace(file, gives=(), notes=_at_most(file.notes, MOST_NOTES))


def _at_most(faults: tuple[Fault, ...], most: int) -> tuple[Fault, ...]:
    if len(faults) <= most:
        return faults
    more = len(faults) - most + 1
    return (*faults[: most - 1], _and_more(more, faults[most - 1].where))


def _and_more(more: int, where: str) -> Fault:
    none = Text(en="–", ja="–")
    return Fault(
        code="and_more",
        what=Text(en=f"and {more} more of this file", ja=f"このファイルについて、ほか {more} 件"),
        where=where,
        expected=none,
        mend=Text(
            en="the command line shows them all: kakehashi assess",
            ja="コマンド kakehashi assess で全件を確認できます",
        ),
    )


def _no_longer(kept: Kept) -> Fault:
    return Fault(
        code="no_longer_read",
        what=Text(
            en=f"the answer kept for “{kept.id}” can no longer be read",
            ja=f"保存されていた「{kept.id}」の回答を読み取れなくなりました",
        ),
        where=f"{kept.origin.file} ({kept.origin.place})",
        expected=Text(en="a fact of today's vocabulary", ja="現在の事項一覧にある項目と値"),
        mend=Text(en="answer the question again", ja="もう一度、質問に答えてください"),
    )


def _not_ours() -> Fault:
    return Fault(
        code="state_refused",
        what=Text(
            en="what the page carried was altered, is too old, or is not from this site",
            ja="ページが保持していた内容が改変されたか、古すぎるか、このサイトのものではありません",
        ),
        where="state",
        expected=Text(en="the form as this site made it", ja="このサイトが作成したままのフォーム"),
        mend=Text(en="start the check again", ja="確認を最初からやり直してください"),
    )


def _too_much(n_bytes: int) -> Fault:
    return Fault(
        code="state_too_large",
        what=Text(
            en=f"the answers take {n_bytes} bytes, more than a page can carry",
            ja=f"回答の内容が {n_bytes} バイトとなり、ページで保持できる量を超えています",
        ),
        where="state",
        expected=Text(en=f"at most {MOST_PACKED} bytes", ja=f"{MOST_PACKED} バイト以内"),
        mend=Text(
            en="use the command line or the API for so large a dossier",
            ja="資料が大きい場合は、コマンドまたは API をご利用ください",
        ),
    )
