"""Form fields of others (django-allauth) in our look and words."""

from typing import Any

from django import template

register = template.Library()

AUTOCOMPLETE = {
    "login": "username",
    "password": "current-password",
    "oldpassword": "current-password",
    "password1": "new-password",
    "password2": "new-password",
    "code": "one-time-code",
}


@register.filter
def widget(field: Any) -> str:
    """Return a field's control with our class, and its fault described by the fault's line."""
    is_box = getattr(field.field.widget, "input_type", "") == "checkbox"
    look = "govuk-checkboxes__input" if is_box else "govuk-input"
    attrs = {"class": look, "autocomplete": AUTOCOMPLETE.get(field.name, "off"), "placeholder": ""}
    if field.errors:
        attrs["class"] += " govuk-input--error"
        attrs["aria-describedby"] = f"{field.auto_id}-error"
    return str(field.as_widget(attrs=attrs))


@register.filter
def is_box(field: Any) -> bool:
    """Return whether a field is a checkbox."""
    return getattr(field.field.widget, "input_type", "") == "checkbox"
