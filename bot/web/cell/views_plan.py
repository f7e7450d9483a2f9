"""The person's plan: who helps with what by when; yes or no to it, and to each helper."""

from __future__ import annotations

import datetime as dt
from typing import Any

from aiohttp import web

from bot.casework.context import ZONE
from bot.casework.errors import BadInput, NotFound, Refused, WrongState
from bot.casework.services.network_views import plan_of_person
from bot.casework.services.support_network import answer_plan, do_own_todo, say_consent
from bot.dates.phrases import say_date
from bot.web.cell.page import (
    form_of,
    me,
    number_in,
    read,
    run,
    see,
    show,
    show_refused,
    texts,
    why,
)
from bot.web.keys import VISITOR
from bot.web.network_words import worded

Json = dict[str, Any]
# Answers of the two buttons; anything else is no answer.
YES_NO = {"yes": True, "no": False}


async def plan_page(request: web.Request) -> web.Response:
    """The plan as the worker laid it before the person."""
    return await _plan(request, None)


async def say_to_plan(request: web.Request) -> web.Response:
    """Yes or no to the whole plan that the page showed."""
    form, client_id = await form_of(request), me(request)
    plan, said = number_in(form.get("plan", "")), form.get("choice", "")
    try:
        yes = _yes(said)
        await run(request, lambda uow, ctx: answer_plan(uow, ctx, client_id, plan, yes=yes))
    except (BadInput, WrongState) as refusal:
        return await _plan(request, refusal)
    return see("/plan#plan")


async def say_to_helper(request: web.Request) -> web.Response:
    """Whether the worker may tell this helper; changed at any time."""
    form, client_id = await form_of(request), me(request)
    helper, said = form.get("helper", ""), form.get("choice", "")
    try:
        yes = _yes(said)
        await run(request, lambda uow, ctx: say_consent(uow, ctx, client_id, helper, yes=yes))
    except (BadInput, WrongState, NotFound) as refusal:
        return await _plan(request, _gone(refusal))
    return see(f"/plan#helper-{helper}")


async def say_done(request: web.Request) -> web.Response:
    """A thing of the person's own is done; pressed twice it counts once."""
    form, client_id = await form_of(request), me(request)
    todo = form.get("todo", "")
    try:
        await run(request, lambda uow, ctx: do_own_todo(uow, ctx, client_id, todo))
    except (WrongState, NotFound) as refusal:
        return await _plan(request, _gone(refusal))
    return see("/plan#todos")


def _yes(said: str) -> bool:
    if said not in YES_NO:
        raise BadInput("choice_unknown")
    return YES_NO[said]


def _gone(refusal: Refused) -> Refused:
    """What the page showed is there no more: the page that is drawn now has what is."""
    return WrongState("plan_changed") if isinstance(refusal, NotFound) else refusal


async def _plan(request: web.Request, refusal: Refused | None) -> web.Response:
    client_id, lang = me(request), request[VISITOR].lang
    plan = await read(request, lambda uow, ctx: plan_of_person(uow, ctx, client_id))
    plan["needs"] = worded(texts(request), lang, plan["needs"])
    values: Json = {"p": plan, "on": lambda value: _on(value, lang)}
    if refusal is None:
        return show(request, "plan", error="", **values)
    return show_refused(request, "plan", refusal, error=why(request, refusal), **values)


def _on(value: str, lang: str) -> str:
    """A day, or the day of a moment, in words."""
    plain = len(value) == len("2026-12-01")
    moment = dt.date.fromisoformat(value) if plain else dt.datetime.fromisoformat(value)
    day = moment.astimezone(ZONE).date() if isinstance(moment, dt.datetime) else moment
    return say_date(day, lang)
