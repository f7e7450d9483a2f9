"""A short form of `make chaos`: ten runs of fixed seeds, and whether a loss would be seen."""

import asyncio
import datetime as dt
import signal

import aiohttp
import pytest

from bot.casework.people import Message
from tests.chaos.faults import faults_for
from tests.chaos.invariants import _questions, _replies
from tests.chaos.place import Place
from tests.chaos.proxy import MODES, Way
from tests.chaos.running import plan, run
from tests.servers import free_port

NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
PEOPLE, TURNS = 4, 1
# The seeds of one database; each leads to another fault.
SHORT = {
    "sqlite": ("kill -9 Rasa", "disk full", "database locked", "clock a day on", "web-rasa cut"),
    "postgres": (
        *("kill -9 web", "PostgreSQL killed", "tracker store away"),
        *("person-web reset", "web-database down"),
    ),
}


@pytest.mark.timeout(110)
@pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)]
)
async def test_whatever_breaks_nothing_is_lost_and_nothing_comes_twice(kind):
    place = Place(kind)
    faults = faults_for(kind)
    names = [fault.name for fault in faults]
    await place.open()
    try:
        for name in SHORT[kind]:
            planned = plan(names.index(name), faults, PEOPLE, TURNS, long=False)
            assert planned.fault.name == name
            outcome = await run(place, planned)
            assert outcome.losses == [], (name, place.last_lines())
            assert outcome.acknowledged >= PEOPLE
        if kind == "sqlite":
            await a_turn_under_way_is_finished(place)
    finally:
        await place.close()


async def a_turn_under_way_is_finished(place):
    """The process is told to end while Rasa is thinking: the person still gets the answer."""
    code, _ = await place.code()
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as http:
        url = f"http://127.0.0.1:{place.port}/api/v1/client"
        async with http.post(f"{url}/session", json={"code": code}) as answer:
            assert answer.status == 201
        place.ways["web-rasa"].set("hang")
        saying = asyncio.ensure_future(http.post(f"{url}/messages", json={"choice": "agree"}))
        await asyncio.sleep(0.4)
        place.web.signal(signal.SIGTERM)
        await asyncio.sleep(0.6)
        place.ways["web-rasa"].set("pass")
        async with await saying as answer:
            assert answer.status == 200
            said = (await answer.json())["messages"]
    assert [message["from"] for message in said] == ["assistant"]
    await place.web.end(signal.SIGTERM, 10)
    place.web.start()
    await place.until_well()


def test_one_seed_is_one_plan():
    faults = faults_for("postgres")
    for seed in range(len(faults)):
        one, same = (plan(seed, faults, 20, 6, long=False) for _ in range(2))
        assert one == same
        assert [one.luck(3).random() for _ in range(5)] == [same.luck(3).random() for _ in range(5)]
    assert {plan(seed, faults, 20, 6, long=False).fault for seed in range(len(faults))} == set(
        faults
    )


def said(seq, sender, **body):
    body = {"says": [{"say": "x", "question": None}], "stage": "interview", "text": None, **body}
    return Message(f"m{seq}", "c", seq, sender, NOW, body, True)


def asks(*questions):
    return [{"say": "x", "question": question} for question in questions]


def test_a_question_asked_twice_in_silence_is_seen():
    once, again = asks("housing.start"), asks(None, "housing.start")
    silent = [said(1, "assistant", says=once), said(2, "assistant", says=once)]
    assert _questions(silent) == ["housing.start is asked twice without a word"]
    assert _questions([silent[0], said(2, "assistant", says=again)]) == []


def test_an_answer_given_twice_is_seen():
    thread = [
        said(1, "assistant"),
        said(2, "client", reply="m3"),
        said(3, "assistant"),
        said(4, "assistant"),
    ]
    assert _replies(thread) == ["an answer that no message led to"]
    assert _replies(thread[:3]) == []


async def echo(reader, writer):
    while piece := await reader.read(100):
        writer.write(piece)
        await writer.drain()
    writer.close()


@pytest.mark.parametrize("mode", MODES)
async def test_a_way_breaks_as_it_is_told(mode):
    server = await asyncio.start_server(echo, "127.0.0.1", port := free_port())
    way = Way(port)
    await way.open()
    way.set(mode)
    words, got = b"x" * 100, b""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", way.port)
        writer.write(words)
        if mode in ("down", "reset", "cut"):
            got = await asyncio.wait_for(reader.read(1000), 2)
        else:
            got = await asyncio.wait_for(reader.readexactly(100), 1)
        writer.close()
    except TimeoutError:
        assert mode == "hang"
    except ConnectionError:
        assert mode in ("down", "reset", "cut")
    assert (got == words) is (mode in ("pass", "slow", "slice"))
    await way.close()
    server.close()
