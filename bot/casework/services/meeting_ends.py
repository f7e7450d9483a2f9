"""What becomes of open meetings when the referral ends, and when the person changes prison.

By rule, not by somebody remembering it: no prison keeps a room for a matter that has ended.
"""

from __future__ import annotations

from bot.casework.actor import SYSTEM
from bot.casework.context import Context
from bot.casework.meeting import HOLDING_STATES, OPEN_STATES, Meeting, MeetingState, MeetingVerb
from bot.casework.people import Client
from bot.casework.ports import Clash, UnitOfWork
from bot.casework.referral import Referral, ReferralEvent
from bot.casework.services.announcing import announce
from bot.casework.services.meeting_acts import finish_act, move
from bot.casework.thread import Say

ENDED, MOVED = "meeting_ended", "meeting_moved"


def end_meetings(uow: UnitOfWork, context: Context, referral: Referral) -> int:
    """Cancel every open one: the person is told in the thread, the worker on the referral's
    page and in the list of meetings, a prison that was asked in its own list."""
    ended = 0
    for meeting in _open_ones(uow, referral.client_id):
        if meeting.referral_id != referral.id or meeting.state is MeetingState.STARTED:
            continue
        move(meeting, MeetingVerb.CANCEL, SYSTEM)
        meeting.cancelled_by = SYSTEM.role.value
        finish_act(uow, context, SYSTEM, meeting, MeetingVerb.CANCEL)
        tell_worker(uow, context, meeting, ENDED)
        ended += 1
    return ended


def transfer_meetings(uow: UnitOfWork, context: Context, client: Client, left: str) -> list[str]:
    """The person is in another prison: open meetings follow, and the prison they left sees
    them no more. A permission binds one prison, so what had one is asked for anew."""
    transferred = []
    for meeting in _open_ones(uow, client.id):
        if meeting.prison != left or meeting.state is MeetingState.STARTED:
            continue
        was_agreed = meeting.state in (*HOLDING_STATES, MeetingState.CHANGES_ASKED)
        move(meeting, MeetingVerb.TRANSFER, SYSTEM)
        meeting.prison = client.prison
        meeting.place_id = meeting.host_id = meeting.room = meeting.confirmed_at = None
        meeting.decided_by = meeting.decided_at = None
        meeting.reason_code = meeting.reason_text = meeting.permit = None
        if meeting.state is MeetingState.OFFERED:
            meeting.start = meeting.end = None
        _finish_transfer(uow, context, meeting)
        if was_agreed:
            announce(uow, context, client.id, Say("say.meeting_transferred"))
            tell_worker(uow, context, meeting, MOVED)
        transferred.append(meeting.id)
    return transferred


def _finish_transfer(uow: UnitOfWork, context: Context, meeting: Meeting) -> None:
    try:
        finish_act(uow, context, SYSTEM, meeting, MeetingVerb.TRANSFER)
    except Clash:
        # Its old place is given up; person and worker were free for it before.
        uow.meetings.let_go(meeting.id)
        uow.meetings.save(meeting)


def _open_ones(uow: UnitOfWork, client_id: str) -> list[Meeting]:
    return [m for m in uow.meetings.list_of_client(client_id) if m.state in OPEN_STATES]


def tell_worker(uow: UnitOfWork, context: Context, meeting: Meeting, verb: str) -> None:
    """On the referral's page."""
    if meeting.referral_id is None:
        return
    now = context.clock.now()
    uow.referrals.add_event(
        ReferralEvent(meeting.referral_id, verb, SYSTEM.id, SYSTEM.role.value, now)
    )
