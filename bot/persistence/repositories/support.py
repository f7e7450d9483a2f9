"""The support network's rows, and what waits to leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from bot.casework.outbox import Delivery, DeliveryKind, DeliveryState
from bot.casework.support_network import SupportEvent
from bot.persistence.rows import Rows
from bot.persistence.tables import outbox, support_event

_PLAIN = (
    "id", "mark", "county", "made_by", "at", "due_at", "referral_id", "client_id", "tries",
    "problem", "done_at",
)  # fmt: skip
S = DeliveryState


class SqlSupportEvents(Rows):
    """The SupportEvents port."""

    def add(self, event: SupportEvent) -> None:
        sealed = self._sealer.seal_json(event.body, "support_event.body", event.referral_id)
        values = {
            name: getattr(event, name)
            for name in ("referral_id", "client_id", "kind", "by", "role", "at")
        }
        self._change(sa.insert(support_event).values(**values, body=sealed))

    def of_referral(self, referral_id: str) -> list[SupportEvent]:
        e = support_event.c
        query = sa.select(support_event).where(e.referral_id == referral_id).order_by(e.number)
        return [self._event(row) for row in self._all(query)]

    def _event(self, row: RowMapping) -> SupportEvent:
        body = self._sealer.open_json(row["body"], "support_event.body", row["referral_id"])
        return SupportEvent(**{**row, "body": body})


class SqlOutbox(Rows):
    """The Outbox port."""

    def put(self, delivery: Delivery) -> bool:
        body = self._sealer.seal_json(delivery.body or {}, "outbox.body", delivery.id)
        values = {name: getattr(delivery, name) for name in _PLAIN}
        kind, state = delivery.kind.value, delivery.state.value
        return self._insert_new(outbox, {**values, "kind": kind, "state": state, "body": body})

    def with_mark(self, mark: str) -> Delivery | None:
        row = self._first(sa.select(outbox).where(outbox.c.mark == mark))
        return self._delivery(row) if row is not None else None

    def of_referral(self, referral_id: str) -> list[Delivery]:
        query = sa.select(outbox).where(outbox.c.referral_id == referral_id)
        rows = self._all(query.order_by(outbox.c.at.desc(), outbox.c.id))
        return [self._delivery(row, with_body=False) for row in rows]

    def due(self, now: dt.datetime, cut_off: dt.datetime, limit: int) -> list[Delivery]:
        o = outbox.c
        waits = sa.and_(o.state == S.WAITING.value, o.due_at <= now)
        # While it is being sent, ``due_at`` says when that began.
        cut = sa.and_(o.state == S.SENDING.value, o.due_at <= cut_off)
        query = sa.select(outbox).where(waits | cut).order_by(o.due_at, o.id).limit(limit)
        return [self._delivery(row) for row in self._all(query)]

    def save(self, delivery: Delivery) -> None:
        values: dict[str, Any] = {
            "state": delivery.state.value,
            "tries": delivery.tries,
            "due_at": delivery.due_at,
            "problem": delivery.problem,
            "done_at": delivery.done_at,
        }
        if delivery.state is S.SENT:
            values["body"] = None
        self._change(sa.update(outbox).where(outbox.c.id == delivery.id).values(**values))

    def _delivery(self, row: RowMapping, *, with_body: bool = True) -> Delivery:
        sealed = row["body"] if with_body else None
        body = self._sealer.open_json(sealed, "outbox.body", row["id"]) if sealed else None
        plain = {name: row[name] for name in _PLAIN}
        kind, state = DeliveryKind(row["kind"]), DeliveryState(row["state"])
        return Delivery(**plain, kind=kind, state=state, body=body)
