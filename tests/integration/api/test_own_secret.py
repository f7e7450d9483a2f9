"""Once a person has an own secret, no code that staff hold opens what was told before."""

from tests.integration.api.situations import ok, problem

SECRET = "kissa 4711"
SESSION = "/api/v1/client/session"


async def with_secret(issue_code, sign_in_person):
    issued = await issue_code()
    person = await sign_in_person(issued.code)
    await ok(person.put("/api/v1/client/secret", json={"secret": SECRET}))
    return issued, person


async def test_setting_a_secret_ends_every_other_open_session(issue_code, sign_in_person):
    issued = await issue_code()
    somebody_else = await sign_in_person(issued.code)
    person = await sign_in_person(issued.code)
    await ok(person.put("/api/v1/client/secret", json={"secret": SECRET}))
    await problem(somebody_else.get("/api/v1/client/thread"), 401)
    await ok(person.get("/api/v1/client/thread"))


async def test_new_codes_give_no_new_tries_at_the_secret(issue_code, sign_in_person, new_client):
    issued, _ = await with_secret(issue_code, sign_in_person)
    for guess in range(5):
        code = (await issue_code(client_id=issued.client.id)).code
        body = {"code": code, "secret": f"guess {guess}"}
        await problem(new_client().post(SESSION, json=body), 401, "secret_wrong")
    code = (await issue_code(client_id=issued.client.id)).code
    await problem(new_client().post(SESSION, json={"code": code, "secret": "guess"}), 429)


async def test_a_right_code_without_the_secret_fills_no_brake(
    issue_code, sign_in_person, new_client
):
    issued, _ = await with_secret(issue_code, sign_in_person)
    for _ in range(8):
        await problem(new_client().post(SESSION, json={"code": issued.code}), 401, "secret_needed")
    await ok(new_client().post(SESSION, json={"code": issued.code, "secret": SECRET}), 201)


async def test_the_key_of_a_session_that_is_over_opens_a_new_one(issue_code, new_client, clock):
    body, headers = {"code": (await issue_code()).code}, {"Idempotency-Key": "morning"}
    await ok(new_client().post(SESSION, json=body, headers=headers), 201)
    clock.move_on(minutes=30)
    client = new_client()
    await ok(client.post(SESSION, json=body, headers=headers), 201)
    await ok(client.get("/api/v1/client/thread"))
