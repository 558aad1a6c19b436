"""The app that owns the tables."""

from django.apps import AppConfig


class Records(AppConfig):
    """The tables of the site."""

    name = "kakehashi.site.records"
    label = "records"
