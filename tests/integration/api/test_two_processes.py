"""Two web applications on one PostgreSQL: no state that matters is held in a process."""

import asyncio

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.casework.services.conversation import Incoming
from bot.persistence.database import open_database
from bot.persistence.keys import ensure_key_file
from bot.persistence.migrate import upgrade
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.conversation import CONVERSATION
from tests.integration.api.situations import ok, say

pytestmark = pytest.mark.needs_postgres


@pytest.fixture
def service_settings(tmp_path, postgres_database):
    env = {"REITTI_VAR_DIR": str(tmp_path), "REITTI_DATABASE_URL": postgres_database}
    settings = Settings.from_environment(env)
    ensure_key_file(settings.key_file)
    upgrade(settings)
    return settings


@pytest.fixture
async def second(service, content):
    """A second web application with connections of its own."""
    database = open_database(service.settings)
    server = TestServer(create_app(service.settings, database, service.context, content))
    await server.start_server()
    yield server
    await server.close()
    await database.close()


@pytest.fixture
async def everywhere(second, person):
    """One person's browser, at the first application and at the second."""
    here = await person()
    there = TestClient(second)
    await there.start_server()
    (cookie,) = here.session.cookie_jar
    there.session.cookie_jar.update_cookies({cookie.key: cookie.value})
    yield here, there
    await there.session.close()


async def test_a_session_of_one_process_holds_in_the_other(everywhere):
    here, there = everywhere
    await say(here, choice="agree")
    await say(there, text="I have no home")
    thread = await ok(here.get("/api/v1/client/thread"))
    assert [m["text"] for m in thread["messages"]].count("I have no home") == 1


async def test_one_message_sent_to_both_at_once_is_one(everywhere):
    here, there = everywhere
    await say(here, choice="agree")
    send = {"json": {"text": "I have debts"}, "headers": {"Idempotency-Key": "k"}}
    answers = await asyncio.gather(
        *(client.post("/api/v1/client/messages", **send) for client in (here, there, here, there))
    )
    assert {answer.status for answer in answers} == {200}
    thread = await ok(there.get("/api/v1/client/thread"))
    assert [m["text"] for m in thread["messages"]].count("I have debts") == 1


async def test_many_messages_by_both_ways_are_each_answered_once(service, second, issue_code, rasa):
    client_id = (await issue_code()).client.id
    ways = [server.app[CONVERSATION] for server in (service.server, second)]
    await ways[0].say(client_id, Incoming("start", choice="agree", question="consent"))
    said = [Incoming(f"m{number}", text=f"word number {number}") for number in range(8)]
    await asyncio.gather(*(ways[n % 2].say(client_id, each) for n, each in enumerate(said)))
    for way in ways:
        await way._hand_over(client_id)
    assert await service.database.read(lambda uow: uow.threads.waiting(client_id)) == []
    thread = await service.database.read(lambda uow: uow.threads.everything(client_id))
    assert sorted(m.id for m in thread if m.id.startswith("m")) == sorted(
        m.message_id for m in said
    )
    replies = [m.body.get("reply_to") or m.id for m in thread if m.sender == "assistant"]
    assert len(replies) == len(set(replies))


async def test_wrong_codes_count_together(service, second, new_client):
    there = TestClient(second)
    await there.start_server()
    clients = (new_client(), there)
    statuses = []
    for number in range(40):
        answer = await clients[number % 2].post(
            "/api/v1/client/session", json={"code": "WRONG-CODE-0000", "lang": "en"}
        )
        statuses.append(answer.status)
        if answer.status == 429:
            break
    other = await clients[(len(statuses)) % 2].post(
        "/api/v1/client/session", json={"code": "WRONG-CODE-0000", "lang": "en"}
    )
    assert statuses[-1] == 429 and other.status == 429
    await there.session.close()


async def test_of_two_pumps_one_sends_and_the_other_takes_over_when_it_dies(
    service, second, issue_code, rasa, clock
):
    ways = [server.app[CONVERSATION] for server in (service.server, second)]
    rasa.away = True
    client_id = (await issue_code()).client.id
    await ways[0].say(client_id, Incoming("m", choice="agree", question="consent"))
    rasa.away = False
    clock.move_on(minutes=1)
    async with service.database.alone("pump") as may:
        assert may
        assert await ways[1].pump() == 0
    assert await asyncio.gather(*(way.pump() for way in ways)) in ([1, 0], [0, 1])
    assert rasa.heard == ["m"]
