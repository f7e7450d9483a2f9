"""Handing one referral over to the county's own system, and how that went."""

from __future__ import annotations

from aiohttp import web

from bot.casework.errors import Refused
from bot.casework.services.hand_over import hand_over, hand_overs
from bot.web.keys import VISITOR
from bot.web.staff import db_of, see_other, staff_page, told


async def show(request: web.Request) -> web.StreamResponse:
    """What was handed over, what waits, what failed."""
    return await _page(request)


async def send(request: web.Request) -> web.StreamResponse:
    """Hand it over as it is now; pressed twice it is one."""
    db, context = db_of(request)
    actor, referral_id = request[VISITOR].signed_in, request.match_info["id"]
    try:
        await db.run(lambda uow: hand_over(uow, context, actor, referral_id))
    except Refused as refusal:
        return await _page(request, told(request, refusal), refusal.status)
    return see_other(f"/desk/referrals/{referral_id}/handover", done="sent")


async def _page(request: web.Request, error: str = "", status: int = 200) -> web.Response:
    db, context = db_of(request)
    actor, referral_id = request[VISITOR].signed_in, request.match_info["id"]
    reason = request.query.get("reason") or None
    found = await db.read(lambda uow: hand_overs(uow, context, actor, referral_id, reason))
    done = request.query.get("done") == "sent"
    return staff_page(
        request,
        "socialwork/handover.html",
        status=status,
        h=found,
        error=error,
        done="sent" if done else "",
        reason=reason or "",
        here="queue",
    )
