"""How tests run here: how many examples are generated, and no silent skips in CI."""

import os
from collections.abc import Generator

import django
import postgresql
import pytest
from hypothesis import settings

settings.register_profile("fast", deadline=None, max_examples=40, derandomize=True)
settings.register_profile("deep", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("GUBEN_HYPOTHESIS", "fast"))

# No data folder: keys are thrown away and the database is in memory. Django starts before tests/web/conftest.py,
# which imports models.
os.environ["DJANGO_SETTINGS_MODULE"] = "guben_web.config.settings"
os.environ.pop("GUBEN_DATA", None)
if os.environ.get("GUBEN_TEST_DATABASE") == "postgresql":
    os.environ["GUBEN_DATABASE_URL"] = postgresql.start()
django.setup()

# The browser is here for all tests: a second one does not start beside it.
pytest_plugins = ["web.browser"]

SKIPS_FAIL = bool(os.environ.get("CI"))


@pytest.fixture(scope="session")
def postgresql_address() -> str:
    """Start a PostgreSQL server; on a machine without one its tests are left out, but not where CI runs."""
    running = os.environ.get("GUBEN_DATABASE_URL")
    if running is None and postgresql.find_programs() is None:
        pytest.skip("These tests need a PostgreSQL server: install the package postgresql.")
    return running or postgresql.start()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with slow tests first: begun last, they would keep one core busy while the others have nothing left."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Report a test that was skipped in CI as failed."""
    report = yield
    # An expected failure is reported as skipped too, but it ran.
    if SKIPS_FAIL and report.skipped and not hasattr(report, "wasxfail"):
        fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Report a file of tests that was skipped as a whole in CI as failed."""
    report = yield
    if SKIPS_FAIL and report.skipped:
        fail(report)
    return report


def fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    assert isinstance(report.longrepr, tuple)
    _path, _line, reason = report.longrepr
    report.outcome = "failed"
    report.longrepr = f"CI allows no skipped tests. {reason}"
