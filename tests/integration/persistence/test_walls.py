"""PostgreSQL's own wall: a query that forgot its filter finds nothing of others (decision 26).

The service comes as the owner of the tables and no more: a superuser passes every wall.
"""

import contextlib
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import sqlalchemy as sa

from bot.casework.outbox import Delivery, DeliveryKind
from bot.casework.people import Alert
from bot.casework.ports.scope import EVERYBODY, NOBODY, Scope, person, seeing
from bot.casework.prison_rules import Partner, StandingPermit
from bot.persistence import tables
from bot.persistence.database import open_database
from bot.persistence.migrate import downgrade, upgrade
from tests.integration.persistence.conftest import settings_in
from tests.integration.persistence.situations import NOW, a_meeting, a_referral, add_prisons

pytestmark = pytest.mark.needs_postgres

WALLED = {
    *("client", "referral", "meeting", "alert", "access_code", "message", "intake", "review"),
    *("consent_log", "draft", "help_report", "sign_in", "client_times", "referral_version"),
    *("referral_event", "referral_presence", "support_event"),
    *("outbox", "standing_permit"),
}
# Without a county, prison or person of their own, or read before anybody knows who asks.
OPEN = {
    *("prison", "place", "open_hours", "closed_hours", "blocked_days", "prison_watch", "booking"),
    *("staff", "session", "absence", "calendar_feed", "saved_view", "failed_try", "idempotency"),
    "audit",
}


@pytest.fixture
def owner_settings(tmp_path, postgres_database):
    """A database of somebody who is no superuser."""
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        with contextlib.suppress(psycopg.errors.DuplicateObject):
            connection.execute("CREATE ROLE plain LOGIN")
        name = urlsplit(postgres_database).path.strip("/")
        connection.execute(f"ALTER DATABASE {name} OWNER TO plain")
        connection.execute("GRANT ALL ON SCHEMA public TO plain")
    parts = urlsplit(postgres_database)
    url = urlunsplit(parts._replace(netloc=parts.netloc.replace("reitti@", "plain@")))
    settings = settings_in(tmp_path, url)
    upgrade(settings)
    return settings


@pytest.fixture
async def walled(owner_settings):
    """Matti of Kainuu in Kylmäkoski, Liisa of Satakunta in Pyhäselkä; each has everything."""
    database = open_database(owner_settings)

    def work(uow):
        add_prisons(uow)
        for who, prison, county in (
            ("matti", "kylmakoski", "kainuu"),
            ("liisa", "pyhaselka", "satakunta"),
        ):
            uow.referrals.add(a_referral(f"r{who}", client=who, county=county))
            uow.meetings.add(a_meeting(f"k{who}", client=who))
            uow.alerts.add(Alert(f"a{who}", who, prison, "suicide", NOW))
            uow.threads.add(who, f"m{who}", "client", NOW, {"text": "hei"})

    with seeing(EVERYBODY):
        await database.run(work)
    yield database
    await database.close()


def a_delivery(name, county, kind, **of):
    values = {"mark": name, "made_by": "w", "at": NOW, "due_at": NOW, "body": {}}
    return Delivery(id=name, kind=kind, county=county, **{**values, **of})


def a_permit(name, prison, client=None):
    days = (NOW.date(), NOW.date())
    return StandingPermit(name, prison, Partner("Kela", "adviser"), *days, "g", NOW, client)


@pytest.fixture
async def leaving(walled):
    """Of each county what leaves it; of each prison a permission for all and one for its person."""

    def work(uow):
        for who, prison, county in (
            ("matti", "kylmakoski", "kainuu"),
            ("liisa", "pyhaselka", "satakunta"),
        ):
            of = {"referral_id": f"r{who}", "client_id": who}
            uow.outbox.put(a_delivery(f"h{who}", county, DeliveryKind.HAND_OVER, **of))
            uow.outbox.put(a_delivery(f"n{county}", county, DeliveryKind.NOTICE))
            uow.rules.add_permit(a_permit(f"p{who}", prison, who))
            uow.rules.add_permit(a_permit(f"p{prison}", prison))

    with seeing(EVERYBODY):
        await walled.run(work)
    return walled


async def test_what_leaves_is_of_its_county_and_person_and_a_prison_sees_none_of_it(leaving):
    def ids(uow):
        connection = uow.clients._connection
        return {
            name: set(connection.execute(sa.select(table.c.id)).scalars())
            for name, table in (("out", tables.outbox), ("permit", tables.standing_permit))
        }

    expected = {
        Scope("county", "kainuu"): ({"hmatti", "nkainuu"}, {"pmatti", "pkylmakoski"}),
        person("liisa"): ({"hliisa"}, {"pliisa", "ppyhaselka"}),
        Scope("prison", "pyhaselka"): (set(), {"pliisa", "ppyhaselka"}),
        NOBODY: (set(), set()),
        Scope("x", "kainuu"): (set(), set()),
    }
    for scope, (out, permit) in expected.items():
        with seeing(scope):
            assert await leaving.read(ids) == {"out": out, "permit": permit}, scope


async def test_whoever_sends_tells_a_county_that_something_waits_and_puts_in_nothing_else(leaving):
    notice = a_delivery("new", "kainuu", DeliveryKind.NOTICE)
    with seeing(person("liisa")):
        assert await leaving.run(lambda uow: uow.outbox.put(notice)) is True
        # Another of these ten minutes.
        again = a_delivery("again", "kainuu", DeliveryKind.NOTICE, mark="new")
        assert await leaving.run(lambda uow: uow.outbox.put(again)) is False
        of_matti = {"referral_id": "rmatti", "client_id": "matti"}
        wrong = a_delivery("wrong", "kainuu", DeliveryKind.HAND_OVER, **of_matti)
        with pytest.raises(sa.exc.DBAPIError, match="row-level"):
            await leaving.run(lambda uow: uow.outbox.put(wrong))


async def test_a_permission_is_given_and_withdrawn_by_its_prison_alone(leaving):
    def withdraw_all(uow):
        change = sa.update(tables.standing_permit).values(withdrawn_at=NOW)
        return uow.clients._connection.execute(change).rowcount

    for scope, changed in (
        (Scope("county", "kainuu"), 0),
        (person("matti"), 0),
        (Scope("prison", "kylmakoski"), 2),
    ):
        with seeing(scope):
            assert await leaving.run(withdraw_all) == changed
    with seeing(person("matti")), pytest.raises(sa.exc.DBAPIError, match="row-level"):
        await leaving.run(lambda uow: uow.rules.add_permit(a_permit("x", "kylmakoski", "matti")))


def everything(uow):
    """Queries that forgot their filter: of each table, whose rows there are."""
    connection = uow.clients._connection
    found = {}
    for name in ("client", "referral", "meeting", "alert", "message"):
        table = getattr(tables, name)
        column = table.c.id if name == "client" else table.c.client_id
        found[name] = set(connection.execute(sa.select(column)).scalars())
    return found


async def found_by(database, scope):
    with seeing(scope):
        return await database.read(everything)


async def test_a_query_that_forgot_its_filter_finds_nothing_of_another_county(walled):
    found = await found_by(walled, Scope("county", "kainuu"))
    assert found == {
        "client": {"matti"}, "referral": {"matti"}, "meeting": {"matti"}, "alert": set(),
        "message": {"matti"},
    }  # fmt: skip


async def test_nor_of_another_prison_or_person(walled):
    for scope in (Scope("prison", "pyhaselka"), person("liisa")):
        assert set(map(frozenset, (await found_by(walled, scope)).values())) == {
            frozenset({"liisa"})
        }


async def test_whoever_said_nothing_sees_nobody_and_a_job_says_that_it_serves_all(walled):
    assert set().union(*(await found_by(walled, NOBODY)).values()) == set()
    # As every other kind of reader that no policy knows.
    assert set().union(*(await found_by(walled, Scope("x", "kainuu"))).values()) == set()
    assert (await found_by(walled, EVERYBODY))["message"] == {"matti", "liisa"}


async def test_a_change_that_forgot_its_filter_changes_nothing_of_others(walled):
    def shut_all(uow):
        uow.clients._connection.execute(sa.update(tables.referral).values(state="closed"))
        uow.clients._connection.execute(sa.delete(tables.message))

    with seeing(Scope("county", "kainuu")):
        await walled.run(shut_all)

    def left(uow):
        connection = uow.clients._connection
        query = sa.select(tables.referral.c.client_id).where(tables.referral.c.state == "closed")
        rest = connection.execute(sa.select(tables.message.c.client_id)).scalars().all()
        return connection.execute(query).scalars().all(), rest

    with seeing(EVERYBODY):
        assert await walled.read(left) == (["matti"], ["liisa"])


async def test_nothing_is_written_into_another_county(walled):
    new = a_referral("new", client="liisa", county="satakunta")
    with seeing(Scope("county", "kainuu")), pytest.raises(sa.exc.DBAPIError, match="row-level"):
        await walled.run(lambda uow: uow.referrals.add(new))


async def test_the_scope_of_one_transaction_does_not_reach_the_next(walled):
    for _ in range(12):
        assert (await found_by(walled, person("matti")))["client"] == {"matti"}
        assert (await found_by(walled, NOBODY))["client"] == set()


def test_every_table_is_behind_the_wall_or_said_to_be_open(owner_settings):
    query = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity"
    with psycopg.connect(owner_settings.database_url) as connection:
        walled = {name for (name,) in connection.execute(query)}
    assert walled == WALLED
    assert {*tables.metadata.tables} == WALLED | OPEN


def test_the_wall_goes_and_comes_back_and_a_connection_that_says_nothing_is_none_of_ours(
    owner_settings,
):
    policies = "SELECT count(*) FROM pg_policies WHERE policyname = 'wall'"
    for move, count in ((lambda s: downgrade(s, "0011"), 0), (upgrade, len(WALLED))):
        move(owner_settings)
        with psycopg.connect(owner_settings.database_url) as connection:
            assert connection.execute(policies).fetchone() == (count,)
            # The program of before, while processes are renewed one after the other.
            connection.execute(
                "INSERT INTO prison (id, name) VALUES ('p', 'P') ON CONFLICT DO NOTHING"
            )
            connection.execute(
                "INSERT INTO client (id, prison, county, lang, created_at)"
                " VALUES ('c', 'p', 'kainuu', 'fi', '2026-01-01') ON CONFLICT DO NOTHING"
            )
            assert connection.execute("SELECT id FROM client").fetchall() == [("c",)]
