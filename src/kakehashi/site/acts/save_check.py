"""Keep a check under a secret link."""

import secrets
from datetime import datetime, timedelta

from kakehashi.site.acts.forget_checks import forget_checks
from kakehashi.site.records.models import SavedCheck
from kakehashi.site.records.saved_check import Of, token_digest
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.text import Text

DAYS = (7, 30, 90)
TOKEN_BYTES = 32


def save_check(state: bytes, *, days: int, now: datetime, of: Of = "product") -> str:
    """Return the secret token under which `state` is kept for `days` days.

    The token is told here and never again: the row holds its SHA-256. Checks
    whose time has passed are deleted on the way.

    Raises
    ------
    InputError
        Where `days` is none of `DAYS`.
    """
    if days not in DAYS:
        raise InputError(_no_such_span(days))
    forget_checks(now=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    SavedCheck.objects.create(
        token_sha256=token_digest(token, of),
        state=state,
        saved_at=now,
        expires_at=now + timedelta(days=days),
    )
    return token


def _no_such_span(days: int) -> Fault:
    choices = ", ".join(map(str, DAYS))
    return Fault(
        code="no_such_span",
        what=Text(en=f"a check is not kept for {days} days", ja=f"保存期間 {days} 日は選べません"),
        where="days",
        expected=Text(en=f"one of: {choices}", ja=f"次のいずれか: {choices}"),
        mend=Text(en="choose one of these", ja="このうちから選んでください"),
    )
