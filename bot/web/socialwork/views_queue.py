"""The county's queue."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.ports import UnitOfWork
from bot.casework.referral import REFERRAL_MOVES, ReferralState, ReferralVerb
from bot.casework.services.referrals import queue
from bot.web.keys import VISITOR
from bot.web.socialwork.waiting import working_days
from bot.web.staff import LONGEST_LINE, db_of, local_moment, staff_page

Json = dict[str, Any]
# What each view of the queue asks for.
VIEWS: dict[str, Json] = {
    "open": {},
    "free": {"state": ReferralState.NEW.value},
    "mine": {"mine": True},
    "closed": {"state": ReferralState.CLOSED.value},
}
# What a worker has just done and may be told about on this page.
DONE = ("release", "assign")


async def show(request: web.Request) -> web.StreamResponse:
    """The queue, most urgent first; a search stays within the county."""
    actor = request[VISITOR].signed_in
    db, context = db_of(request)
    view = request.query.get("show", "open")
    view = view if view in VIEWS else "open"
    q = request.query.get("q", "")[:LONGEST_LINE].strip()
    after = request.query.get("after") or None
    found = await db.read(lambda uow: _read(uow, context, actor, view, q, after))
    done = request.query.get("done", "")
    return staff_page(
        request, "socialwork/queue.html", show=view, q=q, here="queue",
        done=done if done in DONE else "", **found,
    )  # fmt: skip


def _read(
    uow: UnitOfWork, context: Context, actor: Actor, view: str, q: str, after: str | None
) -> Json:
    found = queue(uow, context, actor, q=q, after=after, **VIEWS[view])
    prisons = {prison.id: prison.name for prison in uow.prisons.everyone()}
    for row in found["items"]:
        received = local_moment(row["received_at"]).date()
        row["waited"] = working_days(received, context.today())
        row["prison_name"] = prisons.get(row["prison"], row["prison"])
        row["wrote"] = row["mine"] and _waits_for_answer(uow, row["id"])
        row["verbs"] = REFERRAL_MOVES.verbs_for(ReferralState(row["state"]), actor.role)
    counts = found["counts"]
    open_now = counts["new"] + counts["claimed"] + counts["waiting"]
    shown = {"open": open_now, "free": counts["new"], "closed": counts["closed"]}
    return {"rows": found["items"], "next": found["next"], "counts": shown}


def _waits_for_answer(uow: UnitOfWork, referral_id: str) -> bool:
    """Whether the person wrote last."""
    talk = (ReferralVerb.MESSAGE, ReferralVerb.WRITE)
    said = [event.verb for event in uow.referrals.events(referral_id) if event.verb in talk]
    return bool(said) and said[-1] == ReferralVerb.WRITE
