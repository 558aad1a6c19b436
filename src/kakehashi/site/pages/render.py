"""A template in the reader's language, with what every page shows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render

from kakehashi.terms.text import LANGS, Lang

OTHER: dict[Lang, Lang] = {"en": "ja", "ja": "en"}


class LangConverter:
    """The first part of every page's path."""

    regex = "en|ja"

    def to_python(self, value: str) -> Lang:
        """Return the part as a language."""
        return "ja" if value == "ja" else "en"

    def to_url(self, value: Lang) -> str:
        """Return the language as a part of a path."""
        return value


def render(
    request: HttpRequest, lang: Lang, template: str, /, status: int = 200, **shown: Any
) -> HttpResponse:
    """Return `template` in `lang`. `switch_path` in `shown` overrides where the switch leads."""
    context = {
        "lang": lang,
        "other": OTHER[lang],
        "switch_path": in_other(request.get_full_path(), lang),
        "path": request.path,
        **shown,
    }
    return django_render(request, f"kakehashi/{template}", context, status=status)


def in_other(path: str, lang: Lang) -> str:
    """Return the same place in the other language; its home where the path has none.

    >>> in_other("/en/rules/?q=a", "en")
    '/ja/rules/?q=a'
    """
    start = f"/{lang}/"
    rest = path.removeprefix(start) if path.startswith(start) else ""
    return f"/{OTHER[lang]}/{rest}"


def preferred(accept_language: str) -> Lang:
    """Return the language that an Accept-Language header prefers; English where it says neither.

    >>> preferred("fr, ja;q=0.8, en;q=0.5"), preferred("")
    ('ja', 'en')
    """
    best: Lang = "en"
    best_weight = 0.0
    for part in accept_language.split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        found = next((lang for lang in LANGS if tag.lower().split("-")[0] == lang), None)
        if found is not None and (worth := _weight(weight)) > best_weight:
            best, best_weight = found, worth
    return best


def lang_of(request: HttpRequest) -> Lang:
    """Return the language of a request: its path's, else the browser's."""
    for lang in LANGS:
        if request.path.startswith(f"/{lang}/"):
            return lang
    return preferred(request.headers.get("Accept-Language", ""))


def _weight(text: str) -> float:
    try:
        return float(text or "1")
    except ValueError:
        return 0.0
