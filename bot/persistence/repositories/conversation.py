"""Threads, intakes, reviews: all of it sealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from bot.casework.errors import WrongState
from bot.casework.intake_state import IntakeState
from bot.casework.people import Message
from bot.casework.summary import Review
from bot.persistence.rows import Rows
from bot.persistence.tables import client, consent_log, intake, message, review


class SqlThreads(Rows):
    """The Threads port."""

    def add(
        self,
        client_id: str,
        message_id: str,
        sender: str,
        at: dt.datetime,
        body: Mapping[str, Any],
        *,
        handled: bool = True,
    ) -> Message:
        if self._postgres:
            # Two messages of one person at once: the second waits here for its number.
            # The weaker lock lets others insert rows that point to the person.
            lock = sa.select(client.c.id).where(client.c.id == client_id)
            self._connection.execute(lock.with_for_update(key_share=True))
        last = sa.select(sa.func.max(message.c.seq)).where(message.c.client_id == client_id)
        row = sa.insert(message).values(
            id=message_id,
            client_id=client_id,
            seq=sa.func.coalesce(last.scalar_subquery(), 0) + 1,
            sender=sender,
            at=at,
            body=self._sealer.seal_json(dict(body), "message.body", message_id),
            handled=handled,
        )
        seq = self._connection.execute(row.returning(message.c.seq)).scalar_one()
        return Message(message_id, client_id, seq, sender, at, dict(body), handled)

    def get(self, client_id: str, message_id: str) -> Message | None:
        row = self._first(
            sa.select(message).where(message.c.id == message_id, message.c.client_id == client_id)
        )
        return None if row is None else self._message(row)

    def everything(self, client_id: str) -> list[Message]:
        return self._list(client_id)

    def after(self, client_id: str, seq: int) -> list[Message]:
        return self._list(client_id, message.c.seq > seq)

    def latest(self, client_id: str, limit: int) -> list[Message]:
        query = sa.select(message).where(message.c.client_id == client_id)
        rows = self._all(query.order_by(message.c.seq.desc()).limit(limit))
        return [self._message(row) for row in reversed(rows)]

    def amend(self, message_: Message) -> None:
        body = self._sealer.seal_json(message_.body, "message.body", message_.id)
        self._change(
            sa.update(message)
            .where(message.c.id == message_.id, message.c.client_id == message_.client_id)
            .values(body=body, handled=message_.handled)
        )

    def waiting(self, client_id: str) -> list[Message]:
        return self._list(client_id, sa.not_(message.c.handled))

    def clients_waiting(self, before: dt.datetime, limit: int) -> list[str]:
        query = (
            sa.select(message.c.client_id)
            .where(sa.not_(message.c.handled), message.c.at < before)
            .group_by(message.c.client_id)
            .order_by(sa.func.min(message.c.at), message.c.client_id)
            .limit(limit)
        )
        return [row["client_id"] for row in self._all(query)]

    def _list(self, client_id: str, *more: sa.ColumnElement[bool]) -> list[Message]:
        query = sa.select(message).where(message.c.client_id == client_id, *more)
        return [self._message(row) for row in self._all(query.order_by(message.c.seq))]

    def _message(self, row: RowMapping) -> Message:
        body = self._sealer.open_json(row["body"], "message.body", row["id"])
        return Message(
            row["id"],
            row["client_id"],
            row["seq"],
            row["sender"],
            row["at"],
            body,
            row["handled"],
        )


class SqlIntakes(Rows):
    """The Intakes port."""

    def get(self, client_id: str) -> tuple[IntakeState, int] | None:
        row = self._first(sa.select(intake).where(intake.c.client_id == client_id))
        if row is None:
            return None
        state = self._sealer.open_json(row["state"], "intake.state", client_id)
        return IntakeState.from_json(state), row["revision"]

    def put(self, client_id: str, state: IntakeState, revision: int) -> None:
        sealed = self._sealer.seal_json(state.to_json(), "intake.state", client_id)
        values = {"client_id": client_id, "state": sealed, "revision": revision + 1}
        if revision == 0:
            done = self._insert_new(intake, values)
        else:
            same = sa.update(intake).where(
                intake.c.client_id == client_id, intake.c.revision == revision
            )
            done = self._change(same.values(**values)) == 1
        if not done:
            raise WrongState("out_of_date")


class SqlReviews(Rows):
    """The Reviews port."""

    def get(self, client_id: str) -> Review:
        row = self._first(sa.select(review).where(review.c.client_id == client_id))
        if row is None:
            return Review()
        return Review.from_json(self._sealer.open_json(row["review"], "review.review", client_id))

    def put(self, client_id: str, review_: Review, at: dt.datetime) -> None:
        sealed = self._sealer.seal_json(review_.to_json(), "review.review", client_id)
        self._upsert(review, {"client_id": client_id, "review": sealed, "at": at})

    def note_consent(
        self, client_id: str, part: str, receiver: str, given: bool, at: dt.datetime
    ) -> None:
        consent = {"part": part, "receiver": receiver, "given": given}
        sealed = self._sealer.seal_json(consent, "consent_log.consent", client_id)
        self._change(sa.insert(consent_log).values(client_id=client_id, at=at, consent=sealed))
