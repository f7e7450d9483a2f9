"""Permission by API."""

import datetime as dt

from bot.casework.people import OpenHours
from tests.integration.api.situations import LATER, WEDNESDAY, offer, ok, problem

MEETINGS = "/api/v1/meetings"


async def test_only_what_was_asked_of_this_prison_is_listed(offered):
    case = await offered()
    assert (await ok(case.guard.get(MEETINGS)))["items"] == []
    path = f"/api/v1/client/meetings/{case.meeting}/choose"
    await ok(case.person.post(path, json={"slot": case.slot}))
    found = (await ok(case.guard.get(f"{MEETINGS}?state=requested")))["items"]
    assert [each["id"] for each in found] == [case.meeting]
    assert found[0]["client"]["place"] == "A 12"
    assert [place["clash"] for place in found[0]["places"]] == [None]


async def test_approving_twice_is_harmless_and_by_another_too_late(requested, guard):
    case = await requested()
    path = f"{MEETINGS}/{case.meeting}/approve"
    first = await ok(case.guard.post(path, json={}))
    assert first["state"] == "approved" and first["place"]["name"]
    assert await ok(case.guard.post(path, json={})) == first
    await problem((await guard()).post(path), 409, "wrong_state")


async def test_a_place_can_be_named_and_must_exist(requested):
    case = await requested()
    path = f"{MEETINGS}/{case.meeting}"
    await problem(case.guard.post(f"{path}/approve", json={"place": "x"}), 422, "place_unknown")
    place = (await ok(case.guard.get(path)))["places"][0]["id"]
    approved = await ok(case.guard.post(f"{path}/approve", json={"place": place}))
    assert approved["place"]["id"] == place


async def test_two_meetings_never_share_a_place(requested, sent, worker):
    case = await requested()
    other = await sent(name="Joku Toinen")
    social = await worker()
    await ok(social.post(f"/api/v1/referrals/{other.referral}/claim"))
    meeting = await offer(social, other.referral, WEDNESDAY, LATER)
    await ok(case.guard.post(f"{MEETINGS}/{case.meeting}/approve"))
    slot = meeting["slots"][0]["id"]
    choose = f"/api/v1/client/meetings/{meeting['id']}/choose"
    await problem(other.person.post(choose, json={"slot": slot}), 409, "clash_place")


async def test_a_refusal_has_a_code_and_other_needs_words(requested):
    case = await requested()
    path = f"{MEETINGS}/{case.meeting}/reject"
    await problem(case.guard.post(path, json={}), 422, "field_missing")
    await problem(case.guard.post(path, json={"code": "because"}), 422, "field_wrong")
    await problem(case.guard.post(path, json={"code": "other"}), 422, "reject_text_missing")
    body = {"code": "no_staff", "text": "A course on that day"}
    refused = await ok(case.guard.post(path, json=body))
    assert refused["state"] == "rejected"
    mine = (await ok(case.person.get("/api/v1/client/meetings")))["items"][0]
    assert (mine["reason_code"], mine["reason_text"]) == ("no_staff", "A course on that day")
    again = await offer_again(case)
    assert again["state"] == "offered"


async def offer_again(case):
    body = {"slots": [{"start": "2026-11-26T08:00:00Z", "minutes": 45}]}
    return await ok(case.worker.post(f"{MEETINGS}/{case.meeting}/offer", json=body))


async def test_another_time_is_chosen_by_the_person_and_needs_a_new_permission(requested):
    case = await requested()
    body = {"slots": [{"start": LATER, "minutes": 30}]}
    proposed = await ok(case.guard.post(f"{MEETINGS}/{case.meeting}/propose", json=body))
    assert proposed["state"] == "changes_asked"
    mine = (await ok(case.person.get("/api/v1/client/meetings")))["items"][0]
    choice = {"slot": mine["slots"][0]["id"]}
    path = f"/api/v1/client/meetings/{case.meeting}/choose"
    assert (await ok(case.person.post(path, json=choice)))["state"] == "requested"


async def test_a_meeting_is_held_or_somebody_does_not_come(requested):
    case = await requested()
    path = f"{MEETINGS}/{case.meeting}"
    for verb in ("start", "finish", "no-show"):
        await problem(case.guard.post(f"{path}/{verb}"), 409, "wrong_state")
    await ok(case.guard.post(f"{path}/approve"))
    assert (await ok(case.guard.post(f"{path}/start")))["state"] == "started"
    held = await ok(case.guard.post(f"{path}/finish"))
    assert held["state"] == "held" and await ok(case.guard.post(f"{path}/finish")) == held


async def test_a_meeting_does_not_begin_outside_the_hours_of_the_day(requested, service):
    case = await requested()
    path = f"{MEETINGS}/{case.meeting}"
    await ok(case.guard.post(f"{path}/approve"))
    person = await service.database.read(lambda uow: uow.clients.get(case.client_id))
    late = [OpenHours(2, dt.time(12), dt.time(15))]
    await service.database.run(lambda uow: uow.rules.set_hours(person.prison, late))
    await problem(case.guard.post(f"{path}/start"), 409, "start_rules")
    assert (await ok(case.guard.get(path)))["state"] == "approved"


async def test_a_no_show_is_noted(requested):
    case = await requested()
    path = f"{MEETINGS}/{case.meeting}"
    await ok(case.guard.post(f"{path}/approve"))
    assert (await ok(case.guard.post(f"{path}/no-show")))["state"] == "no_show"


async def test_the_link_is_never_the_prisons(requested, guard, clock):
    case = await requested()
    await ok(case.guard.post(f"{MEETINGS}/{case.meeting}/approve"))
    clock.moment = clock.moment.replace(day=25, hour=7, minute=50)
    staff = await guard()
    for path in (MEETINGS, f"{MEETINGS}/{case.meeting}"):
        assert "https://" not in str(await ok(staff.get(path)))


async def test_for_help_with_logging_in_a_colleague_is_named(requested, guard):
    case = await requested(purpose="e_service")
    path = f"{MEETINGS}/{case.meeting}"
    await guard()
    seen = await ok(case.guard.get(path))
    assert seen["decides"] and [host["busy"] for host in seen["hosts"]] == [False]
    await problem(case.guard.post(f"{path}/approve", json={"host": "x"}), 422, "host_unknown")
    host = seen["hosts"][0]
    approved = await ok(case.guard.post(f"{path}/approve", json={"host": host["id"]}))
    assert approved["host"] == {"id": host["id"], "name": host["name"]}


async def test_help_with_logging_in_can_be_wished_for_and_nothing_else_by_name(requested):
    case = await requested()
    wish = "/api/v1/client/meetings"
    words = {"wish": "Help with a form"}
    made = await ok(case.person.post(wish, json={**words, "purpose": "e_service"}), 201)
    assert made["purpose"] == "e_service"
    assert (await case.person.post(wish, json={**words, "purpose": "legal"})).status == 422
