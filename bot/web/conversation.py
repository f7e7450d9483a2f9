"""A message on its way: stored, handed to Rasa, answered. It can't be lost on the way.

If Rasa is away the stored message waits; ``pump`` sends it on when Rasa is back, in
the order in which it was written. Several processes may do so at once: a message is
handled once, whoever brings it, and who finds it handled goes on to the next.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from aiohttp import web

from bot.casework.context import ZONE, Context
from bot.casework.people import Client, Message
from bot.casework.ports import Database, UnitOfWork
from bot.casework.ports.scope import EVERYBODY, seeing
from bot.casework.services.conversation import (
    Incoming,
    Received,
    give_up,
    intent_of_choice,
    receive,
)
from bot.casework.services.thread import ThreadView, open_thread
from bot.faults import describe
from bot.web.keys import CONTEXT, DATABASE, RASA
from bot.web.rasa_client import RasaAway, RasaClient

logger = logging.getLogger(__name__)

PUMP_SECONDS = 5.0
# A message younger than this is still on its first way.
PUMP_AFTER = dt.timedelta(seconds=20)
PUMP_AT_ONCE = 50


# A person, and their messages that wait for Rasa.
Waits = tuple[Client | None, list[Message]]


@dataclass(frozen=True)
class Answered:
    """What is new since the person's message. ``waiting``: it is safe, the reply comes later.
    ``effects``: what the person confirmed that reaches beyond the interview."""

    view: ThreadView
    waiting: bool
    effects: tuple[str, ...]


class Conversation:
    """Takes the messages of all persons, one at a time for each."""

    def __init__(self, database: Database, context: Context, rasa: RasaClient) -> None:
        self._database = database
        self._context = context
        self._rasa = rasa
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def say(self, client_id: str, incoming: Incoming) -> Answered:
        """Store a message and get it answered; raises what ``receive`` raises."""
        context = self._context
        received, waits = await self._database.run(
            lambda uow: _stored(uow, context, client_id, incoming)
        )
        effects: tuple[str, ...] = ()
        waiting = False
        if received.forward:
            try:
                effects = await self._hand_over(client_id, waits)
            except RasaAway as away:
                logger.warning("Rasa is away: %s", away)
                waiting = True
        # The interview has begun: nothing is written.
        view = await self._database.read(
            lambda uow: open_thread(uow, context, client_id, after=received.seq)
        )
        return Answered(view, waiting and view.waiting, effects)

    async def _hand_over(self, client_id: str, waits: Waits | None = None) -> tuple[str, ...]:
        """Send everything of this person that waits, in order; the effects of them all.
        ``waits``: what was seen to wait just now, true unless somebody is at it already."""
        lock = self._locks.setdefault(client_id, asyncio.Lock())
        effects: tuple[str, ...] = ()
        if lock.locked():
            waits = None
        async with lock:
            if waits is None:
                waits = await self._database.read(lambda uow: _waiting(uow, client_id))
            client, waiting = waits
            for message in waiting:
                try:
                    payload = await self._send(client, message)
                except RasaAway as away:
                    # Another process may have brought it meanwhile: then all is well.
                    if not await self._is_handled(message):
                        if not away.only_this:
                            raise
                        await self._give_up(message)
                    continue
                effects = (*effects, *(payload.get("effects") or ()))
        return effects

    async def _is_handled(self, message: Message) -> bool:
        now = await self._database.read(lambda uow: uow.threads.get(message.client_id, message.id))
        return now is None or now.handled

    async def _give_up(self, message: Message) -> None:
        logger.warning("a message that Rasa does not take is kept as not understood")
        context = self._context
        await self._database.run(lambda uow: give_up(uow, context, message.client_id, message.id))

    async def _send(self, client: Client | None, message: Message) -> dict[str, Any]:
        body = message.body
        choice = body.get("choice")
        return await self._rasa.message(
            sender=message.client_id,
            message_id=message.id,
            text=str(body["text"]) if choice is None else None,
            choice=str(choice) if choice is not None else None,
            intent=intent_of_choice(str(choice)) if choice is not None else None,
            lang=client.lang if client is not None else "fi",
            # The day on which it was written: "tomorrow" counts from there.
            today=message.at.astimezone(ZONE).date(),
            question=str(body["question"]) if body.get("question") else None,
            # Written down by ``receive``, which looks before it does anything else.
            looked="crisis" in body and body["crisis"] is None,
        )

    async def pump(self) -> int:
        """Send on what has waited; how many persons' messages went through. Of several
        processes one does it at a time."""
        clients = await self._waiting_long()
        if not clients:
            return 0
        async with self._database.alone("pump") as may:
            return await self._send_on(clients) if may else 0

    async def _waiting_long(self) -> list[str]:
        before = self._context.clock.now() - PUMP_AFTER
        return await self._database.read(
            lambda uow: uow.threads.clients_waiting(before, PUMP_AT_ONCE)
        )

    async def _send_on(self, clients: list[str]) -> int:
        for done, client_id in enumerate(clients):
            try:
                await self._hand_over(client_id)
            except RasaAway:
                return done
        return len(clients)

    async def pump_for_ever(self) -> None:
        """Until cancelled; a fault is written down and does not end it."""
        while True:
            await asyncio.sleep(PUMP_SECONDS)
            try:
                await self.pump()
            except Exception as error:  # noqa: BLE001 - tomorrow's messages still need the pump
                logger.error("pump: %s", describe(error))  # noqa: TRY400


def _stored(
    uow: UnitOfWork, context: Context, client_id: str, incoming: Incoming
) -> tuple[Received, Waits | None]:
    received = receive(uow, context, client_id, incoming)
    return received, _waiting(uow, client_id) if received.forward else None


def _waiting(uow: UnitOfWork, client_id: str) -> Waits:
    return uow.clients.get(client_id), uow.threads.waiting(client_id)


CONVERSATION = web.AppKey("conversation", Conversation)


@asynccontextmanager
async def running(app: web.Application) -> AsyncIterator[None]:
    """The conversation with its pump, for as long as the application runs."""
    conversation = Conversation(app[DATABASE], app[CONTEXT], app[RASA])
    app[CONVERSATION] = conversation
    # For everybody: it serves all counties and prisons.
    with seeing(EVERYBODY):
        pump = asyncio.create_task(conversation.pump_for_ever())
    yield
    pump.cancel()
    await asyncio.gather(pump, return_exceptions=True)
