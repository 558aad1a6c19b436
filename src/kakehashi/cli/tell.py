"""Errors told to the person at the terminal, or to the program that reads it."""

import json
import os
import sys
import traceback

from kakehashi.cli.wide import wrap
from kakehashi.terms.errors import KakehashiError, as_json
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

COLUMNS = 80


def tell(error: KakehashiError, lang: Lang, *, is_json: bool) -> None:
    """Print every fault of `error` on the standard error output, in `lang`.

    As the one JSON shape where `is_json`, else as text: where, what, what was
    expected, how to mend it.
    """
    if is_json:
        shown = json.dumps(as_json(error, lang), ensure_ascii=False, indent=2)
        print(shown, file=sys.stderr)
        return
    for fault in error.faults:
        head = say("fault.head", lang, where=fault.where, what=fault.what.into(lang))
        for line in wrap(head, COLUMNS):
            print(line, file=sys.stderr)
        for key, text in (("expected", fault.expected), ("mend", fault.mend)):
            for line in wrap(say(f"fault.{key}", lang, text=text.into(lang)), COLUMNS - 2):
                print("  " + line, file=sys.stderr)
    if len(error.faults) > 1:
        print(say("fault.count", lang, n=len(error.faults)), file=sys.stderr)


def tell_unforeseen(error: Exception, lang: Lang, *, is_json: bool) -> None:
    """Print that the program itself failed; its trail only where KAKEHASHI_DEBUG is 1."""
    what = f"{type(error).__name__}: {error}"[:500]
    if is_json:
        fault = {
            "code": "internal",
            "what": what,
            "where": "kakehashi",
            "expected": say("fault.internal_expected", lang),
            "mend": say("fault.internal_mend", lang),
        }
        shown = {"error": "InternalError", "faults": [fault]}
        print(json.dumps(shown, ensure_ascii=False, indent=2), file=sys.stderr)
    else:
        for line in wrap(say("fault.internal", lang, what=what), COLUMNS):
            print(line, file=sys.stderr)
        for line in wrap(say("fault.internal_mend", lang), COLUMNS - 2):
            print("  " + line, file=sys.stderr)
    if os.environ.get("KAKEHASHI_DEBUG") == "1":
        traceback.print_exception(error)
