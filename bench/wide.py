"""`python -m bench wide`: what a second web and a second Rasa process bring, and what it costs
people when one of each is killed.

On PostgreSQL and Redis, behind deploy/haproxy.cfg, every process of ours held to 0.4 of a core:
then two of each have room on two cores, and the machine is not what is measured. It needs
the right to make groups of the kernel (root), and the Debian packages postgresql, redis-server,
haproxy.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import aiohttp
import psycopg

from bench import machine
from bench.load import FAULTS, Outcome, Refused, run_load
from bench.machine import free_port
from bench.ours import CLIENT, COUNTY, PRISON, REITTI, Cell, asked
from bench.quota import Quota
from bench.script import Step, steps
from bot.bootstrap import build_context
from bot.casework.actor import SYSTEM
from bot.casework.services.codes import issue
from bot.persistence.database import open_database
from bot.settings import ROOT, Settings
from bot.supervise.environment import rasa_environment, web_environment
from bot.supervise.model import read_record, verify
from bot.supervise.parts import rasa_part, web_part
from bot.supervise.probe import http_status
from bot.supervise.process import Child, run_to_end

PEOPLE = 16
INTERVIEWS = 2
KILL_AFTER = 3
START_SECONDS = 180
SECRET = "a-secret-of-the-benchmark"


def say(line: str) -> None:
    print(line, flush=True)


class Stubborn(Cell):
    """A person whose page sends the same message again when it got no answer."""

    retries = 0

    async def say(self, step: Step) -> str | None:
        once = {"Idempotency-Key": uuid.uuid4().hex}
        body = {("choice" if step.press else "text"): step.says, "question": step.asked}
        for _ in range(200):
            try:
                async with self._http.post(
                    f"{self._base}{CLIENT}/messages",
                    json=body,
                    headers=once,
                    cookies=self._cookies,
                ) as reply:
                    answer = await reply.json(content_type=None)
                if reply.status in (200, 201) and not answer.get("waiting"):
                    return asked(answer)
            except FAULTS:
                pass
            Stubborn.retries += 1
            await asyncio.sleep(0.25)
        raise Refused("no answer after many tries")


@dataclass
class Wide:
    """So many web and Rasa processes behind the balancer."""

    home: Path
    database_url: str
    redis_url: str
    count: int
    share: float
    web: list[Child] = field(default_factory=list)
    rasa: list[Child] = field(default_factory=list)
    balancer: Child | None = None
    quotas: dict[str, Quota] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ports = {
            name: free_port()
            for name in (
                *("BALANCER", "RASA_BALANCER", "ACTIONS_BALANCER"),
                *(f"{part}_{n}" for part in ("WEB", "RASA", "ACTIONS") for n in (1, 2)),
            )
        }
        self.base = f"http://127.0.0.1:{self._ports['BALANCER']}"
        self._env = {
            **{name: value for name, value in os.environ.items() if name != "MAKELEVEL"},
            "REITTI_DATABASE_URL": self.database_url,
            "REITTI_REDIS_URL": self.redis_url,
            "REITTI_VAR_DIR": str(self.home),
            "REITTI_RASA_SECRET": SECRET,
            "REITTI_DEMO": "0",
            "REITTI_LOG_LEVEL": "warning",
        }
        self.settings = Settings.from_environment(self._env)

    def _settings_of(self, number: int) -> tuple[Settings, Settings]:
        """Of a web process, which reaches Rasa through the balancer, and of a Rasa process,
        which reaches the actions through it."""
        ports = self._ports
        web = replace(
            self.settings,
            port=ports[f"WEB_{number}"],
            actions_port=ports[f"ACTIONS_{number}"],
            rasa_port=ports["RASA_BALANCER"],
        )
        rasa = replace(
            self.settings,
            port=ports["BALANCER"],
            actions_port=ports["ACTIONS_BALANCER"],
            rasa_port=ports[f"RASA_{number}"],
        )
        return web, rasa

    async def open(self) -> None:
        """Start all, wait until all are well, then hold them to their share."""
        for number in range(1, self.count + 1):
            await self._start_pair(number)
        told = {f"REITTI_{name}": f"127.0.0.1:{port}" for name, port in self._ports.items()}
        env = {**os.environ, **told, "REITTI_DEPLOY": str(ROOT / "deploy")}
        argv = ("haproxy", "-db", "-f", ROOT / "deploy" / "haproxy.cfg")
        self.balancer = await Child.start(argv, env, ROOT, lambda _line: None)
        for number in range(1, self.count + 1):
            await self._until_well(f"http://127.0.0.1:{self._ports[f'WEB_{number}']}/health/ready")
        await self._until_well(f"{self.base}/health/ready")
        for kind, children in (("web", self.web), ("rasa", self.rasa)):
            for number, child in enumerate(children):
                name = f"{kind}{number}"
                self.quotas[name] = Quota(name, self.share)
                self.quotas[name].hold(child.pid)

    async def _start_pair(self, number: int) -> None:
        record = read_record(self.settings.models_dir)
        if record is None:
            raise Refused("there is no model: make train")
        verify(record, self.settings.models_dir)
        web_settings, rasa_settings = self._settings_of(number)
        web, rasa = web_part(web_settings, self._env), rasa_part(rasa_settings, record, self._env)
        web_env = web_environment(web_settings, self._env)
        rasa_env = rasa_environment(rasa_settings, self._env)
        self.web.append(await self._child("web", web.argv, web_env))
        self.rasa.append(await self._child("rasa", rasa.argv, rasa_env))

    async def _child(
        self, name: str, argv: tuple[str | Path, ...], env: Mapping[str, str]
    ) -> Child:
        log = (self.home / f"{name}.log").open("a")
        return await Child.start(argv, env, ROOT, lambda line: print(line, file=log, flush=True))

    async def _until_well(self, url: str) -> None:
        deadline = asyncio.get_running_loop().time() + START_SECONDS
        while await http_status(url, 5) != 200:
            if asyncio.get_running_loop().time() > deadline:
                raise Refused(f"{self.count} of each do not get well; see {self.home}")
            await asyncio.sleep(0.2)

    async def close(self) -> None:
        for child in (*self.web, *self.rasa, *([self.balancer] if self.balancer else [])):
            if child in Child.alive:
                await child.stop(15)
        for quota in self.quotas.values():
            quota.remove()

    def used(self) -> dict[str, float]:
        """Seconds of processor time so far, by part."""
        with psycopg.connect(self.database_url) as connection:
            row = connection.execute("SELECT pg_backend_pid()").fetchone()
            assert row is not None
            server = int(Path(f"/proc/{row[0]}/stat").read_text().rsplit(")", 1)[1].split()[1])
            database = machine.cpu_seconds(server)
        return {
            "web": sum(machine.cpu_seconds(child.pid) for child in self.web),
            "rasa": sum(machine.cpu_seconds(child.pid) for child in self.rasa),
            "database": database,
        }

    async def kill_one_of_each(self) -> None:
        """And start them again, as a supervisor does."""
        self.web[0].kill()
        self.rasa[0].kill()
        await asyncio.gather(self.web[0].wait(), self.rasa[0].wait())
        del self.web[0], self.rasa[0]
        await self._start_pair(1)

    async def people(self, http: aiohttp.ClientSession, count: int, kind: type[Cell]) -> list[Cell]:
        """So many persons, signed in."""
        context, database = build_context(self.settings), open_database(self.settings)
        cells = [kind(http, self.base) for _ in range(count)]
        try:
            for cell in cells:
                issued = await database.run(
                    lambda uow: issue(
                        uow, context, SYSTEM, prison=PRISON, county=COUNTY, release_date=None
                    )
                )
                await cell.sign_in(issued.code)
        finally:
            await database.close()
        return cells


@asynccontextmanager
async def running(
    home: Path, urls: tuple[str, str], count: int, share: float
) -> AsyncIterator[Wide]:
    place = Wide(home, *urls, count, share)
    try:
        await place.open()
        yield place
    finally:
        await place.close()


async def load(
    place: Wide, people: int, kind: type[Cell] = Cell, *, killing: bool = False
) -> Outcome:
    """Interviews one after the other, so many at once; ``killing``: one of each is killed
    when they are well under way."""
    connector = aiohttp.TCPConnector(limit=0, force_close=kind is Stubborn)
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(connector=connector, cookie_jar=jar) as http:
        cells = await place.people(http, people * INTERVIEWS, kind)
        groups = [cells[place_::people] for place_ in range(people)]
        going = asyncio.ensure_future(_kill_under_load(place)) if killing else None
        outcome = await run_load(groups, steps("ours"))
        if going is not None:
            await going
        return outcome


async def wide(chosen: argparse.Namespace, home: Path) -> int:
    """1 + 1 and 2 + 2 in turns, then one of each killed under load."""
    from tests.servers import run_postgres, run_redis  # noqa: PLC0415 - throw-away servers

    runs = 1 if chosen.quick else chosen.runs
    speeds: dict[int, list[float]] = {1: [], 2: []}
    costs: list[dict[str, float]] = []
    failures = 0
    async with AsyncExitStack() as stack:
        urls = stack.enter_context(run_postgres()), stack.enter_context(run_redis())
        env = {**os.environ, "REITTI_DATABASE_URL": urls[0], "REITTI_VAR_DIR": str(home)}
        add = (REITTI, "prison", "add", "--id", PRISON, "--name", "Bench")
        if await run_to_end(add, {**env, "REITTI_DEMO": "0"}, ROOT, say) != 0:
            raise Refused("the database could not be made")
        for number in range(runs):
            for count in (1, 2):
                async with running(home, urls, count, chosen.share) as place:
                    await load(place, 4)  # warm-up
                    before = place.used()
                    outcome = await load(place, PEOPLE)
                    costs.append(_per_turn(before, place.used(), outcome))
                speeds[count].append(outcome.throughput)
                failures += outcome.failures.total()
                say(
                    f"run {number + 1}: {count} + {count} at {chosen.share} of a core each: "
                    f"{outcome.throughput:.1f} turns/s, {outcome.failures.total()} failures"
                )
        one, two = (statistics.median(speeds[count]) for count in (1, 2))
        say(f"2 + 2 carry {two / one:.2f} x of 1 + 1")
        for part in costs[0]:
            each = statistics.median(cost[part] for cost in costs)
            say(f"a turn costs {each:.1f} ms of processor time in {part}")
        async with running(home, urls, 2, 1.0) as place:
            outcome = await load(place, PEOPLE, Stubborn, killing=True)
        failures += outcome.failures.total()
        say(
            f"one of each killed under load: {outcome.finished} interviews finished, "
            f"{outcome.failures.total()} failed, {Stubborn.retries} retries by the page"
        )
    return 1 if failures else 0


def _per_turn(
    before: dict[str, float], after: dict[str, float], outcome: Outcome
) -> dict[str, float]:
    """Processor time of a turn in milliseconds, by part."""
    turns = max(1, len(outcome.latencies))
    return {part: 1000 * (after[part] - before[part]) / turns for part in before}


async def _kill_under_load(place: Wide) -> None:
    await asyncio.sleep(KILL_AFTER)
    await place.kill_one_of_each()
