"""The counties' queues."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from bot.casework.errors import WrongState
from bot.casework.need_area import Urgency
from bot.casework.referral import OPEN_STATES, Referral, ReferralEvent, ReferralState
from bot.casework.summary import Content
from bot.persistence.columns import NEVER
from bot.persistence.prepared import Prepared
from bot.persistence.repositories.people import WHO, who
from bot.persistence.rows import Found, Rows
from bot.persistence.tables import client, referral, referral_event, referral_version

# Stored as they are.
_PLAIN = (
    "stand_in",
    "clock_from",
    "judged_at",
    "contacted_at",
    "assessed_at",
    "paused_at",
    "paused_days",
    "human_since",
)
WITH_CLIENT = sa.select(referral, *WHO).join(client, client.c.id == referral.c.client_id)

_OF_CLIENT = Prepared(
    WITH_CLIENT.where(
        referral.c.client_id == sa.bindparam("person"),
        referral.c.state != ReferralState.FORWARDED.value,
    )
    .order_by(referral.c.received_at.desc(), referral.c.id)
    .limit(1)
)


def first_day(outlook: list[dict[str, Any]], level: Urgency) -> dt.date | None:
    """The first day on which the referral has that urgency."""
    days = [step["from"] for step in outlook if step["urgency"] == level.value]
    return dt.date.fromisoformat(days[0]) if days else None


class SqlReferrals(Rows):
    """The Referrals port."""

    def add(self, referral_: Referral) -> None:
        self._change(
            sa.insert(referral).values(
                id=referral_.id, revision=referral_.revision, **self._values(referral_)
            )
        )

    def of_client(self, client_id: str) -> Referral | None:
        row = _OF_CLIENT.first(self._connection, person=client_id)
        return None if row is None else self.record(row)

    def of_county(self, referral_id: str, county: str) -> Referral | None:
        return self._one(
            WITH_CLIENT.where(referral.c.id == referral_id, referral.c.county == county)
        )

    def save(self, referral_: Referral) -> None:
        same = sa.update(referral).where(
            referral.c.id == referral_.id, referral.c.revision == referral_.revision
        )
        values = self._values(referral_)
        if self._change(same.values(revision=referral_.revision + 1, **values)) != 1:
            raise WrongState("out_of_date")
        referral_.revision += 1

    def counts(self, county: str) -> dict[ReferralState, int]:
        query = sa.select(referral.c.state, sa.func.count().label("number"))
        rows = self._all(query.where(referral.c.county == county).group_by(referral.c.state))
        return {ReferralState(row["state"]): row["number"] for row in rows}

    def add_version(
        self, referral_id: str, version: int, content: Content, at: dt.datetime
    ) -> None:
        sealed = self._sealer.seal_json(
            content.to_json(), "referral_version.content", f"{referral_id}.{version}"
        )
        self._change(
            sa.insert(referral_version).values(
                referral_id=referral_id, version=version, content=sealed, at=at
            )
        )

    def version(self, referral_id: str, version: int) -> tuple[Content, dt.datetime] | None:
        row = self._first(
            sa.select(referral_version).where(
                referral_version.c.referral_id == referral_id,
                referral_version.c.version == version,
            )
        )
        if row is None:
            return None
        content = self._sealer.open_json(
            row["content"], "referral_version.content", f"{referral_id}.{version}"
        )
        return Content.from_json(content), row["at"]

    def add_event(self, event: ReferralEvent) -> None:
        text = self._sealer.seal_text(event.text, "referral_event.text", event.referral_id)
        self._change(
            sa.insert(referral_event).values(
                referral_id=event.referral_id,
                verb=event.verb,
                by=event.by,
                role=event.role,
                at=event.at,
                text=text,
                code=event.code,
            )
        )

    def events(self, referral_id: str) -> list[ReferralEvent]:
        query = sa.select(referral_event).where(referral_event.c.referral_id == referral_id)
        return [
            ReferralEvent(
                referral_id,
                row["verb"],
                row["by"],
                row["role"],
                row["at"],
                self._sealer.open_text(row["text"], "referral_event.text", referral_id),
                row["code"],
            )
            for row in self._all(query.order_by(referral_event.c.number))
        ]

    def _one(self, query: sa.Select[Any]) -> Referral | None:
        row = self._first(query)
        return None if row is None else self.record(row)

    def _values(self, referral_: Referral) -> dict[str, Any]:
        outlook = referral_.outlook
        facts = {"outlook": outlook, "areas": referral_.areas}
        return {
            "client_id": referral_.client_id,
            "county": referral_.county,
            "prison": referral_.prison,
            "state": referral_.state.value,
            "received_at": referral_.received_at,
            "content_version": referral_.content_version,
            "release_date": referral_.release_date,
            "release_certain": referral_.release_certain,
            "lang": referral_.lang,
            "facts": self._sealer.seal_json(facts, "referral.facts", referral_.id),
            "urgent_from": first_day(outlook, Urgency.URGENT),
            "soon_from": first_day(outlook, Urgency.SOON),
            "claimed_by": referral_.claimed_by,
            "claimed_at": referral_.claimed_at,
            "closed_at": referral_.closed_at,
            "outcome": referral_.outcome,
            "is_open": referral_.state in OPEN_STATES,
            "release_by": referral_.release_date or NEVER,
            "due_on": referral_.due_on or NEVER,
            **{name: getattr(referral_, name) for name in _PLAIN},
        }

    def record(self, row: Found) -> Referral:
        """The record of a row of WITH_CLIENT."""
        facts = self._sealer.open_json(row["facts"], "referral.facts", row["id"])
        person = who(row, self._sealer)
        return Referral(
            id=row["id"],
            client_id=row["client_id"],
            county=row["county"],
            prison=row["prison"],
            state=ReferralState(row["state"]),
            received_at=row["received_at"],
            content_version=row["content_version"],
            release_date=row["release_date"],
            release_certain=row["release_certain"],
            lang=row["lang"],
            outlook=facts["outlook"],
            areas=facts["areas"],
            claimed_by=row["claimed_by"],
            claimed_at=row["claimed_at"],
            closed_at=row["closed_at"],
            outcome=row["outcome"],
            revision=row["revision"],
            due_on=None if row["due_on"] == NEVER else row["due_on"],
            **{name: row[name] for name in _PLAIN},
            client_name=person["client_name"],
            client_number=person["client_number"],
        )
