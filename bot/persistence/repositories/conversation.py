"""Threads, intakes, reviews: all of it sealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from bot.casework.errors import WrongState
from bot.casework.intake_state import IntakeState
from bot.casework.people import Message
from bot.casework.summary import Review
from bot.persistence.prepared import Prepared
from bot.persistence.rows import Found, Rows
from bot.persistence.tables import client, consent_log, intake, message, review

_THEIRS = message.c.client_id == sa.bindparam("person")
_IN_ORDER = sa.select(message).where(_THEIRS).order_by(message.c.seq)
_THIS = message.c.id == sa.bindparam("number")
_LOCK = Prepared(
    sa.select(client.c.id)
    .where(client.c.id == sa.bindparam("person"))
    .with_for_update(key_share=True)
)
_ADD = Prepared(
    sa.insert(message)
    .values(
        id=sa.bindparam("number"),
        client_id=sa.bindparam("person"),
        seq=sa.func.coalesce(
            sa.select(sa.func.max(message.c.seq)).where(_THEIRS).scalar_subquery(), 0
        )
        + 1,
        sender=sa.bindparam("sender"),
        at=sa.bindparam("at"),
        body=sa.bindparam("sealed"),
        handled=sa.bindparam("done"),
    )
    .returning(message.c.seq)
)
_GET = Prepared(sa.select(message).where(_THIS, _THEIRS))
_EVERYTHING = Prepared(_IN_ORDER)
_AFTER = Prepared(_IN_ORDER.where(message.c.seq > sa.bindparam("after")))
_WAITING = Prepared(_IN_ORDER.where(sa.not_(message.c.handled)))
_AMEND = Prepared(
    sa.update(message)
    .where(_THIS, _THEIRS)
    .values(body=sa.bindparam("sealed"), handled=sa.bindparam("done"))
)
_INTAKE = Prepared(sa.select(intake).where(intake.c.client_id == sa.bindparam("person")))
_GO_ON = Prepared(
    sa.update(intake)
    .where(
        intake.c.client_id == sa.bindparam("person"),
        intake.c.revision == sa.bindparam("before"),
    )
    .values(state=sa.bindparam("sealed"), revision=sa.bindparam("following"))
)


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
            _LOCK.first(self._connection, person=client_id)
        (row,) = _ADD.all(
            self._connection,
            number=message_id,
            person=client_id,
            sender=sender,
            at=at,
            sealed=self._sealer.seal_json(dict(body), "message.body", message_id),
            done=handled,
        )
        return Message(message_id, client_id, row["seq"], sender, at, dict(body), handled)

    def get(self, client_id: str, message_id: str) -> Message | None:
        row = _GET.first(self._connection, number=message_id, person=client_id)
        return None if row is None else self._message(row)

    def everything(self, client_id: str) -> list[Message]:
        return self._messages(_EVERYTHING.all(self._connection, person=client_id))

    def after(self, client_id: str, seq: int) -> list[Message]:
        return self._messages(_AFTER.all(self._connection, person=client_id, after=seq))

    def latest(self, client_id: str, limit: int) -> list[Message]:
        query = sa.select(message).where(message.c.client_id == client_id)
        rows = self._all(query.order_by(message.c.seq.desc()).limit(limit))
        return self._messages(reversed(rows))

    def amend(self, message_: Message) -> None:
        body = self._sealer.seal_json(message_.body, "message.body", message_.id)
        _AMEND.change(
            self._connection,
            number=message_.id,
            person=message_.client_id,
            sealed=body,
            done=message_.handled,
        )

    def waiting(self, client_id: str) -> list[Message]:
        return self._messages(_WAITING.all(self._connection, person=client_id))

    def clients_waiting(self, before: dt.datetime, limit: int) -> list[str]:
        query = (
            sa.select(message.c.client_id)
            .where(sa.not_(message.c.handled), message.c.at < before)
            .group_by(message.c.client_id)
            .order_by(sa.func.min(message.c.at), message.c.client_id)
            .limit(limit)
        )
        return [row["client_id"] for row in self._all(query)]

    def _messages(self, rows: Iterable[Found]) -> list[Message]:
        return [self._message(row) for row in rows]

    def _message(self, row: Found) -> Message:
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
        row = _INTAKE.first(self._connection, person=client_id)
        if row is None:
            return None
        state = self._sealer.open_json(row["state"], "intake.state", client_id)
        return IntakeState.from_json(state), row["revision"]

    def put(self, client_id: str, state: IntakeState, revision: int) -> None:
        sealed = self._sealer.seal_json(state.to_json(), "intake.state", client_id)
        following = revision + 1
        if revision == 0:
            values = {"client_id": client_id, "state": sealed, "revision": following}
            done = self._insert_new(intake, values)
        else:
            touched = _GO_ON.change(
                self._connection,
                person=client_id,
                before=revision,
                sealed=sealed,
                following=following,
            )
            done = touched == 1
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
