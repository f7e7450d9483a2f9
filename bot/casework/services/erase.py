"""The person has everything erased; or the service does, when its time is over."""

from __future__ import annotations

from bot.casework.actor import Actor, Role
from bot.casework.context import Context
from bot.casework.errors import Forbidden
from bot.casework.journal import entry
from bot.casework.meeting import MEETING_MOVES, OPEN_STATES, MeetingVerb
from bot.casework.ports import UnitOfWork
from bot.casework.referral import REFERRAL_MOVES, ReferralEvent, ReferralState, ReferralVerb
from bot.casework.services.referral_scope import store
from bot.casework.services.sessions import CLIENT


def erase(uow: UnitOfWork, context: Context, client_id: str, by: Actor) -> None:
    """Everything the person wrote is deleted, planned meetings are cancelled, codes end.

    The referral closes, so that no worker waits for somebody who has gone; a shell without
    words stays for the audit trail. An open alert stays as well: the danger it tells of does
    not end with the data. Erasing again is harmless.
    """
    if by.role is not Role.SYSTEM and by.id != client_id:
        raise Forbidden("role_may_not")
    client = uow.clients.get(client_id)
    if client is None or client.erased_at is not None:
        return
    _cancel_meetings(uow, client_id)
    _close_referral(uow, context, client_id, by)
    now = context.clock.now()
    uow.sessions.end_all_of(CLIENT, client_id)
    uow.clients.erase(client_id, now)
    uow.trail.add(entry(now, by, "erase", "client", client_id, client_id))


def _cancel_meetings(uow: UnitOfWork, client_id: str) -> None:
    for meeting in uow.meetings.list_of_client(client_id):
        if meeting.state in OPEN_STATES:
            meeting.state = MEETING_MOVES.move(meeting.state, MeetingVerb.CANCEL, Role.CLIENT)
            meeting.cancelled_by = Role.CLIENT.value
            uow.meetings.save(meeting)
            uow.meetings.let_go(meeting.id)


def _close_referral(uow: UnitOfWork, context: Context, client_id: str, by: Actor) -> None:
    referral = uow.referrals.of_client(client_id)
    if referral is None or referral.state is ReferralState.CLOSED:
        return
    now = context.clock.now()
    referral.state = REFERRAL_MOVES.move(referral.state, ReferralVerb.ERASE, Role.CLIENT)
    referral.closed_at = now
    referral.human_since = None
    store(uow, context, referral)
    uow.referrals.add_event(
        ReferralEvent(referral.id, ReferralVerb.ERASE.value, by.id, by.role.value, now)
    )
