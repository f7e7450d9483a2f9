"""At the start: if the goals in data/clocks.yml are others now, the queues order by them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from functools import partial

from aiohttp import web

from bot.casework.context import Context
from bot.casework.ports import Database
from bot.casework.ports.scope import EVERYBODY, seeing
from bot.casework.services.reordering import (
    is_in_place,
    note_in_place,
    out_of_place,
    put_in_place,
)
from bot.web.keys import CONTEXT, DATABASE

logger = logging.getLogger(__name__)


async def reorder(database: Database, context: Context) -> int:
    """All counties, a little at a time; how many have another place."""
    moved = 0
    async with database.alone("clocks") as may:
        for county in context.targets if may else ():
            after: str | None = None
            while True:
                look = partial(out_of_place, context=context, county=county, after=after)
                wrong, after = await database.read(look)
                if wrong:
                    await database.run(partial(put_in_place, places=wrong))
                    moved += len(wrong)
                if after is None:
                    break
    return moved


async def reorder_if_changed(database: Database, context: Context) -> int:
    """Once for the same goals: many open referrals would be opened at each start otherwise."""
    if await database.read(lambda uow: is_in_place(uow, context)):
        return 0
    moved = await reorder(database, context)
    await database.run(lambda uow: note_in_place(uow, context))
    return moved


async def _once(database: Database, context: Context) -> None:
    try:
        moved = await reorder_if_changed(database, context)
    except Exception as error:  # noqa: BLE001 - the order is old then, and everything else works
        # The kind alone: a text may hold what a person wrote.
        logger.error("reordering: %s", type(error).__name__)  # noqa: TRY400
        return
    if moved:
        logger.info("%s referrals have another place in the queue by the goals now", moved)


async def reordering(app: web.Application) -> AsyncIterator[None]:
    """Beside everything else: nobody waits for it."""
    # For everybody: it serves all counties and prisons.
    with seeing(EVERYBODY):
        task = asyncio.create_task(_once(app[DATABASE], app[CONTEXT]))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
