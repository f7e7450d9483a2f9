"""The person's week, and the paper that says what will happen in a meeting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from aiohttp import web

from bot.casework.errors import BadInput, NotFound, Refused
from bot.casework.prison_rules import E_SERVICE, WeeklyTime
from bot.casework.services.meetings import list_for_client
from bot.casework.services.week import set_week
from bot.dates.phrases import say_when
from bot.web.cell.page import form_of, me, read, run, say, see, show, show_refused, why
from bot.web.keys import VISITOR

Json = dict[str, Any]
KINDS = ("work", "school", "outdoors")
WEEK = range(7)
# Meetings of which it is known when they are.
AGREED = ("approved", "started")


async def week_page(request: web.Request) -> web.Response:
    """What is kept, to change."""
    client_id = me(request)
    kept = await read(request, lambda uow, _: uow.availability.weekly(client_id))
    return show(request, "week", error="", fields=_fields(kept or []), **_frame())


async def keep_week(request: web.Request) -> web.Response:
    """Store it; a second press stores the same."""
    client_id, form = me(request), await form_of(request)
    try:
        times = [time for kind in KINDS for time in _times(form, kind)]
        await run(request, lambda uow, ctx: set_week(uow, ctx, client_id, times))
    except Refused as refusal:
        error = why(request, refusal)
        return show_refused(request, "week", refusal, error=error, fields=form, **_frame())
    return see("/meetings")


async def slip(request: web.Request) -> web.Response:
    """One agreed meeting, to print: when, where, and what will happen."""
    client_id, wanted = me(request), request.match_info["id"]
    found = await read(request, lambda uow, ctx: list_for_client(uow, ctx, client_id))
    meeting = next((m for m in found if m["id"] == wanted and m["state"] in AGREED), None)
    if meeting is None:
        raise NotFound("not_found")
    when = say_when(dt.datetime.fromisoformat(meeting["start"]), request[VISITOR].lang)
    return show(
        request,
        "meeting_slip",
        m=meeting,
        when=when[:1].upper() + when[1:],
        steps=_steps(request, meeting),
    )


def _steps(request: web.Request, meeting: Json) -> list[str]:
    """What will happen, in three sentences."""
    way = E_SERVICE if meeting["purpose"] == E_SERVICE else meeting["mode"]
    return [say(request, f"meetslip.{step}.{way}") for step in (1, 2, 3)]


def _frame() -> Json:
    return {"kinds": KINDS, "week": WEEK, "here": "/meetings"}


def _fields(times: list[WeeklyTime]) -> dict[str, str]:
    filled = {}
    for time in times:
        filled[f"{time.kind}-day{time.weekday}"] = "1"
        filled[f"{time.kind}-from"] = time.starts.strftime("%H.%M")
        filled[f"{time.kind}-to"] = time.ends.strftime("%H.%M")
    return filled


def _times(form: Any, kind: str) -> list[WeeklyTime]:
    days = [day for day in WEEK if form.get(f"{kind}-day{day}")]
    if not days:
        return []
    starts, ends = _hour(form.get(f"{kind}-from", "")), _hour(form.get(f"{kind}-to", ""))
    return [WeeklyTime(day, starts, ends, kind) for day in days]


def _hour(text: str) -> dt.time:
    for pattern in ("%H.%M", "%H:%M", "%H"):
        try:
            return dt.datetime.strptime(text.strip(), pattern).time()  # noqa: DTZ007 - an hour
        except ValueError:
            continue
    raise BadInput("week_unclear")
