"""When facts change: one table says what becomes of a meeting whose time no longer can be.

Everybody is told: the person in the thread, the worker on the referral's page, the prison in
its list. The worker can offer new times at once, and the person can wish anew.
"""

from __future__ import annotations

from enum import StrEnum

from bot.casework.actor import SYSTEM
from bot.casework.context import Context
from bot.casework.meeting import HOLDING_STATES, Meeting, MeetingState, MeetingVerb
from bot.casework.ports import UnitOfWork
from bot.casework.services.fitting import Fit
from bot.casework.services.meeting_acts import finish_act, move
from bot.casework.services.meeting_ends import ENDED, tell_worker
from bot.casework.services.standing import STANDING, is_covered

ASKED_ANEW = "meeting_asked_anew"
MOST = 500


class Fate(StrEnum):
    """What a change does to a meeting."""

    CANCEL = "cancel"
    ASK_ANEW = "ask_anew"
    FLAG = "flag"


# By the reason that ``Fit.refusal`` gives; a reason that is not here changes nothing.
FATES = {
    "after_release": Fate.CANCEL,
    "blocked": Fate.CANCEL,
    "worker_away": Fate.CANCEL,
    "holiday": Fate.CANCEL,
    "no_place": Fate.ASK_ANEW,
    "permit_withdrawn": Fate.ASK_ANEW,
    "outside_hours": Fate.FLAG,
    "lockup": Fate.FLAG,
    "count": Fate.FLAG,
    "too_long": Fate.FLAG,
    "purpose_not_allowed": Fate.FLAG,
    "partner_not_allowed": Fate.FLAG,
}


def recheck_prison(uow: UnitOfWork, context: Context, prison: str) -> int:
    """After another rule, place, blocked day or permission; how many meetings changed."""
    asked = uow.meetings.list_of_prison(prison, HOLDING_STATES, MOST)
    return sum(recheck(uow, context, meeting) for meeting in asked)


def recheck_worker(uow: UnitOfWork, context: Context, county: str, worker_id: str) -> int:
    """After days away."""
    asked = uow.meetings.list_of_county(county, HOLDING_STATES, worker_id, MOST)
    return sum(recheck(uow, context, meeting) for meeting in asked)


def recheck_client(uow: UnitOfWork, context: Context, client_id: str) -> int:
    """After another day of release."""
    held = [m for m in uow.meetings.list_of_client(client_id) if m.state in HOLDING_STATES]
    return sum(recheck(uow, context, meeting) for meeting in held)


def recheck(uow: UnitOfWork, context: Context, meeting: Meeting) -> bool:
    """Look at one meeting anew; what has begun goes on. Whether anything changed."""
    if meeting.state is MeetingState.STARTED:
        return False
    reason = _reason(uow, context, meeting)
    fate = FATES.get(reason) if reason else None
    if fate is Fate.ASK_ANEW and meeting.state is MeetingState.REQUESTED:
        fate = Fate.FLAG
    if fate is None or fate is Fate.FLAG:
        changed = meeting.flag != (reason if fate else None)
        if changed:
            meeting.flag = reason if fate else None
            uow.meetings.save(meeting)
        return changed
    meeting.flag = reason
    if fate is Fate.CANCEL:
        move(meeting, MeetingVerb.CANCEL, SYSTEM)
        meeting.cancelled_by = SYSTEM.role.value
        finish_act(uow, context, SYSTEM, meeting, MeetingVerb.CANCEL, reason)
        tell_worker(uow, context, meeting, ENDED)
        return True
    move(meeting, MeetingVerb.RECHECK, SYSTEM)
    meeting.place_id = meeting.host_id = meeting.room = None
    meeting.permit = meeting.confirmed_at = None
    meeting.decided_by = meeting.decided_at = None
    finish_act(uow, context, SYSTEM, meeting, MeetingVerb.RECHECK, reason)
    tell_worker(uow, context, meeting, ASKED_ANEW)
    return True


def _reason(uow: UnitOfWork, context: Context, meeting: Meeting) -> str | None:
    if meeting.start is None or meeting.end is None:
        return None
    fit = Fit(uow, context, meeting, meeting.start, meeting.end)
    reason = fit.refusal(meeting.start, meeting.end, weekly=False)
    if reason in (None, "notice") and meeting.place_id is not None:
        free = {place.id for place in fit.free_places(meeting.start, meeting.end)}
        reason = reason if meeting.place_id in free else "no_place"
    if reason in (None, "notice") and meeting.decided_by == STANDING:
        return reason if is_covered(uow, context, meeting) else "permit_withdrawn"
    return reason
