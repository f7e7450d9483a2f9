"""A refusal in words, and as a problem document (RFC 9457) for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.web.keys import TEXTS, VISITOR

TYPE = "application/problem+json"
_PLAIN = (str, int, float, bool)


def sentence(request: web.Request, key: str, **params: object) -> str:
    """The plain sentence for a refusal, in the reader's language."""
    texts, lang = request.config_dict[TEXTS], request[VISITOR].lang
    try:
        return texts.say(lang, f"error.{key}", **params)
    except KeyError:
        # No such sentence, or a gap in it that nothing fills: never a fault within a fault.
        return texts.say(lang, "error.fault")


def problem(
    request: web.Request,
    status: int,
    key: str,
    params: Mapping[str, Any] | None = None,
    **members: Any,
) -> web.Response:
    """The document: ``type`` ends in the key, ``detail`` says what to do; ``params`` that a
    program can use stand in it too. They are ours and never a client's words."""
    given = dict(params or {})
    text = sentence(request, key, **given)
    body: dict[str, Any] = {
        "type": f"/problems/{key}",
        "title": text,
        "status": status,
        "detail": text,
    }
    for name, value in given.items():
        if name == "slots":
            body["slots"] = [_refused_slot(request, slot) for slot in value]
        elif name == "free":
            # Times that would do instead: moments and numbers alone.
            body["free"] = value
        elif isinstance(value, _PLAIN):
            body.setdefault(name, value)
    return web.json_response({**body, **members}, status=status, content_type=TYPE)


def _refused_slot(request: web.Request, slot: Mapping[str, Any]) -> dict[str, Any]:
    """Which of the times can't be, and why."""
    texts, lang = request.config_dict[TEXTS], request[VISITOR].lang
    key: str = slot["key"]
    reason = key.removeprefix("slot.")
    return {"index": slot["index"], "reason": reason, "detail": texts.say(lang, key)}
