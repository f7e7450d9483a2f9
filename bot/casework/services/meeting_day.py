"""The day of a meeting: it begins, is held, or is not, with who and why; and what nobody
decided in time."""

from __future__ import annotations

from bot.casework.actor import SYSTEM, Actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, WrongState
from bot.casework.meeting import MeetingState, OutcomeCode
from bot.casework.meeting import MeetingVerb as Verb
from bot.casework.ports import UnitOfWork
from bot.casework.services.care import count_as_contact
from bot.casework.services.meeting_acts import cancel_act, finish_act, move, of_prison
from bot.casework.services.meeting_ends import tell_worker
from bot.casework.services.meeting_views import prison_view
from bot.casework.services.referral_scope import Json

EXPIRED = "meeting_expired"


def start(uow: UnitOfWork, context: Context, actor: Actor, meeting_id: str) -> Json:
    """The meeting has begun: with those, at that time and in that place that were permitted."""
    meeting = of_prison(uow, actor, meeting_id)
    if meeting.state is not MeetingState.STARTED:
        if meeting.permit is not None and meeting.permit != meeting.permit_now():
            raise WrongState("permit_other")
        move(meeting, Verb.START, actor)
        finish_act(uow, context, actor, meeting, Verb.START)
    return prison_view(uow, context, meeting)


def finish(uow: UnitOfWork, context: Context, actor: Actor, meeting_id: str) -> Json:
    """The meeting was held."""
    meeting = of_prison(uow, actor, meeting_id)
    if meeting.state is not MeetingState.HELD:
        move(meeting, Verb.FINISH, actor)
        finish_act(uow, context, actor, meeting, Verb.FINISH)
        count_as_contact(uow, context, meeting)
    return prison_view(uow, context, meeting)


def no_show(
    uow: UnitOfWork, context: Context, actor: Actor, meeting_id: str, code: str | None = None
) -> Json:
    """It was not held; the code says who or what was missing."""
    meeting = of_prison(uow, actor, meeting_id)
    if meeting.state is not MeetingState.NO_SHOW:
        move(meeting, Verb.NO_SHOW, actor)
        meeting.outcome_code = checked_outcome(code)
        finish_act(uow, context, actor, meeting, Verb.NO_SHOW, meeting.outcome_code)
    return prison_view(uow, context, meeting)


def cancel(
    uow: UnitOfWork, context: Context, actor: Actor, meeting_id: str, code: str | None = None
) -> Json:
    """The prison has to call it off."""
    meeting = of_prison(uow, actor, meeting_id)
    meeting.outcome_code = checked_outcome(code) or meeting.outcome_code
    cancel_act(uow, context, actor, meeting)
    return prison_view(uow, context, meeting)


def checked_outcome(code: str | None) -> str | None:
    """The code, if it is one; a program may leave it out."""
    if not code:
        return None
    if code not in list(OutcomeCode):
        raise BadInput("reason_unknown")
    return code


def expire(uow: UnitOfWork, context: Context, limit: int = 100) -> int:
    """Close what nobody decided in time, and tell everybody; how many. For the system, again
    and again."""
    overdue = uow.meetings.overdue(context.clock.now(), limit)
    for meeting in overdue:
        move(meeting, Verb.EXPIRE, SYSTEM)
        finish_act(uow, context, SYSTEM, meeting, Verb.EXPIRE)
        tell_worker(uow, context, meeting, EXPIRED)
    return len(overdue)
