"""The body of a request: JSON of a known shape, or a refusal that names the field.

A refusal never quotes what was sent. Fields that a shape does not know are ignored, so that
a program may send more than this version takes; where a typing mistake would change in
silence what leaves a person's hands, the shape itself is closed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from aiohttp import web
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from bot.casework.errors import BadInput, Refused

Json = dict[str, Any]
# Deeper than anything that a shape describes.
DEEPEST = 20
# Half a character, and what no text column takes: neither was typed by a person.
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
_INSTEAD = "\ufffd"


class NoJson(Refused):
    """The body has a type that the service does not read."""

    status = 415


async def read_json(request: web.Request) -> Json:
    """The object that was sent; an empty one for no body at all."""
    raw = await request.read()
    if not raw.strip():
        return {}
    kind = request.content_type
    # A program that names no type means JSON. A form never gets here: see the guard.
    if "Content-Type" in request.headers and not re.fullmatch(r"application/(.+\+)?json", kind):
        raise NoJson("body_no_json")
    try:
        found = _clean(json.loads(raw, parse_constant=_no_number), DEEPEST)
    except (ValueError, RecursionError):
        raise BadInput("body_unclear") from None
    if not isinstance(found, dict):
        raise BadInput("body_unclear")
    return found


def checked(body: Json, shape: Mapping[str, Any]) -> Json:
    """The body, if it has that shape; raises BadInput that names the first field that is wrong."""
    wrong = best_match(Draft202012Validator(shape).iter_errors(body))
    if wrong is None:
        return body
    missing = wrong.validator == "required"
    raise BadInput("field_missing" if missing else "field_wrong", field=_field(wrong, shape))


def clean_text(text: str) -> str:
    """Text that every part of the service can take."""
    return _NO_CHARACTER.sub(_INSTEAD, text)


def texts_in(value: object) -> Iterator[str]:
    """Every text of a body."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)


def _field(wrong: ValidationError, shape: Mapping[str, Any]) -> str:
    """Where it is wrong. Names that the shape does not know are the sender's: a star."""
    known = set(_names(shape))
    path = [str(step) if isinstance(step, int) or step in known else "*" for step in wrong.path]
    if wrong.validator == "required" and isinstance(wrong.instance, Mapping):
        required: list[str] = wrong.schema["required"] if isinstance(wrong.schema, dict) else []
        path += [name for name in required if name not in wrong.instance][:1]
    return ".".join(path) or "*"


def _names(shape: object) -> Iterator[str]:
    if isinstance(shape, Mapping):
        for name, part in shape.items():
            if name == "properties":
                yield from part
            yield from _names(part)
    elif isinstance(shape, list):
        for part in shape:
            yield from _names(part)


def _clean(value: Any, depth: int) -> Any:
    if depth == 0:
        raise ValueError("too deep")
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_text(name): _clean(each, depth - 1) for name, each in value.items()}
    if isinstance(value, list):
        return [_clean(each, depth - 1) for each in value]
    return value


def _no_number(_name: str) -> None:
    raise ValueError("no number")
