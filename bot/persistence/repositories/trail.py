"""The audit trail, repeated requests, the brake on guessing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from bot.casework.journal import Entry
from bot.persistence.columns import text_of
from bot.persistence.rows import Rows
from bot.persistence.sealing import Sealer
from bot.persistence.tables import audit, failed_try, idempotency

# Any fixed number: whoever writes the trail in PostgreSQL holds this lock until the commit.
_TRAIL_LOCK = 7_225_441
# Its own space of locks, one for each bucket of failed tries.
_TRY_LOCK = 7_225
_FIRST = "0" * 64
_BATCH = 1000


def _hash(before: str, number: int, entry: Entry) -> str:
    """The hash of a row: of everything in it and of the row before."""
    values: dict[str, Any] = {**asdict(entry), "at": text_of(entry.at), "number": number}
    canonical = json.dumps(values, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}{canonical}".encode()).hexdigest()


class SqlTrail(Rows):
    """The Trail port.

    Entries are written when the use case is done: the chain needs one writer at a time,
    who then holds the lock for a moment and takes no other lock after it.
    """

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        super().__init__(connection, sealer)
        self._pending: list[Entry] = []

    def add(self, entry: Entry) -> None:
        self._pending.append(entry)

    def of_client(self, client_id: str, verbs: tuple[str, ...], limit: int) -> list[Entry]:
        self.flush()
        query = sa.select(audit).where(audit.c.client_id == client_id, audit.c.verb.in_(verbs))
        rows = self._all(query.order_by(audit.c.number.desc()).limit(limit))
        return [_entry_of(row) for row in rows]

    def broken_at(self) -> int | None:
        self.flush()
        before, number = _FIRST, 0
        while True:
            batch = sa.select(audit).where(audit.c.number > number).order_by(audit.c.number)
            rows = self._all(batch.limit(_BATCH))
            if not rows:
                return None
            for row in rows:
                number += 1
                if row["number"] != number or row["hash"] != _hash(before, number, _entry_of(row)):
                    return number
                before = row["hash"]

    def flush(self) -> None:
        """Write what is pending; the database calls it just before the commit."""
        if not self._pending:
            return
        if self._postgres:
            self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_TRAIL_LOCK)))
        last = self._first(
            sa.select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
        )
        number, before = (0, _FIRST) if last is None else (last["number"], last["hash"])
        for entry in self._pending:
            number += 1
            before = _hash(before, number, entry)
            self._change(sa.insert(audit).values(number=number, hash=before, **asdict(entry)))
        self._pending.clear()


def _entry_of(row: RowMapping) -> Entry:
    return Entry(**{field.name: row[field.name] for field in fields(Entry)})


class SqlIdempotency(Rows):
    """The Idempotency port.

    Of two repeats at once only one may act. A use case that looked and found nothing inserts,
    so that the second one fails at the key, is done anew, and finds the answer of the first.
    """

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        super().__init__(connection, sealer)
        self._missed: set[tuple[str, str]] = set()

    def get(self, subject: str, key: str) -> tuple[str, int, str] | None:
        row = self._first(
            sa.select(idempotency).where(idempotency.c.subject == subject, idempotency.c.key == key)
        )
        if row is None:
            self._missed.add((subject, key))
            return None
        body = self._sealer.open(row["body"], "idempotency.body", f"{subject}.{key}").decode()
        return row["fingerprint"], row["status"], body

    def put(
        self, subject: str, key: str, fingerprint: str, status: int, body: str, at: dt.datetime
    ) -> None:
        values = {
            "subject": subject,
            "key": key,
            "fingerprint": fingerprint,
            "status": status,
            "body": self._sealer.seal_text(body, "idempotency.body", f"{subject}.{key}"),
            "at": at,
        }
        if (subject, key) in self._missed:
            self._change(sa.insert(idempotency).values(**values))
            self._missed.discard((subject, key))
        else:
            self._upsert(idempotency, values)


class SqlThrottle(Rows):
    """The Throttle port."""

    def count(self, bucket: str, since: dt.datetime) -> int:
        if self._postgres:
            # Guesses made at the same time wait here for each other, or all of them would
            # count the same few failures. SQLite has one writer anyway.
            self._connection.execute(
                sa.select(sa.func.pg_advisory_xact_lock(_TRY_LOCK, sa.func.hashtext(bucket)))
            )
        query = sa.select(sa.func.count()).select_from(failed_try)
        within = query.where(failed_try.c.bucket == bucket, failed_try.c.at >= since)
        return int(self._connection.execute(within).scalar_one())

    def oldest(self, bucket: str, since: dt.datetime) -> dt.datetime | None:
        query = sa.select(failed_try.c.at).where(
            failed_try.c.bucket == bucket, failed_try.c.at >= since
        )
        row = self._first(query.order_by(failed_try.c.at).limit(1))
        return None if row is None else row["at"]

    def add(self, bucket: str, at: dt.datetime) -> None:
        self._change(sa.insert(failed_try).values(bucket=bucket, at=at))

    def clear(self, bucket: str) -> None:
        self._change(sa.delete(failed_try).where(failed_try.c.bucket == bucket))
