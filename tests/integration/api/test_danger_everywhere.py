"""Whatever a person sends, danger in it is seen: also in what is refused."""

import asyncio

import pytest

from tests.integration.api.situations import ok, problem, say, tell_needs

DANGER = "I want to kill myself"
MESSAGES = "/api/v1/client/messages"


@pytest.fixture
def kinds(service):
    """The kinds of the open alerts."""

    async def read():
        found = await service.database.read(lambda uow: uow.alerts.open_of_prison("kuopio"))
        return sorted(alert.kind for alert in found)

    return read


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", MESSAGES, {"text": DANGER, "choice": "yes"}),
        ("POST", MESSAGES, {"text": DANGER, "question": "not.asked"}),
        ("POST", MESSAGES, {"text": DANGER + " x" * 20_000}),
        ("POST", MESSAGES, {"text": [DANGER]}),
        ("POST", MESSAGES, {"choice": DANGER, "question": "consent"}),
        ("POST", MESSAGES, {"choice": DANGER}),
        ("PUT", "/api/v1/client/secret", {"secret": DANGER}),
        ("PUT", "/api/v1/client/secret", {"secret": f"{DANGER} {'x' * 100}"}),
        ("PATCH", "/api/v1/client/session", {"lang": DANGER}),
        ("PATCH", "/api/v1/client/summary", {"items": {"m1": {"text": DANGER}}}),
        ("PATCH", "/api/v1/client/summary", {"what": DANGER}),
        ("POST", "/api/v1/client/meetings", {"wish": DANGER}),
        ("POST", "/api/v1/client/meetings/none/choose", {"slot": DANGER}),
        ("POST", "/api/v1/client/worker-messages", {"text": DANGER}),
        ("POST", "/api/v1/client/county", {"yes": True, "why": DANGER}),
        ("POST", "/api/v1/client/erase", {"why": DANGER}),
        ("POST", "/api/v1/client/help", {"why": DANGER}),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_danger_in_any_field_of_any_request_is_seen(method, path, body, person, kinds, rasa):
    rasa.away = True
    client = await person()
    async with client.request(method, path, json=body) as answer:
        assert answer.status < 500, await answer.text()
    assert "suicide" in await kinds()


@pytest.mark.parametrize(
    "text",
    [
        "I want to k\u200bill my\u00adself",
        "<b>I want</b> to <i>kill</i> myself",
        "I WANT TO KILL MYSELF!!!",
        "\u0000I want to kill\u0000 myself",
        "I want to kill myself \ud83d",
        "Haluan tappaa itseni",
        "jag vill ta livet av mig",
        "All is fine.\n\n\n" + "fine " * 3000 + "I want to kill myself",
    ],
    ids=lambda text: ascii(text[:20]),
)
async def test_danger_is_seen_whatever_it_is_dressed_in(text, person, kinds):
    client = await person()
    await client.post(MESSAGES, json={"text": text})
    assert await kinds() == ["suicide"]


@pytest.mark.parametrize("key", ["k1", "", "x" * 300])
async def test_danger_under_a_key_that_is_refused_is_seen(key, person, kinds):
    client = await person()
    await say(client, choice="agree")
    await ok(client.post(MESSAGES, json={"text": "hello"}, headers={"Idempotency-Key": "k1"}))
    answer = client.post(MESSAGES, json={"text": DANGER}, headers={"Idempotency-Key": key})
    await problem(answer, 422)
    assert await kinds() == ["suicide"]


@pytest.mark.parametrize("key", ["k1", "x" * 300])
async def test_danger_in_a_wish_under_a_key_that_is_refused_is_seen(key, sent, kinds):
    client = (await sent()).person
    path, headers = "/api/v1/client/meetings", {"Idempotency-Key": "k1"}
    await ok(client.post(path, json={"wish": "Mornings"}, headers=headers), 201)
    await problem(client.post(path, json={"wish": DANGER}, headers={"Idempotency-Key": key}), 422)
    assert await kinds() == ["suicide"]


async def test_two_texts_at_once_under_one_key_lose_no_danger(person, kinds, rasa):
    client = await person()
    await say(client, choice="agree")
    rasa.away = True
    headers = {"Idempotency-Key": "k1"}
    for _ in range(2):
        await asyncio.gather(
            client.post(MESSAGES, json={"text": "I have no home"}, headers=headers),
            client.post(MESSAGES, json={"text": DANGER}, headers=headers),
        )
    assert await kinds() == ["suicide"]


async def test_danger_that_only_understanding_sees_is_told_also_in_a_crisis(
    person, guard, kinds, rasa
):
    client, staff = await person(), await guard()
    await tell_needs(client)
    await ok(client.post("/api/v1/client/help"), 201)
    rasa.teach("it will be over tonight", crisis="suicide")
    await say(client, text="it will be over tonight")
    assert await kinds() == ["asked_for_help", "suicide"]
    for alert in (await ok(staff.get("/api/v1/alerts")))["items"]:
        await ok(staff.post(f"/api/v1/alerts/{alert['id']}/acknowledge"))
    # Answered, and still in the crisis: the next words are a new alert.
    await say(client, text="it will be over tonight")
    assert await kinds() == ["suicide"]


async def test_what_waited_while_rasa_was_away_is_still_looked_at(person, kinds, rasa, service):
    client = await person()
    await tell_needs(client)
    rasa.away = True
    rasa.teach("it will be over tonight", crisis="suicide")
    await say(client, text="it will be over tonight")
    await ok(client.post("/api/v1/client/help"), 201)
    rasa.away = False
    await say(client, text="are you there")
    assert await kinds() == ["asked_for_help", "suicide"]


async def test_after_going_on_the_same_danger_stops_it_again(person, kinds):
    client = await person()
    await say(client, text=DANGER)
    await say(client, choice="continue")
    assert (await say(client, text=DANGER))["stage"] == "crisis"
    assert await kinds() == ["suicide"]
