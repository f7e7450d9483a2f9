"""Meetings at one address for the two sides of the staff: each gets its own view of them."""

from __future__ import annotations

from bot.casework.actor import Role
from bot.casework.errors import Refused
from bot.casework.ports import UnitOfWork
from bot.casework.services import meeting_day, meetings, permission
from bot.casework.services.free_slots import USUAL_MINUTES, free_slots
from bot.casework.services.next_times import next_for_worker
from bot.web.access import PRISON_STAFF, SOCIAL_WORKER
from bot.web.api.body import Json
from bot.web.api.call import MOST_ROWS, Call, items
from bot.web.api.meeting_words import in_words
from bot.web.api.operation import Operation

BOTH = SOCIAL_WORKER | PRISON_STAFF


def list_meetings(uow: UnitOfWork, call: Call) -> Json:
    """A worker's own meetings (``mine=false``: the county's), or what the prison was asked."""
    state = call.query.get("state")
    if _is_prison(call):
        found = permission.requests(uow, call.context, call.actor, state=state, limit=MOST_ROWS)
    else:
        mine = call.flag("mine", default=True)
        found = meetings.list_for_county(
            uow, call.context, call.actor, state=state, mine=mine, limit=MOST_ROWS
        )
    return items([in_words(call, meeting) for meeting in found])


def read_meeting(uow: UnitOfWork, call: Call) -> Json:
    """One meeting."""
    show = permission.show if _is_prison(call) else meetings.show_for_county
    return in_words(call, show(uow, call.context, call.actor, call.thing))


def free(uow: UnitOfWork, call: Call) -> Json:
    """Times that fit the person, the worker, the places and the prison; wishes first."""
    asked = call.query.get("minutes", "")
    minutes = int(asked) if asked.isdecimal() and len(asked) < 4 else USUAL_MINUTES
    return items(free_slots(uow, call.context, call.actor, call.thing, minutes))


def begin(uow: UnitOfWork, call: Call) -> Json:
    """Begin a meeting for a claimed referral; takes up the person's wish if one waits."""
    referral = call.body["referral"]
    return in_words(call, meetings.start_draft(uow, call.context, call.actor, referral))


def offer(uow: UnitOfWork, call: Call) -> Json:
    """Offer one to five times, and say who else takes part, for what and how."""
    body = call.body
    meeting = meetings.offer(
        uow,
        call.context,
        call.actor,
        call.thing,
        body["slots"],
        body.get("revision"),
        others=body.get("others"),
        purpose=body.get("purpose"),
        mode=body.get("mode"),
        fallback=body.get("fallback"),
    )
    return in_words(call, meeting)


def next_free(uow: UnitOfWork, call: Call, refusal: Refused) -> list[Json]:
    """Times instead of those that can't be offered."""
    if refusal.key != "slots_refused":
        return []
    slots = call.body["slots"]
    return next_for_worker(uow, call.context, call.actor, call.thing, slots, refusal)


def cancel(uow: UnitOfWork, call: Call) -> Json:
    """Call it off."""
    if _is_prison(call):
        code = call.body.get("code")
        cancelled = meeting_day.cancel(uow, call.context, call.actor, call.thing, code)
    else:
        cancelled = meetings.cancel_by_worker(uow, call.context, call.actor, call.thing)
    return in_words(call, cancelled)


def _is_prison(call: Call) -> bool:
    return call.actor.role is Role.PRISON_STAFF


_PATH = "/api/v1/meetings"
_ONE = f"{_PATH}/{{id}}"
OPERATIONS = [
    Operation("GET", _PATH, list_meetings, BOTH, "Meetings", query=("state", "mine"), reads=True),
    Operation("GET", _ONE, read_meeting, BOTH, "Meeting", reads=True),
    Operation(
        "GET", f"{_ONE}/slots", free, SOCIAL_WORKER, "FreeSlots", query=("minutes",), reads=True
    ),
    Operation("POST", _PATH, begin, SOCIAL_WORKER, "CountyMeeting", 201, "NewMeeting"),
    Operation(
        "POST",
        f"{_ONE}/offer",
        offer,
        SOCIAL_WORKER,
        "CountyMeeting",
        body="CountyOffer",
        instead=next_free,
    ),
    Operation("POST", f"{_ONE}/cancel", cancel, BOTH, "Meeting", body="NotHeld"),
]
