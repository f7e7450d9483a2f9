"""Removing what has had its time."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from bot.casework.meeting import MeetingState
from bot.casework.ports.housekeeping import Backlog
from bot.casework.referral import ReferralState
from bot.persistence.rows import Rows
from bot.persistence.tables import (
    access_code,
    alert,
    client,
    draft,
    failed_try,
    idempotency,
    meeting,
    message,
    referral,
    session,
    sign_in,
)


class SqlHousekeeping(Rows):
    """The Housekeeping port."""

    def backlog(self) -> Backlog:
        messages, oldest_message = self._waiting(message.c.at, sa.not_(message.c.handled))
        alerts, oldest_alert = self._waiting(alert.c.raised_at, alert.c.acknowledged_at.is_(None))
        referrals, _ = self._waiting(
            referral.c.received_at, referral.c.state == ReferralState.NEW.value
        )
        meetings, _ = self._waiting(
            meeting.c.created_at, meeting.c.state == MeetingState.REQUESTED.value
        )
        return Backlog(messages, oldest_message, alerts, oldest_alert, referrals, meetings)

    def _waiting(
        self, since: sa.Column[dt.datetime], condition: sa.ColumnElement[bool]
    ) -> tuple[int, dt.datetime | None]:
        query = sa.select(sa.func.count(), sa.func.min(since)).where(condition)
        count, oldest = self._connection.execute(query).one()
        return int(count), oldest

    def forget_codes(self, ended_before: dt.datetime) -> int:
        ended = sa.or_(
            access_code.c.expires_at < ended_before, access_code.c.revoked_at < ended_before
        )
        return self._change(sa.delete(access_code).where(ended))

    def forget_sessions(
        self, kind: str, seen_before: dt.datetime, begun_before: dt.datetime
    ) -> int:
        over = sa.or_(session.c.seen_at < seen_before, session.c.created_at < begun_before)
        return self._change(sa.delete(session).where(session.c.kind == kind, over))

    def forget_tries(self, before: dt.datetime) -> int:
        return self._change(sa.delete(failed_try).where(failed_try.c.at < before))

    def forget_answers(self, before: dt.datetime) -> int:
        return self._change(sa.delete(idempotency).where(idempotency.c.at < before))

    def forget_drafts(self, before: dt.datetime) -> int:
        return self._change(sa.delete(draft).where(draft.c.at < before))

    def clients_erased(self, since: dt.datetime, limit: int) -> list[tuple[str, dt.datetime]]:
        query = sa.select(client.c.id, client.c.erased_at).where(client.c.erased_at >= since)
        rows = self._all(query.order_by(client.c.erased_at, client.c.id).limit(limit))
        return [(row["id"], row["erased_at"]) for row in rows]

    def clients_gone(self, since: dt.datetime, limit: int) -> list[str]:
        def heard(table: sa.Table, condition: sa.ColumnElement[bool]) -> sa.Exists:
            return sa.exists().where(table.c.client_id == client.c.id, condition)

        still_open = sa.or_(referral.c.closed_at.is_(None), referral.c.closed_at >= since)
        query = sa.select(client.c.id).where(
            client.c.erased_at.is_(None),
            client.c.created_at < since,
            ~heard(access_code, access_code.c.expires_at >= since),
            ~heard(message, message.c.at >= since),
            ~heard(sign_in, sign_in.c.at >= since),
            ~heard(referral, still_open),
        )
        rows = self._all(query.order_by(client.c.created_at).limit(limit))
        return [row["id"] for row in rows]
