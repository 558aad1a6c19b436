"""The doors of the site need Django, set up as for its own tests."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakehashi.site.settings")
os.environ.setdefault("KAKEHASHI_SECRET_KEY", "a key that only tests use, and long enough for all")

import django

django.setup()
