"""An answer as the file `supply-result/1`, back from it, and whether a rerun finds the same."""

from typing import Any

import msgspec

from kakehashi import __version__
from kakehashi.answers.faults import a_fault
from kakehashi.answers.shares import shipped_network
from kakehashi.answers.supply_run import (
    Answer,
    Question,
    Told,
    answer_of,
    digests_of,
    plain_question,
    question_of,
)
from kakehashi.supply.share_files import (
    measures_file,
    mended_of,
    plain_result,
    scenario_file,
    stressed_of,
)
from kakehashi.terms.errors import InputError
from kakehashi.terms.faults import printable
from kakehashi.terms.plain import Plain

FORMAT = "supply-result/1"
MOST_BYTES = 64 * 2**20


class Rerun(msgspec.Struct, frozen=True, kw_only=True):
    """A result run again: what its file says of it, and what was found now."""

    then: dict[str, Any]  # digests that the file states
    held: str  # digest of the result that it holds
    now: dict[str, Any]
    version_then: str
    version_now: str

    @property
    def is_same(self) -> bool:
        """Whether the same was found, and stands in the file."""
        return bool(self.then["result"] == self.now["result"] == self.held)

    @property
    def is_whole(self) -> bool:
        """Whether the file holds the result whose digest it states."""
        return bool(self.then["result"] == self.held)

    @property
    def is_same_network(self) -> bool:
        """Whether the network says today what it said then."""
        return bool(self.then["network"] == self.now["network"])


class _File(msgspec.Struct, frozen=True, kw_only=True):
    kakehashi: str
    version: str
    digests: dict[str, Any]
    question: dict[str, Any]
    stress: list[dict[str, Any]]
    mend: list[dict[str, Any]]
    holders: list[dict[str, Any]]


def result_file(answer: Answer) -> bytes:
    """Return an answer as JSON: question, digests, all that was found, names in both languages."""
    network = shipped_network(answer.question.network)
    ids = (*network.input_of, *network.provider_of)
    return msgspec.json.encode(
        {
            "kakehashi": FORMAT,
            "version": answer.version,
            "digests": digests_of(answer),
            "question": plain_question(answer.question),
            "stress": [plain_result(one) for one in answer.told],
            "mend": [plain_result(one) for one in answer.mended],
            "holders": list(answer.holders),
            "names": {one: msgspec.to_builtins(network.name_of(one)) for one in ids},
        }
    )


def read_result(name: str, content: bytes) -> tuple[Answer, dict[str, Any]]:
    """Return the answer that a file of a result holds, and the digests that it states.

    Raises
    ------
    InputError
        Where it is none, or its question is at fault.
    """
    read = _read(name, content)
    question = question_of(Plain(f"{name} question", read.question))
    try:
        answer = Answer(
            question=question,
            told=tuple(map(stressed_of, read.stress)),
            mended=tuple(map(mended_of, read.mend)),
            holders=tuple(read.holders),
            network_digest=read.digests["network"],
            version=read.version,
        )
    except (msgspec.ValidationError, ValueError) as error:
        raise InputError(_none(name, str(error))) from None
    return answer, read.digests


def rerun(name: str, content: bytes, told: Told | None = None) -> Rerun:
    """Return what the question of a result's file gives now, beside what the file states.

    Raises
    ------
    InputError
        Where it is no such file, or its question no longer fits the network.
    """
    then, stated = read_result(name, content)
    return Rerun(
        then=stated,
        held=digests_of(then)["result"],
        now=digests_of(answer_of(then.question, told)),
        version_then=then.version,
        version_now=__version__,
    )


def _read(name: str, content: bytes) -> _File:
    if len(content) > MOST_BYTES:
        raise InputError(_none(name, f"> {MOST_BYTES // 2**20} MiB"))
    try:
        read = msgspec.json.decode(content, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(_none(name, str(error))) from None
    stated = read.digests.get("result"), read.digests.get("network")
    if read.kakehashi != FORMAT or not all(isinstance(one, str) for one in stated):
        raise InputError(_none(name, read.kakehashi))
    return read


def _none(name: str, why: str) -> Any:
    return a_fault("no_result_file", name, why=printable(why), wanted=FORMAT)


def question_files(question: Question) -> dict[str, bytes]:
    """Return the scenarios and measures of a question as YAML files, by name."""
    files = {
        f"scenario-{at}.yaml": _yaml(scenario_file(one))
        for at, one in enumerate(question.scenarios, 1)
    }
    if question.measures is not None:
        files["measures.yaml"] = _yaml(measures_file(question.measures))
    return files


def _yaml(value: Any) -> bytes:
    import yaml

    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100).encode()


def commands_of(question: Question) -> tuple[str, ...]:
    """Return the command lines that give an answer again, from its file or from the scenarios.

    The language of what they print is the reader's own.
    """
    scenarios = " ".join(
        f"--scenario scenario-{at + 1}.yaml" for at in range(len(question.scenarios))
    )
    found = ["kakehashi supply rerun result.json",
             f"kakehashi supply stress {question.network} {scenarios}"]  # fmt: skip
    if question.measures is not None:
        found.append(
            f"kakehashi supply mend {question.network} measures.yaml "
            f"--budget {question.budget:g} --loss {question.by} {scenarios}"
        )
    return tuple(found)
