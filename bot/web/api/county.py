"""What a county does with Reitti as a whole: hand-overs to its own system, its leader's figures."""

from __future__ import annotations

import dataclasses

from bot.casework.ports import UnitOfWork
from bot.casework.services import leader
from bot.casework.services.hand_over import hand_over, hand_overs
from bot.web.access import LEADER, SOCIAL_WORKER
from bot.web.api.body import Json
from bot.web.api.call import Call
from bot.web.api.operation import Operation


def read_hand_overs(uow: UnitOfWork, call: Call) -> Json:
    """What was handed over and how it went, newest first."""
    reason = call.query.get("reason") or None
    return hand_overs(uow, call.context, call.actor, call.thing, reason)


def send(uow: UnitOfWork, call: Call) -> Json:
    """Hand it over as it is now; the same version is one delivery, however often it is asked."""
    hand_over(uow, call.context, call.actor, call.thing)
    return hand_overs(uow, call.context, call.actor, call.thing)


def figures(uow: UnitOfWork, call: Call) -> Json:
    """The figures of one quarter; a cell that is too small is null. No names."""
    found = leader.figures(uow, call.context, call.actor, call.query.get("quarter") or None)
    return {**found, "on_time": dataclasses.asdict(found["on_time"])}


_HAND_OVER = "/api/v1/referrals/{id}/handover"
OPERATIONS = [
    Operation("GET", _HAND_OVER, read_hand_overs, SOCIAL_WORKER, "HandOvers", query=("reason",)),
    Operation("POST", _HAND_OVER, send, SOCIAL_WORKER, "HandOvers", 201),
    Operation("GET", "/api/v1/figures", figures, LEADER, "Figures", query=("quarter",)),
]
