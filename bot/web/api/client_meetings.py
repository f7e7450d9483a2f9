"""The person's half of a meeting: to wish, choose, confirm, call off."""

from __future__ import annotations

from bot.casework.errors import Refused
from bot.casework.ports import UnitOfWork
from bot.casework.services import meetings
from bot.casework.services.next_times import is_lost, next_for_client
from bot.web.access import CLIENT
from bot.web.api.body import Json
from bot.web.api.call import Call, items
from bot.web.api.meeting_words import in_words
from bot.web.api.operation import Operation


def list_meetings(uow: UnitOfWork, call: Call) -> Json:
    """The person's meetings, newest first."""
    found = meetings.list_for_client(uow, call.context, call.me)
    return items([in_words(call, meeting) for meeting in found])


def wish(uow: UnitOfWork, call: Call) -> Json:
    """Ask the social worker for a meeting; the summary must have been sent."""
    purpose = call.body.get("purpose") or meetings.WISHED[0]
    return in_words(call, meetings.wish(uow, call.context, call.me, call.body["wish"], purpose))


def choose(uow: UnitOfWork, call: Call) -> Json:
    """Pick one of the times; the prison is asked for permission."""
    slot, revision = call.body["slot"], call.body.get("revision")
    meeting = meetings.choose(uow, call.context, call.me, call.thing, slot, revision)
    return in_words(call, meeting)


def next_free(uow: UnitOfWork, call: Call, refusal: Refused) -> list[Json]:
    """Times instead of the one that somebody else got first."""
    if not is_lost(refusal):
        return []
    return next_for_client(uow, call.context, call.me, call.thing, call.body["slot"])


def confirm(uow: UnitOfWork, call: Call) -> Json:
    """Say "I'll come"; the meeting is held without it too."""
    return in_words(call, meetings.confirm(uow, call.context, call.me, call.thing))


def cancel(uow: UnitOfWork, call: Call) -> Json:
    """Call it off; that costs the person nothing."""
    return in_words(call, meetings.cancel_by_client(uow, call.context, call.me, call.thing))


_PATH = "/api/v1/client/meetings"
OPERATIONS = [
    Operation("GET", _PATH, list_meetings, CLIENT, "ClientMeetings", reads=True),
    Operation("POST", _PATH, wish, CLIENT, "ClientMeeting", 201, "Wish"),
    Operation(
        "POST",
        f"{_PATH}/{{id}}/choose",
        choose,
        CLIENT,
        "ClientMeeting",
        body="Choice",
        instead=next_free,
    ),
    Operation("POST", f"{_PATH}/{{id}}/confirm", confirm, CLIENT, "ClientMeeting"),
    Operation("POST", f"{_PATH}/{{id}}/cancel", cancel, CLIENT, "ClientMeeting"),
]
