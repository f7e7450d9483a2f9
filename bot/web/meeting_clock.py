"""Requests that nobody decided in time end by themselves, in one of the processes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

from aiohttp import web

from bot.casework.context import Context
from bot.casework.ports import Database
from bot.casework.ports.scope import EVERYBODY, seeing
from bot.casework.services.meeting_day import expire
from bot.web.keys import CONTEXT, DATABASE

SECONDS = 60
logger = logging.getLogger(__name__)


async def tick(database: Database, context: Context) -> int:
    """Once; how many have ended. Another process may be at it: then nothing is done here."""
    async with database.alone("meetings") as may:
        if not may:
            return 0
        return await database.run(lambda uow: expire(uow, context))


async def _for_ever(database: Database, context: Context) -> None:
    while True:
        await asyncio.sleep(SECONDS)
        try:
            await tick(database, context)
        except Exception as error:  # noqa: BLE001 - the next minute's meetings still need it
            # The kind alone: a text may hold what a person wrote.
            logger.error("meetings: %s", type(error).__name__)  # noqa: TRY400


async def meeting_clock(app: web.Application) -> AsyncIterator[None]:
    """For as long as the application runs."""
    # For everybody: it serves all counties and prisons.
    with seeing(EVERYBODY):
        task = asyncio.create_task(_for_ever(app[DATABASE], app[CONTEXT]))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
