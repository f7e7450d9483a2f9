"""Consent that is taken back works at once, without another press."""

import pytest

from bot.casework.services.referrals import open_referral
from bot.casework.services.review import change, send
from tests.unit.casework.services.desk import HOUSING_WORDS

YES, NO = {"social_worker": True}, {"social_worker": False}


@pytest.fixture
def shared(house):
    """Housing and drinking were told and sent."""
    house.press("m1", "agree")
    house.write("m2", "kämppä meni", areas=("housing",))
    house.write("m3", HOUSING_WORDS, areas=("housing",), answer="no")
    house.write("m4", "juominen lähti lapasesta", areas=("substance_use",))
    house.call(change, house.person, consent={"housing": YES, "substance_use": YES})
    return house.call(send, house.person).id


def read(house, referral):
    return house.call(open_referral, house.worker, referral)


def test_what_the_tick_was_for_is_gone_from_the_workers_page(house, shared):
    house.call(change, house.person, consent={"housing": NO})
    seen = read(house, shared)
    assert [need["area"] for need in seen["needs"]] == ["substance_use"]
    assert HOUSING_WORDS not in str(seen)
    assert "housing" in seen["declined"]
    assert seen["content_version"] == 2
    assert [event["verb"] for event in seen["events"]][-1] == "withdraw"


def test_taking_everything_back_leaves_nothing_to_read(house, shared):
    house.call(change, house.person, consent={"housing": NO, "substance_use": NO})
    seen = read(house, shared)
    assert seen["needs"] == []
    assert "lapasesta" not in str(seen)
    assert seen["urgency"] == "normal"


def test_taking_back_adds_nothing_that_was_not_sent(house, shared):
    house.write("m9", "velkaa on", areas=("debts",))
    house.call(change, house.person, consent={"debts": YES})
    house.call(change, house.person, consent={"housing": NO})
    assert "velkaa on" not in str(read(house, shared))


def test_an_unticked_part_that_never_left_changes_nothing(house, shared):
    house.call(change, house.person, consent={"strengths": YES})
    house.call(change, house.person, consent={"strengths": NO})
    assert read(house, shared)["content_version"] == 1


def test_taking_back_twice_is_one_version(house, shared):
    for _ in range(2):
        house.call(change, house.person, consent={"housing": NO})
    assert read(house, shared)["content_version"] == 2


def test_before_sending_a_tick_taken_back_is_only_a_tick(house):
    house.press("m1", "agree")
    house.write("m2", "kämppä meni", areas=("housing",))
    house.call(change, house.person, consent={"housing": YES})
    house.call(change, house.person, consent={"housing": NO})
    assert house.uow.referrals.of_client(house.person) is None
