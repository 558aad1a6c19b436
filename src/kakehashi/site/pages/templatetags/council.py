"""A day as words alone, for a phrase to be filled with."""

from datetime import date

from django import template

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
