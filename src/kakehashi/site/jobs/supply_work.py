"""What is lost if some provision stops, worked out in the background; its result is kept."""

from kakehashi.answers.supply_address import unpack
from kakehashi.answers.supply_file import result_file
from kakehashi.answers.supply_run import Caps, Part, answer_of, check_caps
from kakehashi.site.jobs.kernels import keep_kernels
from kakehashi.site.jobs.piece import Outcome, Piece

KIND = "supply_result"
FILE = "result.json"
CAPS = Caps(n_draws=5_000, horizon_days=1_830, n_days=1_000_000_000)  # about a minute of one core


def supply_result(piece: Piece) -> Outcome:
    """Return the file of the answer to the question that was asked.

    Raises
    ------
    InputError
        Where the question no longer fits the network, or asks too much.
    """
    question = unpack(str(piece.asked.get("question", "")))
    check_caps(question, CAPS)

    def told(done: int, total: int, part: Part) -> None:
        piece.told(done, total, f"work.supply_{part}")

    keep_kernels()
    answer = answer_of(question, told)
    part = piece.folder / "part"
    part.write_bytes(result_file(answer))
    part.replace(piece.folder / FILE)
    return Outcome(
        said="work.supply_done",
        values={"n": len(answer.told)},
        file=FILE,
        content_type="application/json",
    )
