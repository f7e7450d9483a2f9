"""What one person costs: which turns are repeated, and how a page is weighed."""

from types import SimpleNamespace

import pytest
from aiohttp import web

from bench import alone
from bench.script import steps


@pytest.mark.parametrize("side", ["ours", "stock"])
def test_the_turn_that_is_repeated_leaves_the_same_question_asked(side):
    before, again = alone.repeatable(steps(side))
    assert before[-1].next == again.asked == again.next
    assert not again.press


class Person:
    """Remembers what it was asked."""

    def __init__(self):
        self.asked = []

    async def say(self, step):
        self.asked.append(step)
        return step.next


class Talks:
    """A side whose turns get slower, and whose page has two parts."""

    def __init__(self, script, address):
        self.script = script
        self.address = address

    async def people(self, count):
        return [Person() for _ in range(count)]

    def cpu_seconds(self):
        return 1.0

    def page_of(self, person):
        return self.address


async def test_both_ends_of_a_long_conversation_and_the_page_are_measured(
    monkeypatch, aiohttp_server
):
    async def slower(person, step):
        await person.say(step)
        return 0.010 if len(person.asked) < 100 else 0.012

    async def hello(_request):
        return web.Response(text="x" * 1024)

    async def page(request):
        assert request.cookies["who"] == "me"
        return web.Response(text='<link href="/a.css"><script src="/b.js?v=1"></script>')

    app = web.Application()
    app.router.add_get("/chat", page)
    app.router.add_get("/a.css", hello)
    app.router.add_get("/b.js", hello)
    server = await aiohttp_server(app)
    monkeypatch.setattr(alone, "turn", slower)
    monkeypatch.setattr(alone, "IDLE_SECONDS", 0.01)
    monkeypatch.setattr(
        alone, "asyncio", SimpleNamespace(sleep=_no_wait, gather=alone.asyncio.gather)
    )
    side = Talks(steps("ours"), (str(server.make_url("/chat")), {"who": "me"}))
    found = await alone.measure_alone(side)
    assert found.growth == pytest.approx(1.2)
    assert found.idle == 0
    assert 2.0 < found.page.kilobytes < 2.2
    side.address = None
    assert (await alone.measure_alone(side)).page is None


async def _no_wait(_seconds):
    return None
