"""The prison's own rules of meetings: staff change them here, nobody needs code for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, Refused
from bot.casework.people import OpenHours
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import MODES, PARTNER_ROLES, PURPOSES, MeetingRules, Partner
from bot.casework.services import approver_roles
from bot.casework.services import prison_rules as rules
from bot.web.keys import VISITOR
from bot.web.prison.page import prison_page
from bot.web.staff import Blank, db_of, read_day, see_other, told, typed_form

Act = Callable[[UnitOfWork, Context, Actor, Blank], int]
SPANS = (1, 2)
WEEK = range(7)
# A number that nobody typed is none that can be.
NO_NUMBER = -1


def _set(uow: UnitOfWork, context: Context, actor: Actor, form: Blank) -> int:
    new = MeetingRules(
        notice_hours=_number(form["notice"]),
        longest=_number(form["longest"]),
        purposes=_ticked(form, "purpose", PURPOSES),
        roles=_ticked(form, "role", PARTNER_ROLES),
        modes=_ticked(form, "mode", MODES),
        organisations=_lines(form["organisations"]),
        ask=" ".join(form["ask"].split()),
    )
    return rules.set_rules(uow, context, actor, new)


def _hours(uow: UnitOfWork, context: Context, actor: Actor, form: Blank) -> int:
    found = []
    for day in WEEK:
        for span in SPANS:
            opens, closes = form[f"opens{day}-{span}"], form[f"closes{day}-{span}"]
            if opens.strip() or closes.strip():
                found.append(OpenHours(day, _time(opens), _time(closes)))
    return rules.set_hours(uow, context, actor, found)


def _place(uow: UnitOfWork, context: Context, actor: Actor, form: Blank) -> int:
    seats = _number(form["capacity"] or "1")
    place_id = form["id"] or None
    return rules.put_place(uow, context, actor, place_id, form["name"], form["device"], seats)


def _closed(uow: UnitOfWork, context: Context, actor: Actor, form: Blank) -> int:
    days = [day for day in WEEK if form[f"day{day}"]]
    starts, ends = _time(form["starts"]), _time(form["ends"])
    return rules.add_closed(uow, context, actor, days, starts, ends, form["kind"])


def _block(uow: UnitOfWork, context: Context, actor: Actor, form: Blank) -> int:
    first, last = _days(form)
    return rules.block(uow, context, actor, first, last, form["reason"], form["place"] or None)


def _grant(uow: UnitOfWork, context: Context, actor: Actor, form: Blank) -> int:
    first, last = _days(form)
    partner = Partner(form["organisation"], form["role"])
    return rules.grant(uow, context, actor, partner, first, last)


def _approvers(uow: UnitOfWork, context: Context, actor: Actor, form: Blank) -> int:
    chosen = {
        user.id: _ticked(form, f"decides-{user.id}", PURPOSES)
        for user in approver_roles.approvers(uow, actor)
    }
    return approver_roles.set_approvers(uow, context, actor, chosen)


ACTS: dict[str, Act] = {
    "limits": _set,
    "hours": _hours,
    "place": _place,
    "remove-place": lambda u, c, a, form: rules.remove_place(u, c, a, form["id"]),
    "close": _closed,
    "open": lambda u, c, a, form: rules.drop_closed(u, c, a, form["id"]),
    "block": _block,
    "unblock": lambda u, c, a, form: rules.unblock(u, c, a, form["id"]),
    "grant": _grant,
    "approvers": _approvers,
    "withdraw": lambda u, c, a, form: rules.withdraw(u, c, a, form["id"]),
}


async def show(request: web.Request) -> web.StreamResponse:
    """All rules on one page, a form for each."""
    changed = request.query.get("changed", "")
    return await _page(request, done=changed if changed.isdecimal() else "")


def act(what: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The handler of one form: store it, and say how many meetings it changed."""

    async def handler(request: web.Request) -> web.StreamResponse:
        form = await typed_form(request)
        db, context = db_of(request)
        actor = request[VISITOR].signed_in
        try:
            changed = await db.run(lambda uow: ACTS[what](uow, context, actor, form))
        except Refused as refusal:
            return await _page(
                request, form, panel=what, error=told(request, refusal), status=refusal.status
            )
        return see_other("/prison/rules", changed=str(changed))

    return handler


async def _page(
    request: web.Request,
    form: Blank | None = None,
    *,
    panel: str = "",
    error: str = "",
    done: str = "",
    status: int = 200,
) -> web.Response:
    db, context = db_of(request)
    actor = request[VISITOR].signed_in
    (schedule, places, hours, permits), approvers = await db.read(
        lambda u: (rules.read(u, context, actor), approver_roles.approvers(u, actor))
    )
    return await prison_page(
        request,
        "prison/rules.html",
        status=status,
        limits=schedule.rules,
        closed=schedule.closed,
        blocked=schedule.blocked,
        places=places,
        place_names={place.id: place.name for place in places},
        hours=_by_field(hours),
        permits=permits,
        approvers=approvers,
        matters_of=schedule.approvers,
        week=WEEK,
        spans=SPANS,
        purposes=PURPOSES,
        roles=PARTNER_ROLES,
        modes=MODES,
        devices=rules.DEVICES,
        kinds=rules.KINDS,
        typed=form or Blank(),
        panel=panel,
        error=error,
        done=done,
        here="rules",
    )


def _by_field(hours: list[OpenHours]) -> Blank:
    """What stands in the fields of the week."""
    filled = Blank()
    for day in WEEK:
        of_day = [row for row in hours if row.weekday == day][: len(SPANS)]
        for span, row in enumerate(of_day, start=1):
            filled[f"opens{day}-{span}"] = row.opens.strftime("%H.%M")
            filled[f"closes{day}-{span}"] = row.closes.strftime("%H.%M")
    return filled


def _ticked(form: Blank, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in known if form[f"{name}-{each}"])


def _lines(text: str) -> tuple[str, ...]:
    """One name on each line that has something in it."""
    names = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(name for name in names if name))


def _number(text: str) -> int:
    return int(text) if text.strip().isdecimal() and len(text) < 6 else NO_NUMBER


def _time(text: str) -> dt.time:
    for pattern in ("%H.%M", "%H:%M", "%H"):
        try:
            return dt.datetime.strptime(text.strip(), pattern).time()  # noqa: DTZ007 - an hour
        except ValueError:
            continue
    raise BadInput("time_unreadable")


def _days(form: Blank) -> tuple[dt.date, dt.date]:
    first = read_day(form["first"])
    return first, read_day(form["last"]) if form["last"].strip() else first
