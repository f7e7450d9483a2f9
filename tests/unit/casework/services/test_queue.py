import pytest

from bot.casework.errors import BadInput, Forbidden
from bot.casework.services import referrals
from bot.casework.services.queue import counts
from tests.unit.casework.services.desk import BOTH_WORDS, HOUSING_WORDS


@pytest.fixture
def sent(house):
    return house.sent()


@pytest.fixture
def claimed(house, sent):
    house.call(referrals.claim, house.worker, sent)
    return sent


def test_a_row_of_the_queue_shows_urgency_and_reasons_of_today(house, sent):
    house.clock.move_on(days=12)
    row = house.call(referrals.queue, house.worker)["items"][0]
    assert (row["id"], row["urgency"], row["urgency_reasons"]) == (
        sent,
        "urgent",
        ["no_first_night"],
    )
    assert row["release"] == {"date": "2026-12-18", "days_left": 12, "certain": True}
    assert row["client"]["name"] == "Oma Nimi"
    assert row["claimed_by"] is None


def test_the_queue_shows_no_words_of_the_person(house, sent):
    rows = str(house.call(referrals.queue, house.worker))
    assert HOUSING_WORDS not in rows
    assert BOTH_WORDS not in rows


def test_another_county_has_an_empty_queue(house, sent):
    assert house.call(referrals.queue, house.stranger)["items"] == []


def test_only_social_workers_have_a_queue(house, sent, leader):
    for actor in (leader, house.guard):
        with pytest.raises(Forbidden):
            house.call(referrals.queue, actor)


def test_closed_referrals_are_shown_only_when_asked_for(house, claimed):
    house.call(referrals.close, house.worker, claimed, "met")
    assert house.call(referrals.queue, house.worker)["items"] == []
    assert len(house.call(referrals.queue, house.worker, state="closed")["items"]) == 1
    assert len(house.call(referrals.queue, house.worker, state="all")["items"]) == 1
    assert counts(house.uow, house.worker)["closed"] == 1


def test_an_unknown_state_is_refused(house):
    with pytest.raises(BadInput):
        house.call(referrals.queue, house.worker, state="lost")


def test_mine_are_those_i_have_claimed(house, claimed):
    assert len(house.call(referrals.queue, house.worker, mine=True)["items"]) == 1
    assert house.call(referrals.queue, house.colleague, mine=True)["items"] == []
    row = house.call(referrals.queue, house.colleague)["items"][0]
    assert row["claimed_by"] == {"id": "maija", "name": "Maija"}


@pytest.mark.parametrize(("q", "found"), [("oma n", 1), ("234", 1), ("toinen", 0), (" ", 1)])
def test_the_search_looks_at_name_and_number(house, sent, q, found):
    assert len(house.call(referrals.queue, house.worker, q=q)["items"]) == found
