"""A meeting that begins: by the person's wish, by the worker, or in place of an earlier one."""

from __future__ import annotations

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.meeting import Meeting, MeetingState
from bot.casework.people import Client
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import PURPOSES
from bot.casework.referral import Referral


def waiting_draft(uow: UnitOfWork, actor: Actor, referral: Referral) -> Meeting | None:
    """One of this worker, or the person's wish that nobody has taken up."""
    drafts = uow.meetings.list_of_county(referral.county, (MeetingState.DRAFT,), None, 500)
    for meeting in drafts:
        if meeting.referral_id == referral.id and meeting.worker_id in (None, actor.id):
            return meeting
    return None


def new_draft(
    uow: UnitOfWork,
    context: Context,
    client: Client,
    referral: Referral,
    worker: str | None,
    words: str | None,
    purpose: str = PURPOSES[0],
) -> Meeting:
    """A draft of that referral, stored."""
    meeting = Meeting(
        id=context.ids.new(),
        client_id=client.id,
        referral_id=referral.id,
        county=referral.county,
        prison=client.prison,
        state=MeetingState.DRAFT,
        created_at=context.clock.now(),
        partner=referral.county,
        interpreter=_interpreter(uow, referral),
        worker_id=worker,
        wish=words,
        purpose=purpose,
    )
    uow.meetings.add(meeting)
    return meeting


def copy_terms(before: Meeting, after: Meeting) -> None:
    """With whom, about what and how: a new time is another time for the same meeting."""
    after.others, after.purpose = list(before.others), before.purpose
    after.mode, after.fallback = before.mode, before.fallback


def _interpreter(uow: UnitOfWork, referral: Referral) -> str | None:
    """Only that one is needed, and only if the person shared it; never their words."""
    version = uow.referrals.version(referral.id, referral.content_version)
    answers = version[0].general.get("interpreter", []) if version else []
    return "yes" if any(answer.get("choice") == "yes" for answer in answers) else None
