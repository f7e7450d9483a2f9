"""Meetings by API: the worker's and the person's half."""

import json

import pytest

from tests.integration.api.situations import LATER, WEDNESDAY, offer, ok, problem

MEETINGS = "/api/v1/meetings"
OWN = "/api/v1/client/meetings"


def slots(*starts, minutes=45):
    return {"slots": [{"start": start, "minutes": minutes} for start in starts]}


async def test_a_wish_needs_a_summary_that_was_sent(person):
    client = await person()
    await problem(client.post(OWN, json={"wish": "Monday"}), 409, "send_summary_first")


async def test_danger_in_a_wish_is_seen_though_the_wish_is_refused(person, guard):
    client = await person()
    await problem(client.post(OWN, json={"wish": "I will kill myself"}), 409)
    alerts = await ok((await guard()).get("/api/v1/alerts"))
    assert [alert["kind"] for alert in alerts["items"]] == ["suicide"]


async def test_a_meeting_begins_with_a_claimed_referral(sent, worker):
    case = await sent()
    social = await worker()
    await problem(social.post(MEETINGS, json={"referral": case.referral}), 409, "claim_first")


async def test_the_wish_is_for_the_worker_and_not_for_the_prison(sent, worker, guard):
    case = await sent()
    social = await worker()
    await ok(social.post(f"/api/v1/referrals/{case.referral}/claim"))
    await ok(case.person.post(OWN, json={"wish": "about my children"}), 201)
    meeting = await offer(social, case.referral)
    assert meeting["wish"] == "about my children"
    choice = {"slot": meeting["slots"][0]["id"]}
    await ok(case.person.post(f"{OWN}/{meeting['id']}/choose", json=choice))
    staff = await guard()
    for path in (MEETINGS, f"{MEETINGS}/{meeting['id']}"):
        assert "children" not in json.dumps(await ok(staff.get(path)))


@pytest.mark.parametrize(
    ("start", "minutes", "reason"),
    [
        ("2026-11-23T08:00:00Z", 45, "past"),
        ("2026-11-28T08:00:00Z", 45, "outside_hours"),
        ("2026-11-25T20:00:00Z", 45, "outside_hours"),
        ("2027-03-02T08:00:00Z", 45, "after_release"),
        ("2026-12-25T08:00:00Z", 45, "holiday"),
        (WEDNESDAY, 5, "length"),
        (WEDNESDAY, 10**30, "length"),
        ("tomorrow", 45, "unclear"),
        ("2026-11-25T08:00:00", 45, "unclear"),
        ("0001-01-01T00:00:00+14:00", 45, "unclear"),
        ("9999-12-31T23:59:59Z", 45, "unclear"),
    ],
)
async def test_of_each_time_that_cannot_be_it_says_why(start, minutes, reason, sent, worker):
    case = await sent()
    social = await worker()
    await ok(social.post(f"/api/v1/referrals/{case.referral}/claim"))
    draft = await ok(social.post(MEETINGS, json={"referral": case.referral}), 201)
    path = f"{MEETINGS}/{draft['id']}/offer"
    body = {"slots": [{"start": LATER, "minutes": 45}, {"start": start, "minutes": minutes}]}
    found = await problem(social.post(path, json=body), 422, "slots_refused")
    assert [(slot["index"], slot["reason"]) for slot in found["slots"]] == [(1, reason)]
    assert found["slots"][0]["detail"]


async def test_one_to_five_times_can_be_offered(offered):
    case = await offered()
    path = f"{MEETINGS}/{case.meeting}/offer"
    await problem(case.worker.post(path, json={"slots": []}), 422, "slots_number")
    many = slots(*[f"2026-11-26T{hour:02}:00:00Z" for hour in (7, 8, 9, 10, 11, 12)])
    await problem(case.worker.post(path, json=many), 422, "slots_number")


async def test_choosing_twice_is_harmless_and_another_slot_too_late(offered):
    case = await offered()
    path = f"{OWN}/{case.meeting}/choose"
    await problem(case.person.post(path, json={"slot": "nothing"}), 422, "slot_unknown")
    first = await ok(case.person.post(path, json={"slot": case.slot}))
    assert first["state"] == "requested" and first["start"] == WEDNESDAY
    assert await ok(case.person.post(path, json={"slot": case.slot})) == first
    mine = (await ok(case.person.get(OWN)))["items"][0]
    other = next(slot["id"] for slot in mine["slots"] if slot["id"] != case.slot)
    await problem(case.person.post(path, json={"slot": other}), 409, "wrong_state")


async def test_an_older_state_of_things_decides_nothing(offered):
    case = await offered()
    path = f"{OWN}/{case.meeting}/choose"
    old = {"slot": case.slot, "revision": 0}
    await problem(case.person.post(path, json=old), 409, "out_of_date")


async def test_confirming_needs_an_approved_meeting_and_is_not_needed(requested):
    case = await requested()
    path = f"{OWN}/{case.meeting}/confirm"
    await problem(case.person.post(path), 409, "wrong_state")
    await ok(case.guard.post(f"{MEETINGS}/{case.meeting}/approve"))
    confirmed = await ok(case.person.post(path))
    assert confirmed["confirmed_at"] and confirmed["state"] == "approved"
    assert await ok(case.person.post(path)) == confirmed


@pytest.mark.parametrize("who", ["person", "worker", "guard"])
async def test_each_side_may_call_it_off_and_twice_is_harmless(who, requested):
    case = await requested()
    path = f"{OWN if who == 'person' else MEETINGS}/{case.meeting}/cancel"
    for _ in range(2):
        gone = await ok(getattr(case, who).post(path))
        assert gone["state"] == "cancelled"
    choose = f"{OWN}/{case.meeting}/choose"
    await problem(case.person.post(choose, json={"slot": case.slot}), 409, "wrong_state")


async def test_a_meeting_of_another_worker_is_seen_and_not_touched(offered, worker):
    case = await offered()
    other = await worker()
    assert (await ok(other.get(MEETINGS)))["items"] == []
    listed = await ok(other.get(f"{MEETINGS}?mine=false"))
    assert [each["verbs"] for each in listed["items"]] == [[]]
    path = f"{MEETINGS}/{case.meeting}/offer"
    await problem(other.post(path, json=slots(LATER)), 409, "meeting_of_other")


async def test_a_state_can_be_asked_for(offered):
    case = await offered()
    assert len((await ok(case.worker.get(f"{MEETINGS}?state=offered")))["items"]) == 1
    assert (await ok(case.worker.get(f"{MEETINGS}?state=held")))["items"] == []
    await problem(case.worker.get(f"{MEETINGS}?state=lost"), 422, "state_unknown")


async def test_free_slots_can_be_offered_with_all_who_take_part(sent, worker):
    case = await sent()
    social = await worker()
    await ok(social.post(f"/api/v1/referrals/{case.referral}/claim"))
    meeting = await ok(social.post(MEETINGS, json={"referral": case.referral}), 201)
    path = f"{MEETINGS}/{meeting['id']}"
    found = (await ok(social.get(f"{path}/slots?minutes=30")))["items"]
    assert found and {row["minutes"] for row in found} == {30}
    kela = [{"organisation": "Kela", "role": "kela"}]
    body = {"slots": found[:2], "others": kela, "purpose": "income", "fallback": "visit"}
    offered = await ok(social.post(f"{path}/offer", json=body))
    assert (offered["others"], offered["purpose"], offered["fallback"]) == (kela, "income", "visit")
    assert [s["start"] for s in offered["slots"]] == sorted(row["start"] for row in found[:2])
    bad = {**body, "others": [{"organisation": "Kela", "role": "boss"}]}
    assert (await social.post(f"{path}/offer", json=bad)).status == 422
    await problem(case.person.get(f"{path}/slots"), 403)


async def test_who_loses_the_race_for_a_time_reads_the_next_free_ones(offered, sent):
    case, other = await offered(), await sent()
    await ok(case.worker.post(f"/api/v1/referrals/{other.referral}/claim"))
    second = await offer(case.worker, other.referral)
    choice = {"slot": case.slot}
    await ok(case.person.post(f"{OWN}/{case.meeting}/choose", json=choice))
    path, lost = f"{OWN}/{second['id']}/choose", {"slot": second["slots"][0]["id"]}
    found = await problem(other.person.post(path, json=lost), 409, "clash_worker")
    starts = [row["start"] for row in found["free"]]
    assert starts[0] == LATER and found["free"][0]["slot"] == second["slots"][1]["id"]
    assert len(starts) > 1 and WEDNESDAY not in starts
    # A second try says the same and holds nothing.
    again = await problem(other.person.post(path, json=lost), 409, "clash_worker")
    assert again["free"] == found["free"]
    chosen = await ok(other.person.post(path, json={"slot": found["free"][0]["slot"]}))
    assert chosen["start"] == LATER
    # Other refusals have no times.
    unknown = await problem(other.person.post(path, json={"slot": "nothing"}), 422)
    assert "free" not in unknown


async def test_a_worker_reads_the_nearest_free_times_with_the_refusal(sent, worker):
    case = await sent()
    social = await worker()
    await ok(social.post(f"/api/v1/referrals/{case.referral}/claim"))
    draft = await ok(social.post(MEETINGS, json={"referral": case.referral}), 201)
    path = f"{MEETINGS}/{draft['id']}/offer"
    body = slots("2026-11-28T08:00:00Z")
    found = await problem(social.post(path, json=body), 422, "slots_refused")
    assert found["free"] and found["free"][0]["start"].startswith("2026-11-27")
    none = await problem(social.post(path, json=slots("tomorrow")), 422, "slots_refused")
    assert "free" not in none
