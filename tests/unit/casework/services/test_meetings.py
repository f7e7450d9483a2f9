import dataclasses
import datetime as dt

import pytest

from bot.casework.errors import BadInput, Forbidden, NotFound, WrongState
from bot.casework.people import Place
from bot.casework.services import meetings, permission, referrals
from tests.unit.casework.services.desk import PRISON

# Helsinki is two hours ahead of UTC in winter: 9 to 15 there is 7 to 13 in UTC.
TUESDAY = "2026-12-01T08:00:00Z"
WEDNESDAY = "2026-12-02T08:00:00Z"
WISH = "Haluan tavata ennen joulua."


def slot(start=TUESDAY, minutes=45):
    return {"start": start, "minutes": minutes}


class Desk:
    """A referral that Maija has claimed, and the steps of a meeting."""

    def __init__(self, house):
        self.house = house
        self.referral = house.sent()
        house.call(referrals.claim, house.worker, self.referral)

    def draft(self):
        return self.house.call(meetings.start_draft, self.house.worker, self.referral)["id"]

    def offer(self, *slots, meeting=None):
        slots = list(slots) or [slot(), slot(WEDNESDAY)]
        meeting = meeting or self.draft()
        return self.house.call(meetings.offer, self.house.worker, meeting, slots)

    def waiting_for_prison(self):
        offered = self.offer()
        return self.choose(offered["id"], offered["slots"][0]["id"])

    def choose(self, meeting, slot_id):
        return self.house.call(meetings.choose, self.house.person, meeting, slot_id)

    def approved(self):
        meeting = self.waiting_for_prison()["id"]
        return self.house.call(permission.approve, self.house.guard, meeting)

    def stored(self, meeting):
        return self.house.uow.meetings.rows[meeting]


@pytest.fixture
def desk(house):
    return Desk(house)


def refused(refusal):
    return [row["key"] for row in refusal.value.params["slots"]]


# --- the offer --------------------------------------------------------------------


def test_a_draft_needs_a_claim(house):
    referral = house.sent()
    with pytest.raises(WrongState) as refusal:
        house.call(meetings.start_draft, house.worker, referral)
    assert refusal.value.key == "claim_first"


def test_starting_twice_finds_the_same_draft_and_takes_up_the_wish(desk):
    house = desk.house
    wished = house.call(meetings.wish, house.person, WISH)["id"]
    assert desk.draft() == wished
    assert desk.draft() == wished


def test_another_county_and_other_roles_start_nothing(desk, leader):
    house = desk.house
    with pytest.raises(NotFound):
        house.call(meetings.start_draft, house.stranger, desk.referral)
    for actor in (leader, house.guard):
        with pytest.raises(Forbidden):
            house.call(meetings.start_draft, actor, desk.referral)


def test_offered_times_are_for_the_person_to_pick(desk):
    offered = desk.offer()
    assert offered["state"] == "offered"
    seen = desk.house.call(meetings.list_for_client, desk.house.person)[0]
    assert [s["start"] for s in seen["slots"]] == [TUESDAY, WEDNESDAY]
    assert (seen["verbs"], seen["state_key"]) == (
        ["choose", "cancel"],
        "meeting.state.client.offered",
    )


def test_offering_the_same_times_twice_is_harmless(desk):
    first = desk.offer()
    again = desk.offer(meeting=first["id"])
    assert [s["id"] for s in again["slots"]] == [s["id"] for s in first["slots"]]
    assert desk.house.audit("meeting").count(("maija", "offer")) == 1


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (slot("2026-11-24T09:59:00Z"), "past"),
        (slot(minutes=14), "length"),
        (slot(minutes=121), "length"),
        (slot(minutes="45"), "length"),
        (slot("2026-12-01T06:59:00Z"), "outside_hours"),
        (slot("2026-12-01T12:30:00Z"), "outside_hours"),
        (slot("2026-12-05T08:00:00Z"), "outside_hours"),
        (slot("2026-12-01T08:00:00"), "unclear"),
        (slot("tomorrow"), "unclear"),
        (slot("2026-12-21T08:00:00Z"), "after_release"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_the_reason(desk, wish, reason):
    with pytest.raises(BadInput) as refusal:
        desk.offer(wish)
    assert refused(refusal) == [f"slot.{reason}"]


@pytest.mark.parametrize("start", ["2026-12-01T07:00:00Z", "2026-12-01T12:15:00Z"])
def test_opening_and_closing_hours_are_helsinki_time(desk, start):
    assert desk.offer(slot(start))["state"] == "offered"


def test_no_meeting_is_offered_on_a_public_holiday(desk):
    house = desk.house
    client = house.uow.clients.get(house.person)
    client.release_date = dt.date(2027, 3, 1)
    house.uow.clients.save(client)
    with pytest.raises(BadInput) as refusal:
        desk.offer(slot("2027-01-06T08:00:00Z"), slot("2026-12-25T08:00:00Z"))
    assert [row["index"] for row in refusal.value.params["slots"]] == [0, 1]
    assert refused(refusal) == ["slot.holiday", "slot.holiday"]


def test_one_to_five_times_that_do_not_overlap(desk):
    for slots in ([], [slot()] * 6):
        with pytest.raises(BadInput) as refusal:
            desk.house.call(meetings.offer, desk.house.worker, desk.draft(), slots)
        assert refusal.value.key == "slots_number"
    with pytest.raises(BadInput) as refusal:
        desk.offer(slot(), slot("2026-12-01T08:30:00Z"))
    assert refused(refusal) == ["slot.twice"]


def test_a_time_that_person_or_worker_has_is_not_offered(desk):
    desk.waiting_for_prison()
    with pytest.raises(BadInput) as refusal:
        desk.offer(slot("2026-12-01T08:30:00Z"))
    assert refused(refusal) == ["slot.person_taken"]
    assert desk.offer(slot("2026-12-01T08:45:00Z"))["state"] == "offered"


def test_a_time_when_every_place_is_taken_is_not_offered(desk, other_person):
    desk.approved()
    stored = next(iter(desk.house.uow.meetings.held.values()))
    stored.client_id, stored.worker_id = other_person, "somebody"
    with pytest.raises(BadInput) as refusal:
        desk.offer()
    assert refused(refusal) == ["slot.no_place"]
    desk.house.uow.prisons.places_of[PRISON].append(Place("room2", PRISON, "Huone 2"))
    assert desk.offer(meeting=desk.draft())["state"] == "offered"


def test_only_the_worker_whose_meeting_it_is_acts_on_it(desk):
    meeting = desk.offer()["id"]
    with pytest.raises(WrongState) as refusal:
        desk.house.call(meetings.cancel_by_worker, desk.house.colleague, meeting)
    assert refusal.value.params == {"name": "Maija"}
    with pytest.raises(NotFound):
        desk.house.call(meetings.cancel_by_worker, desk.house.stranger, meeting)


def test_who_takes_over_a_referral_takes_over_its_meetings(desk):
    house, meeting = desk.house, desk.approved()["id"]
    house.call(referrals.assign, house.worker, desk.referral, "pekka")
    assert desk.stored(meeting).worker_id == "pekka"
    assert house.uow.meetings.held[meeting].worker_id == "pekka"
    assert house.call(meetings.cancel_by_worker, house.colleague, meeting)["state"] == "cancelled"


def test_a_permitted_time_the_new_worker_can_not_make_stays_with_the_old_one(desk):
    house, meeting = desk.house, desk.approved()["id"]
    busy = dataclasses.replace(
        desk.stored(meeting), id="x", client_id="y", worker_id="pekka", place_id=None
    )
    house.uow.meetings.hold(busy)
    house.call(referrals.assign, house.worker, desk.referral, "pekka")
    assert desk.stored(meeting).worker_id == "maija"
    assert house.uow.meetings.held[meeting].worker_id == "maija"


# --- the choice -------------------------------------------------------------------


def test_the_chosen_time_is_held_and_the_prison_is_asked(desk):
    chosen = desk.waiting_for_prison()
    assert (chosen["state"], chosen["start"], chosen["minutes"]) == ("requested", TUESDAY, 45)
    assert set(desk.house.uow.meetings.held) == {chosen["id"]}


def test_choosing_the_same_time_twice_is_harmless_and_another_is_refused(desk):
    offered = desk.offer()
    first, second = (s["id"] for s in offered["slots"])
    desk.choose(offered["id"], first)
    assert desk.choose(offered["id"], first)["state"] == "requested"
    with pytest.raises(WrongState):
        desk.choose(offered["id"], second)


def test_a_time_that_was_not_offered_can_not_be_chosen(desk):
    with pytest.raises(BadInput):
        desk.choose(desk.offer()["id"], "other")


def test_a_time_that_has_passed_can_not_be_chosen(desk):
    offered = desk.offer()
    desk.house.clock.move_on(days=7)
    with pytest.raises(WrongState) as refusal:
        desk.choose(offered["id"], offered["slots"][0]["id"])
    assert refusal.value.key == "slot_past"


def test_a_time_that_was_taken_meanwhile_can_not_be_chosen(desk):
    first, second = desk.offer(slot()), desk.offer(slot("2026-12-01T08:15:00Z"))
    desk.choose(first["id"], first["slots"][0]["id"])
    with pytest.raises(WrongState) as refusal:
        desk.choose(second["id"], second["slots"][0]["id"])
    assert (refusal.value.status, refusal.value.key) == (409, "clash_person")


def test_who_was_moved_to_another_prison_can_not_choose_the_old_times(desk):
    house, offered = desk.house, desk.offer()
    client = house.uow.clients.get(house.person)
    client.prison = "kuopio"
    house.uow.clients.save(client)
    with pytest.raises(WrongState) as refusal:
        desk.choose(offered["id"], offered["slots"][0]["id"])
    assert refusal.value.key == "slot_no_longer"


def test_nobody_chooses_for_another(desk, other_person):
    offered = desk.offer()
    with pytest.raises(NotFound):
        desk.house.call(meetings.choose, other_person, offered["id"], "any")


def test_an_older_page_can_not_decide_on_a_newer_state(desk):
    offered = desk.offer()
    with pytest.raises(WrongState) as refusal:
        desk.house.call(
            meetings.choose,
            desk.house.person,
            offered["id"],
            offered["slots"][0]["id"],
            revision=offered["revision"] - 1,
        )
    assert refusal.value.key == "out_of_date"


def test_i_will_come_can_be_said_once(desk):
    meeting = desk.approved()["id"]
    for _ in range(2):
        seen = desk.house.call(meetings.confirm, desk.house.person, meeting)
    assert seen["confirmed_at"] == "2026-11-24T10:00:00Z"
    assert "confirm" not in seen["verbs"]
    assert desk.house.audit("meeting").count(("person", "confirm")) == 1


def test_who_cancels_frees_the_time_and_twice_is_harmless(desk):
    house = desk.house
    meeting = desk.waiting_for_prison()["id"]
    for _ in range(2):
        seen = house.call(meetings.cancel_by_client, house.person, meeting)
    assert (seen["state"], seen["cancelled_by"], seen["verbs"]) == ("cancelled", "client", [])
    assert house.uow.meetings.held == {}
    with pytest.raises(WrongState):
        house.call(meetings.cancel_by_worker, house.worker, meeting)
