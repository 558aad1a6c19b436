"""The tests that touch the database run on the one that was asked for."""

import os

import pytest


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for():
    from django.db import connection

    is_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    assert connection.vendor == ("postgresql" if is_postgres else "sqlite")


def test_a_test_that_touches_the_database_is_marked_by_itself(request):
    found = [item for item in request.session.items if "django_db" in item.keywords]
    assert all(item.get_closest_marker("database") for item in found)
