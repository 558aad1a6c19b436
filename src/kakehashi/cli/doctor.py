"""`kakehashi doctor`: what this machine lacks, and how to mend it."""

import os
from argparse import Namespace

from kakehashi.cli.machine import Finding, examine
from kakehashi.cli.page import put, put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

LACKS = 74


def add_arguments(parser: HouseParser) -> None:
    """Add `--format`."""
    add_format_option(parser, "table", "json")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print every finding, as each is made; return 74 where something needed is lacking."""
    lang: Lang = asked.lang
    findings = []
    for finding in examine(os.environ):
        findings.append(finding)
        if asked.format == "table":
            _put(finding, lang)
    n_lacking = sum(1 for one in findings if one.is_needed and not one.is_there)
    if asked.format == "json":
        put_json([_as_json(finding, lang) for finding in findings])
    else:
        put()
        put(say("doctor.some_lack" if n_lacking else "doctor.all_well", lang, n=n_lacking))
    return LACKS if n_lacking else 0


def _put(finding: Finding, lang: Lang) -> None:
    name = say(f"doctor.{finding.name}", lang)
    put(f"{_mark(finding, lang)}  {name}: {_words(finding, lang)}", hang=4)
    if not finding.is_there:
        put(say("fault.mend", lang, text=say(f"doctor.{finding.mend}", lang)), 4)


def _mark(finding: Finding, lang: Lang) -> str:
    key = "ok" if finding.is_there else "lacks" if finding.is_needed else "optional"
    code = {"ok": "met", "lacks": "not_met", "optional": "missing"}[key]
    return f"{say(f'symbol.{code}', lang)} {say(f'doctor.{key}', lang)}"


def _words(finding: Finding, lang: Lang) -> str:
    if finding.words == "text":
        return finding.values["text"]
    return say(f"doctor.{finding.words}", lang, **finding.values)


def _as_json(finding: Finding, lang: Lang) -> dict[str, object]:
    return {
        "name": finding.name,
        "is_there": finding.is_there,
        "is_needed": finding.is_needed,
        "words": _words(finding, lang),
        "mend": None if finding.is_there else say(f"doctor.{finding.mend}", lang),
    }
