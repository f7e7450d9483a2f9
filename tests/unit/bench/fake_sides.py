"""Both services in a few lines: they follow the script, or fail where a test says."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from bench.script import steps, stock_message
from bench.stock_side import questions

SESSION = "reitti_client"


class FakeService:
    """Answers each person's turns by the script; ``wrong`` maps a turn to what happens there."""

    def __init__(self, side, wrong=None):
        self.script = steps(side)
        self.wrong = wrong or {}
        self.places: dict[str, int] = {}
        self.now = self.most = 0

    async def step(self, who, sent):
        number = self.places.get(who, 0)
        self.places[who] = number + 1
        step = self.script[number]
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.002)
        self.now -= 1
        assert sent == self.says(step), "the driver sends what the script says"
        fault = self.wrong.get(number + 1)
        if fault == "broken":
            raise web.HTTPInternalServerError
        return fault or step.next


class FakeReitti(FakeService):
    def __init__(self, wrong=None):
        super().__init__("ours", wrong)

    @staticmethod
    def says(step):
        return step.says

    def app(self):
        app = web.Application()
        app.router.add_post("/api/v1/client/session", self.session)
        app.router.add_get("/api/v1/client/thread", self.thread)
        app.router.add_post("/api/v1/client/messages", self.messages)
        return app

    async def session(self, request):
        code = (await request.json())["code"]
        response = web.json_response({}, status=201)
        response.set_cookie(SESSION, code, httponly=True, samesite="Strict")
        return response

    async def thread(self, request):
        return web.json_response({"messages": [], "who": request.cookies[SESSION]})

    async def messages(self, request):
        body = await request.json()
        number = self.places.get(request.cookies[SESSION], 0)
        assert body["question"] == self.script[number].asked
        assert ("choice" in body) == self.script[number].press
        asked = await self.step(request.cookies[SESSION], body.get("choice") or body.get("text"))
        if asked == "stored":
            return web.json_response({"stage": "interview", "messages": [], "waiting": True})
        stage = "review" if asked == "review" else "interview"
        return web.json_response(
            {
                "stage": stage,
                "messages": [
                    {"from": "assistant", "question": None},
                    {"from": "assistant", "question": None if stage == "review" else asked},
                ],
            }
        )


class FakeStock(FakeService):
    def __init__(self, wrong=None):
        super().__init__("stock", wrong)
        self.texts = {name: text for text, name in questions().items()}

    @staticmethod
    def says(step):
        return stock_message(step)

    def app(self):
        app = web.Application()
        app.router.add_post("/webhooks/rest/webhook", self.webhook)
        return app

    async def webhook(self, request):
        body = json.loads(await request.text())
        asked = await self.step(body["sender"], body["message"])
        return web.json_response([{"text": "Selvä."}, {"text": self.texts[asked]}])
