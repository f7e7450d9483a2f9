"""Stands in for Rasa in tests: the same door, the same way to the actions, and an
understanding that is written down here instead of learnt.

Words that it knows: see ``WORDS``; anything else is free text about nothing. A test that
needs more teaches it: ``rasa.teach("I owe rent", areas=["housing", "debts"])``.
"""

import json
import re

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from actions.server import SECRET_HEADER, create_actions_app

SECRET = "secret-of-the-stand-in"
ACTIONS = {
    "skip": "action_skip_question",
    "change_answer": "action_change_answer",
    "stop": "action_stop_interview",
    "restart": "action_restart_interview",
    "ask_explain": "action_explain",
    "ask_human": "action_ask_human",
    "change_language": "action_change_language",
    "request_meeting": "action_request_meeting",
    "cancel_meeting": "action_cancel_meeting",
    "ask_privacy": "action_tell_privacy",
    "delete_my_data": "action_delete_my_data",
    "ask_status": "action_tell_status",
    **dict.fromkeys(("inform", "affirm", "deny", "dont_know"), "action_take_answer"),
    **dict.fromkeys(
        ("greet", "thanks", "goodbye", "bot_challenge", "out_of_scope"), "action_small_talk"
    ),
}
# The whole message -> what a button of the same meaning would say.
INTENTS = {
    "affirm": "yes kyllä joo ja",
    "deny": "no ei nej",
    "skip": "skip ohita",
    "dont_know": "no idea",
    "greet": "hello hei hej",
    "stop": "stop lopeta",
    "delete_my_data": "erase poista",
    "ask_status": "status",
}
# Any of these in a message names the area.
WORDS = {
    "housing": "home asunto asuntoa bostad koti",
    "money": "money raha rahaa pengar",
    "debts": "debts velkoja skulder",
    "health": "ill sairas sjuk",
}
NOTHING = {
    "areas": [],
    "area_scores": {},
    "signals": [],
    "answer": "other",
    "crisis": None,
    "date": None,
    "time": None,
    "language": None,
}


class RasaStandIn:
    """``away``: answers 503 to everything. ``heard``: the ids of the messages it passed on.
    ``forgotten``: the persons it was told to forget. ``refuse``: ids of messages that it can't
    take. ``knocks``: how often somebody came with a message."""

    def __init__(self):
        self.away = False
        self.heard = []
        self.refuse = set()
        self.knocks = 0
        self.forgotten = []
        self._taught = {}
        self._actions = TestServer(create_actions_app(SECRET))
        self._server = TestServer(self._door())

    @property
    def port(self):
        return self._server.port

    async def start(self):
        await self._actions.start_server()
        await self._server.start_server()
        self._calls = aiohttp.ClientSession(headers={SECRET_HEADER: SECRET})

    async def stop(self):
        await self._calls.close()
        await self._server.close()
        await self._actions.close()

    def teach(self, text, **understood):
        """How this very text is understood from now on."""
        self._taught[text] = understood

    def understand(self, text):
        plain = text.strip().casefold()
        found = {**NOTHING, "intent": "inform"}
        for intent, words in INTENTS.items():
            if plain in words.split():
                found["intent"] = intent
        found["answer"] = {"affirm": "yes", "deny": "no"}.get(found["intent"], "other")
        said = set(re.findall(r"\w+", plain))
        areas = [area for area, words in WORDS.items() if said & set(words.split())]
        found["areas"], found["area_scores"] = areas, dict.fromkeys(areas, 0.9)
        return {**found, **self._taught.get(text, {})}

    def _door(self):
        app = web.Application(client_max_size=1024 * 1024)
        app.router.add_get("/webhooks/reitti/health", self._health)
        app.router.add_post("/webhooks/reitti/message", self._message)
        app.router.add_post("/webhooks/reitti/forget", self._forget)
        return app

    async def _health(self, request):
        return web.json_response({"model": "stand-in"}, status=503 if self.away else 200)

    async def _message(self, request):
        self.knocks += 1
        if self.away or request.headers[SECRET_HEADER] != SECRET:
            return web.json_response({"reason": "away"}, status=503)
        asked = await request.json()
        if asked["message_id"] in self.refuse:
            return web.json_response({"reason": "odd"}, status=400)
        if asked["choice"] is not None:
            found = {**NOTHING, "intent": asked["intent"]}
        else:
            found = self.understand(asked["text"])
        intent = found.pop("intent")
        latest = {
            **found,
            "text": asked["text"] or "",
            "intent": {"name": intent, "confidence": 1.0},
            "entities": [],
            "choice": asked["choice"],
            "message_id": asked["message_id"],
        }
        call = {
            "next_action": ACTIONS[intent],
            "sender_id": asked["sender"],
            "tracker": {"sender_id": asked["sender"], "latest_message": latest, "events": []},
            "version": "3.6.21",
        }
        async with self._calls.post(self._actions.make_url("/webhook"), json=call) as answer:
            if answer.status != 200:
                return web.json_response({"reason": "action"}, status=503)
            result = json.loads(await answer.text())
        self.heard.append(asked["message_id"])
        return web.json_response({"messages": [each["custom"] for each in result["responses"]]})

    async def _forget(self, request):
        if self.away:
            return web.json_response({"reason": "away"}, status=503)
        self.forgotten.append((await request.json())["sender"])
        return web.json_response({})
