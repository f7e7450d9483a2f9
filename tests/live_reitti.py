"""The whole service as `make run` starts it, on its own ports and its own database."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import ROOT
from tests.servers import die_with_parent, free_port

START_SECONDS = 120
READY = "Reitti is ready"


@dataclass
class LiveReitti:
    """One running service. ``run`` calls the command line on the same database."""

    folder: Path
    database_url: str | None = None
    port: int = field(default_factory=free_port)
    lines: list[str] = field(default_factory=list)
    process: subprocess.Popen[str] | None = None
    started_in: float = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith("REITTI_")}
        env |= {
            "REITTI_PORT": str(self.port),
            "REITTI_VAR_DIR": str(self.folder),
            "REITTI_DEMO": "0",
        }
        if "REITTI_MODELS_DIR" in os.environ:
            env["REITTI_MODELS_DIR"] = os.environ["REITTI_MODELS_DIR"]
        if self.database_url is not None:
            env["REITTI_DATABASE_URL"] = self.database_url
        return env

    def start(self) -> None:
        began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.supervise", "run"],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=die_with_parent,
        )
        seen: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, args=(seen,), daemon=True).start()
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                line = seen.get(timeout=max(deadline - time.monotonic(), 0.01))
            except queue.Empty:
                line = None
            if line is None:
                raise RuntimeError("Reitti did not start:\n" + "\n".join(self.lines[-30:]))
            if READY in line:
                self.started_in = time.monotonic() - began
                return

    def _read(self, seen: queue.Queue[str | None]) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            seen.put(line)
        seen.put(None)

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        self.process = None

    def run(self, *arguments: str, stdin: str = "") -> str:
        """One command of the command line; its output."""
        done = subprocess.run(
            [Path(sys.executable).with_name("reitti"), *arguments],
            cwd=ROOT,
            env=self.env,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def issue_code(self, **options: str) -> tuple[str, str]:
        """A new access code and the id of the person it is for."""
        given = [part for name, value in options.items() for part in (_option(name), value)]
        issued = json.loads(self.run("code", "issue", *given, "--json"))
        return issued["code"], issued["client_id"]

    def add_staff(self, role: str, username: str, password: str, **scope: str) -> None:
        """A staff account."""
        given = [part for name, value in scope.items() for part in (_option(name), value)]
        self.run(
            *("user", "add", "--role", role, "--username", username, *given, "--password-stdin"),
            stdin=password,
        )


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


@contextmanager
def live_reitti(folder: Path, database_url: str | None = None) -> Iterator[LiveReitti]:
    """A running service that is gone when the test is."""
    reitti = LiveReitti(folder, database_url)
    try:
        reitti.start()
        yield reitti
    finally:
        reitti.stop()
