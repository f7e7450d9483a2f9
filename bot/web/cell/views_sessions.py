"""Where else somebody is signed in with the person's code, and ending it there."""

from __future__ import annotations

from aiohttp import web

from bot.casework.services.sessions import end_others, open_sessions
from bot.web.cell.page import read, run, see
from bot.web.keys import VISITOR


async def signed_in_elsewhere(request: web.Request) -> bool:
    """Whether there is another open session of this person."""
    session = request[VISITOR].session
    if session is None:
        return False
    found = await read(request, lambda uow, ctx: open_sessions(uow, ctx, session))
    return len(found) > 1


async def end_elsewhere(request: web.Request) -> web.Response:
    """End every other session of this person; a second press is harmless."""
    session = request[VISITOR].session
    if session is not None:
        await run(request, lambda uow, ctx: end_others(uow, ctx, session, None))
    return see("/access-log")
