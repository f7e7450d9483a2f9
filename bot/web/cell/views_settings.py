"""Language and text size, on every page."""

from __future__ import annotations

from aiohttp import web

from bot.casework.services.sessions import set_language
from bot.web.cell.page import context, database, form_of, see, texts, way_back
from bot.web.cookies import LANGUAGE, TEXT_SIZE, YEAR, set_cookie
from bot.web.keys import VISITOR
from bot.web.render import TEXT_SIZES


async def change_language(request: web.Request) -> web.Response:
    """The whole page, and the whole thread, in another language."""
    form = await form_of(request)
    response = see(way_back(request, form.get("back", "")))
    lang = form.get("lang", "")
    if lang in texts(request).languages:
        await speak(request, response, lang)
    return response


async def speak(request: web.Request, response: web.Response, lang: str) -> None:
    """From now on in this language: the browser, the session and what comes later."""
    session = request[VISITOR].session
    if session is not None:
        await database(request).run(lambda uow: set_language(uow, context(request), session, lang))
    set_cookie(request, response, LANGUAGE, lang, YEAR)


async def change_text_size(request: web.Request) -> web.Response:
    """A cookie: the size belongs to the eyes in front of this screen."""
    form = await form_of(request)
    response = see(way_back(request, form.get("back", "")))
    if form.get("size") in TEXT_SIZES:
        set_cookie(request, response, TEXT_SIZE, form["size"], YEAR)
    return response
