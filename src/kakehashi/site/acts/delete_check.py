"""Delete a saved check, by whoever holds its link."""

from kakehashi.site.records.models import SavedCheck
from kakehashi.site.records.saved_check import Of, token_digest


def delete_check(token: str, of: Of = "product") -> bool:
    """Return whether there was a check under `token`; it is gone now."""
    return SavedCheck.objects.filter(token_sha256=token_digest(token, of)).delete()[0] > 0
