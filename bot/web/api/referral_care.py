"""What keeps a referral's clocks right, who stands in, and the human stretch of a talk."""

from __future__ import annotations

from bot.casework.ports import UnitOfWork
from bot.casework.services import care, talking
from bot.web.access import SOCIAL_WORKER
from bot.web.api.body import Json
from bot.web.api.call import Call
from bot.web.api.operation import Operation


def wait(uow: UnitOfWork, call: Call) -> Json:
    """The next move is the person's: the clocks stand still."""
    return care.wait(uow, call.context, call.actor, call.thing)


def resume(uow: UnitOfWork, call: Call) -> Json:
    """Go on although the person has not written."""
    return care.resume(uow, call.context, call.actor, call.thing)


def judge(uow: UnitOfWork, call: Call) -> Json:
    """Somebody has judged how urgent it is."""
    return care.judge_urgency(uow, call.context, call.actor, call.thing, call.body["judged"])


def contact(uow: UnitOfWork, call: Call) -> Json:
    """A call, a visit, a meeting or a letter; the words are for workers only."""
    kind, text = call.body["kind"], call.body.get("text")
    return care.record_contact(uow, call.context, call.actor, call.thing, kind, text)


def assess(uow: UnitOfWork, call: Call) -> Json:
    """The need of service has been assessed."""
    return care.assess(uow, call.context, call.actor, call.thing)


def stand_in(uow: UnitOfWork, call: Call) -> Json:
    """Name who takes care of it when the worker is away; null: nobody."""
    to, revision = call.body["to"] or "", call.body.get("revision")
    return care.name_stand_in(uow, call.context, call.actor, call.thing, to, revision)


def join(uow: UnitOfWork, call: Call) -> Json:
    """Answer in the thread oneself; the assistant keeps quiet."""
    return talking.join(uow, call.context, call.actor, call.thing)


def leave(uow: UnitOfWork, call: Call) -> Json:
    """Give the thread back to the assistant."""
    return talking.leave(uow, call.context, call.actor, call.thing)


_ONE = "/api/v1/referrals/{id}"
OPERATIONS = [
    Operation("POST", f"{_ONE}/wait", wait, SOCIAL_WORKER, "Standing"),
    Operation("POST", f"{_ONE}/resume", resume, SOCIAL_WORKER, "Standing"),
    Operation("POST", f"{_ONE}/judge", judge, SOCIAL_WORKER, "Standing", body="Judgement"),
    Operation("POST", f"{_ONE}/contact", contact, SOCIAL_WORKER, "Standing", 201, "Contact"),
    Operation("POST", f"{_ONE}/assess", assess, SOCIAL_WORKER, "Standing"),
    Operation("POST", f"{_ONE}/stand-in", stand_in, SOCIAL_WORKER, "Standing", body="StandIn"),
    Operation("POST", f"{_ONE}/join", join, SOCIAL_WORKER, "Standing"),
    Operation("POST", f"{_ONE}/leave", leave, SOCIAL_WORKER, "Standing"),
]
