"""The shipped record into its rows."""

import hashlib
from datetime import UTC, datetime, time

from django.db import transaction

from kakehashi import reference
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.site.records.as_values import place_of, row_columns, search_columns
from kakehashi.site.records.models import Row, RowName, RowWords, Shipped

_NAME = "record"


def load_shipped(*, anew: bool = False) -> int:
    """Return how many shipped rows were written: none where those files were loaded before.

    A row that both sides have changed keeps their words. Belongs to no side's chain.

    Parameters
    ----------
    anew
        Load even if the files have not changed.
    """
    found = _digest()
    if not anew and Shipped.objects.filter(name=_NAME, digest=found).exists():
        return 0
    record = shipped_record()
    checked_on = record.checked_on
    at = datetime.combine(checked_on, time(), UTC) if checked_on else datetime.now(UTC)
    with transaction.atomic():
        kept = set(Row.objects.filter(is_shipped=False).values_list("ref", flat=True))
        ids = dict(Row.objects.filter(is_shipped=True).values_list("ref", "id"))
        Row.objects.filter(is_shipped=True).delete()
        rows = [
            Row(
                ref=row.id,
                is_shipped=True,
                n_written=1,
                at=at,
                **row_columns(row),
                **({"id": ids[row.id]} if row.id in ids else {}),
            )
            for row in record.rows.values()
            if row.id not in kept
        ]
        Row.objects.bulk_create(rows, batch_size=200)
        RowName.objects.bulk_create(
            RowName(row=row, organisation=name) for row in rows for name in row.body["named"]
        )
        RowWords.objects.bulk_create(
            (
                RowWords(
                    row=row, place=place_of(row.id), **search_columns(row, record.rows[row.ref])
                )
                for row in rows
            ),
            batch_size=200,
        )
        Shipped.objects.update_or_create(name=_NAME, defaults={"digest": found})
    return len(rows)


def _digest() -> str:
    names = reference.names("record")
    files = b"".join(name.encode() + b"\0" + reference.read(name) + b"\0" for name in names)
    return "sha256:" + hashlib.sha256(files).hexdigest()
