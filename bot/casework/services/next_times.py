"""Who lost the race for a time gets the next free ones: read anew once the lost try is undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import Refused
from bot.casework.meeting import Slot
from bot.casework.ports import UnitOfWork
from bot.casework.services.free_slots import free_slots, slots_for
from bot.casework.services.meeting_acts import of_client
from bot.casework.services.meeting_times import refusal, span_of
from bot.casework.services.referral_object import utc

Json = dict[str, Any]
# Refusals that say that the time was there and is not any more.
LOST = frozenset({"clash_person", "clash_worker", "clash_place", "slot_no_longer", "slot_past"})
MOST = 6
_MINUTE = dt.timedelta(minutes=1)


def is_lost(refused: Refused) -> bool:
    """Whether the person was refused because somebody or something came first."""
    return refused.key in LOST


def next_for_client(
    uow: UnitOfWork, context: Context, client_id: str, meeting_id: str, slot_id: str
) -> list[Json]:
    """Those of the offered times that still can be ("slot": their id, to be picked at once),
    then the nearest others ("slot": None, to be asked for), as ``slots_for`` gives them."""
    meeting = of_client(uow, client_id, meeting_id)
    lost = next((slot for slot in meeting.slots if slot.id == slot_id), None)
    if lost is None:
        return []
    still = [
        slot
        for slot in meeting.slots
        if slot.id != slot_id and refusal(uow, context, meeting, slot.start, slot.end) is None
    ]
    minutes = int((lost.end - lost.start) / _MINUTE)
    nearest = slots_for(uow, context, meeting, minutes, near=lost.start)
    others = [row for row in nearest if not any(_meets(row, slot) for slot in still)]
    offered: list[Json] = [
        {
            "start": utc(slot.start),
            "end": utc(slot.end),
            "minutes": int((slot.end - slot.start) / _MINUTE),
            "wish": None,
            "slot": slot.id,
        }
        for slot in still
    ]
    return [*offered, *({**row, "slot": None} for row in others[:MOST])]


def next_for_worker(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    meeting_id: str,
    wishes: Sequence[Mapping[str, Any]],
    refused: Refused,
) -> list[Json]:
    """The nearest to the first time of the offer that can't be; none if it was no time."""
    for bad in refused.params.get("slots", ()):
        span = span_of(wishes[bad["index"]])
        if not isinstance(span, str):
            start, end = span
            minutes = int((end - start) / _MINUTE)
            return free_slots(uow, context, actor, meeting_id, minutes, near=start)
    return []


def _meets(row: Json, slot: Slot) -> bool:
    moment = dt.datetime.fromisoformat
    return moment(row["start"]) < slot.end and slot.start < moment(row["end"])
