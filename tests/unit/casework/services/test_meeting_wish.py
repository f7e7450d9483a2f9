import pytest

from bot.casework.errors import WrongState
from bot.casework.services import meetings
from tests.unit.casework.services.test_meetings import WISH, Desk


@pytest.fixture
def desk(house):
    return Desk(house)


def test_a_wish_needs_a_summary_that_was_sent(house):
    with pytest.raises(WrongState) as refusal:
        house.call(meetings.wish, house.person, WISH)
    assert refusal.value.key == "send_summary_first"


def test_a_wish_is_a_draft_and_the_same_wish_twice_is_one(desk):
    house = desk.house
    first = house.call(meetings.wish, house.person, WISH)
    second = house.call(meetings.wish, house.person, f" {WISH} ")
    assert (first["state"], first["wish"]) == ("draft", WISH)
    assert second["id"] == first["id"]
    assert len(house.call(meetings.list_for_client, house.person)) == 1


def test_nobody_has_more_than_five_open_meetings(desk):
    house = desk.house
    for number in range(5):
        house.call(meetings.wish, house.person, f"Toive {number}")
    with pytest.raises(WrongState) as refusal:
        house.call(meetings.wish, house.person, "Vielä yksi")
    assert refusal.value.key == "meetings_too_many"


def test_danger_in_a_wish_tells_staff(desk):
    desk.house.call(meetings.wish, desk.house.person, "Haluan kuolla.")
    assert [alert.kind for alert in desk.house.uow.alerts.rows.values()] == ["suicide"]


def test_a_wish_is_read_by_the_worker_who_has_the_referral(desk):
    house = desk.house
    wished = house.call(meetings.wish, house.person, WISH)
    mine = house.call(meetings.list_for_county, house.worker)
    assert [(m["id"], m["wish"]) for m in mine] == [(wished["id"], WISH)]
    assert house.call(meetings.list_for_county, house.colleague) == []
    all_of_county = house.call(meetings.list_for_county, house.colleague, mine=False)
    assert [m["wish"] for m in all_of_county] == [None]
