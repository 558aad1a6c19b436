"""Delete a saved check, by whoever holds its link."""

import hashlib

from kakehashi.site.records.models import SavedCheck


def delete_check(token: str) -> bool:
    """Return whether there was a check under `token`; it is gone now."""
    digest = hashlib.sha256(token.encode()).digest()
    return SavedCheck.objects.filter(token_sha256=digest).delete()[0] > 0
