"""The conversation by API."""

import json

from tests.integration.api.situations import ok, problem, say, tell_needs

MESSAGES = "/api/v1/client/messages"
AREAS = 13


async def test_the_thread_begins_with_the_question_for_consent(person):
    client = await person()
    thread = await ok(client.get("/api/v1/client/thread"))
    assert thread["stage"] == "consent"
    assert thread["progress"] == {"done": 0, "total": AREAS}
    last = thread["messages"][-1]
    assert last["question"] == "consent" and last["from"] == "assistant"
    assert [choice["id"] for choice in last["choices"]][:2] == ["agree", "disagree"]
    assert await ok(client.get("/api/v1/client/thread")) == thread


async def test_disagreeing_stays_at_consent(person):
    client = await person()
    answer = await say(client, choice="disagree", question="consent")
    assert answer["stage"] == "consent"
    assert answer["messages"][-1]["question"] == "consent"
    assert (await say(client, choice="agree"))["stage"] == "opening"


async def test_the_last_message_names_what_it_asks_about(person):
    client = await person()
    answer = await tell_needs(client)
    last = answer["messages"][-1]
    assert (last["area"], last["question"]) == ("housing", "housing.start")
    assert "yes" in [choice["id"] for choice in last["choices"]]


async def test_an_answer_holds_only_what_is_new(person, content):
    client = await person()
    answer = await tell_needs(client)
    assert {message["from"] for message in answer["messages"]} == {"assistant"}
    thread = await ok(client.get("/api/v1/client/thread"))
    new = [message["id"] for message in answer["messages"]]
    assert [message["id"] for message in thread["messages"]][-len(new) :] == new
    said = [m["text"] for m in thread["messages"] if m["from"] == "client"]
    pressed = content.texts.choice("en", "consent", "agree")
    assert said == [pressed, "I have no home and I have debts"]


async def test_any_question_can_be_answered_through_to_the_review(person):
    client = await person()
    answer = await tell_needs(client, "I have no home")
    seen = 0
    while answer["stage"] == "interview":
        last = answer["messages"][-1]
        choices = [choice["id"] for choice in last["choices"]]
        choice = "continue" if last["question"] == "enough" else choices[0]
        answer = await say(client, choice=choice, question=last["question"])
        assert answer["progress"]["done"] >= seen
        seen = answer["progress"]["done"]
    assert answer["stage"] == "review" and seen == AREAS


async def test_what_is_no_longer_asked_answers_with_the_present_question(person):
    client = await person()
    answer = await tell_needs(client)
    body = {"choice": "agree", "question": "consent"}
    found = await problem(client.post(MESSAGES, json=body), 409, "question_changed")
    assert found["current"] == answer["messages"][-1]


async def test_a_choice_that_is_not_offered_is_refused(person):
    client = await person()
    await tell_needs(client)
    body = {"choice": "agree", "question": "housing.start"}
    await problem(client.post(MESSAGES, json=body), 422, "choice_unknown")


async def test_while_rasa_is_away_a_message_is_safe_and_the_question_stays(person, rasa):
    client = await person()
    await say(client, choice="agree")
    rasa.away = True
    answer = await say(client, text="I have debts")
    assert answer["waiting"] is True
    last = answer["messages"][-1]
    assert last["question"] == "opening" and last["text"].startswith("Your message is saved")
    rasa.away = False
    after = await say(client, text="I have no home")
    assert after["waiting"] is False
    thread = await ok(client.get("/api/v1/client/thread"))
    said = [m["text"] for m in thread["messages"] if m["from"] == "client"][1:]
    assert said == ["I have debts", "I have no home"]
    summary = await ok(client.get("/api/v1/client/summary"))
    assert {need["area"] for need in summary["needs"]} == {"housing", "debts"}


async def test_danger_stops_the_interview_and_continue_goes_on(person, guard, rasa):
    client = await person()
    before = await tell_needs(client)
    rasa.away = True
    answer = await say(client, text="I am going to kill myself tonight")
    assert answer["stage"] == "crisis"
    assert answer["messages"][-1]["question"] == "crisis"
    staff = await guard()
    alerts = await ok(staff.get("/api/v1/alerts"))
    assert [alert["kind"] for alert in alerts["items"]] == ["suicide"]
    assert "tonight" not in json.dumps(alerts)
    rasa.away = False
    after = await say(client, choice="continue", question="crisis")
    assert after["stage"] == "interview"
    assert after["messages"][-1]["question"] == before["messages"][-1]["question"]


async def test_the_own_press_for_help_raises_an_alert_of_its_own_kind(person, guard):
    client = await person()
    answer = await ok(client.post("/api/v1/client/help"), 201)
    assert answer["stage"] == "crisis" and answer["messages"]
    alerts = await ok((await guard()).get("/api/v1/alerts"))
    assert [(a["id"], a["kind"]) for a in alerts["items"]] == [(answer["alert"], "asked_for_help")]


async def test_a_language_chosen_in_the_conversation_holds_from_that_answer_on(person):
    client = await person()
    answer = await say(client, choice="agree")
    answer = await say(client, text="I have no home")
    language = await client.patch("/api/v1/client/session", json={"lang": "sv"})
    assert language.status == 200
    answer = await say(client, choice="explain")
    assert answer["messages"][-1]["question"] == "housing.start"
    assert "Ja" in [choice["label"] for choice in answer["messages"][-1]["choices"]]


async def test_erasing_in_the_conversation_asks_first_and_ends_the_session(person, rasa):
    client = await person()
    await tell_needs(client)
    asked = await say(client, text="erase")
    assert asked["messages"][-1]["question"] == "delete"
    answer = await say(client, choice="yes", question="delete")
    assert len(answer["messages"]) == 1 and answer["messages"][0]["question"] is None
    assert len(rasa.forgotten) == 1
    await problem(client.get("/api/v1/client/thread"), 401)


async def test_an_identity_code_is_masked(person):
    client = await person()
    await say(client, choice="agree")
    await say(client, text="I have no home, 131052-308T is me")
    thread = await ok(client.get("/api/v1/client/thread"))
    assert "308T" not in json.dumps(thread)
