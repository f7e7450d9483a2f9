"""Workers, guards, leaders, admins."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from bot.casework.actor import Right, Role
from bot.casework.errors import Refused
from bot.casework.people import StaffUser
from bot.persistence.rows import Rows
from bot.persistence.tables import staff


class SqlStaff(Rows):
    """The Staff port. Names of people in office are not sealed, the TOTP secret is."""

    def add(self, user: StaffUser) -> None:
        secret = self._sealer.seal_text(user.totp_secret, "staff.totp_secret", user.id)
        values = {
            "id": user.id,
            "username": user.username,
            "name": user.name,
            "password_hash": user.password_hash,
            "role": user.role.value,
            "created_at": user.created_at,
            "county": user.county,
            "prison": user.prison,
            "rights": " ".join(sorted(user.rights)),
            "totp_secret": secret,
            "totp_last_step": user.totp_last_step,
            "active": user.active,
        }
        if not self._insert_new(staff, values):
            raise Refused("username_taken")

    def by_username(self, username: str) -> StaffUser | None:
        return self._one(sa.select(staff).where(staff.c.username == username))

    def get(self, user_id: str) -> StaffUser | None:
        return self._one(sa.select(staff).where(staff.c.id == user_id))

    def workers_of_county(self, county: str) -> list[StaffUser]:
        query = sa.select(staff).where(
            staff.c.county == county,
            staff.c.role == Role.SOCIAL_WORKER.value,
            staff.c.active.is_(True),
        )
        return [self._user(row) for row in self._all(query.order_by(staff.c.name, staff.c.id))]

    def of_prison(self, prison: str) -> list[StaffUser]:
        query = sa.select(staff).where(
            staff.c.prison == prison,
            staff.c.role == Role.PRISON_STAFF.value,
            staff.c.active.is_(True),
        )
        return [self._user(row) for row in self._all(query.order_by(staff.c.name, staff.c.id))]

    def set_password(self, user_id: str, password_hash: str) -> None:
        mine = sa.update(staff).where(staff.c.id == user_id)
        self._change(mine.values(password_hash=password_hash))

    def set_active(self, user_id: str, active: bool) -> None:
        self._change(sa.update(staff).where(staff.c.id == user_id).values(active=active))

    def set_totp(self, user_id: str, secret: str | None) -> None:
        sealed = self._sealer.seal_text(secret, "staff.totp_secret", user_id)
        mine = sa.update(staff).where(staff.c.id == user_id)
        self._change(mine.values(totp_secret=sealed, totp_last_step=0))

    def use_totp_step(self, user_id: str, step: int) -> bool:
        unused = sa.update(staff).where(staff.c.id == user_id, staff.c.totp_last_step < step)
        return self._change(unused.values(totp_last_step=step)) == 1

    def _one(self, query: sa.Select[Any]) -> StaffUser | None:
        row = self._first(query)
        return None if row is None else self._user(row)

    def _user(self, row: RowMapping) -> StaffUser:
        return StaffUser(
            id=row["id"],
            username=row["username"],
            name=row["name"],
            password_hash=row["password_hash"],
            role=Role(row["role"]),
            created_at=row["created_at"],
            county=row["county"],
            prison=row["prison"],
            rights=frozenset(Right(right) for right in row["rights"].split()),
            totp_secret=self._sealer.open_text(row["totp_secret"], "staff.totp_secret", row["id"]),
            totp_last_step=row["totp_last_step"],
            active=row["active"],
        )
