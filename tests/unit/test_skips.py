"""A test that needs a missing program is skipped by name, and never in silence under CI."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import ROOT

EXAMPLE = """
import pytest

@pytest.mark.needs_redis
def test_marked(): pass

def test_implied(redis_url): pass

def test_own_skip(): pytest.skip("not today")

@pytest.mark.xfail(strict=True)
def test_known_to_fail(): assert False

def test_plain(): pass
"""


@pytest.fixture
def run(tmp_path: Path):
    (tmp_path / "test_example.py").write_text(EXAMPLE)

    def pytest_run(strict: str) -> str:
        command = [*(sys.executable, "-m", "pytest", "-p", "tests.conftest"), "-rs", "-q"]
        done = subprocess.run(
            [*command, "--rootdir", str(tmp_path), "-p", "no:cacheprovider", str(tmp_path)],
            cwd=tmp_path,
            # Without PATH no program is found.
            env={"PATH": "", "PYTHONPATH": str(ROOT), "REITTI_TEST_STRICT": strict},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    return pytest_run


def test_a_missing_program_is_named_with_its_package(run):
    output = run("0")
    assert "needs_redis (Debian package: redis-server)" in output
    assert "1 passed, 3 skipped, 1 xfailed" in output


def test_a_skip_is_a_failure_in_ci(run):
    output = run("1")
    assert "skipped, but REITTI_TEST_STRICT=1" in output
    assert "1 passed" in output
    assert "1 xfailed" in output
    assert "skipped" not in output.splitlines()[-1]
