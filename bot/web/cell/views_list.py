"""The person's own list: what to begin by when and with whom, and whether help came."""

from __future__ import annotations

import datetime as dt
from typing import Any

from aiohttp import web

from bot.casework.context import ZONE, Context
from bot.casework.errors import BadInput, Refused, WrongState
from bot.casework.ports import UnitOfWork
from bot.casework.services.review import summary
from bot.casework.services.todo import ANSWERS, report_help, todo_of
from bot.dates.phrases import say_date
from bot.web.cell.page import (
    context,
    form_of,
    me,
    read,
    run,
    say,
    see,
    show,
    show_refused,
    texts,
    why,
)
from bot.web.cell.summary_page import SummaryPage
from bot.web.keys import VISITOR

Json = dict[str, Any]


async def list_page(request: web.Request) -> web.Response:
    """Each need with its steps; after sending the question whether help came."""
    return await _list(request, None)


async def say_help(request: web.Request) -> web.Response:
    """Whether help came with one need; pressed twice it counts once."""
    form, client_id = await form_of(request), me(request)
    area, answer = form.get("area", ""), form.get("help", "")
    try:
        await run(request, lambda uow, ctx: report_help(uow, ctx, client_id, area, answer))
    except (BadInput, WrongState) as refusal:
        return await _list(request, refusal)
    return see(f"/list#need-{area}")


async def _list(request: web.Request, refusal: Refused | None) -> web.Response:
    client_id, lang = me(request), request[VISITOR].lang

    def gather(uow: UnitOfWork, ctx: Context) -> tuple[Json, Json]:
        shown = summary(uow, ctx, client_id)
        return shown, todo_of(uow, ctx, client_id, shown)

    shown, mine = await read(request, gather)
    page = SummaryPage(texts(request), lang, context(request).interview, shown)
    parts = {part["id"]: part for part in page.parts()}
    values: Json = {
        "needs": [
            {**need, **_told(request, need), "part": parts[need["area"]]} for need in mine["needs"]
        ],
        "sent": mine["sent"],
        "has_date": mine["release"]["date"] is not None,
        "help_answers": ANSWERS,
    }
    if refusal is None:
        return show(request, "list", error="", **values)
    return show_refused(request, "list", refusal, error=why(request, refusal), **values)


def _told(request: web.Request, need: Json) -> Json:
    lang = request[VISITOR].lang
    steps = [
        {**step, "day": say_date(dt.date.fromisoformat(step["date"]), lang)}
        for step in need["steps"]
    ]
    who = ", ".join(say(request, f"actor.{actor}") for actor in need["actors"])
    came = need["help"]
    if came is None:
        return {"steps": steps, "who": who, "said": ""}
    day = dt.datetime.fromisoformat(came["at"]).astimezone(ZONE).date()
    answer = say(request, f"list.help.{came['answer']}")
    return {
        "steps": steps,
        "who": who,
        "said": say(request, "list.help_said", date=say_date(day, lang), answer=answer),
    }
