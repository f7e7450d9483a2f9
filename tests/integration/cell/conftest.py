"""The whole web application on SQLite, with a stand-in for Rasa; a person with a code."""

import datetime as dt
import shutil
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.bootstrap import build_context, load_content
from bot.casework.actor import SYSTEM, Role
from bot.casework.people import OpenHours, Place, Prison
from bot.casework.services.accounts import add_user
from bot.casework.services.codes import issue
from bot.persistence.database import open_database
from bot.persistence.keys import ensure_key_file
from bot.persistence.migrate import upgrade
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.keys import RASA
from tests.integration.cell.browser import Browser
from tests.integration.cell.stand_in import MovableClock, RasaStandIn

PASSWORD = "Kesä-9-vesisade"


class QuickHasher:
    """Stands in for the slow hash, whose slowness is tested where it belongs."""

    def hash(self, secret):
        return f"hash of {secret}"

    def verify(self, stored, secret):
        return stored == f"hash of {secret}"


@dataclass
class Service:
    """The running application and everything around it that a test turns."""

    app: object
    database: object
    context: object
    clock: MovableClock
    rasa: RasaStandIn
    server: TestServer
    code: str
    client_id: str

    async def run(self, work):
        return await self.database.run(work)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    """An SQLite file with all tables and its keys, to copy."""
    folder = tmp_path_factory.mktemp("tables")
    settings = Settings.from_environment({"REITTI_VAR_DIR": str(folder)})
    ensure_key_file(settings.key_file)
    upgrade(settings)
    return folder


@pytest.fixture(scope="session")
def content():
    return load_content(Settings.from_environment({}))


def fill(context):
    """A prison, its staff, a social worker of two counties, and one person with a code."""

    def work(uow):
        rooms = [Place("room-1", "kylmakoski", "Tapaamishuone 1")]
        hours = [OpenHours(day, dt.time(9), dt.time(15)) for day in range(5)]
        uow.prisons.add(Prison("kylmakoski", "Kylmäkoski"), rooms, hours)
        hashed = context.hasher.hash(PASSWORD)
        for username, county in (("siiri", "pohjois-savo"), ("onni", "kainuu")):
            add_user(
                uow,
                context,
                SYSTEM,
                role=Role.SOCIAL_WORKER,
                username=username,
                password_hash=hashed,
                county=county,
                name=f"{username.title()} Sosiaali",
            )
        add_user(
            uow,
            context,
            SYSTEM,
            role=Role.PRISON_STAFF,
            username="ville",
            password_hash=hashed,
            prison="kylmakoski",
            name="Ville Vartija",
        )
        return issue(
            uow,
            context,
            SYSTEM,
            prison="kylmakoski",
            county="pohjois-savo",
            release_date=context.today().replace(day=30),
            name="Matti Meikäläinen",
            number="1234",
            place="A2, selli 7",
        )

    return work


@pytest.fixture
async def service(empty_file, tmp_path, content):
    shutil.copytree(empty_file, tmp_path / "var", dirs_exist_ok=True)
    env = {"REITTI_VAR_DIR": str(tmp_path / "var"), "REITTI_RASA_SECRET": "x"}
    settings = Settings.from_environment(env)
    clock = MovableClock()
    context = build_context(settings, content, clock=clock)
    context.__dict__["hasher"] = QuickHasher()
    database = open_database(settings)
    issued = await database.run(fill(context))
    app = create_app(settings, database, context, content)
    rasa = RasaStandIn(database, context)
    app[RASA] = rasa
    server = TestServer(app)
    await server.start_server()
    yield Service(app, database, context, clock, rasa, server, issued.code, issued.client.id)
    await server.close()
    await database.close()


@pytest.fixture
async def new_browser(service):
    """Makes browsers, each with cookies of its own."""
    clients = []

    def make():
        jar = aiohttp.CookieJar(unsafe=True)
        client = TestClient(service.server, cookie_jar=jar)
        clients.append(client)
        return Browser(client)

    yield make
    for client in clients:
        await client.close()


@pytest.fixture
async def browser(new_browser):
    """A browser that nobody has signed in with."""
    return new_browser()


async def sign_in(browser, service):
    await browser.open("/")
    return await browser.press("/", fields={"code": service.code})


@pytest.fixture
async def person(browser, service):
    """The browser of the person, signed in, at the first question."""
    await sign_in(browser, service)
    await browser.open("/chat")
    return browser


@pytest.fixture
async def talking(person):
    """The same after yes to begin: the opening question."""
    await person.press("/chat", choice="agree")
    return person


@pytest.fixture
async def told(talking):
    """The same after two needs in own words: in the middle of the first area."""
    await talking.press("/chat", text=None, fields={"text": "Kämppä meni ja velka painaa."})
    return talking
