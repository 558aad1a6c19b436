"""The words of the site in templates: `{% say "site.title" %}`, `{% link "rules" %}`."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kakehashi.answers.council_words import time_words
from kakehashi.papers.report import is_link
from kakehashi.site.pages.walk import HERE
from kakehashi.terms.errors import Fault
from kakehashi.terms.period import MONTHS, day_words
from kakehashi.terms.phrases import say as say_phrase
from kakehashi.terms.text import Lang, Text

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, *more: str, **values: object) -> str:
    """Return a phrase in the page's language; the parts of its key are joined."""
    lang: Lang = context["lang"]
    return say_phrase("".join((key, *more)), lang, **values)


@register.simple_tag(takes_context=True)
def say_in(context: Context, lang: Lang, key: str) -> str:  # noqa: ARG001
    """Return a phrase in a language that need not be the page's."""
    return say_phrase(key, lang)


@register.simple_tag(takes_context=True)
def link(context: Context, name: str, *arguments: object) -> str:
    """Return the address of a page in the page's language."""
    return reverse(f"pages:{name}", args=(context["lang"], *arguments))


@register.simple_tag(takes_context=True)
def words(context: Context, text: Text) -> str:
    """Return a text of both languages in the page's."""
    lang: Lang = context["lang"]
    return text.into(lang)


@register.simple_tag(takes_context=True)
def fault_words(context: Context, fault: Fault) -> str:
    """Return what is wrong with a field and how to mend it, as sentences."""
    lang: Lang = context["lang"]
    told = {"what": fault.what.into(lang), "mend": fault.mend.into(lang)}
    said = {name: words[:1].upper() + words[1:] for name, words in told.items()}
    return say_phrase("site_form.sentence", lang, **said)


@register.filter
def day(value: date | None, lang: Lang) -> str:
    """Return a day as the language writes it; never an era date.

    >>> day(date(2026, 1, 9), "ja"), day(date(2026, 1, 9), "en")
    ('2026年1月9日', '9 January 2026')
    """
    if value is None:
        return "–"
    return day_words(value).into(lang)


@register.filter
def whole_days(said: str, lang: Lang) -> SafeString:
    """Return a sentence as markup in which no line ends inside a day.

    >>> whole_days("On 1 May 2026 & later.", "en")
    'On <span class="k-day">1 May 2026</span> &amp; later.'
    """
    parts = _DAY[lang].split(said)
    marked = [format_html(_WHOLE if place % 2 else "{}", part) for place, part in enumerate(parts)]
    return mark_safe("".join(marked))  # noqa: S308  every part was escaped


_WHOLE = '<span class="k-day">{}</span>'
_DAY = {
    "en": re.compile(rf"(\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}})"),
    "ja": re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日)"),
}


@register.filter
def is_address(url: str | None) -> bool:
    """Return whether `url` may stand as a link."""
    return is_link(url)


@register.filter
def part(value: str, place: int) -> str:
    """Return one part of "rulebook:rule"."""
    return value.split(":")[place]


@register.filter
def day_value(values: Any, part: str) -> str:
    """Return one part of a day for a form: what was typed, or what was given before."""
    if not values:
        return ""
    typed = [values[name] for name in (f"answer-{part}", f"as_of-{part}", part) if name in values]
    return str(typed[0]) if typed else ""


@register.filter
def origin(words: str, lang: Lang) -> str:
    """Return where a fact was read; an answer given on a page says so in words."""
    if words.startswith(f"{HERE} ("):
        return say_phrase("site_answers.from_you", lang)
    return words


@register.filter
def both_times(moment: datetime, lang: Lang) -> str:
    """Return a moment in London and in Tokyo, each with its date."""
    return time_words(moment).into(lang)
