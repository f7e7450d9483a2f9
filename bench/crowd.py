"""Fills a database with clients who have talked already, straight through persistence."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from bench.ours import COUNTY, PRISON
from bot.bootstrap import build_context
from bot.casework.context import Context
from bot.casework.intake_state import new_state
from bot.casework.people import AccessCode, Client
from bot.casework.ports import UnitOfWork
from bot.persistence.database import open_database
from bot.settings import Settings

MESSAGES = 20
AT_ONCE = 200


async def fill(settings: Settings, count: int) -> None:
    """Add so many clients, each with a code, an interview under way and a thread."""
    context = build_context(settings)
    database = open_database(settings)
    try:
        for first in range(0, count, AT_ONCE):
            some = min(AT_ONCE, count - first)
            await database.run(partial(_add, context=context, count=some))
    finally:
        await database.close()


def _add(uow: UnitOfWork, context: Context, count: int) -> None:
    now = context.clock.now()
    for _ in range(count):
        client = Client(context.ids.new(), PRISON, COUNTY, None, "fi", now)
        uow.clients.add(client)
        uow.codes.add(
            AccessCode(
                id=context.ids.new(),
                client_id=client.id,
                prison=PRISON,
                # Nobody signs in with it; it only has to be one of many.
                fingerprint=secrets.token_hex(32),
                issued_by="bench",
                issued_at=now,
                expires_at=now,
            )
        )
        uow.intakes.put(client.id, new_state(context.interview), 0)
        for number in range(MESSAGES):
            sender = "assistant" if number % 2 else "client"
            uow.threads.add(client.id, context.ids.new(), sender, now, _body(sender))


def _body(sender: str) -> dict[str, Any]:
    """As large as a real one."""
    if sender == "client":
        return {
            "text": "asunto ja rahat huolettaa " * 3,
            "choice": None,
            "question": "housing.start",
            "role": "statement",
            "areas": ["housing", "money"],
            "crisis": None,
        }
    says = [{"say": "say.need_noted", "params": {"area": "housing"}, "area": "housing"}]
    asks = {"say": "ask.housing.first_night", "question": "housing.first_night"}
    return {"says": [*says, asks], "stage": "interview", "done": 0, "total": 13}
