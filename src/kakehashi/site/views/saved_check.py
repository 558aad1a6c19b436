"""A saved check, for whoever holds its link."""

import hashlib
from datetime import datetime

import msgspec

from kakehashi.site.records.models import SavedCheck


class Saved(msgspec.Struct, frozen=True):
    """What was kept, and until when."""

    state: bytes
    saved_at: datetime
    expires_at: datetime


def saved_check(token: str, *, now: datetime) -> Saved | None:
    """Return the check kept under `token`; None where there is none, or its time has passed."""
    digest = hashlib.sha256(token.encode()).digest()
    row = SavedCheck.objects.filter(token_sha256=digest, expires_at__gt=now).first()
    if row is None:
        return None
    return Saved(bytes(row.state), row.saved_at, row.expires_at)
