"""The service that is broken: its processes, the ways between them, its database."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
import psycopg

from bot.bootstrap import build_context, load_content
from bot.casework.actor import SYSTEM
from bot.casework.services.codes import issue
from bot.casework.services.prisons import add_prison
from bot.persistence.database import open_database
from bot.persistence.keys import ensure_key_file
from bot.persistence.migrate import upgrade
from bot.settings import ROOT, Settings
from tests.chaos.proxy import Way
from tests.integration.rasa_stand_in import SECRET
from tests.programs import postgres_program
from tests.servers import FAST_POSTGRES, _unprivileged, die_with_parent, free_port

PRISON, COUNTY = "koe", "kainuu"
START = 30.0
# Shorter than the person's patience, as in the service; and short, for a test waits for it.
RASA_TIMEOUT = 2


class Process:
    """One part, started again whenever it is gone, as the supervisor does."""

    def __init__(self, argv: list[str], env: dict[str, str], log: Path, **user: object) -> None:
        self._argv, self._env, self._log, self._user = argv, env, log, user
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    def start(self) -> None:
        with self._log.open("ab") as output:
            self._child = subprocess.Popen(
                self._argv,
                cwd=ROOT if not self._user else "/",
                env=self._env,
                stdout=output,
                stderr=output,
                preexec_fn=die_with_parent,
                **self._user,
            )

    def signal(self, how: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, how)

    async def end(self, how: signal.Signals, seconds: float = 15) -> None:
        if self._child is None:
            return
        self.signal(how)
        deadline = time.monotonic() + seconds
        while self._child.poll() is None:
            if time.monotonic() > deadline:
                self._child.kill()
                raise RuntimeError(f"{self._argv[-1]} did not end within {seconds} s")
            await asyncio.sleep(0.01)


class Postgres(Process):
    """A server that keeps what it acknowledged, as a real one does."""

    def __init__(self, home: Path) -> None:
        self.port, self.data, self._home = free_port(), home / "data", home
        user = _unprivileged()
        options = {**FAST_POSTGRES, "fsync": "on", "synchronous_commit": "on"}
        argv = [
            *(str(postgres_program("postgres")), "-D", str(self.data), "-h", "127.0.0.1"),
            *("-p", str(self.port), "-k", str(home)),
            *(f"-c{name}={value}" for name, value in options.items()),
        ]
        super().__init__(argv, dict(os.environ), home / "log", **user)
        if user:
            shutil.chown(home, "postgres", "postgres")
        make = [
            str(postgres_program("initdb")),
            "-D",
            str(self.data),
            "-U",
            "reitti",
            "-A",
            "trust",
        ]
        subprocess.run(
            [*make, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            cwd=home,
            check=True,
            stdout=subprocess.DEVNULL,
            **user,
        )

    @property
    def url(self) -> str:
        return f"postgresql://reitti@127.0.0.1:{self.port}/postgres"

    async def until_up(self) -> None:
        deadline = time.monotonic() + START
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                assert time.monotonic() < deadline
                await asyncio.sleep(0.05)


class Place:
    """Everything, on ports of its own, in a folder that goes afterwards."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.home = Path(tempfile.mkdtemp(prefix="reitti-chaos-"))
        self.home.chmod(0o755)
        self.clock, self.ill = self.home / "clock", self.home / "ill"
        self.clock.write_text("0")
        self.ill.write_text("")
        self.postgres: Postgres | None = None
        self.ways: dict[str, Way] = {}
        self.port, self.rasa_port, self.actions_port = free_port(), free_port(), free_port()

    async def open(self) -> None:
        """Start everything and wait until it answers."""
        self.ways = {
            "person-web": Way(self.port),
            "web-rasa": Way(self.rasa_port),
            "rasa-actions": Way(self.actions_port),
        }
        if self.kind == "postgres":
            (self.home / "pg").mkdir()
            self.postgres = Postgres(self.home / "pg")
            self.postgres.start()
            await self.postgres.until_up()
            self.ways["web-database"] = Way(self.postgres.port)
        for way in self.ways.values():
            await way.open()
        self.settings = self._settings()
        ensure_key_file(self.settings.key_file)
        await asyncio.to_thread(upgrade, self.settings)
        self.content = load_content(self.settings)
        self.context = build_context(self.settings, self.content)
        self.database = open_database(self.settings)
        await self.database.run(
            lambda uow: add_prison(uow, self.context, SYSTEM, PRISON, "Koe", "Huone")
        )
        env = {**os.environ, **self._environment(), "CHAOS_CLOCK": str(self.clock)}
        self.web = Process([sys.executable, "-m", "tests.chaos.web"], env, self.home / "web.log")
        rasa = [str(self.rasa_port), str(self.ways["rasa-actions"].port), str(self.ill)]
        self.rasa = Process(
            [sys.executable, "-m", "tests.chaos.rasa", *rasa], env, self.home / "rasa.log"
        )
        self.web.start()
        self.rasa.start()
        await self.until_well()

    async def close(self) -> None:
        for process in (self.web, self.rasa, self.postgres):
            if process is not None:
                await process.end(signal.SIGKILL)
        await self.database.close()
        for way in self.ways.values():
            await way.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def _environment(self) -> dict[str, str]:
        env = {
            "REITTI_PORT": str(self.port),
            "REITTI_RASA_PORT": str(self.ways["web-rasa"].port),
            "REITTI_ACTIONS_PORT": str(self.actions_port),
            "REITTI_RASA_SECRET": SECRET,
            "REITTI_RASA_TIMEOUT": str(RASA_TIMEOUT),
            "REITTI_VAR_DIR": str(self.home),
            "REITTI_DEMO": "0",
        }
        if self.postgres is not None:
            port = self.ways["web-database"].port
            env["REITTI_DATABASE_URL"] = f"postgresql://reitti@127.0.0.1:{port}/postgres"
        return env

    def _settings(self) -> Settings:
        """The place's own way to the database, around what is broken."""
        settings = Settings.from_environment(self._environment())
        if self.postgres is None:
            return settings
        return dataclasses.replace(settings, database_url=self.postgres.url)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ways['person-web'].port}"

    async def until_well(self) -> None:
        """Until /health/ready is green."""
        deadline = time.monotonic() + START
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
            while True:
                with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                    async with http.get(f"http://127.0.0.1:{self.port}/health/ready") as answer:
                        if answer.status == 200:
                            return
                if time.monotonic() > deadline:
                    raise RuntimeError("it does not get well:\n" + self.last_lines())
                await asyncio.sleep(0.05)

    async def code(self) -> tuple[str, str]:
        """A code for a new person, and the person's id."""
        issued = await self.database.run(
            lambda uow: issue(
                uow, self.context, SYSTEM, prison=PRISON, county=COUNTY, release_date=None
            )
        )
        return issued.code, issued.client.id

    def last_lines(self) -> str:
        logs = (self.home / "web.log", self.home / "rasa.log")
        return "\n".join(line for log in logs for line in log.read_text().splitlines()[-15:])

    def limit_files(self, room: int | None) -> None:
        """The disk is full for the web process: no file of it may grow beyond what it has."""
        _, hard = resource.prlimit(self.web.pid, resource.RLIMIT_FSIZE)
        soft = hard if room is None else room
        resource.prlimit(self.web.pid, resource.RLIMIT_FSIZE, (soft, hard))
