"""Words that stop the interview also tell of needs: those are asked about first afterwards."""

import pytest

from bot.casework.services.thread import open_thread
from tests.unit.casework.services.test_conversation import Cell

THREAT = "mä haluan kuolla, ne uhkaa mua velkojen takia"
NAMED = ("safety", "debts")


@pytest.fixture
def cell(house):
    cell = Cell(house)
    cell.thread()
    cell.press("agree")
    return cell


def asked(cell):
    return cell.house.call(open_thread, cell.house.person).asks.question


def test_after_a_crisis_at_the_opening_the_named_topics_are_asked_and_not_the_opening(cell):
    cell.heard(cell.receive(text=THREAT), areas=NAMED)
    cell.receive(choice="continue")
    assert asked(cell) == "safety.start"
    assert cell.thread().stage == "interview"


def test_a_crisis_at_the_opening_that_names_no_topic_asks_the_opening_again(cell):
    cell.heard(cell.receive(text="mä haluan kuolla"))
    cell.receive(choice="continue")
    assert asked(cell) == "opening"


def test_topics_heard_only_after_going_on_still_come_first(cell):
    late = cell.receive(text=THREAT)
    cell.receive(choice="continue")
    cell.heard(late, areas=NAMED)
    cell.press("skip")
    assert asked(cell) == "safety.start"


def test_a_topic_named_in_a_crisis_in_mid_interview_comes_next(cell):
    cell.write("en tiiä", intent="dont_know")
    cell.heard(cell.receive(text=THREAT), areas=("debts",))
    cell.receive(choice="continue")
    assert asked(cell) == "housing.start"
    cell.press("skip")
    assert asked(cell) == "debts.start"


def test_danger_that_only_understanding_saw_keeps_its_topics_first_too(cell):
    cell.write("ne uhkaa mua", areas=("safety",), crisis="violence_to_me")
    cell.receive(choice="continue")
    assert asked(cell) == "safety.start"
