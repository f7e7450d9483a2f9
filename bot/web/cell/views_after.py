"""After sending: how the matter goes on, the talk with the worker, who has read, deleting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from aiohttp import web

from bot.casework.errors import BadInput, Refused, WrongState
from bot.casework.services.danger_watch import watch_words
from bot.casework.services.felt import ANSWERS, say_felt
from bot.casework.services.referral_verbs import answer_forward, write
from bot.casework.services.referrals import EXPORTED, NETWORK, OPENED, access_log
from bot.dates.phrases import say_when
from bot.web.cell.after_page import After, lines, look, steps
from bot.web.cell.page import (
    county_name,
    form_of,
    me,
    number_in,
    or_crisis,
    read,
    run,
    say,
    see,
    show,
    show_refused,
    texts,
    why,
)
from bot.web.cell.views_chat import chat_page
from bot.web.cell.views_sessions import signed_in_elsewhere
from bot.web.cookies import end_session_cookie
from bot.web.erasing import erase_person
from bot.web.keys import VISITOR

MESSAGES = "/sent#messages"
SIGN_INS_SHOWN = 20
LOG_LINES = {OPENED: "log.row", EXPORTED: "log.exported", NETWORK: "log.network"}


async def sent_page(request: web.Request) -> web.Response:
    """The stages, the meeting, the messages."""
    return await _sent(request, None)


async def _sent(request: web.Request, refusal: Refused | None, typed: str = "") -> web.Response:
    client_id = me(request)
    after = await read(request, lambda uow, ctx: look(uow, ctx, client_id))
    values = _values(request, after, typed)
    if refusal is None:
        return show(request, "sent", error="", **values)
    return show_refused(request, "sent", refusal, error=why(request, refusal), **values)


def _values(request: web.Request, after: After, typed: str) -> dict[str, Any]:
    lang, page = request[VISITOR].lang, chat_page(request)
    talk = [{**page.entry(m), "at": say_when(m.at, lang), "change": None} for m in after.talk]
    return {
        "steps": steps(after, texts(request), lang),
        "lines": lines(after, texts(request), lang),
        "meeting": after.meeting,
        "worker_messages": talk,
        "seen": after.talk[-1].seq if after.talk else 0,
        "forward_to": county_name(request, after.forward_to) if after.forward_to else None,
        "typed": typed,
        "felt_answers": ANSWERS if after.asks_felt else (),
        "felt_said": request.query.get("done") == "felt",
    }


async def write_to_worker(request: web.Request) -> web.Response:
    """A message to the social worker; the same one sent twice goes once."""
    form = await form_of(request)
    client_id, words = me(request), form.get("text", "")
    seen = number_in(form.get("seen", "")) or 0
    after = await read(request, lambda uow, ctx: look(uow, ctx, client_id))
    repeated = any(m.seq > seen and m.body.get("text") == words.strip() for m in after.talk)
    try:
        # First and by itself: a refusal must not undo the alert.
        await run(request, lambda uow, ctx: watch_words(uow, ctx, client_id, words))
        if not repeated:
            await run(request, lambda uow, ctx: write(uow, ctx, client_id, words))
    except (BadInput, WrongState) as refusal:
        return await _sent(request, refusal, words)
    return await or_crisis(request, MESSAGES)


async def answer_county(request: web.Request) -> web.Response:
    """Yes or no to another county that the worker proposed."""
    client_id, yes = me(request), (await form_of(request)).get("choice") == "yes"
    try:
        await run(request, lambda uow, ctx: answer_forward(uow, ctx, client_id, yes))
    except WrongState:
        # Answered already, by a click before this one.
        return see("/sent")
    return see("/sent")


async def answer_felt(request: web.Request) -> web.Response:
    """How the contact has felt, or that the person does not want to say."""
    client_id, answer = me(request), (await form_of(request)).get("felt", "")
    try:
        await run(request, lambda uow, ctx: say_felt(uow, ctx, client_id, answer))
    except (BadInput, WrongState) as refusal:
        return await _sent(request, refusal)
    return see("/sent?done=felt")


async def access_log_page(request: web.Request) -> web.Response:
    """Who opened the summary, and when somebody signed in with the code."""
    client_id, lang = me(request), request[VISITOR].lang
    rows = await read(request, lambda uow, ctx: access_log(uow, ctx, client_id))
    sign_ins = await read(request, lambda uow, _: uow.sign_ins.of_client(client_id, SIGN_INS_SHOWN))
    return show(
        request,
        "access_log",
        elsewhere=await signed_in_elsewhere(request),
        openings=[_opening(request, row) for row in rows],
        sign_ins=[
            {"what": say(request, f"log.outcome.{row.outcome}"), "at": say_when(row.at, lang)}
            for row in sign_ins
        ],
    )


def _opening(request: web.Request, row: dict[str, Any]) -> dict[str, str]:
    who = say(
        request,
        LOG_LINES[row["verb"]],
        name=row["name"],
        county=county_name(request, row["county"] or ""),
    )
    return {"who": who, "at": _moment(request, row["at"])}


def _moment(request: web.Request, at: str) -> str:
    return say_when(dt.datetime.fromisoformat(at), request[VISITOR].lang)


async def erase_page(request: web.Request) -> web.Response:
    """What deleting means."""
    return await _erase(request, None)


async def _erase(request: web.Request, refusal: Refused | None) -> web.Response:
    client_id = me(request)
    referral = await read(request, lambda uow, _: uow.referrals.of_client(client_id))
    was_sent = referral is not None
    if refusal is None:
        return show(request, "erase", was_sent=was_sent, error="")
    return show_refused(request, "erase", refusal, was_sent=was_sent, error=why(request, refusal))


async def erase_everything(request: web.Request) -> web.Response:
    """Only with the tick; then the session is over too."""
    actor = request[VISITOR].signed_in
    if (await form_of(request)).get("sure") != "yes":
        return await _erase(request, BadInput("erase_unsure"))
    await erase_person(request, actor.id)
    response = see("/?said=erased")
    end_session_cookie(request, response, "client")
    return response
