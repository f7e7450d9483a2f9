"""No log record, of ours or of a library, holds what somebody typed, is called or signs in with."""

import asyncio
import io
import logging

import pytest

from bot.web.conversation import CONVERSATION
from tests.integration.api.situations import offer, ok, problem, say, send_summary, tick
from tests.integration.conftest import PASSWORD

TYPED = "Zanzibarzebra"
MESSAGES = "/api/v1/client/messages"


@pytest.fixture
def logged():
    """Everything that any logger says at DEBUG, with the text of exceptions."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    # The service writes no access log (see below); the server of the tests does.
    handler.addFilter(lambda record: record.name != "aiohttp.access")
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)r"))
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


async def test_the_whole_way_leaves_no_words_and_no_secrets_in_the_logs(
    logged, service, issue_code, sign_in_person, new_client, staff_user, sign_in_staff, rasa, clock,
    monkeypatch,
):  # fmt: skip
    issued = await issue_code(name=f"Matti {TYPED}", number=f"99/{TYPED}", place=f"A {TYPED}")
    person = await sign_in_person(issued.code)
    secret = f"my {TYPED}"
    await ok(person.put("/api/v1/client/secret", json={"secret": secret}))
    referral = await send_summary(person)
    login = await staff_user(name=f"Siiri {TYPED}")
    worker, guard = (
        await sign_in_staff(login),
        await sign_in_staff(await staff_user("prison_staff")),
    )

    # What is understood, what waits, what is refused, what is wrong.
    await say(person, text=f"I have no home, {TYPED}")
    rasa.away = True
    await say(person, text=f"debts {TYPED}")
    clock.move_on(minutes=1)
    await service.server.app[CONVERSATION].pump()
    rasa.away = False
    await problem(person.post(MESSAGES, json={"text": TYPED * 2000}), 422)
    await problem(person.post(MESSAGES, json={"text": TYPED, "question": TYPED}), 409)
    await problem(person.post(MESSAGES, json={"text": [TYPED]}), 422)
    await problem(person.post(MESSAGES, data=f"{{{TYPED}".encode()), 415)
    await problem(person.get(f"/api/v1/{TYPED}?q={TYPED}"), 404)
    await say(person, text=f"I want to kill myself {TYPED}")
    await say(person, choice="continue")

    # Signing in, right and wrong.
    for body in (
        {"code": issued.code, "secret": secret},
        {"code": issued.code, "secret": f"wrong {TYPED}"},
        {"code": TYPED},
    ):
        await new_client().post("/api/v1/client/session", json=body)
    wrong = {"username": login.username, "password": f"wrong {TYPED}"}
    await new_client().post("/api/v1/staff/session", json=wrong)

    # The worker, the prison, the meeting, the paper.
    for act, body in (("claim", {}), ("note", {"text": TYPED}), ("message", {"text": TYPED})):
        answer = await worker.post(f"/api/v1/referrals/{referral}/{act}", json=body)
        assert answer.status < 300
    await worker.get(f"/api/v1/referrals?q={TYPED}")
    await worker.get(f"/api/v1/referrals/{referral}/export?format=pdf")
    await ok(person.post("/api/v1/client/meetings", json={"wish": TYPED}), 201)
    meeting = await offer(worker, referral)
    path = f"/api/v1/client/meetings/{meeting['id']}/choose"
    await ok(person.post(path, json={"slot": meeting["slots"][0]["id"]}))
    path = f"/api/v1/meetings/{meeting['id']}/reject"
    await ok(guard.post(path, json={"code": "other", "text": TYPED}))
    await ok(person.post("/api/v1/client/worker-messages", json={"text": TYPED}), 201)

    # What is no HTTP at all.
    for raw in (
        f"GET /{TYPED}\x00 HTTP/1.1\r\n\r\n",
        f"GET / HTTP/1.1\r\nCookie: {TYPED}\x00\x01\r\n\r\n",
        f"GET / HTTP/1.1\r\n{TYPED} bad: x\r\n\r\n",
        f"POST {MESSAGES} HTTP/1.1\r\nContent-Length: {TYPED}\r\n\r\n",
        f"{TYPED}\r\n\r\n",
    ):
        await send_raw(service.server, raw.encode())

    # A fault whose text quotes the words.
    def fault(*_args, **_more):
        raise RuntimeError(f"could not store {TYPED}")

    monkeypatch.setattr("bot.web.conversation.receive", fault)
    url = person.make_url(MESSAGES)
    async with person.session.post(url, json={"text": TYPED}) as answer:
        assert answer.status == 500
        assert TYPED not in await answer.text()
    await tick(person, "housing")
    await ok(person.post("/api/v1/client/erase"))

    text = logged.getvalue()
    assert "RuntimeError" in text, "the fault itself is written down"
    secrets = [TYPED, TYPED.lower(), "kill myself", issued.code, PASSWORD, "A 12"]
    for client in (person, worker, guard):
        secrets += [cookie.value for cookie in client.session.cookie_jar if len(cookie.value) > 8]
    found = [line for line in text.splitlines() if any(secret in line for secret in secrets)]
    assert found == []


async def send_raw(server, request):
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(request)
    writer.write_eof()
    await reader.read()
    writer.close()
