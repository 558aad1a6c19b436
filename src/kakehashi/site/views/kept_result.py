"""Results that are kept as evidence, for those who may see the evidence."""

import zlib

import msgspec

from kakehashi.accord.may import Person
from kakehashi.site.records.models import KeptResult, Row
from kakehashi.site.views.permission import seen_by


class Kept(msgspec.Struct, frozen=True):
    """The file of a result, and the row of evidence by which its reader sees it."""

    evidence: str
    content: bytes


def kept_result(person: Person | None, digest: str) -> Kept | None:
    """Return the result of `digest`; None where `person` sees no evidence that it belongs to."""
    seen = Row.objects.filter(seen_by(person, Row), kind="evidence").values("ref")
    found = KeptResult.objects.filter(digest=digest, evidence__in=seen).order_by("kept_at").first()
    return None if found is None else Kept(found.evidence, zlib.decompress(found.content))


def digest_kept(evidence: str) -> str | None:
    """Return the digest of the result that a row of evidence speaks of; None for other rows.

    Only for whoever sees the row.
    """
    return KeptResult.objects.filter(evidence=evidence).values_list("digest", flat=True).first()
