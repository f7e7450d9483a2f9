"""Skips, and the servers that every folder of tests may ask for."""

from __future__ import annotations

from collections.abc import Generator
from importlib.util import find_spec

import pytest
from hypothesis import settings

from bot.casework.ports import scope
from tests.programs import NEEDS, strict
from tests.servers import FIXTURE_NEEDS, postgres_database, postgres_url, redis_url

__all__ = ["postgres_database", "postgres_url", "redis_url"]

# Tests ask the database in nobody's name; a request has the scope of whoever sends it.
scope._seeing.set(scope.EVERYBODY)

# They run in Rasa's environment (`make test-components`), where this file is not read.
collect_ignore = [] if find_spec("rasa") else ["unit/rasa_components"]

# A busy machine is no bug: no deadline. Where a failure stops others, the same examples
# are tried each time; elsewhere new ones may find something.
settings.register_profile("reitti", deadline=None, derandomize=strict())
settings.load_profile("reitti")


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known."""
    for need in NEEDS:
        config.addinivalue_line("markers", f"{need.marker}: {need.remedy}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, by name, what this machine lacks a program for."""
    missing = {need.marker: need for need in NEEDS if need.find() is None}
    for item in items:
        fixtures: list[str] = getattr(item, "fixturenames", [])
        implied = {FIXTURE_NEEDS[name] for name in fixtures if name in FIXTURE_NEEDS}
        for marker, need in missing.items():
            if marker in implied or item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"{marker} ({need.remedy})"))


def _skip_is_failure(report: pytest.TestReport | pytest.CollectReport) -> None:
    if strict() and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but REITTI_TEST_STRICT=1: {report.longrepr}"


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under .ci/run everything is installed: a skip hides a test."""
    report = yield
    _skip_is_failure(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that skips itself."""
    report = yield
    _skip_is_failure(report)
    return report
