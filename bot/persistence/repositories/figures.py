"""What is counted for a leader; columns that name somebody are not read here."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from bot.casework.people import CONTACT
from bot.casework.ports.figures import MeetingCount
from bot.casework.referral import Referral, ReferralState
from bot.persistence.rows import Rows
from bot.persistence.tables import client, help_report, meeting, referral

_HERE = referral.c.state != ReferralState.FORWARDED.value


class SqlFigures(Rows):
    """The Figures port."""

    def referrals(self, county: str, since: dt.datetime, until: dt.datetime) -> list[Referral]:
        r = referral.c
        query = sa.select(referral).where(
            r.county == county, r.received_at >= since, r.received_at < until, _HERE
        )
        return [self._nameless(row) for row in self._all(query)]

    def by_county(self, since: dt.datetime, until: dt.datetime) -> dict[str, int]:
        r = referral.c
        query = sa.select(r.county, sa.func.count().label("number")).where(
            r.received_at >= since, r.received_at < until, _HERE
        )
        return {row["county"]: row["number"] for row in self._all(query.group_by(r.county))}

    def felt(self, county: str, since: dt.datetime, until: dt.datetime) -> dict[str, int]:
        h = help_report.c
        query = (
            sa.select(h.client_id, h.report)
            .join(client, client.c.id == h.client_id)
            .where(client.c.county == county, h.at >= since, h.at < until)
        )
        last: dict[str, str] = {}
        for row in self._all(query.order_by(h.number)):
            said = self._sealer.open_json(row["report"], "help_report.report", row["client_id"])
            if said["area"] == CONTACT:
                last[row["client_id"]] = said["answer"]
        return dict(Counter(last.values()))

    def meetings(self, county: str, since: dt.datetime, until: dt.datetime) -> list[MeetingCount]:
        m = meeting.c
        groups = (
            m.state,
            m.reason_code,
            m.permit.is_not(None).label("permitted"),
            m.starts_at.is_not(None).label("asked"),
        )
        query = sa.select(*groups, sa.func.count().label("number")).where(
            m.county == county, m.created_at >= since, m.created_at < until
        )
        return [
            MeetingCount(
                row["state"],
                row["reason_code"],
                bool(row["permitted"]),
                bool(row["asked"]),
                row["number"],
            )
            for row in self._all(query.group_by(*groups))
        ]

    def _nameless(self, row: RowMapping) -> Referral:
        facts = self._sealer.open_json(row["facts"], "referral.facts", row["id"])
        return Referral(
            id="",
            client_id="",
            county=row["county"],
            prison=row["prison"],
            state=ReferralState(row["state"]),
            received_at=row["received_at"],
            content_version=row["content_version"],
            release_date=None,
            release_certain=False,
            lang=row["lang"],
            outlook=facts["outlook"],
            areas=facts["areas"],
            clock_from=row["clock_from"],
            contacted_at=row["contacted_at"],
            paused_days=row["paused_days"],
        )
