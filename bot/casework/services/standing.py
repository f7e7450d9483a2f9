"""A standing permission: for one partner over some days, no single one is asked for."""

from __future__ import annotations

from bot.casework.actor import SYSTEM
from bot.casework.context import ZONE, Context
from bot.casework.meeting import Meeting
from bot.casework.meeting import MeetingVerb as Verb
from bot.casework.ports import Clash, UnitOfWork
from bot.casework.services.fitting import Fit
from bot.casework.services.meeting_acts import finish_act, move
from bot.casework.services.meeting_hosts import needs_host

STANDING = "standing"


def is_covered(uow: UnitOfWork, context: Context, meeting: Meeting) -> bool:
    """Whether everybody at the other end has one for that day."""
    if meeting.start is None:
        return False
    day = meeting.start.astimezone(ZONE).date()
    given = [
        permit.partner
        for permit in uow.rules.permits(meeting.prison, context.today())
        if permit.covers(meeting.client_id, day)
    ]
    return all(partner in given for partner in meeting.partners)


def permit_by_standing(uow: UnitOfWork, context: Context, meeting: Meeting) -> None:
    """Permit what is covered, in a place that is free; without one the prison decides."""
    if meeting.start is None or meeting.end is None or not is_covered(uow, context, meeting):
        return
    if needs_host(meeting):
        # Who of the staff helps is for the prison to say, each time.
        return
    fit = Fit(uow, context, meeting, meeting.start, meeting.end)
    free = fit.free_places(meeting.start, meeting.end)
    if not free or fit.refusal(meeting.start, meeting.end, weekly=False) is not None:
        return
    try:
        uow.meetings.hold(meeting, free)
    except Clash:
        return
    move(meeting, Verb.APPROVE, SYSTEM)
    meeting.room = context.ids.token()
    meeting.permit = meeting.permit_now()
    meeting.decided_by, meeting.decided_at = STANDING, context.clock.now()
    finish_act(uow, context, SYSTEM, meeting, Verb.APPROVE, STANDING, holds=True)
