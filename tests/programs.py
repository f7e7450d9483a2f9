"""What the machine must have for some tests, and the Debian package that brings it.

A test says what it needs with a marker (``needs_postgres``, ``needs_chromium``, …). On a
machine without the program it is skipped by name; with ``REITTI_TEST_STRICT=1``, which
``.ci/run`` sets after installing everything, each skip is a failure, so that a test
cannot go missing unseen.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def strict() -> bool:
    """Whether a skipped test counts as a failed one."""
    return os.environ.get("REITTI_TEST_STRICT") == "1"


def find_program(*names: str, also: str = "") -> str | None:
    """The path of the first of these programs, searched in PATH and a glob beside it."""
    for name in names:
        found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
        if found:
            return found
    # Debian keeps PostgreSQL's server programs out of PATH; the newest one is taken.
    beside = sorted(Path("/").glob(also)) if also else []
    return str(beside[-1]) if beside else None


def postgres_program(name: str) -> str | None:
    """The path of one of PostgreSQL's server programs."""
    return find_program(name, also=f"usr/lib/postgresql/*/bin/{name}")


def chromium() -> str | None:
    """The browser that the browser tests drive."""
    return find_program("chromium", "chromium-browser", "google-chrome")


def redis_server() -> str | None:
    """The server that stands for a shared lock store in tests."""
    return find_program("redis-server")


def haproxy() -> str | None:
    """The balancer before several processes."""
    return find_program("haproxy")


def squid() -> str | None:
    """The proxy that stands for a prison's in tests."""
    return find_program("squid")


def rasa_python() -> str | None:
    """The Python of Rasa's environment."""
    path = ROOT / ".venv-rasa" / "bin" / "python"
    return str(path) if path.exists() else None


@dataclass(frozen=True)
class Need:
    """A marker, what it looks for, and how a person gets it."""

    marker: str
    find: Callable[[], str | None]
    remedy: str


NEEDS = (
    Need("needs_postgres", lambda: postgres_program("initdb"), "Debian package: postgresql"),
    Need("needs_chromium", chromium, "Debian package: chromium"),
    Need("needs_redis", redis_server, "Debian package: redis-server"),
    Need("needs_haproxy", haproxy, "Debian package: haproxy"),
    Need("needs_squid", squid, "Debian package: squid"),
    Need("needs_rasa", rasa_python, "make setup"),
)
