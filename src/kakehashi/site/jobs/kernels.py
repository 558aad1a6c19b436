"""Where the site keeps the kernels that it compiles."""

import os
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def keep_kernels() -> None:
    """Let compiled kernels be kept in KAKEHASHI_HOME where the package's folder is read-only."""
    from kakehashi import supply

    if not os.access(Path(supply.__file__).parent, os.W_OK):
        supply.keep_kernels_in(str(settings.HOME / "kernels"))
