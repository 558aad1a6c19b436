"""Fields that the other forms lack: several boxes under one question."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from kakehashi.site.pages.templatetags.fields import field
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

register = template.Library()


@register.inclusion_tag("kakehashi/council/boxes.html", takes_context=True)
def boxes(
    context: Context,
    name: str,
    label: str,
    choices: Iterable[tuple[str, Any]],
    hint: str | None = None,
) -> dict[str, Any]:
    """Return boxes to tick, each a pair of value and words; `ticked` in the context holds those on.

    `label` is words; `hint` is the key of a phrase.
    """
    lang: Lang = context["lang"]
    faults = context["form"].of(name)
    described = [f"{name}-hint"] if hint else []
    described += [f"{name}-error"] if faults else []
    return {
        "name": name,
        "label": label,
        "hint": say(hint, lang) if hint else "",
        "choices": list(choices),
        "ticked": context["ticked"].get(name, ()),
        "faults": faults,
        "described": " ".join(described),
        "lang": lang,
    }


@register.inclusion_tag("kakehashi/council/form/errors.html", takes_context=True)
def own_errors(context: Context, name: str) -> dict[str, Any]:
    """Return the faults of `name` where no field of that name stands on the page."""
    return {"name": name, "faults": context["form"].of(name), "lang": context["lang"]}


@register.inclusion_tag("kakehashi/council/boxes.html", takes_context=True)
def owner_boxes(
    context: Context, name: str, label: str, choices: Iterable[tuple[str, Any]]
) -> dict[str, Any]:
    """Return the boxes of one side's owners; owners known before are ticked under any side."""
    drawn = boxes(context, name, label, choices)
    return {**drawn, "ticked": [*drawn["ticked"], *context["ticked"].get("owners", ())]}


@register.inclusion_tag("kakehashi/council/form/field.html", takes_context=True)
def numbered(
    context: Context, how: str, start: str, n: int, end: str, key: str, **more: Any
) -> dict[str, Any]:
    """Return a field whose name and words have the number `n`."""
    label = say(key, context["lang"], n=n)
    return field(context, how, f"{start}{n}{end}", "", label=label, **more)


@register.inclusion_tag("kakehashi/council/boxes.html", takes_context=True)
def numbered_boxes(
    context: Context, start: str, n: int, end: str, key: str, choices: Iterable[tuple[str, Any]]
) -> dict[str, Any]:
    """Return boxes whose name and words have the number `n`."""
    return boxes(context, f"{start}{n}{end}", say(key, context["lang"], n=n), choices)
