"""Checks, of a product or of a network, that somebody chose to keep."""

import hashlib
from typing import Literal

from django.db import models
from django.db.models import F, Q

from kakehashi.site.records.ids import new_id

DIGEST_BYTES = 32
Of = Literal["product", "network"]


def token_digest(token: str, of: Of = "product") -> bytes:
    """Return under what a token is kept: a network's opens no product, and the other way round.

    >>> token_digest("a") == token_digest("a", "network")
    False
    """
    secret = token if of == "product" else f"{of}:{token}"
    return hashlib.sha256(secret.encode()).digest()


class SavedCheck(models.Model):
    """A check kept under a secret link, of which only the SHA-256 is known here.

    `state` is the packed walk of `pages/state.py`, which names the product, or the packed
    tables of a network; it is deleted with the row when `expires_at` has passed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_sha256 = models.BinaryField(max_length=DIGEST_BYTES, unique=True)
    state = models.BinaryField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "saved check"
        verbose_name_plural = "saved checks"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("saved_at")), name="saved_check_expires_later"
            )
        ]

    def __str__(self) -> str:
        """Return the id: never the token, never the product."""
        return str(self.id)
