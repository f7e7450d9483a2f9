"""A county with a system of its own that takes hand-overs, and with addresses for notices."""

import asyncio
import dataclasses

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.casework.outbox import Destination
from bot.web.delivering import Postman

SECRET = "s" * 32
COUNTY = "pohjois-savo"


class Receiver:
    """Answers as the test says; keeps what came."""

    def __init__(self):
        self.posts, self.statuses, self.hangs = [], [], False
        app = web.Application()
        app.router.add_post("/reitti", self._take)
        self.server = TestServer(app)

    async def _take(self, request):
        self.posts.append((dict(request.headers), await request.read()))
        if self.hangs:
            await asyncio.sleep(5)
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def receiver():
    it = Receiver()
    await it.server.start_server()
    yield it
    await it.server.close()


@pytest.fixture
def destination(receiver):
    url = f"http://127.0.0.1:{receiver.server.port}/reitti"
    return Destination(url, SECRET, ("tiimi@county.example",), "fi")


@pytest.fixture
def content(content, destination, monkeypatch):
    """The same data, with a destination; the postman goes only when the test says."""
    monkeypatch.setattr("bot.web.delivering.SECONDS", 3600)
    return dataclasses.replace(content, destinations={COUNTY: destination})


@pytest.fixture
def postman(service, content):
    made = Postman(service.database, service.context, service.settings, content.texts)
    made.patience = 0.3
    return made
