"""`python -m bench slots`: free times of a full county. `python -m bench approvals`: permissions
a second on PostgreSQL, and whether anything was booked twice."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.bootstrap import build_context
from bot.casework.actor import Actor, Right, Role
from bot.casework.context import Context
from bot.casework.meeting import Meeting, MeetingState
from bot.casework.people import Client, OpenHours, Place, Prison, StaffUser
from bot.casework.ports import Clash, UnitOfWork
from bot.casework.services import permission
from bot.casework.services.free_slots import slots_for
from bot.casework.services.replies import load_state
from bot.persistence.database import open_database
from bot.persistence.keys import ensure_key_file
from bot.persistence.migrate import upgrade
from bot.settings import Settings

Say = Callable[[str], None]
WORKERS, PRISONS, DAYS, BOOKED, ROOMS = 40, 10, 60, 5_000, 8
APPROVALS, AT_ONCE = 1_000, 20
GOAL_MS, GOAL_A_SECOND = 100, 100
COUNTY = "pohjois-savo"
_SEED = 11


async def slots(home: Path, say: Say) -> int:
    """Milliseconds for the free times of one meeting; 1 when they miss the goal."""
    settings = await asyncio.to_thread(_settings, home, None)
    context, database = build_context(settings), open_database(settings)
    try:
        await database.run(lambda uow: _county(uow, context))
        booked = await database.run(lambda uow: _book(uow, context))
        times, found = [], 0
        for number in range(200):
            meeting = _meeting(f"ask{number}", number % WORKERS, number % PRISONS, context)
            begun = time.perf_counter()
            rows = await database.read(lambda uow, m=meeting: slots_for(uow, context, m, 45))
            times.append((time.perf_counter() - begun) * 1000)
            found += len(rows)
    finally:
        await database.close()
    p95 = sorted(times)[int(len(times) * 0.95)]
    say(
        f"{booked} meetings booked, {WORKERS} workers, {PRISONS} prisons, {DAYS} days:"
        f" free slots in {statistics.median(times):.1f} ms (median), {p95:.1f} ms (p95),"
        f" {max(times):.1f} ms (most); {found / len(times):.1f} offered each"
    )
    return 0 if p95 < GOAL_MS else 1


async def approvals(home: Path, say: Say) -> int:
    """Permissions a second on the PostgreSQL of REITTI_BENCH_POSTGRES; 1 on a double booking."""
    url = os.environ.get("REITTI_BENCH_POSTGRES", "")
    if not url.startswith("postgresql://"):
        say("Set REITTI_BENCH_POSTGRES to the URL of an empty PostgreSQL database")
        return 2
    settings = await asyncio.to_thread(_settings, home, url)
    context, database = build_context(settings), open_database(settings)
    try:
        await database.run(lambda uow: _county(uow, context))
        asked = await database.run(lambda uow: _ask(uow, context))
        guards = [_guard(number) for number in range(PRISONS)]
        gate, done, refused = asyncio.Semaphore(AT_ONCE), 0, 0

        async def one(meeting: Meeting) -> bool:
            guard = guards[int(meeting.prison.removeprefix("prison"))]
            async with gate:
                try:
                    await database.run(
                        lambda uow: permission.approve(uow, context, guard, meeting.id)
                    )
                except Clash:
                    return False
            return True

        begun = time.perf_counter()
        results = await asyncio.gather(*(one(meeting) for meeting in asked))
        took = time.perf_counter() - begun
        done, refused = results.count(True), results.count(False)
        doubles = await database.read(_doubles)
    finally:
        await database.close()
    rate = done / took
    say(
        f"{done} permissions in {took:.1f} s: {rate:.0f} a second, {AT_ONCE} at once;"
        f" {refused} refused because the room was taken, {doubles} double bookings"
    )
    return 0 if rate >= GOAL_A_SECOND and doubles == 0 else 1


def _settings(home: Path, url: str | None) -> Settings:
    env = {"REITTI_VAR_DIR": str(home), **({"REITTI_DATABASE_URL": url} if url else {})}
    settings = Settings.from_environment(env)
    ensure_key_file(settings.key_file)
    upgrade(settings)
    return settings


def _county(uow: UnitOfWork, context: Context) -> None:
    now = context.clock.now()
    week = [OpenHours(day, dt.time(9), dt.time(15)) for day in range(5)]
    for number in range(PRISONS):
        prison = f"prison{number}"
        rooms = [Place(f"{prison}-{n}", prison, f"Huone {n}") for n in range(ROOMS)]
        uow.prisons.add(Prison(prison, f"Vankila {number}"), rooms, week)
        for one in range(WORKERS):
            uow.clients.add(Client(f"{prison}-{one}", prison, COUNTY, None, "fi", now))
            # Whoever has a meeting has talked with the assistant before.
            load_state(uow, context, f"{prison}-{one}")
    for number in range(WORKERS):
        name = f"worker{number}"
        uow.staff.add(StaffUser(name, name, name, "", Role.SOCIAL_WORKER, now, county=COUNTY))


def _meeting(meeting_id: str, worker: int, prison: int, context: Context) -> Meeting:
    return Meeting(
        id=meeting_id,
        client_id=f"prison{prison}-{worker}",
        referral_id=None,
        county=COUNTY,
        prison=f"prison{prison}",
        state=MeetingState.REQUESTED,
        created_at=context.clock.now(),
        partner=COUNTY,
        worker_id=f"worker{worker}",
    )


def _starts(context: Context) -> list[dt.datetime]:
    first = context.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    days = (first + dt.timedelta(days=n + 1) for n in range(DAYS))
    return [
        day + dt.timedelta(hours=hour, minutes=minute)
        for day in days
        if day.weekday() < 5
        for hour in range(7, 13)
        for minute in (0, 30)
    ]


def _book(uow: UnitOfWork, context: Context) -> int:
    """Meetings at random times, until there are enough that clash with nothing."""
    dice, starts, booked = random.Random(_SEED), _starts(context), 0
    for number in range(BOOKED * 20):
        worker, prison = dice.randrange(WORKERS), dice.randrange(PRISONS)
        meeting = _meeting(f"k{number}", worker, prison, context)
        meeting.start = dice.choice(starts)
        meeting.end = meeting.start + dt.timedelta(minutes=30)
        meeting.place_id = f"prison{prison}-{dice.randrange(ROOMS)}"
        uow.meetings.add(replace(meeting, state=MeetingState.APPROVED))
        try:
            uow.meetings.hold(meeting)
        except Clash:
            continue
        booked += 1
        if booked == BOOKED:
            break
    return booked


def _ask(uow: UnitOfWork, context: Context) -> list[Meeting]:
    """Requests that hold person and worker; the rooms are given with the permission."""
    asked, starts = [], _starts(context)
    for number in range(APPROVALS):
        worker, turn = number % WORKERS, number // WORKERS
        # Prisons in turn, so that of a time four or five ask for the rooms of one prison.
        meeting = _meeting(f"a{number}", worker, (worker + turn) % PRISONS, context)
        meeting.start = starts[turn]
        meeting.end = meeting.start + dt.timedelta(minutes=30)
        uow.meetings.add(meeting)
        uow.meetings.hold(meeting)
        asked.append(meeting)
    return asked


def _guard(number: int) -> Actor:
    return Actor(f"guard{number}", Role.PRISON_STAFF, None, f"prison{number}", frozenset(Right))


def _doubles(uow: UnitOfWork) -> int:
    """Pairs that hold the same room at one time."""
    horizon = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
    rooms = [("place", f"prison{p}-{n}") for p in range(PRISONS) for n in range(ROOMS)]
    past = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    held: dict[str, list[tuple[dt.datetime, dt.datetime]]] = {}
    for _, room, start, end, _ in uow.availability.booked(rooms, past, horizon):
        held.setdefault(room, []).append((start, end))
    return sum(
        later[0] < earlier[1]
        for spans in held.values()
        for earlier, later in zip(sorted(spans), sorted(spans)[1:], strict=False)
    )
