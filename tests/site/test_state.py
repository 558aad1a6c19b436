import zlib

import pytest

from kakehashi.answers import shipped_rulebooks
from kakehashi.site.pages import state
from kakehashi.site.pages.walk import Walk
from kakehashi.terms.errors import InputError

VOCABULARY = shipped_rulebooks().vocabulary


def signed(data):
    from django.core import signing

    text = signing.b64_encode(data).decode()
    return signing.TimestampSigner(salt=state.SALT).sign(text)


def test_a_state_that_unpacks_to_too_much_is_refused_though_it_is_signed():
    bomb = signed(zlib.compress(b'{"name": "' + b" " * (state.MOST_UNPACKED + 1) + b'"}', 9))
    assert len(bomb) < 100_000
    with pytest.raises(InputError):
        state.unseal(bomb, VOCABULARY)


def test_a_state_that_is_cut_short_is_refused():
    data = state.pack(Walk(name="Camera"))
    assert state.unseal(signed(data), VOCABULARY) == Walk(name="Camera")
    with pytest.raises(InputError):
        state.unseal(signed(data[:-6]), VOCABULARY)


def test_a_state_too_long_is_refused_before_its_signature_is_checked(monkeypatch):
    def checked(*_, **__):
        raise AssertionError("the signature was checked")

    monkeypatch.setattr("django.core.signing.TimestampSigner.unsign", checked)
    with pytest.raises(InputError):
        state.unseal("x" * (state.MOST_SEALED + 1), VOCABULARY)


def test_what_is_sealed_at_most_can_be_unsealed():
    n_bytes = len(signed(b"x" * state.MOST_PACKED))
    assert n_bytes <= state.MOST_SEALED
