"""A client that holds every answer of the API against the service's own document."""

import json
import re

from aiohttp.test_utils import TestClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bot.casework.summary_schema import summary_schema
from bot.web.api.openapi import document
from bot.web.api.routes import OPERATIONS

BASE = "http://reitti"
DOCUMENT = document(OPERATIONS)
REGISTRY = Registry().with_resources(
    [
        (f"{BASE}/api/v1/openapi.json", Resource.from_contents(DOCUMENT, DRAFT202012)),
        (f"{BASE}/api/v1/schemas/summary.json", Resource.from_contents(summary_schema())),
    ]
)
PATHS = {
    re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$"): methods
    for path, methods in DOCUMENT["paths"].items()
}


def described(method, path):
    """The document's part on this request, or None: not one of the API's."""
    for pattern, methods in PATHS.items():
        if pattern.match(path):
            return methods.get(method.lower())
    return None


def hold_against_document(operation, status, content_type, text):
    answers = operation["responses"]
    assert str(status) in answers, f"{operation['operationId']}: {status} is not described"
    content = answers[str(status)].get("content")
    if content is None:
        assert text == ""
        return
    assert content_type in content
    schema = content[content_type].get("schema")
    if schema is not None:
        ref = {"$ref": f"{BASE}/api/v1/openapi.json{schema['$ref']}"}
        Draft202012Validator(ref, registry=REGISTRY).validate(json.loads(text))


class CheckedClient(TestClient):
    """As a program uses the API; an answer that the document does not know fails the test."""

    async def _request(self, method, path, **more):
        answer = await super()._request(method, path, **more)
        operation = described(method, str(path).split("?")[0])
        if operation is not None:
            content = await answer.read()
            text = content.decode() if answer.content_type != "application/pdf" else "pdf"
            hold_against_document(operation, answer.status, answer.content_type, text)
        return answer
