"""The door through which Rasa calls the actions: loopback only, with a shared secret."""

from __future__ import annotations

import hmac
import logging
from typing import Any

from aiohttp import web
from rasa_sdk.executor import ActionExecutor

import actions
from bot.casework.errors import Refused
from bot.faults import describe

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Reitti-Secret"  # noqa: S105
# A tracker's tail and the longest message.
MAX_BODY = 2 * 1024 * 1024


def create_actions_app(secret: str) -> web.Application:
    """The application with every action of this package."""
    # It tells of every action that it finds, and of every call.
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)
    executor = ActionExecutor()
    executor.register_package(actions)
    # The template of all actions is none itself.
    executor.actions.pop("", None)

    async def webhook(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.json_response({"error": "secret"}, status=403)
        call: dict[str, Any] = await request.json()
        name = str(call.get("next_action"))
        # Rasa 3.6 sends no domain when it is selective; this SDK would ask for it in vain.
        call.setdefault("domain", {})
        try:
            result = await executor.run(call)
        except Refused as refusal:
            return web.json_response({"error": refusal.key, "action_name": name}, status=409)
        except Exception as error:  # noqa: BLE001 - Rasa must be told that nothing happened
            logger.error("%s failed: %s", name, describe(error))  # noqa: TRY400
            return web.json_response({"error": "failed", "action_name": name}, status=500)
        return web.json_response(result.model_dump() if result else None)

    app = web.Application(client_max_size=MAX_BODY)
    app.router.add_post("/webhook", webhook)
    return app
