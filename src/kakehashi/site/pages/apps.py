"""The app whose templates and tags Django finds."""

from django.apps import AppConfig


class Pages(AppConfig):
    """The pages of the site; it has no tables."""

    name = "kakehashi.site.pages"
    label = "pages"
