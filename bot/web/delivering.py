"""Takes out of the outbox what is due and sends it, for as long as the application runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web

from bot.casework.context import Context
from bot.casework.outbox import Delivery, DeliveryKind, Destination
from bot.casework.ports import Database
from bot.casework.ports.scope import EVERYBODY, seeing
from bot.casework.services.sending import Ended, begin, ended
from bot.content import Texts
from bot.faults import describe
from bot.settings import Settings
from bot.web import notice_mail, webhook
from bot.web.keys import CONTEXT, DATABASE, SETTINGS, TEXTS

logger = logging.getLogger(__name__)
SECONDS = 5


class Postman:
    """Sends; of several processes on one database one does it at a time."""

    def __init__(
        self, database: Database, context: Context, settings: Settings, texts: Texts
    ) -> None:
        self._database, self._context = database, context
        self._settings, self._texts = settings, texts
        self.patience = webhook.SECONDS

    async def deliver(self) -> int:
        """Send what is due now; how many were tried."""
        async with self._database.alone("outbox") as may:
            if not may:
                return 0
            taken = await self._database.run(lambda uow: begin(uow, self._context))
            if not taken:
                return 0
            # Nothing of a proxy's or of a netrc file; no cookies from one to the next.
            jar = aiohttp.DummyCookieJar()
            async with aiohttp.ClientSession(cookie_jar=jar, trust_env=False) as session:
                await asyncio.gather(*(self._send(session, *each) for each in taken))
            return len(taken)

    async def deliver_for_ever(self) -> None:
        """Until cancelled; a fault is written down and does not end it."""
        while True:
            try:
                await self.deliver()
            except Exception as error:  # noqa: BLE001 - what waits must go on waiting for a next try
                logger.error("outbox: %s", describe(error))  # noqa: TRY400
            await asyncio.sleep(SECONDS)

    async def _send(
        self, session: aiohttp.ClientSession, delivery: Delivery, destination: Destination
    ) -> None:
        how = await self._try(session, delivery, destination)
        if how.problem is not None:
            logger.warning("outbox: %s %s: %s", delivery.kind, delivery.id, how.problem)
        await self._database.run(lambda uow: ended(uow, self._context, delivery, how))

    async def _try(
        self, session: aiohttp.ClientSession, delivery: Delivery, destination: Destination
    ) -> Ended:
        if delivery.kind is DeliveryKind.NOTICE:
            return await notice_mail.mail(self._settings, self._texts, delivery, destination)
        timestamp = int(self._context.clock.now().timestamp())
        return await webhook.post(session, delivery, destination, timestamp, self.patience)


POSTMAN = web.AppKey("postman", Postman)


async def delivering(app: web.Application) -> AsyncIterator[None]:
    """The postman goes round while the application runs, if any county wants anything."""
    context = app[CONTEXT]
    app[POSTMAN] = Postman(app[DATABASE], context, app[SETTINGS], app[TEXTS])
    if not context.destinations:
        yield
        return
    # For everybody: it serves all counties and prisons.
    with seeing(EVERYBODY):
        rounds = asyncio.create_task(app[POSTMAN].deliver_for_ever())
    yield
    rounds.cancel()
    await asyncio.gather(rounds, return_exceptions=True)
