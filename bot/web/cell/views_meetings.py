"""Meetings with the social worker: wish, pick a time, say that you come, call off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from aiohttp import web

from bot.casework.context import Context
from bot.casework.errors import NotFound, Refused
from bot.casework.meeting import OPEN_STATES
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import E_SERVICE, PURPOSES
from bot.casework.referral import ReferralState
from bot.casework.services.danger_watch import watch_words
from bot.casework.services.meetings import (
    cancel_by_client,
    choose,
    confirm,
    list_for_client,
    wish,
)
from bot.casework.services.next_times import is_lost, next_for_client
from bot.dates.phrases import say_when
from bot.web.cell.page import (
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
    why,
)
from bot.web.keys import VISITOR

Json = dict[str, Any]
RANKS = (1, 2, 3)
DAYS = tuple("0123456")
PARTS = ("forenoon", "afternoon")
OPEN = {state.value for state in OPEN_STATES} | {"rejected"}


async def meetings_page(request: web.Request) -> web.Response:
    """The open ones with what can be done, the earlier ones below."""
    return await _meetings(request, None)


async def _meetings(
    request: web.Request,
    refusal: Refused | None,
    typed: str = "",
    lost: str = "",
    instead: Sequence[Json] = (),
) -> web.Response:
    """``lost``: the meeting of which a time has just gone; ``instead``: what is left for it."""
    client_id = me(request)
    meetings = await read(request, lambda uow, ctx: list_for_client(uow, ctx, client_id))
    referral = await read(request, lambda uow, _: uow.referrals.of_client(client_id))
    week = await read(request, lambda uow, _: uow.availability.weekly(client_id))
    shown = [_shown(request, meeting) for meeting in meetings]
    for meeting in shown:
        if meeting["id"] == lost:
            still = {row["slot"] for row in instead}
            meeting["slots"] = [slot for slot in meeting["slots"] if slot["id"] in still]
    # Nobody should look for what they were just told of.
    shown.sort(key=lambda meeting: meeting["id"] != lost)
    # In the order of the calendar; those that were offered have their buttons already.
    others = sorted(row["start"] for row in instead if row["slot"] is None)
    values: Json = {
        "open": [m for m in shown if m["state"] in OPEN],
        "past": [m for m in shown if m["state"] not in OPEN],
        "may_wish": referral is not None and referral.state is not ReferralState.CLOSED,
        "typed": typed,
        # Asked until it is answered once, an empty week being an answer.
        "week_open": week is None,
        "lost": lost,
        "instead": [_when(request, start) for start in others],
        "ranks": RANKS,
        "days": DAYS,
        "day_parts": PARTS,
        "here": "/meetings",
    }
    if refusal is None:
        return show(request, "meetings", error="", **values)
    return show_refused(request, "meetings", refusal, error=why(request, refusal), **values)


def _shown(request: web.Request, meeting: Json) -> Json:
    start = meeting["start"]
    code, text = meeting["reason_code"], meeting["reason_text"]
    reason = say(request, f"reject.{code}") if code else ""
    return {
        **meeting,
        "heading": _when(request, start) if start else say(request, "meet.undated"),
        "reason": f"{reason} {text or ''}".strip(),
        "slots": [
            {
                "id": slot["id"],
                "label": say(
                    request,
                    "meet.slot",
                    when=_when(request, slot["start"]),
                    minutes=slot["minutes"],
                ),
            }
            for slot in meeting["slots"]
        ],
    }


def _when(request: web.Request, moment: str) -> str:
    words = say_when(dt.datetime.fromisoformat(moment), request[VISITOR].lang)
    return words[:1].upper() + words[1:]


async def wish_meeting(request: web.Request) -> web.Response:
    """Ask for one; the same wish twice is one."""
    client_id, form = me(request), await form_of(request)
    helped = bool(form.get("e_service"))
    asked = say(request, "meet.e_service_ask") if helped else ""
    parts = (asked, _pressed(request, form), form.get("wish", ""))
    words = "\n".join(part for part in parts if part)
    purpose = E_SERVICE if helped else PURPOSES[0]
    try:
        # First and by itself: a refusal must not undo the alert.
        await run(request, lambda uow, ctx: watch_words(uow, ctx, client_id, words))
        await run(request, lambda uow, ctx: wish(uow, ctx, client_id, words, purpose))
    except Refused as refusal:
        return await _meetings(request, refusal, words)
    return await or_crisis(request, "/meetings")


def _pressed(request: web.Request, form: Any) -> str:
    """Up to three wishes that were picked, best first, in the words that a person would use:
    the worker reads them as they stand."""
    wishes = []
    for number in RANKS:
        day, part = form.get(f"day{number}", ""), form.get(f"part{number}", "")
        if day in DAYS and part in (*PARTS, ""):
            words = say(request, f"rules.weekday.{day}")
            wishes.append(f"{words} {say(request, f'wish.part.{part}')}" if part else words)
    return ", ".join(wishes)


async def choose_time(request: web.Request) -> web.Response:
    """Pick one of the times; on an old page the present ones are shown."""
    form = await form_of(request)
    slot, seen = form.get("slot", ""), number_in(form.get("revision", ""))
    client_id, meeting = me(request), request.match_info["id"]
    try:
        await run(request, lambda uow, ctx: choose(uow, ctx, client_id, meeting, slot, seen))
    except NotFound:
        raise
    except Refused as refusal:
        rows: list[Json] = []
        if is_lost(refusal):
            rows = await read(
                request, lambda uow, ctx: next_for_client(uow, ctx, client_id, meeting, slot)
            )
        return await _meetings(request, refusal, lost=meeting if rows else "", instead=rows)
    return see(f"/meetings#meeting-{meeting}")


async def say_yes(request: web.Request) -> web.Response:
    """The person says that they will come."""
    return await _act(request, confirm)


async def call_off(request: web.Request) -> web.Response:
    """The person cancels; that costs nothing."""
    return await _act(request, cancel_by_client)


async def _act(
    request: web.Request, work: Callable[[UnitOfWork, Context, str, str], Json]
) -> web.Response:
    client_id, meeting = me(request), request.match_info["id"]
    try:
        await run(request, lambda uow, ctx: work(uow, ctx, client_id, meeting))
    except NotFound:
        raise
    except Refused as refusal:
        return await _meetings(request, refusal)
    return see(f"/meetings#meeting-{meeting}")
