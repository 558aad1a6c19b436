"""The index over bigrams: which rows have all of some tokens, and whether it fits its table."""

from collections.abc import Sequence

from django.db import DatabaseError, connections, transaction
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

SQLITE = "SELECT rowid FROM records_row_grams WHERE records_row_grams MATCH %s"
POSTGRESQL = "string_to_array(records_rowwords.grams, ' ') @> %s"  # as the index has it


def with_all(tokens: Sequence[str], using: str = "default") -> Q:
    """Return the filter on `RowWords` for the rows that have all of `tokens`."""
    if connections[using].vendor == "sqlite":
        # each quoted: a token is a word to FTS5 and never one of its operators
        asked = " ".join(f'"{token}"' for token in tokens)
        return Q(place__in=RawSQL(SQLITE, (asked,)))  # noqa: S611  our own words, values apart
    return Q(RawSQL(POSTGRESQL, (list(tokens),), BooleanField()))  # noqa: S611


def is_index_whole(using: str = "default") -> bool:
    """Return whether the index has what its table has; PostgreSQL's own cannot differ.

    FTS5 compares every token of the index with those of the table.
    """
    if connections[using].vendor != "sqlite":
        return True
    ask = "INSERT INTO records_row_grams (records_row_grams, rank) VALUES ('integrity-check', 1)"
    try:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute(ask)
    except DatabaseError:
        return False
    return True


def fill_index(using: str = "default") -> None:
    """Make the index anew from its table, where the database does not do so itself."""
    if connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            cursor.execute("INSERT INTO records_row_grams (records_row_grams) VALUES ('rebuild')")
