"""What every test stands under: its own folder, hypothesis profiles, no skips in CI, markers."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest

MAY_SKIP = os.environ.get("KAKEHASHI_NO_SKIPS", "") in {"", "0"}
DATABASE_FIXTURES = frozenset(
    {
        "db",
        "transactional_db",
        "django_db_reset_sequences",
        "django_db_serialized_rollback",
        "django_db_setup",
        "live_server",
    }
)

# The user's own settings and files are no part of a test. DATABASE_URL stays: `make test` sets it.
for _name in ("SECRET_KEY", "ALLOWED_HOSTS", "HTTPS", "DEBUG", "SIDES"):
    os.environ.pop(f"KAKEHASHI_{_name}", None)
os.environ["KAKEHASHI_HOME"] = _home = tempfile.mkdtemp(prefix="kakehashi-tests-")
(Path(_home) / "static").mkdir()  # where `site up` collects; WhiteNoise warns without it
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["DJANGO_SETTINGS_MODULE"] = "kakehashi.site.settings"

hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev" if MAY_SKIP else "ci"))


def pytest_configure() -> None:
    from django.conf import settings

    assert settings.ROOT_URLCONF  # read now; pytest-django then sets Django up


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if item.get_closest_marker("django_db") or not DATABASE_FIXTURES.isdisjoint(fixtures):
            item.add_marker("database")
        if "property" in item.path.parts:
            item.add_marker("property")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        _refuse(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped:
        _refuse(report)
    return report


def _refuse(report: pytest.TestReport | pytest.CollectReport) -> None:
    """With KAKEHASHI_NO_SKIPS=1 a test that would skip fails, and says why it would have."""
    if not MAY_SKIP:
        report.outcome = "failed"
        report.longrepr = f"nothing may skip here, and this would have: {report.longrepr}"
