"""Who loses the race for a time gets the next free ones, and may ask for them."""

import dataclasses
import datetime as dt

import pytest

from bot.casework.errors import BadInput, NotFound, WrongState
from bot.casework.services import meetings
from bot.casework.services.free_slots import free_slots
from bot.casework.services.next_times import is_lost, next_for_client, next_for_worker
from bot.dates.phrases import say_when
from tests.unit.casework.services.test_meetings import TUESDAY, WEDNESDAY, Desk, slot


@pytest.fixture
def desk(house):
    return Desk(house)


@pytest.fixture
def lost(desk, other_person):
    """The worker's Tuesday at ten was offered, and is somebody else's by now."""
    offered = desk.offer()
    first = offered["slots"][0]
    held = dataclasses.replace(
        desk.stored(offered["id"]),
        id="x",
        client_id=other_person,
        start=dt.datetime.fromisoformat(first["start"]),
        end=dt.datetime.fromisoformat(first["end"]),
    )
    desk.house.uow.meetings.hold(held)
    return offered


def refusal_of(desk, offered, number=0):
    with pytest.raises(WrongState) as refusal:
        desk.choose(offered["id"], offered["slots"][number]["id"])
    return refusal.value


def following(desk, offered, slot_id=None):
    slot_id = slot_id or offered["slots"][0]["id"]
    return desk.house.call(next_for_client, desk.house.person, offered["id"], slot_id)


def test_the_offered_times_that_are_left_come_first_then_the_nearest_free_ones(desk, lost):
    refusal = refusal_of(desk, lost)
    assert (refusal.key, is_lost(refusal)) == ("clash_worker", True)
    rows = following(desk, lost)
    assert (rows[0]["start"], rows[0]["slot"]) == (WEDNESDAY, lost["slots"][1]["id"])
    others = rows[1:]
    assert others and all(row["slot"] is None for row in others)
    wanted = dt.datetime.fromisoformat(TUESDAY)
    starts = [dt.datetime.fromisoformat(row["start"]) for row in others]
    apart = [abs(start - wanted) for start in starts]
    assert apart == sorted(apart)
    assert min(apart) == dt.timedelta(minutes=45)
    assert {row["minutes"] for row in rows} == {45}


def test_what_is_left_of_the_offer_can_be_picked_at_once(desk, lost):
    refusal_of(desk, lost)
    chosen = desk.choose(lost["id"], following(desk, lost)[0]["slot"])
    assert (chosen["state"], chosen["start"]) == ("requested", WEDNESDAY)


def test_to_pick_the_lost_time_again_changes_nothing_and_says_the_same(desk, lost):
    first = (refusal_of(desk, lost).key, following(desk, lost))
    assert (refusal_of(desk, lost).key, following(desk, lost)) == first


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_a_free_time_that_is_asked_for_comes_first_at_the_worker(desk, lost, lang):
    house = desk.house
    client = house.uow.clients.get(house.person)
    client.lang = lang
    house.uow.clients.save(client)
    row = following(desk, lost)[-1]
    words = say_when(dt.datetime.fromisoformat(row["start"]), lang)
    wished = house.call(meetings.wish, house.person, words)["id"]
    found = house.call(free_slots, house.worker, wished)
    first = [each for each in found if each["wish"] == 1]
    assert row["start"] in [each["start"] for each in first]


def test_the_meeting_of_another_has_no_next_times(desk, lost, other_person):
    with pytest.raises(NotFound):
        desk.house.call(next_for_client, other_person, lost["id"], lost["slots"][0]["id"])
    assert following(desk, lost, "unknown") == []


def test_the_worker_gets_the_nearest_to_the_first_time_that_cannot_be(desk, lost):
    wishes = [slot(WEDNESDAY), slot("tomorrow"), slot(TUESDAY)]
    with pytest.raises(BadInput) as refusal:
        desk.offer(*wishes, meeting=lost["id"])
    house = desk.house
    rows = house.call(next_for_worker, house.worker, lost["id"], wishes, refusal.value)
    near = dt.datetime.fromisoformat(TUESDAY)
    assert abs(dt.datetime.fromisoformat(rows[0]["start"]) - near) == dt.timedelta(minutes=45)


def test_for_what_is_no_time_there_is_no_nearest(desk):
    meeting, wishes = desk.draft(), [slot("tomorrow")]
    with pytest.raises(BadInput) as refusal:
        desk.offer(*wishes, meeting=meeting)
    house = desk.house
    assert house.call(next_for_worker, house.worker, meeting, wishes, refusal.value) == []
