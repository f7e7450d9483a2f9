"""The only door to Rasa: a few routes on loopback that ask for a shared secret.

A written message is understood here and handed on together with what was
understood, so Rasa never reads it itself: `/restart` or `/inform{...}` typed as
text stays text. A pressed button carries its intent and skips understanding.
"""

from __future__ import annotations

import functools
import gc
import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.rasa_components.quiet_logs import keep_words_out_of_logs
from bot.rasa_components.rasa_patches import close_sessions, patch_rasa
from bot.rasa_components.turn_request import (
    MAX_BODY_BYTES,
    BadRequest,
    read_forget_request,
    read_parse_request,
    read_turn_request,
)
from bot.rasa_components.turns import TurnLost, Turns

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Reitti-Secret"  # noqa: S105
_SECRET_VARIABLE = "REITTI_RASA_SECRET"  # noqa: S105
_SECONDS_VARIABLE = "REITTI_TURN_SECONDS"
_DEFAULT_SECONDS = 20.0

Route = Callable[[Request], Awaitable[HTTPResponse]]


class ReittiInput(InputChannel):
    """Named in credentials.yml; mounted at /webhooks/reitti."""

    def __init__(self, secret: str, seconds: float = _DEFAULT_SECONDS) -> None:
        if len(secret) < 16:
            raise ValueError(f"{_SECRET_VARIABLE} must have 16 characters at least")
        self._secret = secret.encode()
        self._seconds = seconds

    @classmethod
    def name(cls) -> str:
        return "reitti"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> ReittiInput:
        keep_words_out_of_logs()
        patch_rasa()
        seconds = float(os.environ.get(_SECONDS_VARIABLE, _DEFAULT_SECONDS))
        return cls(os.environ.get(_SECRET_VARIABLE, ""), seconds)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """`on_new_message` is not used: it ignores a message in silence when no
        model is loaded."""
        routes = Blueprint("reitti")

        @routes.listener("before_server_start")
        async def limit_size(app: Sanic, _: Any) -> None:
            app.config.REQUEST_MAX_SIZE = MAX_BODY_BYTES

        @routes.listener("after_server_start")
        async def open_door(app: Sanic, _: Any) -> None:
            app.ctx.turns = Turns(getattr(app.ctx, "agent", None), self._seconds)
            # What is loaded stays: the collector need not walk through it at every turn.
            gc.collect()
            gc.freeze()

        @routes.listener("after_server_stop")
        async def shut_door(app: Sanic, _: Any) -> None:
            await close_sessions()

        @routes.get("/health")
        @_answering
        async def health(request: Request) -> HTTPResponse:
            return json_response({"model": await request.app.ctx.turns.health()})

        @routes.post("/message")
        @_answering
        @self._guarded
        async def message(request: Request) -> HTTPResponse:
            turn = read_turn_request(request.body)
            return json_response(await request.app.ctx.turns.take(turn))

        @routes.post("/parse")
        @_answering
        @self._guarded
        async def parse(request: Request) -> HTTPResponse:
            asked = read_parse_request(request.body)
            turns: Turns = request.app.ctx.turns
            return json_response(await turns.understand(asked.text, asked.lang, asked.today))

        @routes.post("/forget")
        @_answering
        @self._guarded
        async def forget(request: Request) -> HTTPResponse:
            await request.app.ctx.turns.forget(read_forget_request(request.body))
            return json_response({})

        return routes

    def _guarded(self, route: Route) -> Route:
        @functools.wraps(route)
        async def check(request: Request) -> HTTPResponse:
            given = request.headers.get(SECRET_HEADER, "")
            if not hmac.compare_digest(given.encode(), self._secret):
                return json_response({"reason": "secret"}, status=403)
            if len(request.body) > MAX_BODY_BYTES:
                return json_response({"reason": "size"}, status=413)
            return await route(request)

        return check


def _answering(route: Route) -> Route:
    """Errors as a status and one word; never a text that could quote a message."""

    @functools.wraps(route)
    async def answer(request: Request) -> HTTPResponse:
        try:
            return await route(request)
        except BadRequest as error:
            return json_response({"reason": str(error)}, status=400)
        except TurnLost as error:
            return json_response({"reason": error.reason}, status=503)
        except Exception as error:
            logger.exception("a turn failed: %s", type(error).__name__)
            return json_response({"reason": "error"}, status=503)

    return answer
