"""Times that already fit everybody, those that the person wished for first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.casework.actor import Actor
from bot.casework.context import ZONE, Context
from bot.casework.meeting import Meeting
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import MODES
from bot.casework.services.fitting import Fit
from bot.casework.services.meeting_acts import of_worker
from bot.casework.services.referral_object import utc
from bot.dates import Suggestion, Wish, read_wish

Json = dict[str, Any]
DAYS, STEP = 60, 15
MOST, MOST_OF_DAY, MOST_OF_WISH = 12, 3, 5
USUAL_MINUTES = 45
# What a meeting is shortened to where nothing fits, the nearest first.
SHORTER = (45, 30)
# What people mean by a part of the day, within which a meeting begins; local time.
PARTS = {
    "morning": (dt.time(6), dt.time(11)),
    "forenoon": (dt.time(8), dt.time(12)),
    "day": (dt.time(10), dt.time(16)),
    "afternoon": (dt.time(12), dt.time(17)),
    "evening": (dt.time(16), dt.time(22)),
}
_CLOSE = dt.timedelta(minutes=30)


def free_slots(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    meeting_id: str,
    minutes: int = USUAL_MINUTES,
    near: dt.datetime | None = None,
    mode: str | None = None,
) -> list[Json]:
    """For the worker whose meeting it is. ``near``: the nearest to that time instead;
    ``mode``: another way of meeting than the one that stands there."""
    meeting = of_worker(uow, actor, meeting_id)
    meeting.worker_id, meeting.mode = actor.id, mode or meeting.mode
    return slots_for(uow, context, meeting, minutes, near=near)


def nearest_other(
    uow: UnitOfWork, context: Context, actor: Actor, meeting_id: str, minutes: int, mode: str
) -> Json | None:
    """Where nothing fits: {"mode", "minutes"} nearest to what was asked for with which
    something does; a shorter meeting comes before another way of meeting."""
    meeting = of_worker(uow, actor, meeting_id)
    meeting.worker_id = actor.id
    allowed = uow.rules.schedule(meeting.prison, context.today()).rules.modes
    lengths = [minutes, *(length for length in SHORTER if length < minutes)]
    for other in (mode, *(each for each in MODES if each in allowed and each != mode)):
        for length in lengths:
            meeting.mode = other
            if slots_for(uow, context, meeting, length):
                return {"mode": other, "minutes": length}
    return None


def slots_for(
    uow: UnitOfWork,
    context: Context,
    meeting: Meeting,
    minutes: int,
    *,
    near: dt.datetime | None = None,
    weekly: bool = True,
) -> list[Json]:
    """[{"start", "end", "minutes", "wish": 1..3 | None}]: those of the first wish first; where
    nothing fits a wish, the nearest of the others."""
    today = context.today()
    first = dt.datetime.combine(today, dt.time(), ZONE)
    fit = Fit(uow, context, meeting, first, first + dt.timedelta(days=DAYS + 2))
    length = dt.timedelta(minutes=minutes)
    free = [
        start
        for start in fit.starts(today + dt.timedelta(days=1), DAYS, STEP)
        if fit.refusal(start, start + length, weekly=weekly) is None
    ]
    chosen: list[tuple[dt.datetime, int | None]]
    if near is not None:
        chosen = [(start, None) for start in sorted(free, key=lambda s: abs(s - near))]
    else:
        chosen = _by_wish(free, length, _wish_of(meeting, fit))
    return [_row(start, length, rank) for start, rank in _spread(chosen, length)]


def _wish_of(meeting: Meeting, fit: Fit) -> Wish:
    if not meeting.wish:
        return Wish()
    lang = fit.client.lang if fit.client else "fi"
    # "Tomorrow" is the day after the wish was written.
    return read_wish(meeting.wish, lang, meeting.created_at.astimezone(ZONE).date())


def _by_wish(
    free: list[dt.datetime], length: dt.timedelta, wish: Wish
) -> list[tuple[dt.datetime, int | None]]:
    ranked: list[tuple[int, dt.timedelta, dt.datetime]] = []
    rest = len(wish.options)
    for start in free:
        local = start.astimezone(ZONE)
        if any(_meets(local, local + length, bad) for bad in wish.unsuitable):
            continue
        fits = (n for n, option in enumerate(wish.options) if _meets(local, None, option))
        rank = next(fits, rest)
        said = wish.options[rank].time if rank < rest else None
        # The very time that was asked for comes before one that is merely close to it.
        ranked.append((rank, _apart(local.time(), said) if said else dt.timedelta(), start))
    ranked.sort()
    return [(start, n + 1 if n < rest else None) for n, _, start in ranked]


def _meets(local: dt.datetime, end: dt.datetime | None, said: Suggestion) -> bool:
    """Whether a meeting that begins then (or, with an end, touches that time) is meant."""
    day, time = local.date(), local.time()
    if said.weekday is not None and day.weekday() != said.weekday:
        return False
    if said.date is not None and day != said.date:
        return False
    if said.between is not None and not said.between[0] <= day <= said.between[1]:
        return False
    if said.time is not None and _apart(time, said.time) > _CLOSE:
        return False
    if said.not_before is not None and (end.time() if end else time) < said.not_before:
        return False
    if said.not_after is not None and time >= said.not_after:
        return False
    if said.part is None:
        return True
    opens, closes = PARTS.get(said.part, (dt.time(22), dt.time.max))
    return opens <= time < closes


def _apart(one: dt.time, other: dt.time) -> dt.timedelta:
    minutes = (one.hour - other.hour) * 60 + one.minute - other.minute
    return dt.timedelta(minutes=abs(minutes))


def _spread(
    chosen: list[tuple[dt.datetime, int | None]], length: dt.timedelta
) -> list[tuple[dt.datetime, int | None]]:
    """Some of each day and wish, none over another: a choice, not a calendar."""
    kept: list[tuple[dt.datetime, int | None]] = []
    of_day: dict[dt.date, int] = {}
    of_wish: dict[int, int] = {}
    for start, rank in chosen:
        day = start.astimezone(ZONE).date()
        if of_day.get(day, 0) == MOST_OF_DAY or any(abs(start - s) < length for s, _ in kept):
            continue
        if rank is not None:
            if of_wish.get(rank, 0) == MOST_OF_WISH:
                continue
            of_wish[rank] = of_wish.get(rank, 0) + 1
        of_day[day] = of_day.get(day, 0) + 1
        kept.append((start, rank))
        if len(kept) == MOST:
            break
    return kept


def _row(start: dt.datetime, length: dt.timedelta, rank: int | None) -> Json:
    return {
        "start": utc(start),
        "end": utc(start + length),
        "minutes": int(length.total_seconds() // 60),
        "wish": rank,
    }
