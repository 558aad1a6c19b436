"""Every way out of the site: all addresses filled in, and what comes back as plain text."""

import html
import io
import itertools
import re
import zipfile

from django.urls import URLResolver, get_resolver
from pypdf import PdfReader

PART = re.compile(r"<(?:(\w+):)?(\w+)>")
LANGS = ("en", "ja")
NOBODY = "00000000-0000-7000-8000-000000000000"
PAPERS = ("agenda", "minutes", "statement", "commitments", "brief")
FORMS = ("json", "docx", "pdf", "csv", "ics", "atom")
# what stands for a part of an address that names no row; a new one is to be said here
STANDS_FOR = {
    "paper": PAPERS,
    "form": FORMS,
    "token": ("x" * 43,),
    "work": (NOBODY,),
    "pk": ("1",),
    "key": ("x",),
    "provider_id": ("x",),
    "path": ("kakehashi/site.css",),
    "network": ("semiconductors",),
    "part": ("wafers",),
    "digest": ("0" * 64,),
    "event": ("wafers-2011",),
    "file": ("relations.csv", "relations.json", "chokepoints.svg", "compared.csv"),
}
PAPERS_OF = ("council-2025", "council-2024")  # rows of which each paper is asked in each form
PRINTED_ONCE = "agenda"  # all papers are set by one function: one PDF a reader is enough


def routes(patterns=None, before=""):
    """Yield every address that the site has, with its parts unfilled."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        told = str(one.pattern).replace("^", "").replace("\\Z", "").replace("$", "")
        if type(one.pattern).__name__ == "LocalePrefixPattern":
            told = "<lang:lang>/"
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, before + told)
        else:
            yield f"/{before}{told}"


def filled(route, refs, names):
    """Yield `route` with its parts filled: by the rows `refs`, sources `names`, each language."""
    parts = {name: kind for kind, name in PART.findall(route)}
    choices = {}
    if {"prefix", "slug"} <= set(parts):
        rows = [dict(zip(("prefix", "slug"), ref.split(":"), strict=True)) for ref in refs]
    elif "slug" in parts:
        rows = [{"slug": ref.partition(":")[2]} for ref in refs]
    elif "ref" in parts:
        rows = [{"ref": ref} for ref in refs]
    else:
        rows = [{}]
    for name in set(parts) - {"prefix", "slug", "ref", "lang"}:
        if name == "name":
            choices[name] = PAPERS if "form" in parts else names
        elif name == "kind":
            choices[name] = ("publish", "commitment")
        else:
            choices[name] = STANDS_FOR[name]
    turns, every = itertools.cycle(LANGS), list(itertools.product(*choices.values()))
    others = itertools.cycle(every)
    wanted = [
        (row, values)
        for row in rows
        for values in (every if not row or row.get("slug") in PAPERS_OF else (next(others),))
    ]
    for row, values in wanted:
        given = row | dict(zip(choices, values, strict=True))
        # each row in one language, and what has none of its own in both
        for lang in (next(turns),) if row else LANGS if "lang" in parts else ("",):
            yield PART.sub(
                lambda part, lang=lang, given=given: (given | {"lang": lang})[part[2]], route
            )


def _written(route, given):
    return PART.sub(lambda part: given[part[2]], route)


def is_too_long(address):
    """Return whether an address gives a PDF of which another is looked at in its place."""
    return "pdf" in address and PRINTED_ONCE not in address


def text_of(response):
    """Return all that an answer says: its headers, its bytes as text, with and without tags."""
    content = b"".join(response) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    head = str(dict(response.headers))
    return head + text_in(content, kind)


def text_in(content, kind):
    """Return the text in the bytes of a page or paper."""
    if "wordprocessingml" in kind or content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(name) for name in packed.namelist())
    elif "pdf" in kind:
        pages = PdfReader(io.BytesIO(content)).pages
        return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    raw = html.unescape(content.decode("utf-8", "replace"))
    # calendars fold their lines, and a text may be marked piece by piece
    return raw + raw.replace("\r\n ", "") + re.sub(r"<[^>]*>", "", raw)
