"""Erasing a person: every word of theirs and about them goes, a shell stays.

The shell lets the audit trail, the meetings and the queue still point somewhere.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.persistence.columns import NEVER
from bot.persistence.sealing import Sealer
from bot.persistence.tables import (
    access_code,
    alert,
    client,
    client_times,
    consent_log,
    draft,
    help_report,
    idempotency,
    intake,
    meeting,
    message,
    outbox,
    referral,
    referral_event,
    referral_presence,
    referral_version,
    review,
    session,
    sign_in,
    support_event,
)

_ROWS_OF_CLIENT = (
    message,
    intake,
    review,
    consent_log,
    draft,
    help_report,
    access_code,
    sign_in,
    client_times,
    support_event,
    outbox,
)


def erase_client(connection: Connection, sealer: Sealer, client_id: str, at: dt.datetime) -> None:
    """What the port Clients.erase promises. Cancels nothing: that is the use case's."""
    for table in _ROWS_OF_CLIENT:
        connection.execute(sa.delete(table).where(table.c.client_id == client_id))
    connection.execute(sa.delete(session).where(session.c.subject == client_id))
    # Kept answers hold what was said; however the subject is written, the id is in it.
    connection.execute(
        sa.delete(idempotency).where(idempotency.c.subject.contains(client_id, autoescape=True))
    )
    _erase_referrals(connection, sealer, client_id)
    connection.execute(
        sa.update(meeting)
        .where(meeting.c.client_id == client_id)
        .values(wish=None, reason_text=None)
    )
    connection.execute(
        sa.delete(alert).where(alert.c.client_id == client_id, alert.c.acknowledged_at.is_not(None))
    )
    connection.execute(
        sa.update(client)
        .where(client.c.id == client_id)
        .values(erased_at=at, secret_hash=None, release_date=None)
    )
    forget_who(connection, client.c.id == client_id)


def _erase_referrals(connection: Connection, sealer: Sealer, client_id: str) -> None:
    of_client = sa.select(referral.c.id).where(referral.c.client_id == client_id)
    ids = list(connection.execute(of_client).scalars())
    connection.execute(sa.delete(referral_version).where(referral_version.c.referral_id.in_(ids)))
    connection.execute(
        sa.update(referral_event).where(referral_event.c.referral_id.in_(ids)).values(text=None)
    )
    connection.execute(sa.delete(referral_presence).where(referral_presence.c.referral_id.in_(ids)))
    for referral_id in ids:
        nothing = sealer.seal_json({"outlook": [], "areas": []}, "referral.facts", referral_id)
        connection.execute(
            sa.update(referral)
            .where(referral.c.id == referral_id)
            .values(
                facts=nothing,
                urgent_from=None,
                soon_from=None,
                release_date=None,
                release_by=NEVER,
                revision=referral.c.revision + 1,
            )
        )


def forget_who(connection: Connection, whose: sa.ColumnElement[bool]) -> None:
    """Name, number and place of an erased person; but not while an alert waits: somebody
    must still find the one who is in danger. They go when it is acknowledged."""
    in_danger = sa.exists().where(
        alert.c.client_id == client.c.id, alert.c.acknowledged_at.is_(None)
    )
    connection.execute(
        sa.update(client)
        .where(whose, client.c.erased_at.is_not(None), ~in_danger)
        .values(name=None, number=None, place=None)
    )
