"""Results that a worker found at once, for people of three organisations."""

import pytest

from kakehashi.site.pages.supply.ask import EXAMPLE, EXAMPLE_TICKED, START


@pytest.fixture
def at_once(settings, tmp_path):
    """Do work when it is asked for, in the test's own process and folder."""
    settings.HOME = tmp_path / "home"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def a_result(at_once):
    """Return how an official asks by the form, and what comes of it: the piece's address."""

    def ask(browser, **changes):
        form = {**START, **EXAMPLE, **EXAMPLE_TICKED, "draws": "20", "cost_unit": "x", **changes}
        led = browser.post("/en/supply/semiconductors/ask/", form)
        assert led.status_code == 302, led.content.decode()
        return led.url

    return ask
