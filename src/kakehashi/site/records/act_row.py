"""Acts as stored, the head of each side's chain, and proposals."""

from django.db import models
from django.db.models import Q

from kakehashi.site.records.ids import new_id
from kakehashi.site.records.row import VISIBILITIES


class ActRow(models.Model):
    """One act of a side's chain, as `accord.act.Act` has it.

    `organisation` and the names are those of the row that the act is about, so
    that a query can tell who may see the act. A sealed act keeps only its place.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    side = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=71, unique=True)
    previous = models.CharField(max_length=71, blank=True)
    is_sealed = models.BooleanField(default=False)
    at = models.DateTimeField(null=True, blank=True)
    person = models.CharField(max_length=60, blank=True)
    post = models.CharField(max_length=120, blank=True)
    verb = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    thing = models.CharField(max_length=120, blank=True, db_index=True)
    body = models.JSONField(null=True, blank=True)
    quotes = models.CharField(max_length=71, blank=True)
    visibility = models.CharField(max_length=20, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = "act"
        verbose_name_plural = "acts"
        constraints = [
            models.UniqueConstraint(fields=["side", "number"], name="act_place_once"),
            models.CheckConstraint(
                condition=Q(visibility__in=VISIBILITIES) | Q(is_sealed=True), name="act_visibility"
            ),
        ]

    def __str__(self) -> str:
        """Return the act's place in its chain."""
        return f"{self.side}#{self.number}"


class ActName(models.Model):
    """An organisation to which an act of visibility "named" is shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    act = models.ForeignKey(ActRow, on_delete=models.CASCADE, related_name="names")
    organisation = models.CharField(max_length=120)

    class Meta:
        verbose_name = "organisation that an act names"
        verbose_name_plural = "organisations that acts name"
        constraints = [
            models.UniqueConstraint(fields=["act", "organisation"], name="act_name_once")
        ]

    def __str__(self) -> str:
        """Return the organisation."""
        return self.organisation


class ChainHead(models.Model):
    """The last act of a side's chain. Whoever appends holds this row until it is committed.

    One row has no side and no number: its digest changes when agreed words take effect
    by their day, which no act tells.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    side = models.CharField(max_length=20, unique=True)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=71, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "head of a chain"
        verbose_name_plural = "heads of chains"

    def __str__(self) -> str:
        """Return the place of the last act."""
        return f"{self.side}#{self.number}"


class ProposalRow(models.Model):
    """A text before both sides, as `accord.keys.Proposal` has it.

    `ref` is its id in acts; `text` is what the digest covers; `turned_at` holds,
    for each side whose key has turned, when. `opened_act` is the digest of the
    act that brought it. One of visibility "named" is seen by those alone whose
    endorsement is needed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=120, unique=True)
    thing = models.CharField(max_length=120, db_index=True)
    digest = models.CharField(max_length=71)
    side = models.CharField(max_length=20)
    organisation = models.CharField(max_length=120)
    visibility = models.CharField(max_length=20, default="joint")
    needed = models.JSONField()
    endorsed = models.JSONField(default=list)
    turned_at = models.JSONField(default=dict)
    state = models.CharField(max_length=20, default="proposed", db_index=True)
    effective_on = models.DateField(null=True, blank=True)
    supersedes = models.CharField(max_length=120, blank=True, db_index=True)
    text = models.JSONField()
    opened_act = models.CharField(max_length=71)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "proposal"
        verbose_name_plural = "proposals"
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=("joint", "named")), name="proposal_is_shared"
            )
        ]

    def __str__(self) -> str:
        """Return the reference: never the words."""
        return self.ref
