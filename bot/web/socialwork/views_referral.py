"""One referral: its page, and what a worker does with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from aiohttp import web

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import Refused, WrongState
from bot.casework.ports import UnitOfWork
from bot.casework.referral import Outcome, ReasonCode, ReferralState
from bot.casework.services import referrals
from bot.casework.services.once import once
from bot.web.keys import COUNTIES, VISITOR
from bot.web.socialwork.meeting_rows import meetings_of_referral
from bot.web.staff import Blank, db_of, see_other, staff_page, told, typed_form

Json = dict[str, Any]
Act = Callable[[UnitOfWork, Context, Actor, str, Blank], Any]

ACTS: dict[str, Act] = {
    "claim": lambda uow, context, actor, id_, _: referrals.claim(uow, context, actor, id_),
    "release": lambda uow, context, actor, id_, _: referrals.release(uow, context, actor, id_),
    "reopen": lambda uow, context, actor, id_, _: referrals.reopen(uow, context, actor, id_),
    "assign": lambda uow, context, actor, id_, form: referrals.assign(
        uow, context, actor, id_, form["to"], form["reason"] or None
    ),
    "note": lambda uow, context, actor, id_, form: once(
        uow, context, actor, form["once"],
        partial(referrals.note, uow, context, actor, id_, form["text"]),
    ),
    "message": lambda uow, context, actor, id_, form: once(
        uow, context, actor, form["once"],
        partial(referrals.message, uow, context, actor, id_, form["text"]),
    ),
    "close": lambda uow, context, actor, id_, form: referrals.close(
        uow, context, actor, id_, form["outcome"]
    ),
    "forward": lambda uow, context, actor, id_, form: referrals.forward(
        uow, context, actor, id_, form["to"]
    ),
}  # fmt: skip
# After these the referral may be no longer the worker's own: back to the queue.
LEAVING = ("release", "assign")


async def show(request: web.Request) -> web.StreamResponse:
    """The page; opening it is logged, and a colleague's opens for a reason only."""
    done = request.query.get("done", "")
    return await _page(request, done=done if done in (*ACTS, "offer", "paper") else "")


def act(verb: str) -> Callable[[web.Request], Any]:
    """The handler of one verb: it acts and goes back to the page, or says there what is wrong."""

    async def handler(request: web.Request) -> web.StreamResponse:
        form = await typed_form(request)
        db, context = db_of(request)
        actor, referral_id = request[VISITOR].signed_in, request.match_info["id"]
        try:
            await db.run(lambda uow: ACTS[verb](uow, context, actor, referral_id, form))
        except Refused as refusal:
            words = told(request, refusal)
            return await _page(request, form, panel=verb, words=words, status=refusal.status)
        path = "/desk" if verb in LEAVING else f"/desk/referrals/{referral_id}"
        return see_other(path, done=verb)

    return handler


async def _page(
    request: web.Request,
    form: Blank | None = None,
    *,
    panel: str = "",
    words: str = "",
    done: str = "",
    status: int = 200,
) -> web.Response:
    db, context = db_of(request)
    actor, referral_id = request[VISITOR].signed_in, request.match_info["id"]
    reason = request.query.get("reason") or (form["reason"] if form else "") or None
    try:
        shown = await db.run(lambda uow: _read(uow, context, actor, referral_id, reason))
    except WrongState as refusal:
        if refusal.key != "claimed_by_other":
            raise
        return _ask_reason(request, referral_id, refusal)
    counties = request.config_dict[COUNTIES].names
    lang = request[VISITOR].lang
    return staff_page(
        request,
        "socialwork/referral.html",
        status=status,
        typed=form or Blank(),
        panel=panel,
        panel_error=words,
        # A verb that has no form of its own says it on top of the page.
        error=words if panel in ("claim", "release", "reopen") else "",
        done=done,
        here="queue",
        outcomes=list(Outcome),
        counties=sorted(((names[lang], id_) for id_, names in counties.items())),
        county_names={id_: names[lang] for id_, names in counties.items()},
        **shown,
    )


def _read(
    uow: UnitOfWork, context: Context, actor: Actor, referral_id: str, reason: str | None
) -> Json:
    shown = referrals.open_referral(uow, context, actor, referral_id, reason)
    prison = uow.prisons.get(shown["prison"])
    for step in shown["start_by"]:
        # What should have begun already stands together, on top.
        step["due"] = "" if step["date"] <= context.today().isoformat() else step["date"]
    claimed_by = shown["claimed_by"]
    mine = claimed_by is not None and claimed_by["id"] == actor.id
    return {
        "r": shown,
        "verbs": shown["verbs"],
        "reason": reason or "",
        "mine": mine,
        "handler": claimed_by["name"] if claimed_by else None,
        "workers": [
            w for w in shown["workers"] if not (claimed_by and w["id"] == claimed_by["id"])
        ],
        "prison_name": prison.name if prison else shown["prison"],
        "meetings": meetings_of_referral(uow, context, actor, shown["client"]["id"], shown["id"]),
        "can_meet": mine and shown["state"] == ReferralState.CLAIMED,
    }


def _ask_reason(request: web.Request, referral_id: str, refusal: WrongState) -> web.Response:
    return staff_page(
        request,
        "socialwork/reason.html",
        status=refusal.status,
        referral_id=referral_id,
        handler=refusal.params.get("name") or None,
        reasons=list(ReasonCode),
        here="queue",
    )
