"""Results that are kept as evidence: the file beside the row of the record."""

from django.db import models

from kakehashi.site.records.ids import new_id

MOST_REF = 200
MOST_DIGEST = 80


class KeptResult(models.Model):
    """The file of a result that a row of evidence speaks of; whoever sees the row sees it.

    `digest` is that of the result, without "sha256:"; `content` the file, compressed by
    zlib. The acts hold the row and its digests alone: the file can be made again from
    what it was made from.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    evidence = models.CharField(max_length=MOST_REF, unique=True)
    digest = models.CharField(max_length=MOST_DIGEST, db_index=True)
    content = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = "kept result"
        verbose_name_plural = "kept results"

    def __str__(self) -> str:
        """Return the digest: never what was asked."""
        return self.digest
