"""The whole service while its parts die: nothing that was typed is lost, danger is seen."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.live_reitti import LiveReitti, live_reitti

pytestmark = [pytest.mark.needs_rasa, pytest.mark.timeout(300)]

PASSWORD = "pitkä-salasana-1"
WORDS = "asunto puuttuu ja rahat on loppu"
ASKED_OF_THEM = ("housing.start", "money.start")
"""Both are sure; which of two is asked first is the model's affair."""
DANGER = "mä haluan kuolla"


@pytest.fixture(scope="module")
def reitti(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveReitti]:
    with live_reitti(tmp_path_factory.mktemp("reitti")) as running:
        running.run("prison", "add", "--id", "koe", "--name", "Koevankila")
        running.add_staff("prison_staff", "vartija", PASSWORD, prison="koe")
        yield running


def processes_with(words: str) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if words in command:
                found.append(int(entry.name))
    return found


def rasa_of(reitti: LiveReitti) -> int:
    """The Rasa process that the supervisor of this service has started."""
    assert reitti.process is not None
    for pid in processes_with("bot.supervise.rasa run"):
        parent = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1]
        if int(parent) == reitti.process.pid:
            return pid
    raise AssertionError("no Rasa")


class Cell:
    """The person's program: speaks the JSON API."""

    def __init__(self, reitti: LiveReitti, http: aiohttp.ClientSession) -> None:
        self._base = reitti.url + "/api/v1/client"
        self._http = http

    async def call(self, method: str, path: str, body: object = None) -> dict:
        async with self._http.request(method, f"{self._base}/{path}", json=body) as response:
            assert response.status in (200, 201), (response.status, path)
            return await response.json()

    async def say(self, **what: str) -> dict:
        return await self.call("POST", "messages", what)

    async def until(self, holds, seconds: float = 60) -> dict:
        deadline = time.monotonic() + seconds
        while True:
            thread = await self.call("GET", "thread")
            if holds(thread):
                return thread
            assert time.monotonic() < deadline, "it does not come"
            await asyncio.sleep(0.5)


@pytest.fixture
async def http():
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield session


@pytest.fixture
async def cell(reitti, http):
    code, _ = reitti.issue_code(prison="koe", county="kainuu", release_date="unknown")
    cell = Cell(reitti, http)
    await cell.call("POST", "session", {"code": code, "lang": "fi"})
    await cell.say(choice="agree")
    await cell.until(lambda thread: thread["stage"] == "opening")
    return cell


def said(thread: dict, text: str) -> int:
    return [message["text"] for message in thread["messages"]].count(text)


async def test_with_rasa_away_words_are_kept_danger_is_seen_and_the_reply_comes_later(reitti, cell):
    os.kill(rasa_of(reitti), signal.SIGKILL)
    waiting = await cell.say(text=WORDS)
    assert waiting["stage"] == "opening", "nothing is answered yet, and nothing is lost"
    thread = await cell.until(lambda thread: thread["stage"] == "interview")
    assert said(thread, WORDS) == 1
    asked = thread["messages"][-1]["question"]
    assert asked in ASKED_OF_THEM

    os.kill(rasa_of(reitti), signal.SIGKILL)
    crisis = await cell.say(text=DANGER)
    assert crisis["stage"] == "crisis"
    going_on = await cell.say(choice="continue")
    assert going_on["messages"][-1]["question"] == asked


async def ready(reitti: LiveReitti, http: aiohttp.ClientSession) -> tuple[int, dict]:
    async with http.get(f"{reitti.url}/health/ready") as response:
        return response.status, (await response.json())["status"]


async def until_ready(reitti: LiveReitti, http: aiohttp.ClientSession, status: int) -> dict:
    deadline = time.monotonic() + 60
    while True:
        found, parts = await ready(reitti, http)
        if found == status:
            return parts
        assert time.monotonic() < deadline, parts
        await asyncio.sleep(0.5)


async def test_rasa_that_can_not_remember_is_red_and_begins_nothing_anew(reitti, cell, http):
    await until_ready(reitti, http, 200)
    memory = reitti.folder / "reitti-rasa.db"
    aside = memory.rename(reitti.folder / "aside.db")
    memory.mkdir()
    try:
        parts = await until_ready(reitti, http, 503)
        assert (parts["tracker"], parts["model"], parts["database"]) == (False, True, True)
        waiting = await cell.say(text=WORDS)
        assert waiting["stage"] == "opening"
    finally:
        memory.rmdir()
        aside.rename(memory)
    await until_ready(reitti, http, 200)
    thread = await cell.until(lambda thread: thread["stage"] == "interview")
    assert said(thread, WORDS) == 1
    assert thread["messages"][-1]["question"] in ASKED_OF_THEM


async def test_nothing_of_what_was_said_lies_in_files_logs_or_arguments(reitti, cell):
    word = "Qvaxtilomb"
    await cell.say(text=f"asunto puuttuu {word}")
    await cell.until(lambda thread: thread["stage"] == "interview")
    # Rasa was asked, so its memory has the words: sealed.
    files = [path for path in reitti.folder.rglob("*") if path.is_file()]
    assert any("rasa" in path.name for path in files)
    wanted = (word.encode(), word.lower().encode())
    assert [p.name for p in files if any(part in p.read_bytes() for part in wanted)] == []
    assert word.lower() not in "\n".join(reitti.lines).lower()
    assert processes_with(word) == []


async def test_after_a_restart_of_everything_the_same_question_is_asked(reitti, http):
    code, _ = reitti.issue_code(prison="koe", county="kainuu", release_date="unknown")
    cell = Cell(reitti, http)
    await cell.call("POST", "session", {"code": code, "lang": "fi"})
    await cell.say(choice="agree")
    await cell.until(lambda thread: thread["stage"] == "opening")
    await cell.say(text=WORDS)
    before = await cell.until(lambda thread: thread["stage"] == "interview")
    reitti.stop()
    assert not processes_with(f"--port {reitti.port}")
    reitti.start()
    again = await cell.call("GET", "thread")
    assert again["messages"][-1] == before["messages"][-1]
    assert said(again, WORDS) == 1
