"""A worker who has read a summary sees what a new version of it brings."""

from bot.casework.services.referrals import open_referral
from bot.casework.services.review import change, send
from tests.unit.casework.services.test_withdrawing import NO, YES, shared

__all__ = ["shared"]


def changes(house, referral):
    return house.call(open_referral, house.worker, referral)["changed"]


def test_the_first_version_has_nothing_to_compare(house, shared):
    assert changes(house, shared) is None


def test_a_new_need_and_its_words_are_new(house, shared):
    house.write("m9", "velkaa on", areas=("debts",))
    house.call(change, house.person, consent={"debts": YES})
    house.call(send, house.person)
    found = changes(house, shared)
    assert (found["areas"], found["fewer"]) == (["debts"], False)
    assert "m9" in found["items"]
    assert "m3" not in found["items"]


def test_corrected_words_are_new(house, shared):
    house.call(change, house.person, items={"m2": {"text": "kämppä meni vuokravelan takia"}})
    house.call(send, house.person)
    assert changes(house, shared)["items"] == ["m2"]


def test_what_was_taken_back_is_not_named(house, shared):
    house.call(change, house.person, consent={"housing": NO})
    found = changes(house, shared)
    assert found["fewer"]
    assert (found["areas"], found["items"]) == ([], [])
