"""Meetings as the desk lists them."""

from __future__ import annotations

from typing import Any

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.meeting import OPEN_STATES, MeetingState
from bot.casework.ports import UnitOfWork
from bot.casework.services.meeting_views import county_view
from bot.casework.services.meetings import list_for_county

Json = dict[str, Any]
# In these the next move is the worker's.
YOURS = (MeetingState.DRAFT, MeetingState.REJECTED)
VIEWS = ("mine", "all", "past")


def meetings_of_referral(
    uow: UnitOfWork, context: Context, actor: Actor, client_id: str, referral_id: str
) -> list[Json]:
    """All meetings that belong to one referral, newest first; the caller has opened it."""
    found = uow.meetings.list_of_client(client_id)
    return [
        county_view(uow, context, meeting, actor)
        for meeting in found
        if meeting.referral_id == referral_id and meeting.county == actor.county
    ]


def rows(uow: UnitOfWork, context: Context, actor: Actor, view: str) -> list[Json]:
    """One view of the list: those that wait for the worker first, then by time."""
    found = list_for_county(uow, context, actor, mine=view != "all")
    prisons = {prison.id: prison.name for prison in uow.prisons.everyone()}
    open_ones = (*OPEN_STATES, MeetingState.REJECTED)
    chosen = [m for m in found if (m["state"] in open_ones) == (view != "past")]
    for meeting in chosen:
        meeting["prison_name"] = prisons.get(meeting["prison"], meeting["prison"])
        meeting["yours"] = meeting["state"] in YOURS and "offer" in meeting["verbs"]
    if view == "past":
        return sorted(chosen, key=lambda m: m["start"] or m["created_at"], reverse=True)
    return sorted(chosen, key=lambda m: (not m["yours"], m["start"] or m["created_at"]))
