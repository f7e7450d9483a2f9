"""From the code to the room: the whole job by API alone."""

import datetime as dt

from tests.integration.api.situations import WEDNESDAY, ok, problem, say, tick


async def the_whole_job(issue_code, app_client, worker, guard, clock, rasa):
    person = app_client
    code = (await issue_code()).code
    await ok(person.post("/api/v1/client/session", json={"code": code, "lang": "en"}), 201)
    first = await ok(person.get("/api/v1/client/thread"))
    assert first["stage"] == "consent"
    assert first["messages"][-1]["question"] == "consent"

    await say(person, choice="agree", question="consent")
    told = await say(person, text="I have no home and I have debts")
    while told["stage"] == "interview":
        asked = told["messages"][-1]
        choices = [choice["id"] for choice in asked["choices"]]
        choice = next(c for c in ("enough", "skip", "no", "continue") if c in choices)
        told = await say(person, choice=choice, question=asked["question"])
    assert told["stage"] == "review"

    summary = await ok(person.get("/api/v1/client/summary"))
    assert [need["area"] for need in summary["needs"]] == ["housing", "debts"]
    assert not any(tick["social_worker"] for tick in summary["consent"].values())
    await problem(person.post("/api/v1/client/summary/send"), 409, "nothing_ticked")
    await tick(person, "housing", "debts")
    sent = await ok(person.post("/api/v1/client/summary/send", json={}), 201)

    social = await worker()
    queue = await ok(social.get("/api/v1/referrals"))
    assert [row["id"] for row in queue["items"]] == [sent["id"]]
    read = await ok(social.get(f"/api/v1/referrals/{sent['id']}"))
    words = "I have no home and I have debts"
    assert [s["text"] for s in read["needs"][0]["statements"]] == [words]
    claimed = await ok(social.post(f"/api/v1/referrals/{sent['id']}/claim"))
    assert claimed["state"] == "claimed"

    wish = "on Wednesday if possible"
    await ok(person.post("/api/v1/client/meetings", json={"wish": wish}), 201)
    meeting = await ok(social.post("/api/v1/meetings", json={"referral": sent["id"]}), 201)
    assert meeting["wish"] == wish
    path = f"/api/v1/meetings/{meeting['id']}"
    slots = [{"start": WEDNESDAY, "minutes": 45}]
    offered = await ok(social.post(f"{path}/offer", json={"slots": slots}))
    slot = offered["slots"][0]["id"]
    own = f"/api/v1/client/meetings/{meeting['id']}"
    chosen = await ok(person.post(f"{own}/choose", json={"slot": slot}))
    assert chosen["state"] == "requested"

    staff = await guard()
    waiting = await ok(staff.get("/api/v1/meetings?state=requested"))
    assert [each["id"] for each in waiting["items"]] == [meeting["id"]]
    assert wish not in str(waiting) and "home" not in str(waiting)
    approved = await ok(staff.post(f"{path}/approve", json={}))
    assert approved["state"] == "approved"

    async def links():
        mine = (await ok(person.get("/api/v1/client/meetings")))["items"][0]
        return mine["join_url"], (await ok(social.get(path)))["join_url"]

    assert await links() == (None, None)
    clock.moment = clock.moment.replace(day=25, hour=7, minute=50)
    # Everybody was away for a night and signs in again.
    await ok(person.post("/api/v1/client/session", json={"code": code}), 201)
    social = await worker()
    mine, theirs = await links()
    assert mine is not None and mine.startswith("https://")
    # Another worker of the county sees the meeting and not the door to it.
    assert theirs is None


async def test_from_the_code_to_the_room(issue_code, app_client, worker, guard, clock, rasa):
    await the_whole_job(issue_code, app_client, worker, guard, clock, rasa)


async def test_the_link_is_there_from_a_quarter_before_until_the_end(
    requested, sign_in_person, clock
):
    case = await requested()
    await ok(case.guard.post(f"/api/v1/meetings/{case.meeting}/approve"))
    start = clock.moment.replace(day=25)
    shown = {}
    for minutes in (-16, -15, 0, 44, 45):
        clock.moment = start + dt.timedelta(minutes=minutes)
        person = await sign_in_person(case.code)
        meeting = (await ok(person.get("/api/v1/client/meetings")))["items"][0]
        shown[minutes] = meeting["join_url"] is not None
    assert shown == {-16: False, -15: True, 0: True, 44: True, 45: False}
