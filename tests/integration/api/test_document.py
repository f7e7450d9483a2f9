"""The document and the service tell the same story."""

import schemathesis
from jsonschema import Draft202012Validator

from bot.casework.summary_schema import summary_schema
from bot.web.api.answers import ANSWERS
from bot.web.api.routes import OPERATIONS
from bot.web.api.shapes import NOTHING, SHAPES
from tests.integration.api.checking import DOCUMENT
from tests.integration.api.situations import ok


def described():
    return {
        (method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods
    }


async def test_what_is_served_is_described_and_the_other_way_round(service):
    routes = service.server.app.router.routes()
    served = {
        (route.method, route.resource.canonical)
        for route in routes
        if route.resource.canonical.startswith("/api/")
    }
    assert served == described()


async def test_the_document_is_published_for_everybody(app_client):
    found = await ok(app_client.get("/api/v1/openapi.json"))
    assert found == DOCUMENT
    assert found["openapi"].startswith("3.1")


async def test_the_schema_of_a_referral_is_published(app_client):
    found = await ok(app_client.get("/api/v1/schemas/summary.json"))
    assert found == summary_schema()


def test_the_document_is_valid():
    schemathesis.openapi.from_dict(DOCUMENT).validate()


def test_every_schema_is_one():
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_no_schema_is_left_over():
    bodies = {operation.body for operation in OPERATIONS} | {NOTHING}
    assert bodies == set(SHAPES)
    named = str(DOCUMENT["paths"]) + str(ANSWERS)
    assert [name for name in ANSWERS if f"/{name}'" not in named] == []


def test_no_two_operations_share_a_name():
    names = [
        operation["operationId"]
        for path in DOCUMENT["paths"].values()
        for operation in path.values()
    ]
    assert len(names) == len(set(names))


def test_what_takes_a_form_or_a_key_says_so():
    for path in DOCUMENT["paths"].values():
        for method, operation in path.items():
            headers = [p["name"] for p in operation["parameters"] if p["in"] == "header"]
            assert ("Idempotency-Key" in headers) == (method == "post")


def test_the_contract_is_served():
    """Every line of section 3, by method and address."""
    client, referral = "/api/v1/client", "/api/v1/referrals/{id}"
    meeting = "/api/v1/meetings/{id}"
    promised = {
        ("POST", f"{client}/session"),
        ("PATCH", f"{client}/session"),
        ("DELETE", f"{client}/session"),
        ("PUT", f"{client}/secret"),
        ("GET", f"{client}/thread"),
        ("POST", f"{client}/messages"),
        ("POST", f"{client}/help"),
        ("GET", f"{client}/summary"),
        ("PATCH", f"{client}/summary"),
        ("POST", f"{client}/summary/send"),
        ("GET", f"{client}/meetings"),
        ("POST", f"{client}/meetings"),
        *(("POST", f"{client}/meetings/{{id}}/{v}") for v in ("choose", "confirm", "cancel")),
        ("GET", f"{client}/access-log"),
        ("POST", f"{client}/erase"),
        ("POST", "/api/v1/staff/session"),
        ("GET", "/api/v1/referrals"),
        ("GET", referral),
        *(
            ("POST", f"{referral}/{verb}")
            for verb in "claim release assign note message close reopen forward".split()
        ),
        ("GET", f"{referral}/export"),
        ("GET", "/api/v1/meetings"),
        ("POST", "/api/v1/meetings"),
        *(
            ("POST", f"{meeting}/{verb}")
            for verb in "offer cancel approve reject propose start finish no-show".split()
        ),
        ("GET", "/api/v1/alerts"),
        ("POST", "/api/v1/alerts/{id}/acknowledge"),
        ("POST", "/api/v1/codes"),
        ("GET", "/api/v1/openapi.json"),
        ("GET", "/api/v1/schemas/summary.json"),
    }
    assert promised <= described()
