import dataclasses
import datetime as dt

import pytest

from bot.casework.actor import Right
from bot.casework.errors import BadInput, Forbidden, NotFound, WrongState
from bot.casework.people import Place
from bot.casework.services import meeting_day, meetings, permission
from tests.unit.casework.services.desk import COUNTY, PRISON
from tests.unit.casework.services.test_meetings import Desk, slot


@pytest.fixture
def desk(house):
    return Desk(house)


@pytest.fixture
def asked(desk):
    """A meeting that waits for the prison."""
    return desk.waiting_for_prison()["id"]


def test_the_prison_sees_who_when_with_whom_and_where_it_could_be(desk, asked):
    row = desk.house.call(permission.requests, desk.house.guard, state="requested")[0]
    assert row["client"] == {
        "id": "person",
        "name": "Oma Nimi",
        "number": "1234",
        "place": "A 12",
    }
    assert (row["start"], row["minutes"]) == ("2026-12-01T08:00:00Z", 45)
    assert (row["partner"], row["purpose"], row["device"]) == (COUNTY, "social", "video")
    assert row["places"] == [{"id": "room", "name": "Huone 1", "device": "video", "clash": None}]
    assert row["verbs"] == ["approve", "reject", "propose", "cancel"]


def test_the_prison_sees_no_drafts_and_no_offers(desk):
    desk.offer()
    assert desk.house.call(permission.requests, desk.house.guard) == []
    assert desk.house.call(permission.requests, desk.house.guard, state="offered") == []


def test_a_wish_that_was_called_off_before_a_time_was_picked_is_not_shown(desk):
    meeting = desk.offer()["id"]
    desk.house.call(meetings.cancel_by_client, desk.house.person, meeting)
    assert desk.house.call(permission.requests, desk.house.guard) == []


def test_a_place_that_is_taken_is_said_so(desk, asked, other_person):
    house = desk.house
    house.uow.prisons.places_of[PRISON].append(Place("room2", PRISON, "Huone 2"))
    held = dataclasses.replace(
        desk.stored(asked), id="x", client_id=other_person, worker_id="y", place_id="room"
    )
    house.uow.meetings.hold(held)
    row = house.call(permission.requests, house.guard)[0]
    assert [place["clash"] for place in row["places"]] == ["clash.place", None]
    with pytest.raises(WrongState) as refusal:
        house.call(permission.approve, house.guard, asked, "room")
    assert refusal.value.key == "clash_place"
    assert house.call(permission.approve, house.guard, asked)["place"]["id"] == "room2"


def test_without_a_free_place_there_is_no_permission(desk, asked, other_person):
    held = dataclasses.replace(
        desk.stored(asked), id="x", client_id=other_person, worker_id="y", place_id="room"
    )
    desk.house.uow.meetings.hold(held)
    with pytest.raises(WrongState):
        desk.house.call(permission.approve, desk.house.guard, asked)


def test_permission_binds_time_and_place_and_twice_is_harmless(desk, asked):
    for _ in range(2):
        seen = desk.house.call(permission.approve, desk.house.guard, asked)
    assert (seen["state"], seen["place"]) == ("approved", {"id": "room", "name": "Huone 1"})
    assert desk.house.uow.meetings.held[asked].place_id == "room"
    assert desk.house.audit("meeting").count(("vesa", "approve")) == 1


def test_a_place_of_no_prison_is_refused(desk, asked):
    with pytest.raises(BadInput):
        desk.house.call(permission.approve, desk.house.guard, asked, "kitchen")


def test_without_the_right_nothing_is_seen_or_decided(desk, asked):
    house = desk.house
    guard = dataclasses.replace(house.guard, rights=frozenset({Right.CODES, Right.ALERTS}))
    for call in (
        lambda: house.call(permission.requests, guard),
        lambda: house.call(permission.approve, guard, asked),
        lambda: house.call(permission.requests, house.worker),
        lambda: house.call(permission.approve, house.worker, asked),
    ):
        with pytest.raises(Forbidden):
            call()


def test_another_prison_has_no_such_meeting(desk, asked):
    guard = dataclasses.replace(desk.house.guard, prison="kuopio")
    assert desk.house.call(permission.requests, guard) == []
    with pytest.raises(NotFound):
        desk.house.call(permission.approve, guard, asked)


def test_a_time_that_has_passed_is_not_permitted(desk, asked):
    desk.house.clock.move_on(days=8)
    with pytest.raises(WrongState) as refusal:
        desk.house.call(permission.approve, desk.house.guard, asked)
    assert refusal.value.key == "slot_past"


def test_what_was_only_offered_can_not_be_permitted(desk):
    with pytest.raises(WrongState):
        desk.house.call(permission.approve, desk.house.guard, desk.offer()["id"])


def test_a_refusal_has_a_code_and_words_the_person_reads(desk, asked):
    house = desk.house
    house.call(permission.reject, house.guard, asked, "no_staff", "Ei valvojaa.")
    seen = house.call(meetings.list_for_client, house.person)[0]
    assert (seen["state"], seen["reason_code"], seen["reason_text"]) == (
        "rejected",
        "no_staff",
        "Ei valvojaa.",
    )
    assert house.uow.meetings.held == {}


def test_refusing_twice_is_harmless_and_an_unknown_code_is_refused(desk, asked):
    house = desk.house
    with pytest.raises(BadInput):
        house.call(permission.reject, house.guard, asked, "mood", "")
    with pytest.raises(BadInput):
        house.call(permission.reject, house.guard, asked, "other", " ")
    for _ in range(2):
        house.call(permission.reject, house.guard, asked, "security")
    assert house.audit("meeting").count(("vesa", "reject")) == 1


def test_a_new_time_needs_the_persons_choice_and_a_new_permission(desk, asked):
    house = desk.house
    for _ in range(2):
        seen = house.call(permission.propose, house.guard, asked, [slot("2026-12-03T08:00:00Z")])
    assert (seen["state"], seen["start"], len(seen["slots"])) == ("changes_asked", None, 1)
    assert house.uow.meetings.held == {}
    shown = house.call(meetings.list_for_client, house.person)[0]
    chosen = desk.choose(asked, shown["slots"][0]["id"])
    assert (chosen["state"], chosen["start"]) == ("requested", "2026-12-03T08:00:00Z")


def test_the_prison_too_proposes_only_times_that_can_be(desk, asked):
    with pytest.raises(BadInput) as refusal:
        desk.house.call(permission.propose, desk.house.guard, asked, [slot("2026-12-05T08:00:00Z")])
    assert refusal.value.params["slots"] == [{"index": 0, "key": "slot.outside_hours"}]


def test_after_a_refusal_the_worker_can_offer_again(desk, asked):
    house = desk.house
    house.call(permission.reject, house.guard, asked, "no_place")
    seen = desk.offer(slot("2026-12-04T08:00:00Z"), meeting=asked)
    assert (seen["state"], seen["reason_code"]) == ("offered", None)


def test_a_meeting_is_started_and_held(desk):
    house = desk.house
    meeting = desk.approved()["id"]
    for _ in range(2):
        assert house.call(meeting_day.start, house.guard, meeting)["state"] == "started"
    for _ in range(2):
        assert house.call(meeting_day.finish, house.guard, meeting)["state"] == "held"
    assert house.uow.meetings.held == {}
    rows = house.audit("meeting")
    assert rows.count(("vesa", "start")) == rows.count(("vesa", "finish")) == 1


def test_who_did_not_come_is_noted_and_the_time_is_free(desk):
    meeting = desk.approved()["id"]
    assert desk.house.call(meeting_day.no_show, desk.house.guard, meeting)["state"] == "no_show"
    assert desk.house.uow.meetings.held == {}


def test_the_prison_can_call_off_what_it_has_permitted(desk):
    house = desk.house
    meeting = desk.approved()["id"]
    for _ in range(2):
        seen = house.call(meeting_day.cancel, house.guard, meeting)
    assert (seen["state"], seen["cancelled_by"]) == ("cancelled", "prison_staff")


def test_what_nobody_decided_in_time_expires_and_frees_the_time(desk, asked):
    house = desk.house
    assert house.call(meeting_day.expire) == 0
    house.clock.moment = dt.datetime(2026, 12, 1, 8, 45, tzinfo=dt.UTC)
    assert house.call(meeting_day.expire) == 1
    assert desk.stored(asked).state == "expired"
    assert house.uow.meetings.held == {}
    assert house.audit("meeting")[-1] == ("system", "expire")


def test_an_offer_nobody_answered_expires_after_its_last_time(desk):
    meeting = desk.offer()["id"]
    desk.house.clock.moment = dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC)
    assert desk.house.call(meeting_day.expire) == 1
    assert desk.stored(meeting).state == "expired"


def test_who_was_moved_to_another_prison_gets_no_permission_here(desk, asked):
    house = desk.house
    client = house.uow.clients.get(house.person)
    client.prison = "kuopio"
    house.uow.clients.save(client)
    row = house.call(permission.requests, house.guard)[0]
    assert row["clashes"] == ["prison.clash.moved"]
    with pytest.raises(WrongState) as refusal:
        house.call(permission.approve, house.guard, asked)
    assert refusal.value.key == "person_moved"
