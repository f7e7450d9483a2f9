"""Prisons and the people in their cells."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from bot.casework.people import Client, OpenHours, Place, Prison
from bot.persistence.erasing import erase_client
from bot.persistence.prepared import Prepared
from bot.persistence.rows import Found, Rows
from bot.persistence.sealing import Sealer
from bot.persistence.tables import client, open_hours, place, prison


class SqlPrisons(Rows):
    """The Prisons port."""

    def add(self, prison_: Prison, places: Sequence[Place], hours: Sequence[OpenHours]) -> None:
        self._change(
            sa.insert(prison).values(
                id=prison_.id, name=prison_.name, escalate_to=prison_.escalate_to
            )
        )
        for spot in places:
            self._change(
                sa.insert(place).values(
                    id=spot.id,
                    prison=prison_.id,
                    name=spot.name,
                    device=spot.device,
                    capacity=spot.capacity,
                )
            )
        for span in hours:
            self._change(
                sa.insert(open_hours).values(
                    prison=prison_.id,
                    weekday=span.weekday,
                    opens=span.opens.isoformat("minutes"),
                    closes=span.closes.isoformat("minutes"),
                )
            )

    def get(self, prison_id: str) -> Prison | None:
        row = self._first(sa.select(prison).where(prison.c.id == prison_id))
        return None if row is None else _prison_of(row)

    def set_escalation(self, prison_id: str, address: str | None) -> bool:
        theirs = sa.update(prison).where(prison.c.id == prison_id)
        return self._change(theirs.values(escalate_to=address)) == 1

    def everyone(self) -> list[Prison]:
        rows = self._all(sa.select(prison).order_by(prison.c.name, prison.c.id))
        return [_prison_of(row) for row in rows]

    def places(self, prison_id: str) -> list[Place]:
        query = sa.select(place).where(place.c.prison == prison_id, place.c.removed_at.is_(None))
        rows = self._all(query.order_by(place.c.name, place.c.id))
        return [
            Place(row["id"], row["prison"], row["name"], row["device"], row["capacity"])
            for row in rows
        ]

    def hours(self, prison_id: str) -> list[OpenHours]:
        query = sa.select(open_hours).where(open_hours.c.prison == prison_id)
        return [
            OpenHours(
                row["weekday"],
                dt.time.fromisoformat(row["opens"]),
                dt.time.fromisoformat(row["closes"]),
            )
            for row in self._all(query.order_by(open_hours.c.weekday, open_hours.c.opens))
        ]


def _prison_of(row: RowMapping) -> Prison:
    return Prison(row["id"], row["name"], row["escalate_to"])


def client_of(row: Found, sealer: Sealer) -> Client:
    """The record of a row of the table ``client``."""
    return Client(
        id=row["id"],
        prison=row["prison"],
        county=row["county"],
        release_date=row["release_date"],
        lang=row["lang"],
        created_at=row["created_at"],
        name=sealer.open_text(row["name"], "client.name", row["id"]),
        number=sealer.open_text(row["number"], "client.number", row["id"]),
        place=sealer.open_text(row["place"], "client.place", row["id"]),
        secret_hash=row["secret_hash"],
        erased_at=row["erased_at"],
    )


# Who the person is, for queries that join ``client``; ``who`` opens it.
WHO = (
    client.c.id.label("who_id"),
    client.c.name.label("who_name"),
    client.c.number.label("who_number"),
    client.c.place.label("who_place"),
)


def who(row: Found, sealer: Sealer) -> dict[str, str | None]:
    """Name, number and place of a row that was selected with WHO."""
    return {
        f"client_{part}": sealer.open_text(row[f"who_{part}"], f"client.{part}", row["who_id"])
        for part in ("name", "number", "place")
    }


_GET = Prepared(sa.select(client).where(client.c.id == sa.bindparam("person")))


class SqlClients(Rows):
    """The Clients port.

    Several may change a person at once: the person sets a secret while staff write down
    another cell. So ``save`` writes only what differs from what this use case has read.
    """

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        super().__init__(connection, sealer)
        self._read: dict[str, Client] = {}

    def add(self, client_: Client) -> None:
        self._change(sa.insert(client).values(id=client_.id, **self._values(client_)))

    def get(self, client_id: str) -> Client | None:
        return self._known(_GET.first(self._connection, person=client_id))

    def of_prison(self, client_id: str, prison: str) -> Client | None:
        theirs = sa.select(client).where(client.c.id == client_id, client.c.prison == prison)
        return self._known(self._first(theirs))

    def save(self, client_: Client) -> None:
        before = self._read.get(client_.id)
        values = self._values(client_)
        if before is not None:
            values = {
                name: value
                for name, value in values.items()
                if getattr(client_, name) != getattr(before, name)
            }
        if values:
            self._change(sa.update(client).where(client.c.id == client_.id).values(**values))
            self._read[client_.id] = copy.copy(client_)

    def erase(self, client_id: str, at: dt.datetime) -> None:
        erase_client(self._connection, self._sealer, client_id, at)

    def _known(self, row: Found | None) -> Client | None:
        if row is None:
            return None
        found = client_of(row, self._sealer)
        self._read[found.id] = copy.copy(found)
        return found

    def _values(self, client_: Client) -> dict[str, Any]:
        seal, row = self._sealer.seal_text, client_.id
        return {
            "prison": client_.prison,
            "county": client_.county,
            "release_date": client_.release_date,
            "lang": client_.lang,
            "created_at": client_.created_at,
            "name": seal(client_.name, "client.name", row),
            "number": seal(client_.number, "client.number", row),
            "place": seal(client_.place, "client.place", row),
            "secret_hash": client_.secret_hash,
            "erased_at": client_.erased_at,
        }
