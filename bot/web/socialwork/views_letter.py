"""A printed letter for a person who can't use the machine, in the person's language."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from babel.dates import format_date, format_time

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import Refused
from bot.casework.ports import UnitOfWork
from bot.casework.services.letter import letter_of, note_letter
from bot.content import Texts
from bot.web.keys import COUNTIES, TEXTS, VISITOR
from bot.web.staff import db_of, local_moment, staff_page, told, typed_form

Json = dict[str, Any]


async def blank(request: web.Request) -> web.StreamResponse:
    """Where the worker writes the letter."""
    return await _page(request, letter=False)


async def show(request: web.Request) -> web.StreamResponse:
    """The letter as it prints; that one was made is in the trail, its words nowhere."""
    form = await typed_form(request)
    db, context = db_of(request)
    actor, referral_id = request[VISITOR].signed_in, request.match_info["id"]
    words = form["text"]
    try:
        await db.run(lambda uow: note_letter(uow, context, actor, referral_id, words))
    except Refused as refusal:
        return await _page(request, words, told(request, refusal), refusal.status)
    return await _page(request, words, letter=True)


async def _page(
    request: web.Request,
    words: str = "",
    error: str = "",
    status: int = 200,
    *,
    letter: bool = False,
) -> web.Response:
    db, context = db_of(request)
    actor, referral_id = request[VISITOR].signed_in, request.match_info["id"]
    found = await db.read(lambda uow: _read(uow, context, actor, referral_id))
    texts, lang = request.config_dict[TEXTS], found["lang"]
    county = request.config_dict[COUNTIES].names[actor.county or ""][lang]
    return staff_page(
        request,
        "socialwork/letter.html",
        status=status,
        here="queue",
        referral_id=referral_id,
        letter=letter and not error,
        words=words,
        error=error,
        letter_lang=lang,
        county=county,
        letter_date=format_date(context.today(), "d.M.y", locale=lang),
        say=lambda key, **params: texts.say(lang, key, **params),
        meetings=[_meeting(texts, lang, meeting) for meeting in found["meetings"]],
        **{name: found[name] for name in ("name", "worker", "stand_in")},
    )


def _read(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> Json:
    return letter_of(uow, context, actor, referral_id)


def _meeting(texts: Texts, lang: str, meeting: Json) -> str:
    start = local_moment(meeting["start"])
    key = "letter.meeting" if meeting["agreed"] else "letter.meeting_asked"
    return texts.say(
        lang,
        key,
        date=format_date(start, "EEEE d.M.y", locale=lang),
        time=format_time(start.time(), "H.mm" if lang != "en" else "HH:mm", locale=lang),
    )
