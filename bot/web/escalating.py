"""Sends on, by e-mail, the alerts that nobody answers, for as long as the application runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from email.message import EmailMessage

from aiohttp import web

from bot.casework.context import ZONE, Context
from bot.casework.ports import Database
from bot.casework.ports.scope import EVERYBODY, seeing
from bot.casework.services.escalating import Escalation, unanswered, went_further
from bot.content import Texts
from bot.faults import describe
from bot.settings import Settings
from bot.web.keys import CONTEXT, DATABASE, SETTINGS, TEXTS
from bot.web.notice_mail import send_message

logger = logging.getLogger(__name__)
SECONDS = 20


class Escalator:
    """Looks for unanswered alerts; of several processes on one database one at a time."""

    def __init__(
        self, database: Database, context: Context, settings: Settings, texts: Texts
    ) -> None:
        self._database, self._context = database, context
        self._settings, self._texts = settings, texts

    async def go_round(self) -> int:
        """Send on what is due; how many went. What did not leave is tried in the next round."""
        async with self._database.alone("escalation") as may:
            if not may:
                return 0
            due = await self._database.read(lambda uow: unanswered(uow, self._context))
            return sum([await self._send(each) for each in due])

    async def go_for_ever(self) -> None:
        """Until cancelled; a fault is written down and does not end it."""
        while True:
            try:
                await self.go_round()
            except Exception as error:  # noqa: BLE001 - the next alert must still go further
                logger.error("escalation: %s", describe(error))  # noqa: TRY400
            await asyncio.sleep(SECONDS)

    async def _send(self, escalation: Escalation) -> bool:
        how = await send_message(self._settings, self._message(escalation))
        if how.problem is not None:
            logger.error("escalation of alert %s: %s", escalation.alert_id, how.problem)
            return False
        await self._database.run(lambda uow: went_further(uow, self._context, escalation))
        return True

    def _message(self, escalation: Escalation) -> EmailMessage:
        at = escalation.raised_at.astimezone(ZONE).strftime("%-H.%M")
        say = {"prison": escalation.prison_name, "time": at}
        message = EmailMessage()
        message["From"] = self._settings.smtp_from
        message["To"] = escalation.address
        languages = self._texts.languages
        message["Subject"] = " / ".join(
            self._texts.say(lang, "escalation.subject") for lang in languages
        )
        message["Auto-Submitted"] = "auto-generated"
        lines = [self._texts.say(lang, "escalation.text", **say) for lang in languages]
        message.set_content("\n\n".join(lines))
        return message


async def escalating(app: web.Application) -> AsyncIterator[None]:
    """Goes round while the application runs, where there is a mail server."""
    settings = app[SETTINGS]
    if not settings.smtp_host:
        yield
        return
    escalator = Escalator(app[DATABASE], app[CONTEXT], settings, app[TEXTS])
    # For everybody: it serves all counties and prisons.
    with seeing(EVERYBODY):
        rounds = asyncio.create_task(escalator.go_for_ever())
    yield
    rounds.cancel()
    await asyncio.gather(rounds, return_exceptions=True)
