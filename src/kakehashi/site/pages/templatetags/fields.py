"""The fields of the record's forms: label, hint, faults and control, told together."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context

from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

register = template.Library()

_TEMPLATE = "kakehashi/council/form/field.html"


@register.inclusion_tag(_TEMPLATE, takes_context=True)
def field(context: Context, how: str, name: str, key: str, **more: Any) -> dict[str, Any]:
    """Return one field: `how` is line, area, pick, radios, tick or day.

    `more` can be `hint` (the key of a phrase), `words` (the language typed in it),
    `choices` (pairs of value and words), `rows`, `short`, `label` (words instead of a phrase).
    """
    lang: Lang = context["lang"]
    form = context["form"]
    hint = more.pop("hint", None)
    faults = form.of(name)
    described = [f"{name}-hint"] if hint else []
    described += [f"{name}-error"] if faults else []
    parts = {part: form.values.get(f"{name}-{part}", "") for part in ("year", "month", "day")}
    return {
        "how": how,
        "name": name,
        "label": more.pop("label", None) or say(key, lang),
        "hint": say(hint, lang) if hint else "",
        "value": form.values.get(name, ""),
        "parts": parts,
        "faults": faults,
        "described": " ".join(described),
        "lang": lang,
        **more,
    }


@register.inclusion_tag("kakehashi/council/form/summary.html", takes_context=True)
def summary(context: Context) -> dict[str, Any]:
    """Return all faults of the page's form, each leading to its field."""
    lang: Lang = context["lang"]
    first = "year" if lang == "ja" else "day"
    days: tuple[str, ...] = tuple(context.get("day_fields") or ())
    lines = [
        {"fault": one.fault, "target": f"{one.field}-{first}" if one.field in days else one.field}
        for one in context["form"].faults
    ]
    return {"lines": lines, "lang": lang}


@register.filter
def worded(choices: Iterable[str], lang: Lang) -> list[tuple[str, str]]:
    """Return codes of the record with the words for them."""
    return [(choice, say(f"council_value.{choice}", lang)) for choice in choices]


@register.filter
def at(values: Mapping[str, Any], name: str) -> Any:
    """Return the value under `name`; None where there is none."""
    return values.get(name)


@register.filter
def faults_at(form: Any, name: str) -> Any:
    """Return the faults of one field of `form`."""
    return form.of(name)
