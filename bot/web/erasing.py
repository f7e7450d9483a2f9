"""Everything of a person goes: from the database, and from Rasa's memory."""

from __future__ import annotations

import logging

from aiohttp import web

from bot.casework.actor import client_actor
from bot.casework.services.erase import erase
from bot.web.keys import CONTEXT, DATABASE, RASA
from bot.web.rasa_client import RasaAway

logger = logging.getLogger(__name__)


async def erase_person(request: web.Request, client_id: str) -> None:
    """Erase; whoever is signed in as this person is signed out by it.

    Rasa keeps the last two turns, sealed; if it is away now it forgets them when it is back
    (forgetting.py).
    """
    app = request.config_dict
    context, database, rasa = app[CONTEXT], app[DATABASE], app[RASA]
    await database.run(lambda uow: erase(uow, context, client_id, client_actor(client_id)))
    try:
        await rasa.forget(client_id)
    except RasaAway as away:
        logger.warning("Rasa is away and will forget later: %s", away)
