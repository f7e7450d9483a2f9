"""What breaks, how, and how it becomes whole again."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import psycopg

from tests.chaos.place import RASA_TIMEOUT, Place

Breaking = Callable[[Place], AbstractAsyncContextManager[None]]


@dataclass(frozen=True)
class Fault:
    """``lasts``: seconds, in the short form; ``longer``: in the long one, as the service's own
    patience is measured."""

    name: str
    breaking: Breaking
    lasts: float = 0.6
    longer: float = 3.0
    only: str | None = None


def _end(part: str, how: signal.Signals) -> Breaking:
    @asynccontextmanager
    async def breaking(place: Place) -> AsyncIterator[None]:
        process = getattr(place, part)
        await process.end(how)
        yield
        process.start()
        if part == "postgres":
            await process.until_up()

    return breaking


def _way(name: str, mode: str) -> Breaking:
    @asynccontextmanager
    async def breaking(place: Place) -> AsyncIterator[None]:
        place.ways[name].set(mode)
        yield
        place.ways[name].set("pass")

    return breaking


def _ill(reason: str) -> Breaking:
    @asynccontextmanager
    async def breaking(place: Place) -> AsyncIterator[None]:
        place.ill.write_text(reason)
        yield
        place.ill.write_text("")

    return breaking


def _clock(seconds: int) -> Breaking:
    @asynccontextmanager
    async def breaking(place: Place) -> AsyncIterator[None]:
        place.clock.write_text(str(seconds))
        yield
        place.clock.write_text("0")

    return breaking


@asynccontextmanager
async def _disk_full(place: Place) -> AsyncIterator[None]:
    place.limit_files(4096)
    yield
    place.limit_files(None)


@asynccontextmanager
async def _sqlite_locked(place: Place) -> AsyncIterator[None]:
    path = place.settings.database_url.removeprefix("sqlite:///")
    holder = sqlite3.connect(path, timeout=5, check_same_thread=False)
    await asyncio.to_thread(holder.execute, "BEGIN IMMEDIATE")
    yield
    holder.close()


@asynccontextmanager
async def _postgres_locked(place: Place) -> AsyncIterator[None]:
    holder = await psycopg.AsyncConnection.connect(place.settings.database_url)
    await holder.execute("LOCK TABLE message, intake IN ACCESS EXCLUSIVE MODE")
    yield
    await holder.close()


SLOW_ANSWER = RASA_TIMEOUT + 0.5
FAULTS = (
    Fault("kill -9 Rasa", _end("rasa", signal.SIGKILL), lasts=0.3),
    Fault("kill -9 web", _end("web", signal.SIGKILL), lasts=0.1),
    Fault("web ends in order", _end("web", signal.SIGTERM), lasts=0.1),
    Fault("PostgreSQL killed", _end("postgres", signal.SIGQUIT), lasts=0.3, only="postgres"),
    Fault("PostgreSQL restarts", _end("postgres", signal.SIGINT), lasts=0.3, only="postgres"),
    Fault("disk full", _disk_full, only="sqlite"),
    Fault("database locked", _sqlite_locked, lasts=1.0, longer=10.0, only="sqlite"),
    Fault("database locked", _postgres_locked, lasts=1.0, longer=10.0, only="postgres"),
    Fault("clock an hour back", _clock(-3600)),
    Fault("clock a day on", _clock(86_400)),
    Fault("model missing", _ill("model")),
    Fault("tracker store away", _ill("tracker_store")),
    Fault("lock store away", _ill("lock_store")),
    Fault("Rasa's answers slow", _way("web-rasa", "hang"), lasts=SLOW_ANSWER, longer=30.0),
    *(
        Fault(f"{way} {mode}", _way(way, mode), only="postgres" if "database" in way else None)
        for way in ("person-web", "web-rasa", "rasa-actions", "web-database")
        for mode in ("down", "slow", "reset", "cut", "slice")
    ),
)


def faults_for(kind: str) -> list[Fault]:
    """Those that this kind of database can have."""
    return [fault for fault in FAULTS if fault.only in (None, kind)]
