"""Meetings at the desk: the list, one meeting, the offer of times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from aiohttp import web

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import Refused
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import FALLBACKS, MODES, PARTNER_ROLES, PURPOSES
from bot.casework.services import meetings
from bot.casework.services.free_slots import free_slots, nearest_other
from bot.casework.services.next_times import next_for_worker
from bot.web.keys import TEXTS, VISITOR
from bot.web.socialwork.meeting_rows import VIEWS, rows
from bot.web.staff import Blank, db_of, open_hours, see_other, staff_page, told, typed_form
from bot.web.staff_slots import FREE, picked_slots, slot_errors, typed_slots

Json = dict[str, Any]
USUAL_MINUTES = "45"
LENGTHS = ("30", "45", "60")
PARTNER_LINES = (1, 2, 3)


async def listing(request: web.Request) -> web.StreamResponse:
    """The worker's meetings, the county's open ones, or those that are over."""
    db, context = db_of(request)
    actor = request[VISITOR].signed_in
    view = request.query.get("show", "mine")
    view = view if view in VIEWS else "mine"
    found = await db.read(lambda uow: rows(uow, context, actor, view))
    return staff_page(
        request, "socialwork/meetings.html", rows=found, show=view, here="meetings"
    )  # fmt: skip


async def begin(request: web.Request) -> web.StreamResponse:
    """A draft for this referral, ``like`` an earlier meeting; a second press finds the same one."""
    db, context = db_of(request)
    form = await typed_form(request)
    actor, referral_id = request[VISITOR].signed_in, request.match_info["id"]
    like = form["like"] or None
    draft = await db.run(lambda uow: meetings.start_draft(uow, context, actor, referral_id, like))
    return see_other(f"/desk/meetings/{draft['id']}")


async def show(request: web.Request) -> web.StreamResponse:
    """One meeting; with the form for times while the worker may offer some."""
    done = request.query.get("done", "")
    asked = request.query.get("minutes", "")
    way = request.query.get("mode", "")
    usual = Blank(
        minutes=asked if asked in LENGTHS else USUAL_MINUTES, mode=way if way in MODES else ""
    )
    return await _page(request, usual, done=done if done in ("offer", "cancel") else "")


async def offer(request: web.Request) -> web.StreamResponse:
    """Send the times to the person; a time that can't be is explained beside it."""
    form = await typed_form(request)
    db, context = db_of(request)
    actor, meeting_id = request[VISITOR].signed_in, request.match_info["id"]
    slots = [*typed_slots(form), *picked_slots(form)]
    try:
        act = partial(
            meetings.offer,
            context=context,
            actor=actor,
            meeting_id=meeting_id,
            others=named_partners(form),
            purpose=form["purpose"] or None,
            mode=form["mode"] or None,
            fallback=form["fallback"] or None,
        )
        await db.run(lambda uow: act(uow, slots=slots, revision=_revision(form)))
    except Refused as refusal:
        words, bad = told(request, refusal), slot_errors(request, form, refusal)
        why = refusal
        near = await db.read(
            lambda uow: next_for_worker(uow, context, actor, meeting_id, slots, why)
        )
        return await _page(request, form, error=words, bad=bad, near=near, status=refusal.status)
    return see_other(f"/desk/meetings/{meeting_id}", done="offer")


async def cancel(request: web.Request) -> web.StreamResponse:
    """Call the meeting off."""
    db, context = db_of(request)
    actor, meeting_id = request[VISITOR].signed_in, request.match_info["id"]
    try:
        await db.run(lambda uow: meetings.cancel_by_worker(uow, context, actor, meeting_id))
    except Refused as refusal:
        words = told(request, refusal)
        return await _page(
            request, Blank(minutes=USUAL_MINUTES), error=words, status=refusal.status
        )
    return see_other(f"/desk/meetings/{meeting_id}", done="cancel")


async def _page(
    request: web.Request,
    form: Blank,
    *,
    error: str = "",
    bad: dict[int, str] | None = None,
    near: Sequence[Json] = (),
    done: str = "",
    status: int = 200,
) -> web.Response:
    db, context = db_of(request)
    actor, meeting_id = request[VISITOR].signed_in, request.match_info["id"]
    length = int(form["minutes"]) if form["minutes"] in LENGTHS else int(USUAL_MINUTES)
    mode = form["mode"] if form["mode"] in MODES else None
    shown = await db.read(lambda uow: _read(uow, context, actor, meeting_id, length, mode))
    shown["free"] = _nearest_and_ticked(near, shown["free"], form) if near else shown["free"]
    texts, lang = request.config_dict[TEXTS], request[VISITOR].lang
    return staff_page(
        request,
        "socialwork/meeting.html",
        status=status,
        here="meetings",
        typed=form,
        error=error,
        slot_errors=bad or {},
        nearest=bool(near),
        done=done,
        lengths=LENGTHS,
        lines=PARTNER_LINES,
        purposes=PURPOSES,
        roles=PARTNER_ROLES,
        modes=MODES,
        fallbacks=FALLBACKS,
        first_day=context.today() + dt.timedelta(days=1),
        hours=open_hours(texts, lang, shown.pop("hours")),
        **shown,
    )


def _nearest_and_ticked(near: Sequence[Json], free: Sequence[Json], form: Blank) -> list[Json]:
    """What was ticked and still can be stays in the list."""
    starts = {row["start"] for row in near}
    ticked = [r for r in free if form[FREE + r["start"]] and r["start"] not in starts]
    return [*near, *ticked]


def named_partners(form: Blank) -> list[Json]:
    """Who else takes part: the lines that have something in them."""
    return [
        {"organisation": form[f"partner{n}"], "role": form[f"role{n}"]}
        for n in PARTNER_LINES
        if form[f"partner{n}"].strip()
    ]


def _read(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    meeting_id: str,
    minutes: int,
    mode: str | None,
) -> Json:
    meeting = meetings.show_for_county(uow, context, actor, meeting_id)
    free: list[Json] = []
    other = None
    if "offer" in meeting["verbs"]:
        wanted = mode or meeting["mode"]
        free = free_slots(uow, context, actor, meeting_id, minutes, mode=wanted)
        if not free:
            other = nearest_other(uow, context, actor, meeting_id, minutes, wanted)
    prison = uow.prisons.get(meeting["prison"])
    client = uow.clients.get(meeting["client"]["id"])
    return {
        "m": meeting,
        "verbs": meeting["verbs"],
        "free": free,
        "other": other,
        "prison_name": prison.name if prison else meeting["prison"],
        "release_date": client.release_date if client else None,
        "client_lang": client.lang if client else "fi",
        "hours": uow.prisons.hours(meeting["prison"]),
    }


def _revision(form: Blank) -> int | None:
    return int(form["revision"]) if form["revision"].isdecimal() else None
