"""Nothing calls out: in a network that has only loopback everything works, and every address
that any process asked for is on loopback."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import ROOT

pytestmark = [pytest.mark.needs_rasa, pytest.mark.timeout(240)]
CLOSED = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$0" "$@"']
LOOPBACK = ("('127.0.0.1'", "('::1'", "'127.0.0.1'", "'localhost'", "b'127.0.0.1'", "b'localhost'")


def closed_net() -> bool:
    """Whether this machine lets us make a network of our own."""
    if not (shutil.which("unshare") and shutil.which("ip")):
        return False
    return subprocess.run([*CLOSED, "true"], capture_output=True, check=False).returncode == 0


def goes_out(asked: str) -> bool:
    """A path is a Unix socket; None and '' are this machine."""
    return not asked.startswith(("'/", "b'/", "None", "''", *LOOPBACK))


@pytest.mark.skipif(not closed_net(), reason="network namespaces are not permitted here")
def test_the_service_works_in_a_closed_network_and_asks_for_nobody(tmp_path):
    log = tmp_path / "asked"
    watched = f"{ROOT / 'tests/long/watched'}{os.pathsep}{ROOT}"
    env = {**os.environ, "PYTHONPATH": watched, "NET_LOG": str(log)}
    done = subprocess.run(
        [*CLOSED, sys.executable, "-m", "tests.long.talk", str(tmp_path / "var")],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "stage interview" in done.stdout
    lines = [line.split("\t") for line in log.read_text().splitlines()]
    programs = {Path(program).parts[-3] for program, _, _ in lines}
    assert {".venv", ".venv-rasa"} <= programs, "both environments are watched"
    assert sorted({(p, asked) for p, _, asked in lines if goes_out(asked)}) == []
