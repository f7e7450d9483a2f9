"""Throw-away servers for tests. Each one dies with the test run, however that ends."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.certificates import Certificate
from tests.programs import postgres_program, redis_server, squid

START_TIMEOUT = 30.0
PR_SET_PDEATHSIG = 1

# Nothing in a throw-away server must outlive a power cut, so nothing waits for the disk.
FAST_POSTGRES = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "100",
}


def free_port() -> int:
    """A port of the loopback interface that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def die_with_parent() -> None:
    """Run in the child: the kernel ends it when the test run is gone."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _unprivileged() -> dict[str, object]:
    """PostgreSQL refuses to run as root: its own user starts it then."""
    if os.geteuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _wait(process: subprocess.Popen[bytes], answers: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if answers():
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args} did not start:\n{log.read_text()[-2000:]}")


def _stop(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    process.send_signal(how)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _encrypted(certificate: Certificate | None, home: Path) -> dict[str, str]:
    """PostgreSQL takes a key of its own alone, so it gets a copy."""
    if certificate is None:
        return {}
    for name, path in (("cert", certificate.chain), ("key", certificate.key)):
        copy = Path(shutil.copy(path, home / f"{name}.pem"))
        copy.chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(copy, "postgres", "postgres")
    files = {f"ssl_{name}_file": str(home / f"{name}.pem") for name in ("cert", "key")}
    return {"ssl": "on", **files}


@contextmanager
def run_postgres(certificate: Certificate | None = None) -> Iterator[str]:
    """A PostgreSQL server on a Unix socket and a random loopback port; yields its URL. With a
    certificate it speaks TLS to whoever asks for it."""
    initdb, postgres = postgres_program("initdb"), postgres_program("postgres")
    assert initdb and postgres, "mark the test with needs_postgres"
    # Not pytest's tmp_path: only its owner may enter that, and the server is another user.
    home = Path(tempfile.mkdtemp(prefix="reitti-pg-"))
    try:
        user = _unprivileged()
        if user:
            shutil.chown(home, "postgres", "postgres")
        data, log = home / "data", home / "log"
        log.touch()
        subprocess.run(
            [
                *(initdb, "-D", data, "-U", "reitti", "-A", "trust"),
                *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
            ],
            cwd=home,
            check=True,
            stdout=subprocess.DEVNULL,
            **user,
        )
        port = free_port()
        settings = {**FAST_POSTGRES, **_encrypted(certificate, home)}
        options = [f"-c{name}={value}" for name, value in settings.items()]
        url = f"postgresql://reitti@127.0.0.1:{port}/postgres"

        def answers() -> bool:
            try:
                psycopg.connect(url, connect_timeout=2).close()
            except psycopg.OperationalError:
                return False
            return True

        with log.open("wb") as output:
            process = subprocess.Popen(
                [postgres, "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", home, *options],
                cwd=home,
                stdout=output,
                stderr=output,
                preexec_fn=die_with_parent,
                **user,
            )
        try:
            _wait(process, answers, log)
            yield url
        finally:
            _stop(process, signal.SIGINT)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def run_redis() -> Iterator[str]:
    """A Redis server that keeps nothing on disk; yields its URL."""
    program = redis_server()
    assert program, "mark the test with needs_redis"
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="reitti-redis-") as home:
        log = Path(home) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [program, "--bind", "127.0.0.1", "--port", str(port), "--save", ""],
                cwd=home,
                stdout=output,
                stderr=output,
                preexec_fn=die_with_parent,
            )

        def answers() -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        try:
            _wait(process, answers, log)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            _stop(process, signal.SIGTERM)


SQUID = """
http_port 127.0.0.1:{port}
visible_hostname prison
pid_filename none
pinger_enable off
cache deny all
shutdown_lifetime 0 seconds
coredump_dir {home}
hosts_file {home}/hosts
cache_log {home}/cache.log
logformat asked %>Hs %Ss %rm %ru
access_log stdio:{home}/access.log asked
{rules}
http_access deny all
"""


@contextmanager
def run_squid(rules: str) -> Iterator[tuple[str, Path]]:
    """A proxy that lets through what the rules say and nothing else; its address and its log."""
    program = squid()
    assert program, "mark the test with needs_squid"
    # Squid gives up root's rights, so its folder is its own.
    home, port = Path(tempfile.mkdtemp(prefix="reitti-squid-")), free_port()
    try:
        (home / "squid.conf").write_text(SQUID.format(port=port, home=home, rules=rules))
        (home / "access.log").touch()
        (home / "hosts").write_text("127.0.0.1 reitti.test\n")
        if os.geteuid() == 0:
            for path in (home, *home.iterdir()):
                shutil.chown(path, "proxy", "proxy")
        log = home / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [program, "-N", "-f", home / "squid.conf"],
                cwd=home,
                stdout=output,
                stderr=output,
                preexec_fn=die_with_parent,
            )

        def answers() -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        try:
            _wait(process, answers, log)
            yield f"127.0.0.1:{port}", home / "access.log"
        finally:
            _stop(process, signal.SIGTERM)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the test run.

    Tests that write want ``postgres_database``: an empty database of their own.
    """
    with run_postgres() as url:
        yield url


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """The URL of a new, empty database on the test run's PostgreSQL server."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(urlsplit(postgres_url)._replace(path=f"/{name}"))
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of a Redis server that lives as long as the test run."""
    with run_redis() as url:
        yield url


# A test that asks for a server needs its program: no test has to say it twice.
FIXTURE_NEEDS = {
    "postgres_url": "needs_postgres",
    "postgres_database": "needs_postgres",
    "redis_url": "needs_redis",
}
