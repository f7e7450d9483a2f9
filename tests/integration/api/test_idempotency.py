"""The same Idempotency-Key: the same answer, and nothing new."""

import asyncio

import pytest

from tests.integration.api.situations import WEDNESDAY, ok, problem, say, tell_needs, tick


def key(name="k1"):
    return {"Idempotency-Key": name}


async def twice(client, path, body, status):
    """Sends it two times; the answer that both gave."""
    first = await ok(client.post(path, json=body, headers=key()), status)
    second = await ok(client.post(path, json=body, headers=key()), status)
    assert first == second
    return first


async def test_a_message_counts_once(person, rasa):
    client = await person()
    await say(client, choice="agree")
    answer = await twice(client, "/api/v1/client/messages", {"text": "I have no home"}, 200)
    assert answer["messages"][-1]["question"] == "housing.start"
    thread = await ok(client.get("/api/v1/client/thread"))
    assert [m["text"] for m in thread["messages"]].count("I have no home") == 1
    # Later, when other things have been said, the answer to that request is still the same.
    await say(client, choice="skip")
    assert await twice(client, "/api/v1/client/messages", {"text": "I have no home"}, 200) == answer


async def test_messages_sent_at_once_with_one_key_are_one(person, rasa):
    client = await person()
    await say(client, choice="agree")
    send = {"json": {"text": "I have debts"}, "headers": key()}
    answers = await asyncio.gather(
        *(client.post("/api/v1/client/messages", **send) for _ in range(4))
    )
    assert {answer.status for answer in answers} == {200}
    assert len(rasa.heard) == 2
    thread = await ok(client.get("/api/v1/client/thread"))
    assert [m["text"] for m in thread["messages"]].count("I have debts") == 1


async def test_a_message_that_waited_is_answered_when_it_is_sent_again(person, rasa):
    client = await person()
    await say(client, choice="agree")
    rasa.away = True
    body = {"text": "I have no home"}
    path = "/api/v1/client/messages"
    waiting = await ok(client.post(path, json=body, headers=key()))
    assert waiting["waiting"] and waiting["messages"][-1]["question"] == "opening"
    other = {"text": "I have debts"}
    await problem(client.post(path, json=other, headers=key()), 422, "key_reused")
    rasa.away = False
    answer = await ok(client.post(path, json=body, headers=key()))
    assert answer["messages"][-1]["question"] == "housing.start"
    thread = await ok(client.get("/api/v1/client/thread"))
    assert [m["text"] for m in thread["messages"]].count("I have no home") == 1


async def test_sending_a_summary_twice_makes_one_referral(person, worker):
    client = await person()
    await tell_needs(client)
    await tick(client, "housing")
    await twice(client, "/api/v1/client/summary/send", {}, 201)
    queue = await ok((await worker()).get("/api/v1/referrals"))
    assert len(queue["items"]) == 1


async def test_a_code_is_issued_once(guard):
    staff = await guard()
    body = {
        "county": "pohjois-savo",
        "release_date": "2027-01-01",
        "name": "Maija",
        "place": "B 2",
    }
    first = await twice(staff, "/api/v1/codes", body, 201)
    other = await ok(staff.post("/api/v1/codes", json=body, headers=key("k2")), 201)
    assert other["client_id"] != first["client_id"]


async def test_a_wish_a_draft_and_a_note_are_made_once(sent, worker):
    case = await sent()
    social = await worker()
    referral = f"/api/v1/referrals/{case.referral}"
    await ok(social.post(f"{referral}/claim", headers=key("claim")))
    await twice(case.person, "/api/v1/client/meetings", {"wish": "on Friday"}, 201)
    await twice(social, "/api/v1/meetings", {"referral": case.referral}, 201)
    for verb in ("note", "message"):
        body = {"text": f"some words for a {verb}"}
        for _ in range(2):
            await ok(social.post(f"{referral}/{verb}", json=body, headers=key(verb)), 201)
    shown = await ok(social.get(referral))
    verbs = [event["verb"] for event in shown["events"]]
    assert verbs.count("note") == verbs.count("message") == 1
    assert len(shown["thread"]) == 1


async def test_a_key_of_another_request_is_refused(person):
    client = await person()
    await say(client, choice="agree")
    path = "/api/v1/client/messages"
    await ok(client.post(path, json={"text": "I have no home"}, headers=key()))
    other = {"text": "I have debts"}
    await problem(client.post(path, json=other, headers=key()), 422, "key_reused")
    await problem(client.post("/api/v1/client/help", headers=key()), 422, "key_reused")


async def test_two_people_may_use_the_same_key(person):
    for client in (await person(), await person(name="Joku Toinen")):
        answer = await client.post("/api/v1/client/help", headers=key())
        assert answer.status == 201


async def test_what_was_refused_may_be_tried_again_with_its_key(person):
    client = await person()
    await tell_needs(client)
    path = "/api/v1/client/summary/send"
    await problem(client.post(path, headers=key()), 409, "nothing_ticked")
    await tick(client, "housing")
    await ok(client.post(path, headers=key()), 201)


@pytest.mark.parametrize("odd", ["", "x" * 201, "ä"])
async def test_a_key_that_can_be_none_is_refused(odd, person):
    client = await person()
    answer = client.post("/api/v1/client/help", headers={"Idempotency-Key": odd})
    await problem(answer, 422, "key_unclear")


async def test_signing_in_again_with_the_key_opens_no_second_session(issue_code, app_client):
    body = {"code": (await issue_code()).code, "lang": "en"}
    path = "/api/v1/client/session"
    first = await twice(app_client, path, body, 201)
    headers = {"X-CSRF-Token": first["csrf"]}
    assert (await app_client.delete(path, headers=headers)).status == 204
    # That session is over: the key can't bring it back.
    again = await ok(app_client.post(path, json=body, headers=key()), 201)
    assert again["csrf"] != first["csrf"]
    await ok(app_client.get("/api/v1/client/thread"))


async def test_another_code_with_the_same_key_is_another_person(issue_code, new_client):
    path, seen = "/api/v1/client/session", set()
    for _ in range(2):
        body = {"code": (await issue_code()).code}
        answer = await ok(new_client().post(path, json=body, headers=key()), 201)
        seen.add(answer["csrf"])
    assert len(seen) == 2


async def test_an_offer_and_a_decision_are_repeated_in_peace(offered):
    case = await offered()
    path = f"/api/v1/meetings/{case.meeting}"
    slots = {"slots": [{"start": WEDNESDAY, "minutes": 45}]}
    await twice(case.worker, f"{path}/offer", slots, 200)
    mine = await ok(case.person.get("/api/v1/client/meetings"))
    choice = {"slot": mine["items"][0]["slots"][0]["id"]}
    await twice(case.person, f"/api/v1/client/meetings/{case.meeting}/choose", choice, 200)
    approved = await twice(case.guard, f"{path}/approve", {}, 200)
    assert approved["state"] == "approved"
