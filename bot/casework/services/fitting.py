"""Whether a time can be, for the person, the worker, the places and the prison: one rule, for
the times that are proposed as for those that somebody typed. All facts are read once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from bot.casework.context import ZONE, Context
from bot.casework.meeting import Meeting
from bot.casework.people import OpenHours, Place
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import Absence, WeeklyTime
from bot.casework.public_holidays import is_public_holiday

Span = tuple[dt.datetime, dt.datetime]
_DAY = dt.timedelta(days=1)


class Fit:
    """The facts for one meeting over some days."""

    def __init__(
        self,
        uow: UnitOfWork,
        context: Context,
        meeting: Meeting,
        first: dt.datetime,
        last: dt.datetime,
    ) -> None:
        self._meeting = meeting
        self.now = context.clock.now()
        self._uow, self._today = uow, context.today()
        self.client = uow.clients.get(meeting.client_id)
        self.schedule = uow.rules.schedule(meeting.prison, self._today)
        self.hours = self.schedule.hours
        device = self.schedule.rules.mode_for(meeting.mode)
        self.places = [place for place in self.schedule.places if _suits(place, device)]
        self._notice = dt.timedelta(hours=self.schedule.rules.notice_hours)
        self._busy = self._read_busy(uow, first, last)

    @cached_property
    def _weekly(self) -> list[WeeklyTime]:
        return self._uow.availability.weekly(self._meeting.client_id) or []

    @cached_property
    def _away(self) -> list[Absence]:
        worker = self._meeting.worker_id
        return self._uow.availability.absences(worker, self._today) if worker else []

    def _read_busy(
        self, uow: UnitOfWork, first: dt.datetime, last: dt.datetime
    ) -> dict[str, list[Span]]:
        subjects = [("person", self._meeting.client_id)]
        if self._meeting.worker_id:
            subjects.append(("worker", self._meeting.worker_id))
        subjects += [("place", seat) for place in self.places for seat in place.seats]
        busy: dict[str, list[Span]] = defaultdict(list)
        for kind, subject, start, end, meeting_id in uow.availability.booked(subjects, first, last):
            if meeting_id != self._meeting.id:
                busy[f"{kind}/{subject}"].append((start, end))
        return busy

    def refusal(self, start: dt.datetime, end: dt.datetime, *, weekly: bool = True) -> str | None:
        """Why this time can't be, or None. ``weekly``: mind what the person said of their week."""
        local, local_end = start.astimezone(ZONE), end.astimezone(ZONE)
        found = self.against_rules(start, end)
        if found is None and weekly and self._week_full(local, local_end):
            found = "person_busy"
        if found is None and any(absence.holds(local.date()) for absence in self._away):
            found = "worker_away"
        return found or self._by_bookings(start, end)

    def against_rules(self, start: dt.datetime, end: dt.datetime) -> str | None:
        """What of the prison's rules and the person's stay there stands against it, or None;
        who else is free then is another question."""
        if start <= self.now:
            return "past"
        return self._against_facts(start, end, notice=True)

    def against_start(self, start: dt.datetime, end: dt.datetime, place: str | None) -> str | None:
        """The same once the hour has come, with the very place that was permitted: whether it
        is past, and was asked for in time, is no question any more."""
        found = self._against_facts(start, end, notice=False)
        if found is None and place not in (None, *(p.id for p in self.free_places(start, end))):
            return "no_place"
        return found

    def _against_facts(self, start: dt.datetime, end: dt.datetime, *, notice: bool) -> str | None:
        if self.client is None or self.client.prison != self._meeting.prison:
            return "moved"
        local, local_end = start.astimezone(ZONE), end.astimezone(ZONE)
        day = local.date()
        if self.client.release_date and day > self.client.release_date:
            return "after_release"
        if is_public_holiday(day):
            return "holiday"
        if local.utcoffset() != local_end.utcoffset():
            # The clocks change in it: the wall would show its hours twice, or not at all.
            return "outside_hours"
        if not _is_open(self.hours, local, local_end):
            return "outside_hours"
        if end - start > dt.timedelta(minutes=self.schedule.rules.longest):
            return "too_long"
        if notice and start - self.now < self._notice:
            return "notice"
        rules = self.schedule.rules
        return self._closed(local, local_end) or rules.permits(
            self._meeting.purpose, self._meeting.partners
        )

    def _closed(self, local: dt.datetime, local_end: dt.datetime) -> str | None:
        for closed in self.schedule.closed:
            same_day = closed.weekday == local.weekday()
            if same_day and closed.starts < local_end.time() and local.time() < closed.ends:
                return closed.kind
        day = local.date()
        blocked = any(b.place_id is None and b.holds(day) for b in self.schedule.blocked)
        return "blocked" if blocked else None

    def _week_full(self, local: dt.datetime, local_end: dt.datetime) -> bool:
        return any(
            busy.weekday == local.weekday()
            and busy.starts < local_end.time()
            and local.time() < busy.ends
            for busy in self._weekly
        )

    def _by_bookings(self, start: dt.datetime, end: dt.datetime) -> str | None:
        if self._taken(f"person/{self._meeting.client_id}", start, end):
            return "person_taken"
        worker = self._meeting.worker_id
        if worker and self._taken(f"worker/{worker}", start, end):
            return "worker_taken"
        return None if self._has_place(start, end) else "no_place"

    def free_places(self, start: dt.datetime, end: dt.datetime) -> list[Place]:
        """Those with a seat that nothing else holds, and that are not blocked."""
        return [place for place in self.places if self._is_free(place, start, end)]

    def _has_place(self, start: dt.datetime, end: dt.datetime) -> bool:
        return any(self._is_free(place, start, end) for place in self.places)

    def _is_free(self, place: Place, start: dt.datetime, end: dt.datetime) -> bool:
        if all(self._taken(f"place/{seat}", start, end) for seat in place.seats):
            return False
        day = start.astimezone(ZONE).date()
        return not any(b.place_id == place.id and b.holds(day) for b in self.schedule.blocked)

    def _taken(self, subject: str, start: dt.datetime, end: dt.datetime) -> bool:
        return any(a < end and start < b for a, b in self._busy.get(subject, ()))

    def starts(self, first: dt.date, days: int, step: int) -> list[dt.datetime]:
        """Every ``step`` minutes of the open hours, in UTC; an hour that the clocks leave out
        on the night of the change is no start."""
        found = []
        for number in range(days):
            day = first + number * _DAY
            if is_public_holiday(day):
                continue
            for hours in self.hours:
                if hours.weekday == day.weekday():
                    found += _grid(day, hours, step)
        return found


def _suits(place: Place, mode: str) -> bool:
    """A room with a picture has a telephone too; a visit needs a room of any kind."""
    return mode != "video" or place.device == "video"


def _is_open(hours: Sequence[OpenHours], local: dt.datetime, local_end: dt.datetime) -> bool:
    return local.date() == local_end.date() and any(
        row.weekday == local.weekday()
        and row.opens <= local.time()
        and local_end.time() <= row.closes
        for row in hours
    )


def _grid(day: dt.date, hours: OpenHours, step: int) -> list[dt.datetime]:
    found = []
    minute = hours.opens.hour * 60 + hours.opens.minute
    closes = hours.closes.hour * 60 + hours.closes.minute
    while minute < closes:
        local = dt.datetime.combine(day, dt.time(minute // 60, minute % 60), ZONE)
        start = local.astimezone(dt.UTC)
        if start.astimezone(ZONE).time() == local.time():
            found.append(start)
        minute += step
    return found
