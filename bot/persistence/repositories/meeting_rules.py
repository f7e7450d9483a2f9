"""What a prison decides about meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import orjson
import sqlalchemy as sa

from bot.casework.people import OpenHours, Place
from bot.casework.prison_rules import (
    BlockedDays,
    ClosedHours,
    MeetingRules,
    Partner,
    Schedule,
    StandingPermit,
)
from bot.persistence.rows import Rows
from bot.persistence.tables import (
    blocked_days,
    closed_hours,
    open_hours,
    place,
    prison,
    standing_permit,
)


class SqlRules(Rows):
    """The Rules port."""

    def schedule(self, prison_id: str, since: dt.date) -> Schedule:
        asked = self._connection.execute(_EVERYTHING, {"of": prison_id, "since": since})
        found = asked.mappings().all()
        of = {what: [row for row in found if row["what"] == what] for what in _WHAT}
        rules = next((row["name"] for row in of["rules"]), None)
        return Schedule(
            _rules_of(rules),
            tuple(
                ClosedHours(row["id"], row["number"], _time(row["a"]), _time(row["b"]), row["name"])
                for row in of["closed"]
            ),
            tuple(
                BlockedDays(row["id"], _day(row["a"]), _day(row["b"]), row["name"], row["place_id"])
                for row in of["blocked"]
            ),
            tuple(
                OpenHours(row["number"], _time(row["a"]), _time(row["b"])) for row in of["hours"]
            ),
            tuple(
                Place(row["id"], prison_id, row["name"], row["a"], row["number"])
                for row in sorted(of["place"], key=lambda row: (row["name"], row["id"]))
            ),
            _approvers_of(next((row["a"] for row in of["rules"]), None)),
        )

    def set_approvers(self, prison_id: str, approvers: Mapping[str, Sequence[str]]) -> None:
        theirs = sa.update(prison).where(prison.c.id == prison_id)
        values = orjson.dumps(dict(approvers)).decode() if approvers else None
        self._change(theirs.values(approvers=values))

    def set_rules(self, prison_id: str, rules: MeetingRules) -> None:
        # The program of before knows no organisations: it must not meet the word without need.
        kept = {name: value for name, value in asdict(rules).items() if value or name in _ALWAYS}
        values = orjson.dumps(kept).decode()
        theirs = sa.update(prison).where(prison.c.id == prison_id)
        self._change(theirs.values(meeting_rules=values))

    def set_hours(self, prison_id: str, hours: Sequence[OpenHours]) -> None:
        self._change(sa.delete(open_hours).where(open_hours.c.prison == prison_id))
        for span in hours:
            self._change(
                sa.insert(open_hours).values(
                    prison=prison_id,
                    weekday=span.weekday,
                    opens=span.opens.isoformat("minutes"),
                    closes=span.closes.isoformat("minutes"),
                )
            )

    def put_place(self, place_: Place) -> bool:
        values = {"name": place_.name, "device": place_.device, "capacity": place_.capacity}
        own = sa.update(place).where(place.c.id == place_.id, place.c.prison == place_.prison)
        if self._change(own.values(**values)):
            return True
        return self._insert_new(place, {"id": place_.id, "prison": place_.prison, **values})

    def remove_place(self, place_id: str, prison_id: str, at: dt.datetime) -> bool:
        own = sa.update(place).where(place.c.id == place_id, place.c.prison == prison_id)
        return self._change(own.where(place.c.removed_at.is_(None)).values(removed_at=at)) == 1

    def add_closed(self, prison_id: str, hours: ClosedHours) -> None:
        self._change(
            sa.insert(closed_hours).values(
                id=hours.id,
                prison=prison_id,
                weekday=hours.weekday,
                starts=hours.starts.isoformat("minutes"),
                ends=hours.ends.isoformat("minutes"),
                kind=hours.kind,
            )
        )

    def drop_closed(self, prison_id: str, hours_id: str) -> bool:
        own = sa.delete(closed_hours).where(closed_hours.c.id == hours_id)
        return self._change(own.where(closed_hours.c.prison == prison_id)) == 1

    def add_blocked(self, prison_id: str, days: BlockedDays) -> None:
        self._change(sa.insert(blocked_days).values(prison=prison_id, **asdict(days)))

    def drop_blocked(self, prison_id: str, days_id: str) -> bool:
        own = sa.delete(blocked_days).where(blocked_days.c.id == days_id)
        return self._change(own.where(blocked_days.c.prison == prison_id)) == 1

    def add_permit(self, permit: StandingPermit) -> None:
        values = asdict(permit)
        partner = values.pop("partner")
        self._change(sa.insert(standing_permit).values(**values, **partner))

    def withdraw_permit(self, prison_id: str, permit_id: str, at: dt.datetime) -> bool:
        p = standing_permit.c
        own = sa.update(standing_permit).where(p.id == permit_id, p.prison == prison_id)
        return self._change(own.where(p.withdrawn_at.is_(None)).values(withdrawn_at=at)) == 1

    def permits(self, prison_id: str, since: dt.date) -> list[StandingPermit]:
        p = standing_permit.c
        query = sa.select(standing_permit).where(p.prison == prison_id, p.last_day >= since)
        rows = self._all(query.where(p.withdrawn_at.is_(None)).order_by(p.first_day, p.id))
        return [
            StandingPermit(
                row["id"],
                row["prison"],
                Partner(row["organisation"], row["role"]),
                row["first_day"],
                row["last_day"],
                row["granted_by"],
                row["granted_at"],
                row["client_id"],
            )
            for row in rows
        ]


_LISTS = ("purposes", "roles", "modes", "organisations")
_ALWAYS = ("notice_hours", "longest", "purposes", "roles", "modes", "ask")
_WHAT = ("rules", "closed", "blocked", "hours", "place")
_time, _day = dt.time.fromisoformat, dt.date.fromisoformat


def _everything() -> sa.Select[Any]:
    """One question for all tables: every free time and every permission asks it."""
    of, since = sa.bindparam("of", type_=sa.Text), sa.bindparam("since", type_=sa.Date)
    no_text, no_number = sa.null().cast(sa.Text), sa.null().cast(sa.Integer)

    def rows(what: str, *columns: Any) -> sa.Select[Any]:
        names = ("id", "number", "a", "b", "name", "place_id")
        named = (column.label(name) for column, name in zip(columns, names, strict=True))
        return sa.select(sa.literal(what, sa.Text).label("what"), *named)

    p, c, b, h, r = place.c, closed_hours.c, blocked_days.c, open_hours.c, prison.c
    days = [sa.cast(day, sa.Text) for day in (b.first_day, b.last_day)]
    union = sa.union_all(
        rows("rules", no_text, no_number, r.approvers, no_text, r.meeting_rules, no_text).where(
            r.id == of
        ),
        rows("closed", c.id, c.weekday, c.starts, c.ends, c.kind, no_text).where(c.prison == of),
        rows("blocked", b.id, no_number, *days, b.reason, b.place_id).where(
            b.prison == of, b.last_day >= since
        ),
        rows("hours", no_text, h.weekday, h.opens, h.closes, no_text, no_text).where(
            h.prison == of
        ),
        rows("place", p.id, p.capacity, p.device, no_text, p.name, no_text).where(
            p.prison == of, p.removed_at.is_(None)
        ),
    ).subquery()
    u = union.c
    return sa.select(union).order_by(u.what, u.number, u.a, u.name, u.id)


_EVERYTHING = _everything()


def _approvers_of(kept: str | None) -> dict[str, tuple[str, ...]]:
    return {staff: tuple(matters) for staff, matters in orjson.loads(kept or "{}").items()}


def _rules_of(kept: str | None) -> MeetingRules:
    if kept is None:
        return MeetingRules()
    values = orjson.loads(kept)
    lists = {name: tuple(values.get(name, ())) for name in _LISTS}
    return MeetingRules(**{**values, **lists})
