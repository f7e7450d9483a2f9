"""The day of a meeting: it begins, is held, or is not, with who and why; and what nobody
decided in time."""

from __future__ import annotations

from bot.casework.actor import SYSTEM, Actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, WrongState
from bot.casework.meeting import Meeting, MeetingState, OutcomeCode
from bot.casework.meeting import MeetingVerb as Verb
from bot.casework.ports import UnitOfWork
from bot.casework.services.announcing import announce
from bot.casework.services.care import count_as_contact
from bot.casework.services.fitting import Fit
from bot.casework.services.meeting_acts import cancel_act, finish_act, move, of_prison
from bot.casework.services.meeting_changes import FATES, Fate
from bot.casework.services.meeting_ends import tell_worker
from bot.casework.services.meeting_views import prison_view
from bot.casework.services.referral_scope import Json
from bot.casework.services.standing import STANDING, is_covered
from bot.casework.thread import Say

EXPIRED, LAPSED = "meeting_expired", "meeting_lapsed"
# Why a meeting can't begin; everything else is a rule of the prison that has changed.
_NO_START = {
    "moved": "start_person_gone",
    "after_release": "start_person_gone",
    "blocked": "start_blocked",
    "holiday": "start_blocked",
    "no_place": "start_no_place",
}


def start(uow: UnitOfWork, context: Context, actor: Actor, meeting_id: str) -> Json:
    """The meeting has begun: with those, at that time and in that place that were permitted,
    and what it was permitted on still holds."""
    meeting = of_prison(uow, actor, meeting_id)
    if meeting.state is not MeetingState.STARTED:
        if meeting.permit is not None and meeting.permit != meeting.permit_now():
            raise WrongState("permit_other")
        move(meeting, Verb.START, actor)
        _refuse_if_changed(uow, context, meeting)
        finish_act(uow, context, actor, meeting, Verb.START)
    return prison_view(uow, context, actor, meeting)


def _refuse_if_changed(uow: UnitOfWork, context: Context, meeting: Meeting) -> None:
    """The same facts as for the permission, read anew: a change may have come by another way
    than our pages, or a moment ago. A flag that the prison has seen is its own to decide on."""
    if meeting.start is None or meeting.end is None:
        return
    fit = Fit(uow, context, meeting, meeting.start, meeting.end)
    reason = fit.against_start(meeting.start, meeting.end, meeting.place_id)
    if reason is not None and not (reason == meeting.flag and FATES.get(reason) is Fate.FLAG):
        raise WrongState(_NO_START.get(reason, "start_rules"))
    if meeting.decided_by == STANDING and not is_covered(uow, context, meeting):
        raise WrongState("permit_other")


def finish(uow: UnitOfWork, context: Context, actor: Actor, meeting_id: str) -> Json:
    """The meeting was held."""
    meeting = of_prison(uow, actor, meeting_id)
    if meeting.state is not MeetingState.HELD:
        move(meeting, Verb.FINISH, actor)
        finish_act(uow, context, actor, meeting, Verb.FINISH)
        count_as_contact(uow, context, meeting)
    return prison_view(uow, context, actor, meeting)


def no_show(
    uow: UnitOfWork, context: Context, actor: Actor, meeting_id: str, code: str | None = None
) -> Json:
    """It was not held; the code says who or what was missing."""
    meeting = of_prison(uow, actor, meeting_id)
    if meeting.state is not MeetingState.NO_SHOW:
        move(meeting, Verb.NO_SHOW, actor)
        meeting.outcome_code = checked_outcome(code)
        finish_act(uow, context, actor, meeting, Verb.NO_SHOW, meeting.outcome_code)
    return prison_view(uow, context, actor, meeting)


def cancel(
    uow: UnitOfWork, context: Context, actor: Actor, meeting_id: str, code: str | None = None
) -> Json:
    """The prison has to call it off."""
    meeting = of_prison(uow, actor, meeting_id)
    meeting.outcome_code = checked_outcome(code) or meeting.outcome_code
    cancel_act(uow, context, actor, meeting)
    return prison_view(uow, context, actor, meeting)


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
        # Only of a request may be said that the prison did not answer.
        event = EXPIRED if meeting.state is MeetingState.REQUESTED else LAPSED
        move(meeting, Verb.EXPIRE, SYSTEM)
        finish_act(uow, context, SYSTEM, meeting, Verb.EXPIRE)
        announce(uow, context, meeting.client_id, Say(f"say.{event}"))
        tell_worker(uow, context, meeting, event)
    return len(overdue)
