"""What waits for Rasa goes through when Rasa is back, whatever became of one message."""

import datetime as dt

import pytest
from aiohttp import web

from bot.casework.services.conversation import Incoming
from bot.web.conversation import CONVERSATION
from bot.web.rasa_client import RasaAway, RasaClient


async def test_one_message_that_rasa_can_not_take_holds_up_nobody_else(
    service, issue_code, rasa, clock
):
    conversation = service.server.app[CONVERSATION]
    first, second = [(await issue_code()).client.id for _ in range(2)]
    rasa.away = True
    for number, client_id in enumerate((first, second)):
        await conversation.say(client_id, Incoming(f"m{number}", text="hello", question="consent"))
    rasa.away = False
    clock.move_on(minutes=1)
    rasa.refuse.add("m0")
    assert await conversation.pump() == 2
    assert await service.database.read(lambda uow: uow.threads.waiting(second)) == []


async def test_a_message_that_rasa_can_never_take_holds_up_no_later_one(service, issue_code, rasa):
    conversation = service.server.app[CONVERSATION]
    client_id = (await issue_code()).client.id
    rasa.refuse.add("odd")
    answered = await conversation.say(client_id, Incoming("odd", text="hello", question="consent"))
    assert not answered.waiting
    says = [say["say"] for m in answered.view.messages for say in m.body["says"]]
    assert says == ["say.not_understood", "ask.consent"]
    await conversation.say(client_id, Incoming("next", choice="agree", question="consent"))
    assert await service.database.read(lambda uow: uow.threads.waiting(client_id)) == []
    kept = await service.database.read(lambda uow: uow.threads.get(client_id, "odd"))
    assert (kept.body["text"], kept.body["role"]) == ("hello", "not_understood")


async def test_while_rasa_is_away_the_pump_knocks_once(service, issue_code, rasa, clock):
    conversation = service.server.app[CONVERSATION]
    rasa.away = True
    for number in range(3):
        client_id = (await issue_code()).client.id
        await conversation.say(client_id, Incoming(f"m{number}", text="hello"))
    clock.move_on(minutes=1)
    rasa.knocks = 0
    assert await conversation.pump() == 0
    assert rasa.knocks == 1


async def test_what_was_confirmed_is_not_lost_behind_a_later_message(service, issue_code, rasa):
    conversation = service.server.app[CONVERSATION]
    client_id = (await issue_code()).client.id
    await conversation.say(client_id, Incoming("a", choice="agree", question="consent"))
    await conversation.say(client_id, Incoming("b", text="erase"))
    rasa.away = True
    await conversation.say(client_id, Incoming("c", choice="yes", question="delete"))
    rasa.away = False
    answered = await conversation.say(client_id, Incoming("d", text="thank you"))
    assert "erase" in answered.effects


@pytest.mark.parametrize("answer", ["{}", '{"messages": []}', "[]", "null", "{", "\udcff"])
async def test_an_answer_that_is_none_counts_as_away(answer, aiohttp_server):
    async def message(_request):
        body = answer.encode(errors="surrogateescape")
        return web.Response(body=body, content_type="application/json")

    app = web.Application()
    app.router.add_post("/webhooks/reitti/message", message)
    server = await aiohttp_server(app)
    client = RasaClient([server.port], "x" * 16, 5)
    await client.open()
    try:
        with pytest.raises(RasaAway):
            await client.message(
                sender="p", message_id="m", text="hi", choice=None, intent=None, lang="fi",
                today=dt.date(2026, 11, 24), question=None,
            )  # fmt: skip
    finally:
        await client.close()


async def test_a_person_keeps_to_one_rasa_and_goes_to_another_only_when_it_is_gone(aiohttp_server):
    heard = []

    async def rasa():
        async def message(request):
            heard.append((request.url.port, (await request.json())["sender"]))
            return web.json_response({"messages": [{}]})

        app = web.Application()
        app.router.add_post("/webhooks/reitti/message", message)
        return await aiohttp_server(app)

    servers = [await rasa(), await rasa()]
    client = RasaClient([server.port for server in servers], "x" * 16, 5)
    people = [f"person-{number}" for number in range(20)]

    async def everybody_writes():
        heard.clear()
        for person in people:
            await client.message(
                sender=person, message_id="m", text="hi", choice=None, intent=None, lang="fi",
                today=dt.date(2026, 11, 24), question=None,
            )  # fmt: skip
        return {person: port for port, person in heard}

    await client.open()
    try:
        before = await everybody_writes()
        assert len(set(before.values())) == 2
        assert await everybody_writes() == before
        await client.close()
        await servers[0].close()
        await client.open()
        assert set((await everybody_writes()).values()) == {servers[1].port}
        assert len(heard) == len(people)
    finally:
        await client.close()
