"""The OpenAPI 3.1 document, made from the table of operations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.casework.actor import Role
from bot.web.api.answers import ANSWERS
from bot.web.api.once import HEADER, LONGEST
from bot.web.api.operation import Operation
from bot.web.api.shapes import NOTHING, SHAPES
from bot.web.cookies import SESSION
from bot.web.guard import CSRF_HEADER

Json = dict[str, Any]
VERSION = "1.0.0"
_JSON, _PROBLEM = "application/json", "application/problem+json"
# Named so that no two operations share a name: programs make functions out of it.
_PARTS = re.compile(r"[^a-z]+")
_FLAGS = ("mine", "watching")


def document(operations: Iterable[Operation]) -> Json:
    """The whole document."""
    paths: dict[str, Json] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation)
    cookies = {
        kind: {"type": "apiKey", "in": "cookie", "name": name} for kind, name in SESSION.items()
    }
    shapes = {name: shape for name, shape in SHAPES.items() if name != NOTHING}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Reitti", "version": VERSION},
        "paths": paths,
        "components": {"schemas": {**ANSWERS, **shapes}, "securitySchemes": cookies},
    }


def _described(operation: Operation) -> Json:
    told: Json = {
        "operationId": _name(operation),
        "summary": (operation.act.__doc__ or "").strip().splitlines()[0],
        "tags": [operation.path.split("/")[3]],
        "x-roles": sorted(role.value for role in operation.roles),
        "security": [] if operation.public else _security(operation),
        "parameters": _parameters(operation),
        "responses": _responses(operation),
    }
    if operation.right is not None:
        told["x-right"] = operation.right.value
    if operation.body != NOTHING:
        schema = {"$ref": f"#/components/schemas/{operation.body}"}
        told["requestBody"] = {"required": True, "content": {_JSON: {"schema": schema}}}
    return told


def _security(operation: Operation) -> list[Json]:
    return [{"client" if Role.CLIENT in operation.roles else "staff": []}]


def _parameters(operation: Operation) -> list[Json]:
    found = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", operation.path)
    ]
    for name in operation.query:
        kind: Json = {"type": "string"}
        if name in _FLAGS:
            kind = {"enum": ["true", "false", "1", "0"]}
        found.append({"name": name, "in": "query", "required": False, "schema": kind})
    if operation.repeats:
        key = {"type": "string", "minLength": 1, "maxLength": LONGEST}
        found.append({"name": HEADER, "in": "header", "required": False, "schema": key})
    if operation.method != "GET":
        # A browser needs it; a program that sends neither Origin nor Sec-Fetch-Site does not.
        token = {"type": "string"}
        found.append({"name": CSRF_HEADER, "in": "header", "required": False, "schema": token})
    return found


def _responses(operation: Operation) -> Json:
    good: Json = {"description": "Done"}
    if operation.answer != NOTHING:
        schema = {"$ref": f"#/components/schemas/{operation.answer}"}
        good["content"] = {_JSON: {"schema": schema}}
    if "format" in operation.query:
        good["content"]["application/pdf"] = {}
    answers = {str(operation.status): good}
    for status, told in _refusals(operation).items():
        schema = {"$ref": "#/components/schemas/Problem"}
        answers[status] = {"description": told, "content": {_PROBLEM: {"schema": schema}}}
    return answers


def _refusals(operation: Operation) -> dict[str, str]:
    signing_in = operation.public and operation.method == "POST"
    changes = operation.method != "GET"
    refusals = {
        "401": ("No session", not operation.public or signing_in),
        "403": ("The role may not, or the token of the form is missing", True),
        "404": ("Out of scope", not operation.public),
        "409": ("Wrong state or out of date", not operation.public),
        "413": ("Too large", changes),
        "415": ("No JSON", changes),
        "422": ("Bad body or query", True),
        "429": ("Too many tries: see Retry-After", signing_in),
    }
    return {status: told for status, (told, may) in refusals.items() if may}


def _name(operation: Operation) -> str:
    parts = [part for part in operation.path.split("/")[3:] if part]
    words = [_PARTS.sub("_", part.strip("{}").lower()).strip("_") for part in parts]
    return "_".join([operation.method.lower(), *words])
