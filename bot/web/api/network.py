"""The support network of one person, and what a worker writes into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from bot.casework.errors import BadInput
from bot.casework.ports import UnitOfWork
from bot.casework.services.network_views import network_page, network_shown
from bot.web.access import SOCIAL_WORKER
from bot.web.api.body import Json
from bot.web.api.call import Call
from bot.web.api.operation import Operation
from bot.web.api.shapes import NOTHING
from bot.web.network_acts import ACTS, Written
from bot.web.network_words import worded

_HELPER = ("id", "label", "does", "by_when", "consent", "consent_at")
_NEED = ("area", "status", "responsible", "responsible_label")


def read_network(uow: UnitOfWork, call: Call) -> Json:
    """Who helps with what by when, and the plan. That it was opened is in the trail."""
    reason = call.query.get("reason") or None
    return _in_words(call, network_page(uow, call.context, call.actor, call.thing, reason))


def act(name: str, summary: str) -> Callable[[UnitOfWork, Call], Json]:
    """The work of one act; its answer is the network as it is then."""

    def work(uow: UnitOfWork, call: Call) -> Json:
        ACTS[name](uow, call.context, call.actor, call.thing, _written(call.body))
        return _in_words(call, network_shown(uow, call.context, call.actor, call.thing))

    work.__doc__ = summary
    return work


def plain_needs(call: Call, needs: list[Json]) -> list[Json]:
    """Needs as the person may read them: no earlier rows, no directory, nothing of sharing."""
    return [
        {
            **_parts(need, _NEED),
            "helpers": [_parts(helper, _HELPER) for helper in need["helpers"]],
        }
        for need in worded(call.texts, call.lang, needs)
    ]


def _in_words(call: Call, found: Json) -> Json:
    needs = [
        {
            **_parts(need, (*_NEED, "history", "choices")),
            "helpers": [
                _parts(helper, (*_HELPER, "actor", "name", "shared_at"))
                for helper in need["helpers"]
            ],
        }
        for need in worded(call.texts, call.lang, found["needs"])
    ]
    return {**found, "needs": needs}


def _parts(whole: Json, names: tuple[str, ...]) -> Json:
    return {name: whole[name] for name in names}


def _written(body: Json) -> Written:
    given: dict[str, Any] = {name: value for name, value in body.items() if value is not None}
    seen, day = given.pop("revision", None), given.pop("by_when", None)
    known = {name: given[name] for name in Written.__dataclass_fields__ if name in given}
    return Written(**known, seen=seen, by_when=_day(day) if day else None)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadInput("field_wrong", field="by_when") from None


_ONE = "/api/v1/referrals/{id}/network"
# Name, what the document says of it, shape of the body, status.
_ACTS = (
    ("actor", "Somebody who helps with a need, of the directory or free.", "NetworkActor", 201),
    ("leave", "The actor helps no more; that it did stays on record.", "NetworkHelper", 200),
    ("status", "How a need stands, and who answers for it.", "NetworkStatus", 200),
    ("shared", "The actor has been told; only after the person's yes.", "NetworkHelper", 200),
    ("todo", "A thing to do by a day, the worker's or the person's.", "NetworkTodo", 201),
    ("done", "It is done.", "NetworkDone", 200),
    ("plan", "Lay the plan before the person as it is now.", NOTHING, 200),
)
OPERATIONS = [
    Operation("GET", _ONE, read_network, SOCIAL_WORKER, "Network", query=("reason",)),
    *(
        Operation("POST", f"{_ONE}/{name}", act(name, told), SOCIAL_WORKER, "Network", made, shape)
        for name, told, shape, made in _ACTS
    ),
]
