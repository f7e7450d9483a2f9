"""Reitti as `make run` starts it, on a database of its own, spoken to through its JSON API."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp

from bench import machine
from bench.load import Person, Refused
from bench.machine import Say, free_port
from bench.script import Step
from bench.sides import RunningSide
from bot.bootstrap import build_context
from bot.casework.actor import SYSTEM
from bot.casework.services.codes import issue
from bot.persistence.database import open_database
from bot.settings import ROOT, Settings
from bot.supervise.environment import training_environment
from bot.supervise.parts import RASA_PYTHON
from bot.supervise.process import run_to_end
from bot.supervise.train import ensure_model

PRISON = "bench"
COUNTY = "pohjois-savo"
REITTI = Path(sys.executable).with_name("reitti")
# What tells a part by its command line.
PARTS = {"rasa": "bot.supervise.rasa", "web": "serve"}
CLIENT = "/api/v1/client"


class Cell:
    """A person in a cell, signed in with a code."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self._http = http
        self._base = base
        self._cookies: dict[str, str] = {}

    @property
    def cookies(self) -> dict[str, str]:
        """What the browser of this person sends."""
        return self._cookies

    async def sign_in(self, code: str) -> None:
        """Type the code and open the conversation."""
        body = {"code": code, "lang": "fi"}
        async with self._http.post(f"{self._base}{CLIENT}/session", json=body) as reply:
            if reply.status != 201:
                raise Refused(f"sign-in: status {reply.status}")
            self._cookies = {name: morsel.value for name, morsel in reply.cookies.items()}
        async with self._http.get(f"{self._base}{CLIENT}/thread", cookies=self._cookies) as reply:
            if reply.status != 200:
                raise Refused(f"thread: status {reply.status}")
            await reply.read()

    async def say(self, step: Step) -> str | None:
        body = {("choice" if step.press else "text"): step.says, "question": step.asked}
        async with self._http.post(
            f"{self._base}{CLIENT}/messages", json=body, cookies=self._cookies
        ) as reply:
            if reply.status not in (200, 201):
                raise Refused(f"status {reply.status}")
            return asked(await reply.json())


def asked(answer: dict[str, Any]) -> str | None:
    """The question of the last message of the assistant; at the review, the stage."""
    if answer.get("waiting"):
        raise Refused("stored, not answered")
    if answer["stage"] in ("review", "sent", "crisis"):
        return str(answer["stage"])
    said = [message for message in answer["messages"] if message["from"] == "assistant"]
    question = said[-1]["question"] if said else None
    return None if question is None else str(question)


class Ours(RunningSide):
    """The service, its own folder, and codes for as many persons as are asked for."""

    name = "ours"

    def __init__(self, home: Path, say: Say) -> None:
        super().__init__(say)
        self._spare: list[str] = []
        port = free_port()
        self._base = f"http://127.0.0.1:{port}"
        self._env = {
            **{
                name: value
                for name, value in os.environ.items()
                if name in ("REITTI_MODELS_DIR", "REITTI_RASA_PROCESSES")
                or not (name.startswith("REITTI_") or name == "MAKELEVEL")
            },
            "REITTI_PORT": str(port),
            "REITTI_DATABASE_URL": f"sqlite:///{home / 'reitti.db'}",
            "REITTI_VAR_DIR": str(home),
            "REITTI_DEMO": "0",
            "REITTI_LOG_LEVEL": "warning",
        }
        self.settings = Settings.from_environment(self._env)

    async def prepare(self) -> None:
        """Train if needed, make the database: what a first `make run` does."""
        env = training_environment(self.settings, self._env)
        await ensure_model(ROOT, self.settings.models_dir, RASA_PYTHON, env, self._say)
        add = (REITTI, "prison", "add", "--id", PRISON, "--name", "Bench")
        if await run_to_end(add, self._env, ROOT, self._say) != 0:
            raise Refused("the database could not be made")

    async def _get_ready(self) -> None:
        """The first person of the coming start has their code in hand."""
        self._spare = await self.codes(1)

    async def _start_processes(self) -> None:
        argv = (sys.executable, "-m", "bot.supervise", "run")
        await self._launch("supervisor", argv, self._env, ROOT)

    async def _is_ready(self) -> bool:
        # What the operator waits for: the web process alone is up long before Rasa.
        return any(line.startswith("Reitti is ready") for line in self._lines)

    def memory_mb(self) -> dict[str, float]:
        """By part: the supervisor has started all."""
        parts = {"supervisor": 0.0, "rasa": 0.0, "web": 0.0}
        for pid in machine.tree(self._children["supervisor"].pid):
            given = machine.arguments(pid)
            part = next((part for part, word in PARTS.items() if word in given), "supervisor")
            parts[part] += machine.own_pss_mb(pid)
        return parts

    async def codes(self, count: int) -> list[str]:
        """Access codes for new persons, by the use case behind `reitti code issue`."""
        context = build_context(self.settings)
        database = open_database(self.settings)
        codes = []
        try:
            for _ in range(count):
                issued = await database.run(
                    lambda uow: issue(
                        uow, context, SYSTEM, prison=PRISON, county=COUNTY, release_date=None
                    )
                )
                codes.append(issued.code)
        finally:
            await database.close()
        return codes

    @property
    def base(self) -> str:
        """Where the service answers."""
        return self._base

    def page_of(self, person: Person) -> tuple[str, dict[str, str]]:
        assert isinstance(person, Cell)
        return f"{self._base}/chat", person.cookies

    def cell(self) -> Cell:
        """Somebody who has not signed in yet."""
        return Cell(self.http, self._base)

    async def people(self, count: int) -> Sequence[Cell]:
        cells = [self.cell() for _ in range(count)]
        codes = [self._spare.pop()] if count == 1 and self._spare else await self.codes(count)
        # Signing in is no turn; a few at a time, as people come.
        gate = asyncio.Semaphore(5)

        async def sign_in(cell: Cell, code: str) -> None:
            async with gate:
                await cell.sign_in(code)

        await asyncio.gather(*map(sign_in, cells, codes))
        return cells
