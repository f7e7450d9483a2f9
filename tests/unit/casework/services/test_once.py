"""A form that was sent twice acts once."""

import pytest

from bot.casework.errors import BadInput
from bot.casework.services.once import once


@pytest.fixture
def acted():
    return []


def send(house, acted, token, actor=None):
    def work():
        acted.append(token)
        return "done"

    return once(house.uow, house.context, actor or house.worker, token, work)


def test_the_second_sending_of_a_form_does_nothing(house, acted):
    assert send(house, acted, "t1") == "done"
    assert send(house, acted, "t1") is None
    assert acted == ["t1"]


def test_a_new_form_acts_again(house, acted):
    send(house, acted, "t1")
    assert send(house, acted, "t2") == "done"


def test_the_same_token_of_somebody_else_is_another_form(house, acted):
    send(house, acted, "t1")
    assert send(house, acted, "t1", house.colleague) == "done"


def test_a_form_without_a_token_acts_each_time(house, acted):
    send(house, acted, "")
    assert send(house, acted, "") == "done"


def test_what_was_refused_can_be_sent_again_with_the_same_form(house, acted):
    def refuse():
        raise BadInput("text_empty")

    with pytest.raises(BadInput):
        once(house.uow, house.context, house.worker, "t1", refuse)
    assert send(house, acted, "t1") == "done"
