"""The same data flow by library and command line gives the same answer."""

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.may_send import may_send, send_exit_code
from kakehashi.answers.send_json import send_as_json
from kakehashi.transfers import read_flow

FLOWS = Path(__file__).parents[2] / "examples/flows"
AS_OF = date(2027, 4, 1)  # the day after the support desk's contract ends


def told(answer):
    """Return the answer without the hour at which each door read the file."""
    return json.loads(re.sub(r'"read_at": "[^"]+"', '"read_at": ""', json.dumps(answer)))


@pytest.mark.parametrize("name", ["health-device.yaml"])
def test_two_doors_give_one_answer(name):
    rulebooks = shipped_rulebooks()
    files = {name: (FLOWS / name).read_bytes()}
    flow = read_flow(files, vocabulary=rulebooks.vocabulary, read_at=datetime.now(UTC))
    answer = may_send(rulebooks, flow, as_of=AS_OF)
    run = subprocess.run(
        [
            sys.executable, "-m", "kakehashi.cli.main", "transfers", "decide", FLOWS / name,
            "--as-of", str(AS_OF), "--format", "json",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.stderr == ""
    assert run.returncode == send_exit_code(answer)
    assert told(json.loads(run.stdout)) == told(send_as_json(answer))
