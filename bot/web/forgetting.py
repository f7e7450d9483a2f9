"""Whom the service has erased, Rasa forgets too, however long it was away.

Who was erased and when stands in the database, so nothing has to be kept for this: a process
that starts asks Rasa again to forget everybody of the last weeks, and forgetting twice is
harmless. Persons that `reitti purge` erases are found in the same way.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator

from aiohttp import web

from bot.casework.context import Context
from bot.casework.ports import Database, UnitOfWork
from bot.casework.ports.scope import EVERYBODY, seeing
from bot.faults import describe
from bot.web.keys import CONTEXT, DATABASE, RASA
from bot.web.rasa_client import RasaAway, RasaClient

logger = logging.getLogger(__name__)

EVERY_SECONDS = 30.0
LOOKS_BACK = dt.timedelta(days=60)
AT_ONCE = 100


class Forgetting:
    """Goes through the erased in the order in which they were erased."""

    def __init__(self, database: Database, context: Context, rasa: RasaClient) -> None:
        self._database = database
        self._context = context
        self._rasa = rasa
        self._since = context.clock.now() - LOOKS_BACK
        self._done: set[str] = set()

    async def catch_up(self) -> int:
        """Let Rasa forget whoever is still to be forgotten; how many. Stops when it is away."""
        count = 0
        while True:
            erased = await self._database.read(self._erased)
            fresh = [row for row in erased if row[0] not in self._done]
            for client_id, at in fresh:
                try:
                    await self._rasa.forget(client_id)
                except RasaAway as away:
                    logger.warning("Rasa is away and will forget later: %s", away)
                    return count
                count += 1
                self._since = at
                self._done.add(client_id)
            if len(erased) < AT_ONCE or not fresh:
                return count

    def _erased(self, uow: UnitOfWork) -> list[tuple[str, dt.datetime]]:
        return uow.housekeeping.clients_erased(self._since, AT_ONCE)

    async def for_ever(self) -> None:
        """Until cancelled; a fault is written down and does not end it."""
        while True:
            try:
                await self.catch_up()
            except Exception as error:  # noqa: BLE001 - the next one must be forgotten all the same
                logger.error("forgetting: %s", describe(error))  # noqa: TRY400
            await asyncio.sleep(EVERY_SECONDS)


FORGETTING = web.AppKey("forgetting", Forgetting)


async def forgetting(app: web.Application) -> AsyncIterator[None]:
    """For as long as the application runs; Rasa's client must be open."""
    app[FORGETTING] = Forgetting(app[DATABASE], app[CONTEXT], app[RASA])
    # For everybody: it serves all counties and prisons.
    with seeing(EVERYBODY):
        task = asyncio.create_task(app[FORGETTING].for_ever())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
