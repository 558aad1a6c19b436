"""What the pages of the record say: a day as words alone, how a row is known."""

from datetime import date
from typing import Any

from django import template

from kakehashi.answers import own_words
from kakehashi.terms.period import day_words
from kakehashi.terms.text import Lang

register = template.Library()


@register.filter
def day_text(value: date, lang: Lang) -> str:
    """Return a day as the language writes it, without markup.

    >>> day_text(date(2026, 1, 9), "en")
    '9 January 2026'
    """
    return day_words(value).into(lang)


@register.filter
def basis_of(row: Any) -> str:
    """Return how a row is known: its basis, or `own` for its writers' own words."""
    return own_words.basis_of(row)
