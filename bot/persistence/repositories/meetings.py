"""Meetings, and the times they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
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
    *("flag", "outcome_code", "permit"),
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

    def of_client(self, meeting_id: str, client_id: str) -> Meeting | None:
        query = sa.select(meeting).where(meeting.c.client_id == client_id)
        return self._one(query.where(meeting.c.id == meeting_id))

    def of_county(self, meeting_id: str, county: str) -> Meeting | None:
        row = self._first(
            _WITH_CLIENT.where(meeting.c.id == meeting_id, meeting.c.county == county)
        )
        return None if row is None else self._for_county(row)

    def of_prison(self, meeting_id: str, prison: str) -> Meeting | None:
        row = self._first(
            _WITH_CLIENT.where(meeting.c.id == meeting_id, meeting.c.prison == prison)
        )
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
        by_start = query.order_by(
            sa.nulls_first(meeting.c.starts_at.asc()), meeting.c.created_at, meeting.c.id
        )
        return [self._for_county(row) for row in self._all(by_start.limit(limit))]

    def list_of_prison(
        self, prison: str, states: Collection[MeetingState], limit: int
    ) -> list[Meeting]:
        query = _WITH_CLIENT.where(meeting.c.prison == prison, _in(states))
        by_start = query.order_by(
            sa.nulls_last(meeting.c.starts_at.asc()), meeting.c.created_at, meeting.c.id
        )
        return [self._for_prison(row) for row in self._all(by_start.limit(limit))]

    def hold(self, meeting_: Meeting) -> None:
        if meeting_.start is None or meeting_.end is None:
            raise ValueError("a meeting without a time holds nothing")
        # Always in this order, so that two who want the same cannot wait for each other.
        wanted = [("person", [meeting_.client_id])]
        wanted += [("place", self._seats(meeting_.place_id))] if meeting_.place_id else []
        wanted += [("worker", [meeting_.worker_id])] if meeting_.worker_id else []
        with self._connection.begin_nested():
            self.let_go(meeting_.id)
            for kind, subjects in wanted:
                self._book_one(meeting_, kind, subjects)

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

    def _seats(self, place_id: str) -> list[str]:
        row = self._first(sa.select(place).where(place.c.id == place_id))
        if row is None:
            return [place_id]
        return Place(row["id"], row["prison"], row["name"], row["device"], row["capacity"]).seats

    def _book_one(self, meeting_: Meeting, kind: str, subjects: list[str]) -> None:
        """The first of them that is free; the last one's clash is the answer."""
        if meeting_.start is None or meeting_.end is None:
            raise ValueError("a meeting without a time holds nothing")
        for subject in subjects[:-1]:
            try:
                with self._connection.begin_nested():
                    self._book(meeting_.id, kind, subject, meeting_.start, meeting_.end)
            except Clash:
                continue
            return
        self._book(meeting_.id, kind, subjects[-1], meeting_.start, meeting_.end)

    def _book(
        self, meeting_id: str, kind: str, subject: str, start: dt.datetime, end: dt.datetime
    ) -> None:
        try:
            self._change(
                sa.insert(booking).values(
                    meeting_id=meeting_id, kind=kind, subject=subject, starts_at=start, ends_at=end
                )
            )
        except IntegrityError as error:
            # The name that both databases give the rule (migrations/versions/0004_*).
            if "booking_taken" not in str(error.orig):
                raise
            raise Clash(kind) from None

    def _one(self, query: sa.Select[Any]) -> Meeting | None:
        row = self._first(query)
        return None if row is None else self._meeting(row)

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


def _in(states: Collection[MeetingState]) -> sa.ColumnElement[bool]:
    return meeting.c.state.in_([state.value for state in states])


def _slots(row: RowMapping) -> list[tuple[str, str, str]]:
    slots: list[tuple[str, str, str]] = orjson.loads(row["slots"])
    return slots
