"""deploy/haproxy.cfg with two web processes and two ways to Rasa behind it."""

import asyncio
import os
import socket
import subprocess
import time

import aiohttp
import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.persistence.database import open_database
from bot.settings import ROOT
from bot.web.app import create_app
from bot.web.keys import DRAINING
from tests.programs import haproxy
from tests.servers import die_with_parent, free_port

pytestmark = [pytest.mark.needs_haproxy, pytest.mark.timeout(60)]

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"
GONE = ROOT / "deploy" / "errors" / "503.http"


@pytest.fixture
async def second(service, content):
    database = open_database(service.settings)
    server = TestServer(create_app(service.settings, database, service.context, content))
    await server.start_server()
    yield server
    await server.close()
    await database.close()


async def balanced(**ports):
    """HAProxy before these ports; what is not named is not there."""
    names = (
        *("BALANCER", "WEB_1", "WEB_2", "RASA_BALANCER", "RASA_1", "RASA_2"),
        *("ACTIONS_BALANCER", "ACTIONS_1", "ACTIONS_2"),
    )
    places = {name: ports.get(name) or free_port() for name in names}
    told = {f"REITTI_{name}": f"127.0.0.1:{port}" for name, port in places.items()}
    process = subprocess.Popen(  # noqa: ASYNC220 - it is there at once
        [haproxy(), "-db", "-f", CONFIGURATION],
        cwd=ROOT,
        env={**os.environ, **told, "REITTI_DEPLOY": str(ROOT / "deploy")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )
    deadline = time.monotonic() + 10
    while socket.socket().connect_ex(("127.0.0.1", places["BALANCER"])):
        assert time.monotonic() < deadline and process.poll() is None
        await asyncio.sleep(0.05)
    return process, f"http://127.0.0.1:{places['BALANCER']}", places


@pytest.fixture
async def balancer(service, second, rasa):
    """Its address; the second Rasa and the second actions are not there."""
    process, url, places = await balanced(
        WEB_1=service.server.port,
        WEB_2=second.port,
        RASA_1=rasa.port,
        ACTIONS_1=rasa._actions.port,
    )
    yield url, places
    process.terminate()
    process.wait(20)


@pytest.fixture
async def program():
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


async def status_of(program, url):
    async with program.get(url) as answer:
        return answer.status, await answer.text()


async def until(holds, seconds=8):
    deadline = time.monotonic() + seconds
    while not await holds():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)


async def test_an_interview_goes_on_while_its_process_ends(
    balancer, program, issue_code, second, service
):
    url, _ = balancer
    code = (await issue_code()).code
    async with program.post(f"{url}/api/v1/client/session", json={"code": code}) as answer:
        assert answer.status == 201
    words = [{"choice": "agree"}, *({"text": f"I have debts {n}"} for n in range(6))]
    for number, said in enumerate(words):
        if number == 3:
            # As at the end of a process: it says so, serves on, and is gone.
            second.app[DRAINING].set()
            await asyncio.sleep(1.5)
            await second.close()
        once = {"Idempotency-Key": f"k{number}"}
        async with program.post(f"{url}/api/v1/client/messages", json=said, headers=once) as answer:
            assert answer.status == 200, number
    async with program.get(f"{url}/api/v1/client/thread") as answer:
        texts = [message["text"] for message in (await answer.json())["messages"]]
    assert [texts.count(f"I have debts {n}") for n in range(6)] == [1] * 6


async def test_without_rasa_people_still_come_in_and_with_nobody_it_is_said(
    balancer, program, rasa, service, second
):
    url, _ = balancer
    assert (await status_of(program, url))[0] == 200
    rasa.away = True
    await asyncio.sleep(3)
    assert (await status_of(program, url))[0] == 200
    for server in (service.server, second):
        server.app[DRAINING].set()

    async def nobody():
        return (await status_of(program, url))[0] == 503

    await until(nobody)
    _, page = await status_of(program, url)
    assert page == GONE.read_text(encoding="utf-8").partition("\n\n")[2]


async def test_rasa_and_the_actions_are_reached_though_one_of_two_is_gone(balancer, program):
    _, places = balancer
    health = f"http://127.0.0.1:{places['RASA_BALANCER']}/webhooks/reitti/health"

    async def well():
        return (await status_of(program, health))[0] == 200

    await until(well)
    for _ in range(5):
        assert (await status_of(program, health))[0] == 200
        action = f"http://127.0.0.1:{places['ACTIONS_BALANCER']}/webhook"
        async with program.post(action, headers={"X-Reitti-Secret": "no"}) as answer:
            assert answer.status == 403


async def test_a_message_of_the_page_goes_to_the_other_process_when_one_dies_of_it(
    aiohttp_server, program
):
    """A press that is no message may have been done: it is not done again behind the back."""
    came = {"dies": [], "lives": []}

    async def well(_request):
        return web.json_response({})

    async def server(name, answers):
        async def anything(request):
            came[name].append((request.path, await request.text()))
            if not answers:
                request.transport.abort()
            return web.Response()

        app = web.Application()
        app.router.add_get("/health/{question}", well)
        app.router.add_post("/{path:.*}", anything)
        return (await aiohttp_server(app)).port

    process, url, _ = await balanced(
        WEB_1=await server("dies", answers=False), WEB_2=await server("lives", answers=True)
    )
    try:
        statuses = []
        for path in ("chat", "summary/send"):
            for number in range(4):
                body = {"message_id": f"{path}{number}"}
                try:
                    async with program.post(f"{url}/{path}", data=body) as answer:
                        statuses.append(answer.status)
                except aiohttp.ServerDisconnectedError:
                    statuses.append(502)
    finally:
        process.terminate()
        process.wait(20)
    assert any(path == "/chat" for path, _ in came["dies"])
    assert statuses[:4] == [200] * 4
    assert 502 in statuses[4:]
    sent = [body for _, body in came["dies"] + came["lives"] if "summary" in body]
    assert len(sent) == len(set(sent)) == 4


def test_the_page_of_last_resort_says_what_the_texts_say():
    page = GONE.read_bytes().decode()
    assert page.startswith("HTTP/1.0 503 ")
    for language in ("fi", "sv", "en"):
        texts = yaml.safe_load((ROOT / f"data/texts/{language}/errors.yml").read_text("utf-8"))
        assert f'<p lang="{language}">{texts["error.away"]}</p>' in page
