"""Requests for meetings, and the meetings that the prison has permitted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.casework.actor import Actor, Role
from bot.casework.context import Context
from bot.casework.errors import Refused
from bot.casework.meeting import OutcomeCode, RejectCode
from bot.casework.ports import UnitOfWork
from bot.casework.services import meeting_day, permission
from bot.web.keys import VISITOR
from bot.web.prison.page import REFRESH, prison_page
from bot.web.staff import Blank, db_of, local_moment, see_other, told, typed_form
from bot.web.staff_slots import slot_errors, typed_slots

Json = dict[str, Any]
Act = Callable[[UnitOfWork, Context, Actor, str, Blank], Json]


def _approve(uow: UnitOfWork, context: Context, actor: Actor, id_: str, form: Blank) -> Json:
    place, host = form["place"] or None, form["host"] or None
    return permission.approve(uow, context, actor, id_, place, _revision(form), host=host)


def _reject(uow: UnitOfWork, context: Context, actor: Actor, id_: str, form: Blank) -> Json:
    text = form["text"] or None
    return permission.reject(uow, context, actor, id_, form["code"], text, _revision(form))


def _propose(uow: UnitOfWork, context: Context, actor: Actor, id_: str, form: Blank) -> Json:
    minutes = permission.show(uow, context, actor, id_)["minutes"]
    slots = typed_slots(form, minutes)
    return permission.propose(uow, context, actor, id_, slots, _revision(form))


ACTS: dict[str, Act] = {
    "approve": _approve,
    "reject": _reject,
    "propose": _propose,
    "start": lambda uow, context, actor, id_, _: meeting_day.start(uow, context, actor, id_),
    "finish": lambda uow, context, actor, id_, _: meeting_day.finish(uow, context, actor, id_),
    "no-show": lambda uow, context, actor, id_, form: meeting_day.no_show(
        uow, context, actor, id_, form["code"] or None
    ),
    "cancel": lambda uow, context, actor, id_, form: meeting_day.cancel(
        uow, context, actor, id_, form["code"] or None
    ),
}
# These have a form of their own inside the request; the others say on top what is wrong.
PANELS = ("approve", "reject", "propose")
ENDED = ("cancelled", "expired")


async def show(request: web.Request) -> web.StreamResponse:
    """What waits for a decision, one open at a time, and what is agreed."""
    done = request.query.get("done", "")
    known = (*ACTS, "acknowledge", "several", "some")
    return await _page(
        request, open_id=request.query.get("open"), done=done if done in known else ""
    )


def act(verb: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The handler of one verb: decide and go back, or say beside the request what is wrong."""

    async def handler(request: web.Request) -> web.StreamResponse:
        form = await typed_form(request)
        db, context = db_of(request)
        actor, meeting_id = request[VISITOR].signed_in, request.match_info["id"]
        try:
            await db.run(lambda uow: ACTS[verb](uow, context, actor, meeting_id, form))
        except Refused as refusal:
            words, bad = told(request, refusal), slot_errors(request, form, refusal)
            return await _page(
                request, form, open_id=meeting_id, panel=verb, words=words, bad=bad,
                status=refusal.status,
            )  # fmt: skip
        return see_other("/prison", done=verb)

    return handler


async def _page(
    request: web.Request,
    form: Blank | None = None,
    *,
    open_id: str | None = None,
    panel: str = "",
    words: str = "",
    bad: dict[int, str] | None = None,
    done: str = "",
    status: int = 200,
) -> web.Response:
    db, context = db_of(request)
    actor = request[VISITOR].signed_in
    waiting, agreed, ended = await db.read(lambda uow: _read(uow, context, actor))
    # A request that is decided meanwhile has no panel left: then it is said on top.
    beside = panel in PANELS and any(row["id"] == open_id for row in waiting)
    return await prison_page(
        request,
        "prison/requests.html",
        status=status,
        # A half-filled form must not be swept away by a reload.
        refresh=0 if waiting else REFRESH,
        requests=waiting,
        agreed=agreed,
        ended=ended,
        open_id=open_id or (waiting[0]["id"] if waiting else ""),
        typed=form or Blank(),
        panel=panel,
        panel_error=words if beside else "",
        slot_errors=bad or {},
        error="" if beside else words,
        done=done,
        reject_codes=list(RejectCode),
        outcome_codes=list(OutcomeCode),
        here="requests",
    )


def _read(
    uow: UnitOfWork, context: Context, actor: Actor
) -> tuple[list[Json], list[Json], list[Json]]:
    found = permission.requests(uow, context, actor)
    agreed = [row for row in found if row["state"] in ("approved", "started")]
    for row in agreed:
        row["today"] = local_moment(row["start"]).date() == context.today()
    ended = [row for row in found if _was_taken_away(row, context.today())]
    return [row for row in found if row["state"] == "requested"], agreed, ended


def _was_taken_away(row: Json, today: dt.date) -> bool:
    """Somebody else, or a rule, ended it, and staff may still mean to bring the person."""
    if row["state"] not in ENDED or row["cancelled_by"] == Role.PRISON_STAFF.value:
        return False
    return local_moment(row["start"]).date() >= today


def _revision(form: Blank) -> int | None:
    return int(form["revision"]) if form["revision"].isdecimal() else None
