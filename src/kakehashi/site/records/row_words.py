"""What search reads of a row: its words folded, and their bigrams, which the database indexes."""

from django.db import models

from kakehashi.site.records.ids import new_id
from kakehashi.site.records.row import Row


class RowWords(models.Model):
    """The words of one row as search compares them.

    `titled` are those of its titles, `searched` all of them; `grams` are the tokens of
    `searched`. SQLite indexes `grams` by the FTS5 table `records_row_grams`, which triggers
    keep; `place` is its key there. PostgreSQL has a GIN index over them. What says who sees
    the row and how new it is stands here as in the row, so that a search reads one table.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    row = models.OneToOneField(Row, on_delete=models.CASCADE, related_name="words")
    place = models.BigIntegerField(unique=True)
    ref = models.CharField(max_length=120)
    side = models.CharField(max_length=20, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    visibility = models.CharField(max_length=20)
    at = models.DateTimeField()
    on = models.DateField(null=True, blank=True)
    titled = models.TextField(blank=True)
    searched = models.TextField(blank=True)
    grams = models.TextField(blank=True)

    class Meta:
        verbose_name = "words of a row"
        verbose_name_plural = "words of rows"

    def __str__(self) -> str:
        """Return the reference of the row: never the words."""
        return self.ref
