"""Delete what has expired; run at every start, and from cron if wished."""

from django.utils import timezone

from kakehashi.site.acts.forget_checks import forget_checks


def forget_expired() -> int:
    """Return how many saved checks were deleted because their time has passed."""
    return forget_checks(now=timezone.now())
