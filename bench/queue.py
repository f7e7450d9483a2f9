"""`python -m bench queue`: the desk's queue with very many referrals in one county.

Whole pages over HTTP as a worker's browser gets them, sign-in, audit row and drawing included.
SQLite always; PostgreSQL too when REITTI_BENCH_POSTGRES names an empty database.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import random
import re
import statistics
import time
from collections.abc import Callable
from functools import partial
from html import unescape
from pathlib import Path

import sqlalchemy as sa
from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestServer

from bot.bootstrap import build_context, load_content
from bot.casework.actor import SYSTEM, Role
from bot.casework.clocks import next_due
from bot.casework.context import Context
from bot.casework.people import Client
from bot.casework.ports import UnitOfWork
from bot.casework.referral import OPEN_STATES, Referral, ReferralEvent, ReferralState
from bot.casework.services.accounts import add_user
from bot.casework.services.prisons import add_prison
from bot.persistence.database import open_database
from bot.persistence.engines import is_sqlite, postgres_engine
from bot.persistence.keys import ensure_key_file
from bot.persistence.migrate import upgrade
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.reordering import reorder_if_changed

Say = Callable[[str], None]
# Milliseconds of one page: by the clock, and of this process on a processor. The second holds
# browser and service, but not PostgreSQL; on a busy machine it is the one to compare.
Taken = tuple[float, float]
COUNTY, PRISONS, WORKERS = "pohjois-savo", 10, 40
GOAL_MS, TIMES, PAGES = 150, 40, 20
AT_ONCE = 500
PASSWORD = "bench: no secret at all"
NOBODY = "qqqq"
FIRST = "Aino Eero Helmi Ilmari Kerttu Lauri Martta Niilo Oili Pekka Saara Toivo".split()
LAST = "Korhonen Virtanen Nieminen Lahti Salo Harju Kallio Ranta Niemi Koski".split()


async def queue(count: int, home: Path, say: Say) -> int:
    """Measure each database there is; 1 when the 95th percentile misses the goal."""
    urls = [None, *filter(None, [os.environ.get("REITTI_BENCH_POSTGRES")])]
    slow = 0
    for number, url in enumerate(urls):
        settings = await asyncio.to_thread(_settings, home / str(number), url)
        say(f"{'PostgreSQL' if url else 'SQLite'}: {count:,} referrals in one county")
        slow += await _measure(settings, count, say)
    return 1 if slow else 0


def _settings(home: Path, url: str | None) -> Settings:
    home.mkdir(parents=True)
    env = {"REITTI_VAR_DIR": str(home), **({"REITTI_DATABASE_URL": url} if url else {})}
    settings = Settings.from_environment(env)
    ensure_key_file(settings.key_file)
    upgrade(settings)
    return settings


async def _measure(settings: Settings, count: int, say: Say) -> bool:
    content = load_content(settings)
    context, database = build_context(settings, content), open_database(settings)
    try:
        await _fill(settings, context, count, say)
        # Once for each change of the goals, beside a start; here it would share the processor.
        await reorder_if_changed(database, context)
        server = TestServer(create_app(settings, database, context, content))
        await server.start_server()
        try:
            times = await _ask(server)
        finally:
            await server.close()
    finally:
        await database.close()
    everything = [each for some in times.values() for each in some]
    for kind, some in times.items():
        say(f"  {kind:30} {_figures(some)}")
    say(f"  {'all':30} {_figures(everything)}")
    return _p95([wall for wall, _ in everything]) > GOAL_MS


async def _ask(server: TestServer) -> dict[str, list[Taken]]:
    times: dict[str, list[Taken]] = {}
    jar = CookieJar(unsafe=True)
    async with ClientSession(server.make_url("/"), cookie_jar=jar) as browser:

        async def page(kind: str, path: str) -> str:
            begun, worked = time.perf_counter(), time.process_time()
            async with browser.get(path) as response:
                text = await response.text()
                if response.status != 200:
                    raise RuntimeError(f"{kind}: {response.status}")
            taken = (time.perf_counter() - begun, time.process_time() - worked)
            times.setdefault(kind, []).append((taken[0] * 1000, taken[1] * 1000))
            return text

        async with browser.get("/staff") as response:
            csrf = re.search(r'name="csrf" value="([^"]+)"', await response.text())
        form = {"csrf": csrf[1] if csrf else "", "username": "worker0", "password": PASSWORD}
        async with browser.post("/staff", data=form) as response:
            if response.status != 200:
                raise RuntimeError("could not sign in")
        await browser.get("/desk")  # the first drawing compiles the template
        asked = {
            **{f"view: {view}": f"show={view}" for view in _views()},
            "prison": "prison=prison3",
            "prison, language, window": "prison=prison3&lang=sv&window=30",
            "rare prison": "prison=rare",
            "area, common": "area=housing",
            "area, rare (1 in 500)": "area=safety&show=open",
            "search: number": "q=N0004242",
            "search: common name": "q=korhonen",
            "search: nobody": f"q={NOBODY}",
        }
        for _ in range(TIMES):
            for kind, query in asked.items():
                await page(kind, f"/desk?{query}")
        text = await page("next page", "/desk")
        for _ in range(PAGES * 5):
            more = re.search(r'href="(/desk\?[^"]*after=[^"]+)"', text)
            if more is None:
                break
            text = await page("next page", unescape(more[1]))
    return times


def _views() -> list[str]:
    return ["open", "urgent", "free", "mine", "stand_in", "waiting", "closed"]


def _figures(some: list[Taken]) -> str:
    walls, works = [wall for wall, _ in some], [work for _, work in some]
    return (
        f"median {statistics.median(walls):6.1f}  p95 {_p95(walls):6.1f}  most {max(walls):6.1f}"
        f"   processor: median {statistics.median(works):6.1f}  p95 {_p95(works):6.1f}"
        f"   n={len(some)}"
    )


def _p95(some: list[float]) -> float:
    return sorted(some)[min(int(len(some) * 0.95), len(some) - 1)]


async def _fill(settings: Settings, context: Context, count: int, say: Say) -> None:
    database, begun = open_database(settings), time.perf_counter()
    dice = random.Random(5)
    hashed = context.hasher.hash(PASSWORD)
    workers: list[str] = []

    def people(uow: UnitOfWork) -> None:
        for prison in [*(f"prison{n}" for n in range(PRISONS)), "rare"]:
            add_prison(uow, context, SYSTEM, prison, prison.title(), "Huone 1")
        for number in range(WORKERS):
            user = add_user(
                uow, context, SYSTEM, username=f"worker{number}", name=f"Työntekijä {number}",
                role=Role.SOCIAL_WORKER, password_hash=hashed, county=COUNTY,
            )  # fmt: skip
            workers.append(user.id)

    try:
        await database.run(people)
        for first in range(0, count, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, count))
            await database.run(
                partial(_add, context=context, dice=dice, workers=workers, numbers=numbers)
            )
    finally:
        await database.close()
    await _look_at_tables(settings)
    say(f"  filled in {time.perf_counter() - begun:.0f} s")


async def _look_at_tables(settings: Settings) -> None:
    """What a database does by itself in its idle time: it counts what lies in its tables."""
    if is_sqlite(settings.database_url):
        return
    engine = postgres_engine(settings.database_url)
    async with engine.connect() as connection:
        own = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await own.execute(sa.text("VACUUM ANALYZE"))
    await engine.dispose()


def _add(
    uow: UnitOfWork, context: Context, dice: random.Random, workers: list[str], numbers: range
) -> None:
    now, today = context.clock.now(), context.today()
    areas = [area.id for area in context.interview.areas if area.id != "safety"]
    for number in numbers:
        received = now - dt.timedelta(minutes=dice.randrange(60 * 24 * 90))
        release = (
            None if dice.random() < 0.1 else today + dt.timedelta(days=dice.randrange(-5, 200))
        )
        prison = "rare" if number % 5000 == 7 else f"prison{dice.randrange(PRISONS)}"
        state = dice.choices(
            [ReferralState.NEW, ReferralState.CLAIMED, ReferralState.WAITING, ReferralState.CLOSED],
            [5, 30, 5, 60],
        )[0]
        name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
        lang = dice.choices(["fi", "sv", "en"], [85, 10, 5])[0]
        client = Client(
            f"c{number}", prison, COUNTY, release, lang, received, name, f"N{number:07}"
        )
        uow.clients.add(client)
        referral = Referral(
            f"r{number}", client.id, COUNTY, prison, state, received, 1, release,
            release is not None, lang,
        )  # fmt: skip
        referral.areas = dice.sample(areas, dice.randrange(1, 5))
        if number % 500 == 3:
            referral.areas.append("safety")
        urgent_from = today + dt.timedelta(days=dice.randrange(-30, 120))
        if dice.random() < 0.25:
            step = {"urgency": "urgent", "reasons": ["no_first_night"]}
            referral.outlook = [{"from": urgent_from.isoformat(), **step}]
        if state in OPEN_STATES and state is not ReferralState.NEW:
            referral.claimed_by = dice.choice(workers)
            referral.claimed_at = received
            referral.stand_in = dice.choice(workers) if dice.random() < 0.3 else None
        if state is ReferralState.CLOSED:
            referral.closed_at, referral.outcome = now - dt.timedelta(minutes=number), "met"
        referral.due_on = next_due(referral, context.targets_of(COUNTY))
        uow.referrals.add(referral)
        for verb, by in (("send", client.id), ("write", client.id)):
            uow.referrals.add_event(ReferralEvent(referral.id, verb, by, "client", received))
