"""Whatever is sent as a body: a clear refusal that quotes nothing, never a fault."""

import json

import pytest

from tests.integration.api.situations import ok, problem, say, tell_needs

MESSAGES = "/api/v1/client/messages"
JSON = {"Content-Type": "application/json"}
SECRET_WORDS = "my neighbour Pekka"


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"17",
        b"NaN",
        b'{"text": NaN}',
        b'{"text": ' + b"9" * 5000 + b"}",
        b"\xff\xfe\x00",
        b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a": ' * 30 + b"1" + b"}" * 30,
    ],
    ids=lambda raw: repr(raw[:12]),
)
async def test_what_is_no_json_object_is_refused(raw, person):
    client = await person()
    await problem(client.post(MESSAGES, data=raw, headers=JSON), 422, "body_unclear")


@pytest.mark.parametrize("kind", ["application/xml", "application/octet-stream", "text/html"])
async def test_another_type_is_refused(kind, person):
    client = await person()
    answer = client.post(MESSAGES, data=b'{"text": "hi"}', headers={"Content-Type": kind})
    await problem(answer, 415, "body_no_json")


async def test_a_type_of_json_by_another_name_is_taken(person):
    client = await person()
    kind = {"Content-Type": "application/vnd.reitti+json; charset=utf-8"}
    await ok(client.post(MESSAGES, data=b'{"choice": "agree"}', headers=kind))


async def test_a_body_too_large_is_refused(person):
    client = await person()
    body = json.dumps({"text": "x" * (1024 * 1024)}).encode()
    await problem(client.post(MESSAGES, data=body, headers=JSON), 413, "body_too_large")


@pytest.mark.parametrize(
    ("body", "key", "field"),
    [
        ({}, "field_missing", "text"),
        ({"text": None}, "field_missing", "text"),
        ({"text": 17}, "field_wrong", "text"),
        ({"text": {"a": SECRET_WORDS}}, "field_wrong", "text"),
        ({"choice": ["yes"]}, "field_wrong", "choice"),
        ({"text": "hello", "question": 1}, "field_wrong", "question"),
        ({"text": SECRET_WORDS, "choice": "yes"}, "one_of_two", None),
        ({"text": "  \n "}, "message_empty", None),
        ({"text": "x" * 20_001}, "message_too_long", None),
        ({"choice": SECRET_WORDS, "question": "consent"}, "choice_unknown", None),
    ],
)
async def test_the_field_that_is_wrong_is_named_and_not_quoted(body, key, field, person):
    client = await person()
    found = await problem(client.post(MESSAGES, json=body), 422, key)
    assert found.get("field") == field
    assert SECRET_WORDS not in json.dumps(found)


async def test_a_field_that_is_not_known_is_passed_over(person):
    client = await person()
    await ok(client.post(MESSAGES, json={"choice": "agree", "later": {"version": 2}}))


async def test_a_tick_with_a_wrong_name_is_not_passed_over(person):
    client = await person()
    await tell_needs(client)
    for body in (
        {"consents": {"housing": {"social_worker": False}}},
        {"items": {"housing.start": {"include": False}}},
        {"consent": {"housing": {"social_worker": "yes"}}},
        {"consent": {"housing": {"police": True}}},
        {"consent": {SECRET_WORDS: {"social_worker": True}}},
    ):
        found = await problem(client.patch("/api/v1/client/summary", json=body), 422)
        assert SECRET_WORDS not in json.dumps(found)


async def test_half_a_character_does_no_harm(person):
    client = await person()
    await say(client, choice="agree")
    raw = b'{"text": "I have no home \\ud800 and \\u0000 debts"}'
    await ok(client.post(MESSAGES, data=raw, headers=JSON))
    thread = await ok(client.get("/api/v1/client/thread"))
    assert any("no home" in message["text"] for message in thread["messages"])
    whole = "I am ill \U0001f642"
    await say(client, text=whole)
    thread = await ok(client.get("/api/v1/client/thread"))
    assert whole in [message["text"] for message in thread["messages"]]


async def test_an_emptier_body_than_none_is_fine_where_nothing_is_needed(person):
    client = await person()
    await tell_needs(client)
    await problem(client.post("/api/v1/client/summary/send"), 409, "nothing_ticked")
    answer = client.post("/api/v1/client/summary/send", data=b"", headers=JSON)
    await problem(answer, 409, "nothing_ticked")


async def test_danger_in_a_body_that_is_refused_is_seen_all_the_same(person, guard):
    client = await person()
    body = {"text": "I want to kill myself", "choice": 5}
    await problem(client.post(MESSAGES, json=body), 422)
    alerts = await ok((await guard()).get("/api/v1/alerts"))
    assert [alert["kind"] for alert in alerts["items"]] == ["suicide"]


async def test_a_refusal_speaks_the_language_of_the_session(issue_code, sign_in_person):
    person = await sign_in_person((await issue_code()).code, lang="sv")
    found = await problem(person.post(MESSAGES, json={}), 422, "field_missing")
    assert found["detail"] == "Ett fält saknas i begäran: text."
