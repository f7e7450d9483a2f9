"""One referral: its page, and what a worker does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import Refused, WrongState
from bot.casework.ports import UnitOfWork
from bot.casework.referral import HELD_STATES, ContactKind, JudgedAs, Outcome, ReasonCode
from bot.casework.services import referrals
from bot.casework.services.desk_views import note_open
from bot.web.keys import COUNTIES, TEXTS, VISITOR
from bot.web.socialwork.meeting_rows import meetings_of_referral
from bot.web.socialwork.referral_acts import ACTS, acts, phrases
from bot.web.staff import Blank, db_of, one_press, see_other, staff_page, told, typed_form

__all__ = ["ACTS", "act", "presence", "show"]

Json = dict[str, Any]
# After these the referral may be no longer the worker's own: back to the queue.
LEAVING = ("release", "assign")
# Buttons without a form of their own: what is wrong stands on top of the page.
WITHOUT_FORM = ("claim", "release", "reopen", "wait", "resume", "assess", "join", "leave")


async def show(request: web.Request) -> web.StreamResponse:
    """The page; opening it is logged, and a colleague's opens for a reason only."""
    done = request.query.get("done", "")
    return await _page(
        request, done=done if done in (*ACTS, "offer", "paper", "paper_danger") else ""
    )


def act(verb: str) -> Callable[[web.Request], Any]:
    """The handler of one verb: it acts and goes back to the page, or says there what is wrong."""

    async def handler(request: web.Request) -> web.StreamResponse:
        form = await typed_form(request)
        form["once"] = one_press(form, verb)
        db, context = db_of(request)
        actor, referral_id = request[VISITOR].signed_in, request.match_info["id"]
        do = acts(request.config_dict[TEXTS])[verb]
        try:
            await db.run(lambda uow: do(uow, context, actor, referral_id, form))
        except Refused as refusal:
            words = told(request, refusal)
            return await _page(request, form, panel=verb, words=words, status=refusal.status)
        path = "/desk" if verb in LEAVING else f"/desk/referrals/{referral_id}"
        return see_other(path, done=verb)

    return handler


async def presence(request: web.Request) -> web.StreamResponse:
    """The page says that it is open, and hears at whom else it is."""
    db, context = db_of(request)
    actor, referral_id = request[VISITOR].signed_in, request.match_info["id"]
    others = await db.run(lambda uow: note_open(uow, context, actor, referral_id))
    return staff_page(request, "socialwork/presence.html", others=others)


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
        error=words if panel in WITHOUT_FORM else "",
        done=done,
        here="queue",
        outcomes=list(Outcome),
        contact_kinds=list(ContactKind),
        judgements=list(JudgedAs),
        phrases=phrases(request.config_dict[TEXTS], lang),
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
    stand_in = shown["stand_in"]
    stands_in = stand_in is not None and stand_in["id"] == actor.id
    return {
        "r": shown,
        "verbs": shown["verbs"],
        "reason": reason or "",
        "mine": mine,
        "handler": claimed_by["name"] if claimed_by else None,
        "worker_names": {w["id"]: w["name"] for w in shown["workers"]},
        "workers": [
            w for w in shown["workers"] if not (claimed_by and w["id"] == claimed_by["id"])
        ],
        "prison_name": prison.name if prison else shown["prison"],
        "meetings": meetings_of_referral(uow, context, actor, shown["client"]["id"], shown["id"]),
        "stands_in": stands_in,
        "can_meet": (mine or stands_in) and shown["state"] in HELD_STATES,
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
