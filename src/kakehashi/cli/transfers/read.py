"""The flow file that a command names."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.cli.folder import read_named

if TYPE_CHECKING:
    from kakehashi.rules import Rulebooks
    from kakehashi.transfers import Flow


def flow_at(path: Path, rulebooks: "Rulebooks", at: datetime) -> "Flow":
    """Return the flow in the file `path`, read at `at`.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    from kakehashi.transfers import read_flow
    from kakehashi.transfers.read import CAPS

    files = read_named([path], (), CAPS.n_bytes)
    return read_flow(files, vocabulary=rulebooks.vocabulary, read_at=at)
