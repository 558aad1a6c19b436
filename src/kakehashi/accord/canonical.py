"""Canonical JSON and its digest: the exact words that two sides agree to."""

import hashlib
import json
from typing import Any

_MOST = 2**53 - 1
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def canonical(value: Any) -> bytes:
    """Return `value` as canonical JSON, the same bytes on every machine.

    Text is kept to the code point: nothing is normalised, so 﨑 and 崎 differ.

    Parameters
    ----------
    value
        Objects with text keys, lists, text, booleans, None, and whole numbers
        up to 2**53 - 1 in size.

    Raises
    ------
    ValueError
        For anything else: floats that are not finite, larger numbers, other types.

    Notes
    -----
    RFC 8785 (JSON Canonicalization Scheme).

    Examples
    --------
    >>> canonical({"ja": "架け橋", "en": "bridge"}).decode()
    '{"en":"bridge","ja":"架け橋"}'
    """
    if _is_plain(value):
        return _encode(value).encode()
    import rfc8785

    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise ValueError(str(error)) from error


def _is_plain(value: Any) -> bool:
    """Return whether the standard library writes `value` as RFC 8785 asks.

    It does for all but floats, keys beyond ASCII (another order) and what is to be refused.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-_MOST <= value <= _MOST)
    if kind is list:
        return all(map(_is_plain, value))
    if kind is dict:
        keys_are_plain = all(type(key) is str and key.isascii() for key in value)
        return keys_are_plain and all(map(_is_plain, value.values()))
    return False


def digest(value: Any) -> str:
    """Return the SHA-256 of `value`'s canonical JSON, as "sha256:" and 64 hex digits."""
    return "sha256:" + hashlib.sha256(canonical(value)).hexdigest()


def digest_of_words(text: str, language: str) -> str:
    """Return the digest by which a clause's words of one language are known.

    >>> digest_of_words("will", "en") == digest_of_words("will", "ja")
    False
    """
    return digest({"language": language, "text": text})
