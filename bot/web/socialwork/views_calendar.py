"""Meetings in the worker's own calendar program, and the days on which the worker is away."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from bot.casework.errors import Refused
from bot.casework.ports.scope import EVERYBODY, seeing
from bot.casework.services import calendars
from bot.web.keys import TEXTS, VISITOR
from bot.web.staff import Blank, db_of, read_day, see_other, staff_page, told, typed_form

PRODUCT = "-//Reitti//FI"


async def show(request: web.Request) -> web.StreamResponse:
    """The address, if there is one, and the days away."""
    return await _page(request)


async def make(request: web.Request) -> web.StreamResponse:
    """A new address, shown this once; the one before it is dead."""
    db, context = db_of(request)
    actor = request[VISITOR].signed_in
    token = await db.run(lambda uow: calendars.make_feed(uow, context, actor))
    return await _page(request, address=f"{request.scheme}://{request.host}/calendar/{token}")


async def end(request: web.Request) -> web.StreamResponse:
    """Revoke the address."""
    db, context = db_of(request)
    actor = request[VISITOR].signed_in
    await db.run(lambda uow: calendars.end_feed(uow, context, actor))
    return see_other("/desk/calendar")


async def away(request: web.Request) -> web.StreamResponse:
    """Days away: what was agreed for them is cancelled and told."""
    form = await typed_form(request)
    db, context = db_of(request)
    actor = request[VISITOR].signed_in
    try:
        first = read_day(form["first"])
        last = read_day(form["last"]) if form["last"].strip() else first
        changed = await db.run(lambda uow: calendars.add_absence(uow, context, actor, first, last))
    except Refused as refusal:
        return await _page(request, form, error=told(request, refusal), status=refusal.status)
    return see_other("/desk/calendar", changed=str(changed))


async def there(request: web.Request) -> web.StreamResponse:
    """Those days are free again."""
    form = await typed_form(request)
    db, _ = db_of(request)
    actor = request[VISITOR].signed_in
    await db.run(lambda uow: calendars.drop_absence(uow, actor, form["id"]))
    return see_other("/desk/calendar")


async def one(request: web.Request) -> web.StreamResponse:
    """One meeting as a file."""
    db, _ = db_of(request)
    actor, meeting_id = request[VISITOR].signed_in, request.match_info["id"]
    event = await db.read(lambda uow: calendars.one_event(uow, actor, meeting_id))
    return _calendar(request, [event])


async def feed(request: web.Request) -> web.StreamResponse:
    """All of them, for a program that knows the token; there is no other way in."""
    db, _ = db_of(request)
    token = request.match_info["token"]
    with seeing(EVERYBODY):
        # The token says whose calendar it is.
        _, events = await db.read(lambda uow: calendars.feed(uow, token))
    return _calendar(request, events)


def _calendar(request: web.Request, events: Sequence[calendars.Event]) -> web.Response:
    _, context = db_of(request)
    texts, lang = request.config_dict[TEXTS], request[VISITOR].lang
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for event in events:
        entry = CalendarEvent()
        entry.add("uid", f"{event.id}@reitti")
        entry.add("dtstamp", context.clock.now())
        entry.add("dtstart", event.start)
        entry.add("dtend", event.end)
        entry.add("sequence", event.changed)
        state = texts.say(lang, f"staff.meeting.{event.state}")
        entry.add("summary", f"Reitti: {texts.say(lang, f'staff.mode.{event.mode}')}, {state}")
        entry.add("location", event.prison)
        calendar.add_component(entry)
    return web.Response(
        body=calendar.to_ical(),
        headers={
            "Content-Type": "text/calendar; charset=utf-8",
            "Content-Disposition": 'attachment; filename="reitti.ics"',
        },
    )


async def _page(
    request: web.Request,
    form: Blank | None = None,
    *,
    address: str = "",
    error: str = "",
    status: int = 200,
) -> web.Response:
    db, context = db_of(request)
    actor, today = request[VISITOR].signed_in, context.today()
    absences, made_at = await db.read(
        lambda uow: (
            uow.availability.absences(actor.id, today),
            uow.availability.feed_made_at(actor.id),
        )
    )
    changed = request.query.get("changed", "")
    return staff_page(
        request,
        "socialwork/calendar.html",
        status=status,
        absences=absences,
        made_at=made_at,
        address=address,
        error=error,
        typed=form or Blank(),
        done=changed if changed.isdecimal() else "",
        here="meetings",
    )
