"""`kakehashi record check`: all that is wrong with a file of rows, before it is sent."""

from argparse import Namespace

import msgspec

from kakehashi.cli.folder import read_named
from kakehashi.terms.phrases import say

MOST_BYTES = 20_000_000


def run(asked: Namespace) -> int:
    """Return 0 where the files can stand beside the shipped record, and those of `--with`.

    What only a database can tell (whether a row is there already, whether the person may
    write it, whether its id begins with their side's code) is told when it is sent.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    from kakehashi.accord.read import read_record
    from kakehashi.answers.record_shelf import record_of

    beside = read_named(asked.beside, (), MOST_BYTES)
    files = {
        name: _inner(content)
        for name, content in read_named(asked.files, beside, MOST_BYTES).items()
    }
    onto = record_of(None, {name: _inner(content) for name, content in beside.items()})
    record = read_record(files, onto=onto, may_replace=frozenset(onto.rows))
    rows = [name for name, row in record.rows.items() if row is not onto.rows.get(name)]
    counts = {"rows": len(rows), "sources": len(record.sources) - len(onto.sources)}
    paths = ", ".join(str(path) for path in asked.files)
    print(say("record_api.checked", asked.lang, path=paths, **counts))
    return 0


def _inner(content: bytes) -> bytes:
    """Return the file of rows within what the API gave; any other content as it is."""
    try:
        value = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return content
    if isinstance(value, dict) and "format" not in value and isinstance(value.get("record"), dict):
        return msgspec.json.encode(value["record"])
    return content
