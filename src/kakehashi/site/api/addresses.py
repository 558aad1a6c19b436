"""The addresses below /api/v1/record, to which each module here adds its own."""

from ninja import Router

router = Router(tags=["record"])
