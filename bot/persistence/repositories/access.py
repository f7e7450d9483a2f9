"""Access codes, sign-ins, sessions."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from bot.casework.people import AccessCode, Client, Session, SignIn
from bot.persistence.prepared import Prepared
from bot.persistence.repositories.people import client_of
from bot.persistence.rows import Rows
from bot.persistence.tables import access_code, client, session, sign_in

_SESSION = Prepared(sa.select(session).where(session.c.id == sa.bindparam("mark")))


def _code_of(row: RowMapping) -> AccessCode:
    return AccessCode(**{column.name: row[column.name] for column in access_code.c})


class SqlCodes(Rows):
    """The Codes port."""

    def add(self, code: AccessCode) -> None:
        self._change(sa.insert(access_code).values(**asdict(code)))

    def by_fingerprint(self, fingerprint: str) -> AccessCode | None:
        row = self._first(sa.select(access_code).where(access_code.c.fingerprint == fingerprint))
        return None if row is None else _code_of(row)

    def of_client(self, client_id: str) -> list[AccessCode]:
        query = sa.select(access_code).where(access_code.c.client_id == client_id)
        newest = query.order_by(access_code.c.issued_at.desc(), access_code.c.id)
        return [_code_of(row) for row in self._all(newest)]

    def of_prison(self, prison: str, limit: int) -> list[tuple[AccessCode, Client]]:
        codes = (
            sa.select(access_code)
            .where(access_code.c.prison == prison)
            .order_by(access_code.c.issued_at.desc(), access_code.c.id)
            .limit(limit)
        )
        issued = [_code_of(row) for row in self._all(codes)]
        people = sa.select(client).where(client.c.id.in_({code.client_id for code in issued}))
        by_id = {row["id"]: client_of(row, self._sealer) for row in self._all(people)}
        return [(code, by_id[code.client_id]) for code in issued]

    def revoke(self, code_id: str, prison: str | None, at: dt.datetime) -> bool:
        statement = sa.update(access_code).where(
            access_code.c.id == code_id,
            access_code.c.revoked_at.is_(None),
            access_code.c.expires_at > at,
        )
        if prison is not None:
            statement = statement.where(access_code.c.prison == prison)
        return self._change(statement.values(revoked_at=at)) == 1

    def revoke_of_client(self, client_id: str, at: dt.datetime) -> None:
        self._change(
            sa.update(access_code)
            .where(access_code.c.client_id == client_id, access_code.c.revoked_at.is_(None))
            .values(revoked_at=at)
        )

    def move(self, client_id: str, prison: str) -> None:
        theirs = sa.update(access_code).where(access_code.c.client_id == client_id)
        self._change(theirs.values(prison=prison))


class SqlSignIns(Rows):
    """The SignIns port."""

    def add(self, sign_in_: SignIn) -> None:
        self._change(sa.insert(sign_in).values(**asdict(sign_in_)))

    def of_client(self, client_id: str, limit: int) -> list[SignIn]:
        query = sa.select(sign_in).where(sign_in.c.client_id == client_id)
        newest = query.order_by(sign_in.c.number.desc()).limit(limit)
        return [SignIn(row["client_id"], row["at"], row["outcome"]) for row in self._all(newest)]


class SqlSessions(Rows):
    """The Sessions port."""

    def add(self, session_: Session) -> None:
        self._change(sa.insert(session).values(**asdict(session_)))

    def get(self, session_id: str) -> Session | None:
        row = _SESSION.first(self._connection, mark=session_id)
        return None if row is None else Session(**row)

    def touch(self, session_id: str, at: dt.datetime) -> None:
        self._change(sa.update(session).where(session.c.id == session_id).values(seen_at=at))

    def set_lang(self, session_id: str, lang: str) -> None:
        self._change(sa.update(session).where(session.c.id == session_id).values(lang=lang))

    def of_subject(self, kind: str, subject: str) -> list[Session]:
        query = sa.select(session).where(session.c.kind == kind, session.c.subject == subject)
        newest = query.order_by(session.c.created_at.desc(), session.c.id)
        return [Session(**row) for row in self._all(newest)]

    def end(self, session_id: str) -> None:
        self._change(sa.delete(session).where(session.c.id == session_id))

    def end_all_of(self, kind: str, subject: str, keep: str | None = None) -> None:
        theirs = sa.delete(session).where(session.c.kind == kind, session.c.subject == subject)
        self._change(theirs if keep is None else theirs.where(session.c.id != keep))
