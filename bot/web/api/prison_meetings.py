"""The prison's half of a meeting: to permit, refuse, propose, and to hold it."""

from __future__ import annotations

from collections.abc import Callable

from bot.casework.actor import Actor, Right
from bot.casework.context import Context
from bot.casework.ports import UnitOfWork
from bot.casework.services import meeting_day, permission
from bot.web.access import PRISON_STAFF
from bot.web.api.body import Json
from bot.web.api.call import Call
from bot.web.api.meeting_words import in_words
from bot.web.api.operation import Operation

Simple = Callable[[UnitOfWork, Context, Actor, str], Json]


def approve(uow: UnitOfWork, call: Call) -> Json:
    """Permit this partner at this time, in that place or the first that is free; ``host``:
    who of the staff helps with an e-service, or the first who is free."""
    place, revision, host = (call.body.get(name) for name in ("place", "revision", "host"))
    meeting = permission.approve(
        uow, call.context, call.actor, call.thing, place, revision, host=host
    )
    return in_words(call, meeting)


def reject(uow: UnitOfWork, call: Call) -> Json:
    """Refuse, with a code and words that person and worker read."""
    code, text = call.body["code"], call.body.get("text")
    revision = call.body.get("revision")
    meeting = permission.reject(uow, call.context, call.actor, call.thing, code, text, revision)
    return in_words(call, meeting)


def propose(uow: UnitOfWork, call: Call) -> Json:
    """Other times instead, which the person picks from."""
    slots, revision = call.body["slots"], call.body.get("revision")
    meeting = permission.propose(uow, call.context, call.actor, call.thing, slots, revision)
    return in_words(call, meeting)


def start(uow: UnitOfWork, call: Call) -> Json:
    """The meeting has begun."""
    return _simple(meeting_day.start, uow, call)


def finish(uow: UnitOfWork, call: Call) -> Json:
    """The meeting was held."""
    return _simple(meeting_day.finish, uow, call)


def no_show(uow: UnitOfWork, call: Call) -> Json:
    """Somebody did not come."""
    code = call.body.get("code")
    meeting = meeting_day.no_show(uow, call.context, call.actor, call.thing, code)
    return in_words(call, meeting)


def _simple(act: Simple, uow: UnitOfWork, call: Call) -> Json:
    return in_words(call, act(uow, call.context, call.actor, call.thing))


_ONE = "/api/v1/meetings/{id}"
_ACTS = (
    ("approve", approve, "Approval"),
    ("reject", reject, "Rejection"),
    ("propose", propose, "Offer"),
    ("start", start, "Nothing"),
    ("finish", finish, "Nothing"),
    ("no-show", no_show, "NotHeld"),
)
OPERATIONS = [
    Operation(
        "POST",
        f"{_ONE}/{verb}",
        act,
        PRISON_STAFF,
        "PrisonMeeting",
        body=body,
        right=Right.APPROVE,
    )
    for verb, act, body in _ACTS
]
