"""When people can't come, and the address of a worker's calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa

from bot.casework.prison_rules import Absence, WeeklyTime
from bot.persistence.rows import Rows
from bot.persistence.tables import absence, booking, calendar_feed, client_times


class SqlAvailability(Rows):
    """The Availability port."""

    def weekly(self, client_id: str) -> list[WeeklyTime] | None:
        row = self._first(sa.select(client_times).where(client_times.c.client_id == client_id))
        if row is None:
            return None
        kept = self._sealer.open_json(row["times"], "client_times.times", client_id)
        moment = dt.time.fromisoformat
        return [WeeklyTime(day, moment(a), moment(b), kind) for day, a, b, kind in kept["times"]]

    def set_weekly(self, client_id: str, times: Sequence[WeeklyTime]) -> None:
        rows = [
            [t.weekday, t.starts.isoformat("minutes"), t.ends.isoformat("minutes"), t.kind]
            for t in times
        ]
        sealed = self._sealer.seal_json({"times": rows}, "client_times.times", client_id)
        self._upsert(client_times, {"client_id": client_id, "times": sealed})

    def absences(self, staff_id: str, since: dt.date) -> list[Absence]:
        a = absence.c
        query = sa.select(absence).where(a.staff_id == staff_id, a.last_day >= since)
        return [
            Absence(row["id"], row["staff_id"], row["first_day"], row["last_day"])
            for row in self._all(query.order_by(a.first_day, a.id))
        ]

    def add_absence(self, absence_: Absence) -> None:
        self._change(
            sa.insert(absence).values(
                id=absence_.id,
                staff_id=absence_.staff_id,
                first_day=absence_.first_day,
                last_day=absence_.last_day,
            )
        )

    def drop_absence(self, staff_id: str, absence_id: str) -> bool:
        own = sa.delete(absence).where(absence.c.id == absence_id, absence.c.staff_id == staff_id)
        return self._change(own) == 1

    def set_feed(self, staff_id: str, fingerprint: str | None, at: dt.datetime) -> None:
        self._change(sa.delete(calendar_feed).where(calendar_feed.c.staff_id == staff_id))
        if fingerprint is not None:
            values = {"staff_id": staff_id, "fingerprint": fingerprint, "made_at": at}
            self._change(sa.insert(calendar_feed).values(**values))

    def feed_made_at(self, staff_id: str) -> dt.datetime | None:
        row = self._first(sa.select(calendar_feed).where(calendar_feed.c.staff_id == staff_id))
        return None if row is None else row["made_at"]

    def feed_owner(self, fingerprint: str) -> str | None:
        query = sa.select(calendar_feed.c.staff_id)
        row = self._first(query.where(calendar_feed.c.fingerprint == fingerprint))
        return None if row is None else row["staff_id"]

    def booked(
        self, subjects: Collection[tuple[str, str]], start: dt.datetime, end: dt.datetime
    ) -> list[tuple[str, str, dt.datetime, dt.datetime, str]]:
        b = booking.c
        of_kind: dict[str, list[str]] = {}
        for kind, subject in subjects:
            of_kind.setdefault(kind, []).append(subject)
        # The times stand in each part, so that each goes by the index.
        wanted = sa.or_(
            *(
                sa.and_(b.kind == kind, b.subject.in_(them), b.starts_at < end, b.ends_at > start)
                for kind, them in of_kind.items()
            )
        )
        rows = self._all(sa.select(booking).where(wanted).order_by(b.starts_at))
        return [
            (row["kind"], row["subject"], row["starts_at"], row["ends_at"], row["meeting_id"])
            for row in rows
        ]
