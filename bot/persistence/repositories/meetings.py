"""Meetings, and the times they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from contextlib import nullcontext
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import IntegrityError

from bot.casework.errors import WrongState
from bot.casework.meeting import HOLDING_STATES, OPEN_STATES, Meeting, MeetingState, Slot
from bot.casework.people import Place
from bot.casework.ports.meetings import Clash
from bot.casework.prison_rules import Partner
from bot.persistence.columns import text_of
from bot.persistence.repositories.people import WHO, who
from bot.persistence.rows import Rows
from bot.persistence.tables import booking, client, meeting, place

_WITH_CLIENT = sa.select(meeting, *WHO).join(client, client.c.id == meeting.c.client_id)
# Stored and read as they are.
_PLAIN = (
    *("client_id", "referral_id", "county", "prison", "created_at", "partner", "purpose"),
    *("mode", "interpreter", "worker_id", "place_id", "proposed_by", "reason_code"),
    *("decided_by", "decided_at", "cancelled_by", "confirmed_at", "fallback", "decide_by"),
    *("flag", "outcome_code", "permit", "host_id"),
)


def _open_until(meeting_: Meeting) -> dt.datetime | None:
    """When an open meeting has lapsed: with the time it holds, or with the last one offered."""
    if meeting_.state is MeetingState.REQUESTED and meeting_.decide_by is not None:
        return meeting_.decide_by
    if meeting_.state in HOLDING_STATES:
        return meeting_.end
    return max((slot.end for slot in meeting_.slots), default=meeting_.end)


class SqlMeetings(Rows):
    """The Meetings port."""

    def add(self, meeting_: Meeting) -> None:
        self._change(
            sa.insert(meeting).values(
                id=meeting_.id, revision=meeting_.revision, **self._values(meeting_)
            )
        )

    def of_client(
        self, meeting_id: str, client_id: str, *, to_change: bool = False
    ) -> Meeting | None:
        query = sa.select(meeting).where(meeting.c.client_id == client_id)
        row = self._first(_locked(query.where(meeting.c.id == meeting_id), to_change))
        return None if row is None else self._meeting(row)

    def of_county(self, meeting_id: str, county: str, *, to_change: bool = False) -> Meeting | None:
        query = _WITH_CLIENT.where(meeting.c.id == meeting_id, meeting.c.county == county)
        row = self._first(_locked(query, to_change))
        return None if row is None else self._for_county(row)

    def of_prison(self, meeting_id: str, prison: str, *, to_change: bool = False) -> Meeting | None:
        query = _WITH_CLIENT.where(meeting.c.id == meeting_id, meeting.c.prison == prison)
        row = self._first(_locked(query, to_change))
        return None if row is None else self._for_prison(row)

    def save(self, meeting_: Meeting) -> None:
        values = self._values(meeting_)
        if meeting_.wish is None:
            # The prison reads a meeting without its wish and must not wipe it out.
            del values["wish"]
        same = sa.update(meeting).where(
            meeting.c.id == meeting_.id, meeting.c.revision == meeting_.revision
        )
        if self._change(same.values(revision=meeting_.revision + 1, **values)) != 1:
            raise WrongState("out_of_date")
        meeting_.revision += 1

    def list_of_client(self, client_id: str) -> list[Meeting]:
        query = sa.select(meeting).where(meeting.c.client_id == client_id)
        newest = query.order_by(meeting.c.created_at.desc(), meeting.c.id)
        return [self._meeting(row) for row in self._all(newest)]

    def list_of_county(
        self, county: str, states: Collection[MeetingState], worker_id: str | None, limit: int
    ) -> list[Meeting]:
        query = _WITH_CLIENT.where(meeting.c.county == county, _in(states))
        if worker_id is not None:
            query = query.where(meeting.c.worker_id == worker_id)
        rows = self._all(_open_first(query).limit(limit))
        rows.sort(key=lambda row: (_moment(row["starts_at"]), row["created_at"], row["id"]))
        return [self._for_county(row) for row in rows]

    def list_of_prison(
        self, prison: str, states: Collection[MeetingState], limit: int
    ) -> list[Meeting]:
        query = _WITH_CLIENT.where(meeting.c.prison == prison, _in(states))
        rows = self._all(_open_first(query).limit(limit))
        rows.sort(key=lambda row: (_moment(row["starts_at"], _LAST), row["created_at"], row["id"]))
        return [self._for_prison(row) for row in rows]

    def hold(self, meeting_: Meeting, places: Sequence[Place] = ()) -> None:
        if meeting_.start is None or meeting_.end is None:
            raise ValueError("a meeting without a time holds nothing")
        held = self._held(meeting_)
        wanted = self._wanted(meeting_, places, held)
        kept = {
            row["kind"]
            for row in held
            if row["subject"] in wanted.get(row["kind"], ())
            and (row["starts_at"], row["ends_at"]) == (meeting_.start, meeting_.end)
        }
        new = [kind for kind in wanted if kind not in kept]
        # A single row that is refused leaves nothing half done.
        several = len(kept) < len(held) or len(new) > 1
        with self._connection.begin_nested() if several else nullcontext():
            if len(kept) < len(held):
                own = sa.delete(booking).where(booking.c.meeting_id == meeting_.id)
                self._change(own.where(booking.c.kind.not_in(sorted(kept))))
            for kind in new:
                got = self._book(meeting_.id, kind, wanted[kind], meeting_.start, meeting_.end)
                if kind == "place":
                    meeting_.place_id = wanted[kind][got]

    def let_go(self, meeting_id: str) -> None:
        self._change(sa.delete(booking).where(booking.c.meeting_id == meeting_id))

    def taken(
        self, kind: str, subject: str, start: dt.datetime, end: dt.datetime
    ) -> list[tuple[dt.datetime, dt.datetime, str]]:
        query = sa.select(booking).where(
            booking.c.kind == kind,
            booking.c.subject == subject,
            booking.c.starts_at < end,
            booking.c.ends_at > start,
        )
        rows = self._all(query.order_by(booking.c.starts_at))
        return [(row["starts_at"], row["ends_at"], row["meeting_id"]) for row in rows]

    def overdue(self, now: dt.datetime, limit: int) -> list[Meeting]:
        query = sa.select(meeting).where(_in(OPEN_STATES), meeting.c.open_until <= now)
        oldest = query.order_by(meeting.c.open_until, meeting.c.id).limit(limit)
        return [self._meeting(row) for row in self._all(oldest)]

    def _held(self, meeting_: Meeting) -> list[RowMapping]:
        """What the meeting holds now, each with the seats that its place (to be) has."""
        seats = sa.select(place.c.capacity).where(place.c.id == meeting_.place_id)
        query = sa.select(booking, seats.scalar_subquery().label("capacity"))
        return self._all(query.where(booking.c.meeting_id == meeting_.id))

    def _wanted(
        self, meeting_: Meeting, places: Sequence[Place], held: list[RowMapping]
    ) -> dict[str, dict[str, str]]:
        """By kind, what would do, and what it is part of. Always in this order, so that two
        who want the same cannot wait for each other."""
        if not places and meeting_.place_id:
            places = [self._place(meeting_.place_id, held)]
        wanted = {"person": {meeting_.client_id: meeting_.client_id}}
        if places:
            wanted["place"] = {seat: each.id for each in places for seat in each.seats}
        if meeting_.worker_id:
            wanted["worker"] = {meeting_.worker_id: meeting_.worker_id}
        if meeting_.host_id:
            wanted["host"] = {meeting_.host_id: meeting_.host_id}
        return wanted

    def _place(self, place_id: str, held: list[RowMapping]) -> Place:
        seats = held[0]["capacity"] if held else None
        if seats is None:
            row = self._first(sa.select(place.c.capacity).where(place.c.id == place_id))
            seats = row["capacity"] if row else 1
        return Place(place_id, "", "", capacity=seats)

    def _book(
        self,
        meeting_id: str,
        kind: str,
        subjects: Iterable[str],
        start: dt.datetime,
        end: dt.datetime,
    ) -> str:
        """The first of them that is free; Clash if none is. PostgreSQL leaves out a row that
        its rule refuses, and the transaction stays usable; SQLite's trigger raises."""
        values = {"meeting_id": meeting_id, "kind": kind, "starts_at": start, "ends_at": end}
        for subject in subjects:
            try:
                if self._insert_new(booking, {**values, "subject": subject}):
                    return subject
            except IntegrityError as error:
                # The name that both databases give the rule (migrations/versions/0004_*).
                if "booking_taken" not in str(error.orig):
                    raise
        raise Clash(kind)

    def _for_county(self, row: RowMapping) -> Meeting:
        """Who it is, once the person has sent their summary."""
        read = self._meeting(row)
        if read.referral_id is not None:
            person = who(row, self._sealer)
            read.client_name, read.client_number = person["client_name"], person["client_number"]
        return read

    def _for_prison(self, row: RowMapping) -> Meeting:
        read = self._meeting(row)
        read.wish = None
        person = who(row, self._sealer)
        read.client_name, read.client_number = person["client_name"], person["client_number"]
        read.client_place = person["client_place"]
        return read

    def _values(self, meeting_: Meeting) -> dict[str, Any]:
        seal, row = self._sealer.seal_text, meeting_.id
        slots = [[slot.id, text_of(slot.start), text_of(slot.end)] for slot in meeting_.slots]
        return {
            **{name: getattr(meeting_, name) for name in _PLAIN},
            "state": meeting_.state.value,
            "wish": seal(meeting_.wish, "meeting.wish", row),
            "starts_at": meeting_.start,
            "ends_at": meeting_.end,
            "slots": orjson.dumps(slots).decode(),
            "partners": orjson.dumps([[p.organisation, p.role] for p in meeting_.others]).decode(),
            "reason_text": seal(meeting_.reason_text, "meeting.reason_text", row),
            "room": seal(meeting_.room, "meeting.room", row),
            "open_until": _open_until(meeting_),
        }

    def _meeting(self, row: RowMapping) -> Meeting:
        unseal = self._sealer.open_text
        moment = dt.datetime.fromisoformat
        return Meeting(
            id=row["id"],
            **{name: row[name] for name in _PLAIN},
            state=MeetingState(row["state"]),
            wish=unseal(row["wish"], "meeting.wish", row["id"]),
            start=row["starts_at"],
            end=row["ends_at"],
            others=[Partner(*pair) for pair in orjson.loads(row["partners"])],
            slots=[Slot(i, moment(start), moment(end)) for i, start, end in _slots(row)],
            reason_text=unseal(row["reason_text"], "meeting.reason_text", row["id"]),
            room=unseal(row["room"], "meeting.room", row["id"]),
            revision=row["revision"],
        )


def _locked(query: sa.Select[Any], to_change: bool) -> sa.Select[Any]:
    """Whoever wants to change the same meeting waits; SQLite has one writer anyway."""
    return query.with_for_update(of=meeting, key_share=True) if to_change else query


_FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


def _moment(start: dt.datetime | None, undated: dt.datetime = _FIRST) -> dt.datetime:
    return undated if start is None else start


def _open_first(query: sa.Select[Any]) -> sa.Select[Any]:
    """What is open, the soonest first, then the newest of what is over: a list that has an end
    must lose the oldest, and never what waits for somebody."""
    is_open = _in((*OPEN_STATES, MeetingState.REJECTED))
    return query.order_by(
        sa.case((is_open, 0), else_=1),
        sa.case((is_open, meeting.c.starts_at)).asc().nulls_first(),
        meeting.c.starts_at.desc().nulls_last(),
        meeting.c.created_at,
        meeting.c.id,
    )


def _in(states: Collection[MeetingState]) -> sa.ColumnElement[bool]:
    return meeting.c.state.in_([state.value for state in states])


def _slots(row: RowMapping) -> list[tuple[str, str, str]]:
    slots: list[tuple[str, str, str]] = orjson.loads(row["slots"])
    return slots
