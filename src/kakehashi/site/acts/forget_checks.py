"""Delete the checks whose time has passed."""

from datetime import datetime

from kakehashi.site.records.models import SavedCheck


def forget_checks(*, now: datetime) -> int:
    """Return how many saved checks had expired by `now` and were deleted."""
    return SavedCheck.objects.filter(expires_at__lte=now).delete()[0]
