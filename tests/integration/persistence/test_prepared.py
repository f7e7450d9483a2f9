"""A statement worked out once gives what SQLAlchemy's own way gives, rows and errors alike."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.persistence.prepared import Prepared, run_plainly
from bot.persistence.tables import client, message
from tests.integration.persistence.situations import NOW, a_client

PERSON = sa.select(client).where(client.c.id == sa.bindparam("person"), client.c.lang != "xx")


def connection_of(uow):
    return uow.threads._connection


async def test_rows_have_the_same_values_and_types_either_way(database):
    def both(uow):
        uow.clients.add(a_client("eino", release_date=dt.date(2027, 1, 2)))
        uow.threads.add("eino", "m1", "client", NOW, {"text": "moi"}, handled=False)
        plain = connection_of(uow).execute(PERSON, {"person": "eino"}).mappings().one()
        messages = connection_of(uow).execute(sa.select(message)).mappings().all()
        return (
            (dict(plain), Prepared(PERSON).first(connection_of(uow), person="eino")),
            ([dict(row) for row in messages], Prepared(sa.select(message)).all(connection_of(uow))),
        )

    for plain, prepared in await database.run(both):
        assert prepared == plain
        assert repr(prepared) == repr(plain)


async def test_no_row_is_none_and_a_change_tells_how_many_rows_it_touched(database):
    rename = Prepared(
        sa.update(client).where(client.c.id == "eino", client.c.lang == "fi").values(lang="sv")
    )

    def work(uow):
        uow.clients.add(a_client("eino", lang="fi"))
        nobody = Prepared(PERSON).first(connection_of(uow), person="nobody")
        return nobody, rename.change(connection_of(uow)), rename.change(connection_of(uow))

    assert await database.run(work) == (None, 1, 0)


async def test_a_row_that_breaks_a_rule_is_sqlalchemys_error_and_undone(database):
    await database.run(lambda uow: uow.clients.add(a_client("eino")))

    def twice(uow):
        uow.threads.add("eino", "m1", "client", NOW, {"text": "moi"})
        uow.threads.add("eino", "m1", "client", NOW, {"text": "salaisuus"})

    with pytest.raises(IntegrityError) as caught:
        await database.run(twice)
    assert "salaisuus" not in str(caught.value)
    assert await database.read(lambda uow: uow.threads.everything("eino")) == []
    await database.run(lambda uow: uow.threads.add("eino", "m1", "client", NOW, {}))


async def test_somebody_who_listens_to_statements_hears_prepared_ones(database):
    heard = []

    def note(_connection, _cursor, statement, *_more):
        heard.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        await database.read(lambda uow: uow.threads.waiting("eino"))
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert any("FROM message" in statement for statement in heard)


async def test_a_statement_that_is_broken_off_leaves_no_connection_behind(database, monkeypatch):
    class BrokenOff(BaseException):
        pass

    class Driver:
        def cursor(self):
            return self

        def execute(self, *_):
            raise BrokenOff

    def work(uow):
        connection = connection_of(uow)
        with monkeypatch.context() as patch:
            patch.setattr(type(connection), "connection", Driver())
            try:
                run_plainly(connection, "SELECT 1")
            finally:
                assert connection.invalidated

    with pytest.raises(BrokenOff):
        await database.read(work)
    assert await database.healthy()
