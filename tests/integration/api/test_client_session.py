"""Signing in by API."""

from tests.integration.api.situations import ok, problem, say

PATH = "/api/v1/client/session"
SECRET = "my own word"


async def test_a_person_without_a_secret_gets_in_by_the_code_and_is_asked_to_set_one(
    issue_code, app_client
):
    code = (await issue_code()).code
    answer = await app_client.post(PATH, json={"code": code.lower(), "lang": "fi"})
    assert answer.status == 201
    body = await answer.json()
    assert body["asks_for_secret"] and body["lang"] == "fi" and body["csrf"]
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert body["csrf"] not in cookie


async def test_a_person_with_a_secret_needs_both(issue_code, app_client, new_client):
    code = (await issue_code()).code
    await ok(app_client.post(PATH, json={"code": code}), 201)
    set_one = await ok(app_client.put("/api/v1/client/secret", json={"secret": SECRET}))
    assert set_one["asks_for_secret"] is False
    other = new_client()
    await problem(other.post(PATH, json={"code": code}), 401, "secret_needed")
    wrong = {"code": code, "secret": "not my word"}
    await problem(other.post(PATH, json=wrong), 401, "secret_wrong")
    right = {"code": code, "secret": SECRET}
    assert (await ok(other.post(PATH, json=right), 201))["asks_for_secret"] is False


async def test_a_secret_that_is_too_short_is_refused(person):
    client = await person()
    found = await problem(client.put("/api/v1/client/secret", json={"secret": "a"}), 422)
    assert found["type"] == "/problems/secret_too_short" and found["least"] == 4


async def test_a_wrong_code_says_so_in_the_language_that_was_asked_for(app_client, content):
    body = {"code": "AAAA CCCC DDDD", "lang": "sv"}
    found = await problem(app_client.post(PATH, json=body), 401, "code_wrong")
    assert found["detail"] == content.texts.say("sv", "error.code_wrong")


async def test_an_expired_code_says_so(issue_code, app_client, clock):
    code = (await issue_code()).code
    clock.move_on(days=15)
    await problem(app_client.post(PATH, json={"code": code}), 401, "code_expired")


async def test_guessing_is_held_up(app_client):
    body = {"code": "AAAA CCCC DDDD", "lang": "en"}
    for _ in range(5):
        await problem(app_client.post(PATH, json=body), 401)
    answer = await app_client.post(PATH, json=body)
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) == (await answer.json())["retry_after"] > 0


async def test_the_language_can_be_changed_and_the_thread_with_it(person):
    client = await person()
    await say(client, choice="agree")
    assert (await ok(client.patch(PATH, json={"lang": "sv"})))["lang"] == "sv"
    thread = await ok(client.get("/api/v1/client/thread"))
    assert thread["messages"][0]["text"].startswith("Hej")
    assert (await ok(client.get(PATH)))["lang"] == "sv"
    await problem(client.patch(PATH, json={"lang": "de"}), 422)


async def test_a_new_code_ends_the_sessions_of_the_old_one(issue_code, sign_in_person):
    issued = await issue_code()
    client = await sign_in_person(issued.code)
    renewed = await issue_code(client_id=issued.client.id)
    await problem(client.get("/api/v1/client/thread"), 401)
    await problem(client.post(PATH, json={"code": issued.code}), 401, "code_wrong")
    await sign_in_person(renewed.code)


async def test_each_sign_in_is_shown_to_the_person(issue_code, sign_in_person, clock):
    code = (await issue_code()).code
    await sign_in_person(code)
    clock.move_on(minutes=5)
    client = await sign_in_person(code)
    seen = await ok(client.get("/api/v1/client/sign-ins"))
    assert [each["at"] for each in seen["items"]] == [
        "2026-11-24T08:05:00Z",
        "2026-11-24T08:00:00Z",
    ]
