"""Writes docs/reference from the code and the shipped data; `--check` only compares.

Everything in docs/reference comes from here: commands, settings, facts, rulebooks,
glossary and errors. `make docs` writes, `make check` compares.
"""

import argparse
import os
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs/reference"
MADE = "<!-- Written by `make docs` from {origin}: change that, not this. -->"


def main() -> int:
    """Return 0 where all is as it should be, 1 where `--check` found a difference."""
    os.environ["COLUMNS"] = "96"
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--check", action="store_true", help="compare, write nothing")
    is_check = asked.parse_args().check
    differ = []
    for name, page in PAGES.items():
        path, text = REFERENCE / name, page()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            differ.append(name)
            if not is_check:
                REFERENCE.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
    stray = sorted({path.name for path in REFERENCE.glob("*")} - set(PAGES))
    if is_check and (differ or stray):
        print(f"docs/reference is not up to date ({', '.join(differ + stray)}): run make docs")
        return 1
    if not is_check:
        print(f"docs/reference: {', '.join(differ) or 'nothing'} written anew")
    return 0


def commands() -> str:
    """Return the help of every command, in both languages."""
    from kakehashi.cli.main import parser

    english, japanese = dict(_helps(parser("en"))), dict(_helps(parser("ja")))
    lines = _top("Commands", "コマンド", "the parsers in src/kakehashi/cli")
    for name, help_text in english.items():
        lines += [f"## `{name}`", ""]
        lines += ["```text", help_text.rstrip(), "```", ""]
        lines += ["```text", japanese[name].rstrip(), "```", ""]
    return _text(lines)


def _helps(parser: Any) -> Iterator[tuple[str, str]]:
    fill = getattr(parser, "_fill", None)  # the arguments of a command wait until it is called
    if fill is not None:
        fill(parser)
    yield parser.prog, parser.format_help()
    for action in parser._actions:  # noqa: SLF001  argparse shows its commands nowhere else
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for command in action.choices.values():
                yield from _helps(command)


def settings() -> str:
    """Return the table of environment variables."""
    table = tomllib.loads((ROOT / "docs/settings.toml").read_text(encoding="utf-8"))
    lines = _top("Settings", "設定", "docs/settings.toml")
    lines += ["Environment variables; there is no other configuration.", ""]
    rows = [(f"`{name}`", s["default"], s["en"], s["ja"]) for name, s in table.items()]
    return _text(lines + _table(("name", "default", "meaning", "意味"), rows))


def facts() -> str:
    """Return the facts vocabulary, by group, and the open questions."""
    from kakehashi.answers import shipped_rulebooks

    vocabulary = shipped_rulebooks().vocabulary
    lines = _top("Facts", "事実の語彙", "src/kakehashi/reference/facts")
    for group, members in groupby(sorted(vocabulary.facts, key=lambda f: f.group), _group):
        lines += [f"## {group}", ""]
        rows = [
            (f"`{f.id}`", f.kind + _members(f), _holds(f), f.question.en, f.question.ja)
            for f in members
        ]
        lines += [*_table(("fact", "type", "holds for", "question", "質問"), rows), ""]
    lines += ["## Open questions / 未解決の論点", ""]
    lines += ["No text that we have read settles these. Nobody is asked them.", ""]
    rows = [(f"`{q.id}`", q.text.en, q.text.ja, str(q.noted_on)) for q in vocabulary.open_questions]
    return _text(lines + _table(("id", "question", "論点", "noted on"), rows))


def _group(fact: Any) -> str:
    return str(fact.group)


def _members(fact: Any) -> str:
    return ": " + ", ".join(f"`{m.id}`" for m in fact.members) if fact.members else ""


def _holds(fact: Any) -> str:
    return "" if fact.holds_days is None else f"{fact.holds_days} days"


def rulebooks() -> str:
    """Return every shipped rulebook with its rules and sources, the recognitions and the gaps."""
    from kakehashi.answers import shipped_rulebooks

    shipped = shipped_rulebooks()
    lines = _top("Rulebooks", "規則集", "src/kakehashi/reference/rulebooks")
    for book in shipped.books:
        lines += [*_rulebook(book), ""]
    lines += ["## Recognitions / 承認", ""]
    rows = [
        (f"`{r.id}`", r.text.en, r.text.ja, r.article.en, r.article.ja, _days(r.period), r.basis)
        for r in shipped.recognitions
    ]
    lines += _table(("id", "text", "内容", "article", "条項", "in force", "basis"), rows)
    lines += ["", "## Not covered / 対象としていない分野", ""]
    rows = [
        (gap.country, gap.text.en, gap.text.ja, gap.basis)
        for part in shipped.coverage
        for gap in part.not_covered
    ]
    return _text(lines + _table(("country", "field", "分野", "basis"), rows))


def _rulebook(book: Any) -> list[str]:
    lines = [f"## {book.title.en} / {book.title.ja}", ""]
    lines += [
        (
            f"`{book.id}`: {book.force}, {book.country}; "
            f"{book.regulator.en} / {book.regulator.ja}; in force {_days(book.period)}; "
            f"checked on {book.checked_on}, to be checked again by {book.review_on}."
        ),
        "",
    ]
    rows = [
        (
            f"`{rule.id}`",
            rule.article.en,
            rule.article.ja,
            rule.title.en,
            rule.title.ja,
            rule.status + ("" if rule.is_wording_checked else ", wording not checked"),
            rule.basis,
            _days(rule.period),
        )
        for rule in book.rules
    ]
    heads = ("rule", "article", "条項", "title", "題名", "status", "basis", "in force")
    lines += _table(heads, rows)
    lines += ["", "Sources:", ""]
    return lines + [
        f"- `{source.id}` ({source.kind}): {source.title}. Read: {source.read}"
        + (f". <{source.url}>" if source.url else "")
        for source in book.sources
    ]


def _days(period: Any) -> str:
    starts = f"from {period.starts}" if period.starts else ""
    ends = f"until the day before {period.ends}" if period.ends else ""
    return " ".join(filter(None, (starts, ends))) or "without limit"


def glossary() -> str:
    """Return every word with its meaning in both languages."""
    from kakehashi.terms.glossary import glossary as terms

    lines = _top("Glossary", "用語集", "src/kakehashi/terms/glossary.toml")
    for term in sorted(terms().values(), key=lambda term: term.word.en.casefold()):
        lines += [f"## {term.word.en} / {term.word.ja}", ""]
        lines += [term.meaning.en, "", term.meaning.ja, ""]
        if term.not_en or term.not_ja:
            lines += [f"Not: {', '.join((*term.not_en, *term.not_ja))}.", ""]
        code = f" In code: `{term.python}`." if term.python else ""
        lines += [f"Source: {term.source}.{code}", ""]
    return _text(lines)


def errors() -> str:
    """Return the tree of errors with exit codes and HTTP statuses."""
    from kakehashi.terms.errors import EXIT_CODE, HTTP_STATUS

    lines = _top("Errors", "エラー", "src/kakehashi/terms/errors.py")
    rows = [
        (f"`{kind.__name__}`", str(EXIT_CODE[kind]), str(HTTP_STATUS[kind]), _first(kind))
        for kind in EXIT_CODE
    ]
    lines += [
        *_table(("error", "exit code", "HTTP status", "meaning"), rows),
        "",
        "An answer is no error: exit codes 0 to 3 tell it (0 all law met, 1 something not met,",
        "2 evidence missing, 3 not established).",
        "",
        "Every door tells an error in one shape, all its faults at once:",
        "",
        "```json",
        '{"error": "InputError", "faults": [',
        '  {"code": "...", "what": "...", "where": "file:line", "expected": "...", "mend": "..."}',
        "]}",
        "```",
    ]
    return _text(lines)


def _first(kind: type) -> str:
    return (kind.__doc__ or "").split("\n")[0]


def _top(english: str, japanese: str, origin: str) -> list[str]:
    return [f"# {english} / {japanese}", "", MADE.format(origin=origin), ""]


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    cells = [heads, tuple("---" for _ in heads), *rows]
    return ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in cells]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _text(lines: list[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "settings.md": settings,
    "facts.md": facts,
    "rulebooks.md": rulebooks,
    "glossary.md": glossary,
    "errors.md": errors,
}

if __name__ == "__main__":
    sys.exit(main())
