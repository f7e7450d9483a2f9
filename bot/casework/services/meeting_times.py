"""Which times can be offered for a meeting, and why another one can't."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.casework.context import Context
from bot.casework.errors import BadInput
from bot.casework.meeting import Meeting, Slot
from bot.casework.ports import UnitOfWork
from bot.casework.services.fitting import Fit, Span

MAX_SLOTS = 5
MINUTES = (15, 120)


def checked_slots(
    uow: UnitOfWork,
    context: Context,
    meeting: Meeting,
    wishes: Sequence[Mapping[str, Any]],
    *,
    weekly: bool = False,
) -> list[Slot]:
    """The slots for {"start", "minutes"} each.

    Raises BadInput("slots_refused") with every refusal:
    ``slots`` = [{"index", "key"}], key ``slot.<reason>`` of data/texts.
    """
    if not 1 <= len(wishes) <= MAX_SLOTS:
        raise BadInput("slots_number", most=MAX_SLOTS)
    spans = [span_of(wish) for wish in wishes]
    refused = []
    for index, span in enumerate(spans):
        reason = (
            span
            if isinstance(span, str)
            else (refusal(uow, context, meeting, *span, weekly=weekly))
        )
        if reason is None and any(_meet(span, earlier) for earlier in spans[:index]):
            reason = "twice"
        if reason is not None:
            refused.append({"index": index, "key": f"slot.{reason}"})
    if refused:
        raise BadInput("slots_refused", slots=refused)
    good = sorted(span for span in spans if not isinstance(span, str))
    return [Slot(context.ids.new(), start, end) for start, end in good]


def refusal(
    uow: UnitOfWork,
    context: Context,
    meeting: Meeting,
    start: dt.datetime,
    end: dt.datetime,
    *,
    weekly: bool = False,
) -> str | None:
    """Why this time can't be, or None."""
    return Fit(uow, context, meeting, start, end).refusal(start, end, weekly=weekly)


def same_times(slots: Iterable[Slot], wishes: Sequence[Mapping[str, Any]]) -> bool:
    """Whether these are the slots that were wished for: a second click."""
    spans = [span_of(wish) for wish in wishes]
    known = sorted((slot.start, slot.end) for slot in slots)
    return sorted(s for s in spans if not isinstance(s, str)) == known and len(spans) == len(known)


def _meet(one: Span | str, other: Span | str) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return False
    return one[0] < other[1] and other[0] < one[1]


def span_of(wish: object) -> Span | str:
    """Of one {"start", "minutes"}: the beginning and end in UTC, or the reason why there is none."""
    if not isinstance(wish, Mapping):
        return "unclear"
    start, minutes = wish.get("start"), wish.get("minutes")
    if isinstance(start, str):
        try:
            start = dt.datetime.fromisoformat(start)
        except ValueError:
            return "unclear"
    if not isinstance(start, dt.datetime) or start.tzinfo is None:
        return "unclear"
    if isinstance(minutes, bool) or not isinstance(minutes, int):
        return "length"
    if not MINUTES[0] <= minutes <= MINUTES[1]:
        return "length"
    try:
        start = start.astimezone(dt.UTC).replace(second=0, microsecond=0)
        return start, start + dt.timedelta(minutes=minutes)
    except OverflowError:
        return "unclear"
