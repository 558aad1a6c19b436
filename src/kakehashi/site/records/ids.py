"""Ids that rows of two sides can share without meeting by chance."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a new UUIDv7 (RFC 9562): sorted by the time it was made."""
    return uuid7()
