"""Alerts of danger, and whether a page of the prison is watching."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from bot.casework.people import Alert
from bot.persistence.erasing import forget_who
from bot.persistence.repositories.people import WHO, who
from bot.persistence.rows import Rows
from bot.persistence.tables import alert, client, prison, prison_watch

_WITH_CLIENT = sa.select(alert, *WHO).join(client, client.c.id == alert.c.client_id)
_OPEN = alert.c.acknowledged_at.is_(None)


class SqlAlerts(Rows):
    """The Alerts port."""

    def add(self, alert_: Alert) -> None:
        self._change(
            sa.insert(alert).values(
                id=alert_.id,
                client_id=alert_.client_id,
                prison=alert_.prison,
                kind=self._sealer.seal_text(alert_.kind, "alert.kind", alert_.id),
                raised_at=alert_.raised_at,
                shown_at=alert_.shown_at,
                acknowledged_at=alert_.acknowledged_at,
                acknowledged_by=alert_.acknowledged_by,
                escalated_at=alert_.escalated_at,
            )
        )

    def of_client(self, alert_id: str, client_id: str) -> Alert | None:
        row = self._first(
            sa.select(alert).where(alert.c.id == alert_id, alert.c.client_id == client_id)
        )
        return None if row is None else self._alert(row)

    def open_of_client(self, client_id: str) -> list[Alert]:
        query = sa.select(alert).where(alert.c.client_id == client_id, _OPEN)
        newest = query.order_by(alert.c.raised_at.desc(), alert.c.id)
        return [self._alert(row) for row in self._all(newest)]

    def of_client_since(self, client_id: str, at: dt.datetime) -> list[Alert]:
        query = sa.select(alert).where(alert.c.client_id == client_id, alert.c.raised_at >= at)
        return [self._alert(row) for row in self._all(query.order_by(alert.c.raised_at))]

    def of_prison(self, alert_id: str, prison: str) -> Alert | None:
        row = self._first(_WITH_CLIENT.where(alert.c.id == alert_id, alert.c.prison == prison))
        return None if row is None else self._with_person(row)

    def open_of_prison(self, prison: str) -> list[Alert]:
        query = _WITH_CLIENT.where(alert.c.prison == prison, _OPEN)
        oldest = query.order_by(alert.c.raised_at, alert.c.id)
        return [self._with_person(row) for row in self._all(oldest)]

    def answered_of_prison(self, prison: str, since: dt.datetime, limit: int) -> list[Alert]:
        query = _WITH_CLIENT.where(alert.c.prison == prison, alert.c.acknowledged_at >= since)
        newest = query.order_by(alert.c.acknowledged_at.desc(), alert.c.id).limit(limit)
        return [self._with_person(row) for row in self._all(newest)]

    def move(self, client_id: str, prison: str) -> None:
        mine = sa.update(alert).where(alert.c.client_id == client_id, _OPEN)
        self._change(mine.values(prison=prison, shown_at=None, escalated_at=None))

    def acknowledge(self, alert_id: str, prison: str, by: str, at: dt.datetime) -> bool:
        waiting = sa.update(alert).where(alert.c.id == alert_id, alert.c.prison == prison, _OPEN)
        if self._change(waiting.values(acknowledged_at=at, acknowledged_by=by)) != 1:
            return False
        whose = sa.select(alert.c.client_id).where(alert.c.id == alert_id).scalar_subquery()
        forget_who(self._connection, client.c.id == whose)
        return True

    def to_escalate(self, raised_before: dt.datetime) -> list[tuple[Alert, str]]:
        query = (
            sa.select(alert, prison.c.escalate_to)
            .join(prison, prison.c.id == alert.c.prison)
            .where(
                _OPEN,
                alert.c.raised_at < raised_before,
                alert.c.escalated_at.is_(None),
                prison.c.escalate_to.is_not(None),
            )
        )
        oldest = query.order_by(alert.c.raised_at, alert.c.id)
        return [(self._alert(row), row["escalate_to"]) for row in self._all(oldest)]

    def mark_escalated(self, alert_id: str, at: dt.datetime) -> bool:
        fresh = sa.update(alert).where(
            alert.c.id == alert_id, _OPEN, alert.c.escalated_at.is_(None)
        )
        return self._change(fresh.values(escalated_at=at)) == 1

    def mark_shown(self, prison: str, at: dt.datetime) -> None:
        self._upsert(prison_watch, {"prison": prison, "at": at})
        unseen = sa.update(alert).where(alert.c.prison == prison, _OPEN, alert.c.shown_at.is_(None))
        self._change(unseen.values(shown_at=at))

    def last_watched(self, prison: str) -> dt.datetime | None:
        row = self._first(sa.select(prison_watch).where(prison_watch.c.prison == prison))
        return None if row is None else row["at"]

    def _with_person(self, row: RowMapping) -> Alert:
        read = self._alert(row)
        person = who(row, self._sealer)
        read.client_name, read.client_number = person["client_name"], person["client_number"]
        read.client_place = person["client_place"]
        return read

    def _alert(self, row: RowMapping) -> Alert:
        return Alert(
            id=row["id"],
            client_id=row["client_id"],
            prison=row["prison"],
            kind=self._sealer.open(row["kind"], "alert.kind", row["id"]).decode(),
            raised_at=row["raised_at"],
            shown_at=row["shown_at"],
            acknowledged_at=row["acknowledged_at"],
            acknowledged_by=row["acknowledged_by"],
            escalated_at=row["escalated_at"],
        )
