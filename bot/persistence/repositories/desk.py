"""Who has a referral open, and the views that a worker keeps."""

from __future__ import annotations

import datetime as dt

import orjson
import sqlalchemy as sa

from bot.casework.ports.desk import SavedView
from bot.persistence.rows import Rows
from bot.persistence.tables import referral_presence, saved_view


class SqlPresence(Rows):
    """The Presence port."""

    def note(self, referral_id: str, worker_id: str, at: dt.datetime) -> None:
        values = {"referral_id": referral_id, "worker_id": worker_id, "at": at}
        self._upsert(referral_presence, values)

    def leave(self, referral_id: str, worker_id: str) -> None:
        p = referral_presence.c
        mine = sa.delete(referral_presence).where(p.referral_id == referral_id)
        self._change(mine.where(p.worker_id == worker_id))

    def others(
        self, referral_id: str, worker_id: str, since: dt.datetime
    ) -> list[tuple[str, dt.datetime]]:
        p = referral_presence.c
        query = sa.select(p.worker_id, p.at).where(
            p.referral_id == referral_id, p.worker_id != worker_id, p.at >= since
        )
        return [(row["worker_id"], row["at"]) for row in self._all(query.order_by(p.at.desc()))]


class SqlSavedViews(Rows):
    """The SavedViews port."""

    def add(self, owner: str, view: SavedView, at: dt.datetime) -> None:
        values = {
            "id": view.id,
            "owner": owner,
            "name": self._sealer.seal_text(view.name, "saved_view.name", view.id),
            "asks": orjson.dumps(dict(view.asks)).decode(),
            "at": at,
        }
        self._change(sa.insert(saved_view).values(**values))

    def of_owner(self, owner: str) -> list[SavedView]:
        query = sa.select(saved_view).where(saved_view.c.owner == owner)
        return [
            SavedView(
                row["id"],
                self._sealer.open(row["name"], "saved_view.name", row["id"]).decode(),
                orjson.loads(row["asks"]),
            )
            for row in self._all(query.order_by(saved_view.c.at, saved_view.c.id))
        ]

    def drop(self, owner: str, view_id: str) -> bool:
        own = sa.delete(saved_view).where(saved_view.c.owner == owner, saved_view.c.id == view_id)
        return self._change(own) == 1
