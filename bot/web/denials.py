"""Whoever is turned away at a door is written down, in a transaction of its own."""

from __future__ import annotations

import logging

from aiohttp import web

from bot.casework.actor import Role
from bot.casework.errors import Forbidden, NotFound, Refused
from bot.casework.ports import DatabaseAway
from bot.casework.services.denied import note_denied
from bot.faults import describe
from bot.web.access import route_of
from bot.web.keys import CONTEXT, DATABASE, TRIED, VISITOR

logger = logging.getLogger(__name__)


async def note_refusal(request: web.Request, refusal: Refused) -> None:
    """Wrong role, wrong right, no token, and, of staff, what is outside their scope."""
    visitor = request.get(VISITOR)
    actor = request.get(TRIED) or (visitor.actor if visitor is not None else None)
    route = route_of(request)
    if actor is None or route is None or not isinstance(refusal, (Forbidden, NotFound)):
        return
    if isinstance(refusal, NotFound) and actor.role is Role.CLIENT:
        # A slip of one's own: the person sees no other's things by it.
        return
    thing = route.path.split("/{")[0].removeprefix("/api/v1").strip("/").replace("/", "_")
    thing_id, app = request.match_info.get("id", "none"), request.config_dict
    try:
        await app[DATABASE].run(
            lambda uow: note_denied(uow, app[CONTEXT], actor, thing, thing_id, refusal.key)
        )
    except DatabaseAway as error:
        # The refusal stands all the same.
        logger.error("a refusal is not in the trail: %s", describe(error))  # noqa: TRY400
