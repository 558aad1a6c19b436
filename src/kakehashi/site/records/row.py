"""Rows of the record: one table for every kind, and the organisations that a row names."""

from django.db import models
from django.db.models import Q

from kakehashi.site.records.ids import new_id

VISIBILITIES = ("organisation", "named", "side", "joint", "public")


class Row(models.Model):
    """One row of the record. `body` is what `accord.record.row_of` reads back.

    What stands beside the body is either its own (`parent`, titles, days: for
    queries) or not part of the words. `side` is empty for the shipped record.
    `sources` are those of the row that the shipped record lacks. `state` is empty,
    or where both sides' words stand: "effective", "superseded"; `proposal` is the
    one that brought them. `n_written` counts the writes of its own side;
    `version` those and the agreed changes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40, db_index=True)
    side = models.CharField(max_length=20, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    visibility = models.CharField(max_length=20, default="organisation")
    body = models.JSONField()
    sources = models.JSONField(default=list)
    parent = models.CharField(max_length=120, blank=True, db_index=True)
    title_en = models.TextField(blank=True)
    title_ja = models.TextField(blank=True)
    on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True, db_index=True)
    state = models.CharField(max_length=20, blank=True)
    proposal = models.CharField(max_length=120, blank=True)
    is_shipped = models.BooleanField(default=False)
    digest = models.CharField(max_length=71)
    n_written = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "row of the record"
        verbose_name_plural = "rows of the record"
        indexes = [models.Index(fields=["visibility", "side", "organisation"], name="row_seen")]
        constraints = [
            models.CheckConstraint(condition=Q(visibility__in=VISIBILITIES), name="row_visibility")
        ]

    def __str__(self) -> str:
        """Return the reference: never the words."""
        return self.ref


class RowName(models.Model):
    """An organisation to which a row of visibility "named" is shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    row = models.ForeignKey(Row, on_delete=models.CASCADE, related_name="names")
    organisation = models.CharField(max_length=120)

    class Meta:
        verbose_name = "organisation that a row names"
        verbose_name_plural = "organisations that rows name"
        constraints = [
            models.UniqueConstraint(fields=["row", "organisation"], name="row_name_once")
        ]

    def __str__(self) -> str:
        """Return the organisation."""
        return self.organisation


class RowMark(models.Model):
    """A side's own handling marking of a row and its retention date; never the other side's.

    `ground` is the id of the ground on which the side says that it withholds the row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=120)
    side = models.CharField(max_length=20)
    handling = models.CharField(max_length=200, blank=True)
    retain_until = models.DateField(null=True, blank=True)
    ground = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = "marking of a row"
        verbose_name_plural = "markings of rows"
        constraints = [models.UniqueConstraint(fields=["ref", "side"], name="row_mark_once")]

    def __str__(self) -> str:
        """Return whose marking of which row."""
        return f"{self.side} {self.ref}"


class Shipped(models.Model):
    """Which shipped record was loaded last: the digest of its files."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=71)

    class Meta:
        verbose_name = "shipped record"
        verbose_name_plural = "shipped records"

    def __str__(self) -> str:
        """Return the digest."""
        return self.digest
