"""Keep the file of a result as evidence of a promise."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from kakehashi.accord.may import Person
from kakehashi.site.acts.attach_evidence import attach_evidence
from kakehashi.site.records.models import KeptResult


def keep_result(
    person: Person,
    of: Sequence[str],
    evidence: Mapping[str, Any],
    source: Mapping[str, Any],
    result: tuple[str, bytes],
    *,
    now: datetime,
    post: str = "",
) -> str:
    """Return the id of the evidence that bears on the rows `of` and keeps the result.

    Parameters
    ----------
    evidence, source
        As `attach_evidence`; its basis is `inference`: a result is reasoned from its
        figures and assumptions.
    result
        Its digest, without "sha256:", and its file.

    Raises
    ------
    InputError, ActRefusedError
        As `attach_evidence`; then nothing is kept.
    """
    digest, content = result
    with transaction.atomic():
        told = {"basis": "inference", **evidence}
        name = attach_evidence(person, of, told, source, now=now, post=post)
        KeptResult.objects.create(
            evidence=name, digest=digest, content=zlib.compress(content, 9), kept_at=now
        )
    return name
