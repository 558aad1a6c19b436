"""A saved check, for whoever holds its link."""

from datetime import datetime

import msgspec

from kakehashi.site.records.models import SavedCheck
from kakehashi.site.records.saved_check import Of, token_digest


class Saved(msgspec.Struct, frozen=True):
    """What was kept, and until when."""

    state: bytes
    saved_at: datetime
    expires_at: datetime


def saved_check(token: str, *, now: datetime, of: Of = "product") -> Saved | None:
    """Return the check kept under `token`; None where there is none, or its time has passed."""
    digest = token_digest(token, of)
    row = SavedCheck.objects.filter(token_sha256=digest, expires_at__gt=now).first()
    if row is None:
        return None
    return Saved(bytes(row.state), row.saved_at, row.expires_at)
