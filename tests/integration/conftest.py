"""The real application on an SQLite file of its own, with a stand-in for Rasa.

``app_client`` is a program without a session; ``new_client()`` gives one more.
``issue_code()`` and ``staff_user()`` make people; ``person()``, ``worker()`` and ``guard()``
are clients that are signed in as such. ``clock`` stands still until a test moves it.
"""

import dataclasses
import datetime as dt
import shutil

import pytest
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher

from actions.wiring import wire
from bot.bootstrap import build_context, load_content
from bot.casework.actor import SYSTEM, Role
from bot.casework.services.accounts import add_user
from bot.casework.services.codes import issue
from bot.casework.services.prisons import add_prison
from bot.persistence.database import open_database
from bot.persistence.hashing import Argon2Hasher
from bot.persistence.keys import ensure_key_file
from bot.persistence.migrate import upgrade
from bot.settings import Settings
from bot.web.app import create_app
from tests.integration.rasa_stand_in import SECRET, RasaStandIn

# A Tuesday, ten in the morning in Finland.
NOW = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
PRISON, OTHER_PRISON = "kuopio", "vantaa"
COUNTY, OTHER_COUNTY = "pohjois-savo", "vantaa-kerava"
RELEASE = dt.date(2027, 3, 1)
PASSWORD = "correct horse"


class StillClock:
    """The time that the test says."""

    def __init__(self):
        self.moment = NOW

    def now(self):
        return self.moment

    def move_on(self, **how):
        self.moment += dt.timedelta(**how)


@dataclasses.dataclass
class Login:
    """An account and its password."""

    user: object
    password: str = PASSWORD

    @property
    def username(self):
        return self.user.username


@dataclasses.dataclass
class Service:
    """The parts of a running service."""

    settings: object
    database: object
    context: object
    server: object


@pytest.fixture(scope="session")
def content():
    return load_content(Settings.from_environment({}))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """A folder with a key file and an SQLite file that has every table, to copy."""
    settings = Settings.from_environment({"REITTI_VAR_DIR": str(tmp_path_factory.mktemp("empty"))})
    ensure_key_file(settings.key_file)
    upgrade(settings)
    return settings.var_dir


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
async def rasa():
    stand_in = RasaStandIn()
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
def service_settings(tmp_path, migrated):
    """The settings of the service; a folder of tests may bring its own."""
    var_dir = tmp_path / "var"
    shutil.copytree(migrated, var_dir)
    return Settings.from_environment({"REITTI_VAR_DIR": str(var_dir)})


@pytest.fixture
async def service(service_settings, content, clock, rasa, monkeypatch):
    """The application, listening; two prisons are set up."""
    settings = dataclasses.replace(service_settings, rasa_port=rasa.port, rasa_secret=SECRET)
    # Hashes as quick as the library makes them: here they guard nothing.
    quick = Argon2Hasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr("bot.bootstrap.Argon2Hasher", lambda: quick)
    context = build_context(settings, content, clock=clock)
    database = open_database(settings)
    wire(database, context)

    def two_prisons(uow):
        add_prison(uow, context, SYSTEM, PRISON, "Kuopion vankila", "Tapaamishuone")
        add_prison(uow, context, SYSTEM, OTHER_PRISON, "Vantaan vankila", "Tapaamishuone")

    await database.run(two_prisons)
    server = TestServer(create_app(settings, database, context, content))
    await server.start_server()
    yield Service(settings, database, context, server)
    await server.close()
    await database.close()


@pytest.fixture
async def new_client(service):
    """A program (or a browser) with cookies of its own."""
    clients = []

    def make():
        client = TestClient(service.server)
        clients.append(client)
        return client

    yield make
    for client in clients:
        await client.session.close()


@pytest.fixture
async def app_client(new_client):
    return new_client()


@pytest.fixture
def issue_code(service):
    """Makes a person with a code: ``.code``, ``.client``. ``client_id``: another for the same."""

    async def make(client_id=None, **facts):
        if client_id is None:
            new = {"prison": PRISON, "county": COUNTY, "release_date": RELEASE, "lang": "en"}
            who = {"name": "Matti Meikäläinen", "number": "1234/5", "place": "A 12"}
            facts = {**new, **who, **facts}
        context = service.context
        return await service.database.run(
            lambda uow: issue(uow, context, SYSTEM, client_id=client_id, **facts)
        )

    return make


@pytest.fixture
def staff_user(service):
    """Makes an account: ``.username``, ``.password``, ``.user``."""
    made = []

    async def make(role=Role.SOCIAL_WORKER, *, username=None, name=None, **scope):
        made.append(role)
        role = Role(role)
        login = username or f"{role.value}{len(made)}"
        if role is Role.PRISON_STAFF:
            scope = {"prison": PRISON, **scope}
        elif role is not Role.ADMIN:
            scope = {"county": COUNTY, **scope}
        context = service.context
        hashed = context.hasher.hash(PASSWORD)
        user = await service.database.run(
            lambda uow: add_user(
                uow,
                context,
                SYSTEM,
                role=role,
                username=login,
                name=name or f"{login} Worker",
                password_hash=hashed,
                **scope,
            )
        )
        return Login(user)

    return make


@pytest.fixture
def sign_in_person(new_client):
    """A client that is signed in with that code."""

    async def sign_in(code, secret=None, lang="en"):
        client = new_client()
        body = {"code": code, "lang": lang, **({"secret": secret} if secret else {})}
        answer = await client.post("/api/v1/client/session", json=body)
        assert answer.status == 201, await answer.text()
        return client

    return sign_in


@pytest.fixture
def sign_in_staff(new_client):
    """A client that is signed in with that account."""

    async def sign_in(login):
        client = new_client()
        body = {"username": login.username, "password": login.password}
        answer = await client.post("/api/v1/staff/session", json=body)
        assert answer.status == 201, await answer.text()
        return client

    return sign_in


@pytest.fixture
def person(issue_code, sign_in_person):
    """Makes a person in a cell and signs them in."""

    async def make(**facts):
        return await sign_in_person((await issue_code(**facts)).code)

    return make


@pytest.fixture
def worker(staff_user, sign_in_staff):
    """Makes a social worker and signs them in."""

    async def make(**scope):
        return await sign_in_staff(await staff_user(Role.SOCIAL_WORKER, **scope))

    return make


@pytest.fixture
def guard(staff_user, sign_in_staff):
    """Makes a member of the prison's staff and signs them in."""

    async def make(**scope):
        return await sign_in_staff(await staff_user(Role.PRISON_STAFF, **scope))

    return make
