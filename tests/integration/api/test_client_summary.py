"""The review by API: ticks, corrections, sending; and what leaves."""

import json

from tests.integration.api.situations import ok, problem, say, send_summary, tell_needs, tick

PATH = "/api/v1/client/summary"
WORDS = "I have no home and I have debts"


async def test_nothing_is_ticked_before_the_person_ticks(person):
    client = await person()
    await tell_needs(client)
    summary = await ok(client.get(PATH))
    assert set(summary["consent"]) >= {
        *("housing", "debts", "strengths", "network"),
        *("contact", "access_needs", "meeting_wish"),
    }
    assert {receivers["social_worker"] for receivers in summary["consent"].values()} == {False}
    assert summary["receivers"][0]["id"] == "social_worker"
    assert "North Savo" in summary["receivers"][0]["label"]


async def test_each_statement_and_answer_has_its_id(person):
    client = await person()
    await tell_needs(client)
    summary = await ok(client.get(PATH))
    statement = summary["needs"][0]["statements"][0]
    assert statement["text"] == WORDS and statement["id"] and statement["message_id"]


async def test_what_is_not_named_stays(person):
    client = await person()
    await tell_needs(client)
    await tick(client, "housing")
    after = await tick(client, "debts")
    assert after["consent"]["housing"] == {"social_worker": True}
    back = {"consent": {"housing": {"social_worker": False}}}
    after = await ok(client.patch(PATH, json=back))
    assert after["consent"]["housing"] == {"social_worker": False}
    assert after["consent"]["debts"] == {"social_worker": True}


async def test_words_can_be_put_right_and_left_out(person, worker):
    client = await person()
    await tell_needs(client)
    item = (await ok(client.get(PATH)))["needs"][0]["statements"][0]["id"]
    edit = {"items": {item: {"text": "I need a flat"}}}
    edited = (await ok(client.patch(PATH, json=edit)))["needs"][0]["statements"][0]
    assert edited["text"] == "I need a flat" and edited["edited"] is True
    out = {"items": {item: {"included": False}}}
    after = await ok(client.patch(PATH, json=out))
    assert after["needs"][0]["statements"] == []
    assert [each["id"] for each in after["left_out"]] == [item]
    await tick(client, "housing", "debts")
    sent = await ok(client.post(f"{PATH}/send", json={}), 201)
    read = await ok((await worker()).get(f"/api/v1/referrals/{sent['id']}"))
    assert "flat" not in json.dumps(read) and "debts" not in json.dumps(read["needs"][0])


async def test_a_statement_leaves_only_if_all_its_areas_are_ticked(person, worker):
    client = await person()
    referral = await send_summary(client, "housing")
    read = await ok((await worker()).get(f"/api/v1/referrals/{referral}"))
    assert [need["area"] for need in read["needs"]] == ["housing"]
    assert WORDS not in json.dumps(read)
    assert "debts" in read["declined"]


async def test_nothing_leaves_without_consent(person):
    client = await person()
    await tell_needs(client)
    found = await problem(client.post(f"{PATH}/send", json={}), 409, "nothing_ticked")
    assert found["detail"]


async def test_sending_again_without_a_change_is_the_same_version(person):
    client = await person()
    referral = await send_summary(client)
    again = await ok(client.post(f"{PATH}/send", json={}), 201)
    assert again == {"id": referral, "content_version": 1}
    await ok(client.patch(PATH, json={"consent": {"debts": {"social_worker": False}}}))
    newer = await ok(client.post(f"{PATH}/send", json={}), 201)
    assert newer == {"id": referral, "content_version": 2}


async def test_an_item_that_is_not_there_is_refused(person):
    client = await person()
    await tell_needs(client)
    body = {"items": {"nothing": {"included": False}}}
    await problem(client.patch(PATH, json=body), 422, "item_unknown")


async def test_danger_in_a_correction_is_seen(person, guard):
    client = await person()
    await tell_needs(client)
    item = (await ok(client.get(PATH)))["needs"][0]["statements"][0]["id"]
    body = {"items": {item: {"text": "I want to kill myself"}, "nothing": {"included": True}}}
    await problem(client.patch(PATH, json=body), 422)
    alerts = await ok((await guard()).get("/api/v1/alerts"))
    assert [alert["kind"] for alert in alerts["items"]] == ["suicide"]


async def test_erasing_takes_everything_and_the_worker_sees_that(sent, worker, rasa):
    case = await sent()
    await ok(case.person.post("/api/v1/client/erase"))
    await problem(case.person.get(PATH), 401)
    assert rasa.forgotten == [case.client_id]
    await problem((await worker()).get(f"/api/v1/referrals/{case.referral}"), 404)
    await problem(case.person.post("/api/v1/client/session", json={"code": case.code}), 401)


async def test_erasing_goes_on_while_rasa_is_away(sent, rasa):
    case = await sent()
    rasa.away = True
    assert await ok(case.person.post("/api/v1/client/erase")) == {"erased": True}


async def test_the_person_sees_who_opened_the_summary(sent, worker, clock):
    case = await sent()
    social = await worker(name="Tiina Työntekijä")
    assert (await ok(case.person.get("/api/v1/client/access-log")))["items"] == []
    await ok(social.get(f"/api/v1/referrals/{case.referral}"))
    await ok(social.get(f"/api/v1/referrals/{case.referral}/export"))
    log = (await ok(case.person.get("/api/v1/client/access-log")))["items"]
    assert [(row["verb"], row["name"]) for row in log] == [
        ("export", "Tiina Työntekijä"),
        ("open", "Tiina Työntekijä"),
    ]


async def test_the_person_and_the_worker_can_write_to_each_other(sent, worker):
    case = await sent()
    social = await worker()
    path = f"/api/v1/referrals/{case.referral}"
    await ok(social.post(f"{path}/claim"))
    await ok(social.post(f"{path}/message", json={"text": "See you soon"}), 201)
    thread = await ok(case.person.get("/api/v1/client/thread"))
    assert [m["text"] for m in thread["messages"] if m["from"] == "worker"] == ["See you soon"]
    own = {"text": "Thank you"}
    await ok(case.person.post("/api/v1/client/worker-messages", json=own), 201)
    shown = await ok(social.get(path))
    assert [each["text"] for each in shown["thread"]] == ["See you soon", "Thank you"]


async def test_another_county_gets_the_summary_only_after_a_yes(sent, worker):
    case = await sent()
    here, there = await worker(), await worker(county="vantaa-kerava")
    path = f"/api/v1/referrals/{case.referral}"
    await problem(
        case.person.post("/api/v1/client/county", json={"yes": True}), 409, "nothing_proposed"
    )
    await ok(here.post(f"{path}/claim"))
    await ok(here.post(f"{path}/forward", json={"to": "vantaa-kerava"}))
    assert (await ok(there.get("/api/v1/referrals")))["items"] == []
    answer = await ok(case.person.post("/api/v1/client/county", json={"yes": True}))
    assert answer == {"county": "vantaa-kerava", "moved": True}
    assert len((await ok(there.get("/api/v1/referrals")))["items"]) == 1


async def test_after_sending_the_conversation_goes_on(person):
    client = await person()
    await send_summary(client)
    thread = await ok(client.get("/api/v1/client/thread"))
    assert thread["stage"] == "sent" and thread["messages"][-1]["question"] == "sent"
    answer = await say(client, choice="continue", question="sent")
    assert answer["stage"] == "interview" and answer["messages"][-1]["question"]


async def test_what_is_left_out_of_consent_looks_like_what_was_declined(person, worker):
    client = await person()
    await tell_needs(client, "I have debts")
    await say(client, choice="skip", question="debts.start")
    summary = await ok(client.get(PATH))
    assert [need["area"] for need in summary["needs"]] == ["debts"]
    await tick(client, "strengths")
    sent = await ok(client.post(f"{PATH}/send"), 201)
    read = await ok((await worker()).get(f"/api/v1/referrals/{sent['id']}"))
    assert read["needs"] == [] and "debts" in read["declined"]
