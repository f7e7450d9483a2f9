"""An answer that is opened again stands until another takes its place."""

import pytest

from bot.casework.intake_state import AreaStatus, IntakeState, Stage


def reopen(talk, area="housing"):
    talk.write("muutan sitä", intent="change_answer", areas=(area,))
    assert talk.keys[0] == "say.changed"


def answers_of(talk, area="housing"):
    needs = {need["area"]: need for need in talk.collect().needs}
    return {item["question"]: item.get("choice") for item in needs[area]["answers"]}


@pytest.fixture
def told(talk):
    """No home; the follow-ups of housing are answered, the next area is asked."""
    talk.start()
    talk.press("no")
    while talk.state.asked.startswith("housing."):
        talk.press(talk.says[-1].choices[0])
    return talk


def test_skipping_a_reopened_answer_keeps_the_old_one(told):
    before, asked = answers_of(told), told.state.asked
    reopen(told)
    told.press("skip")
    assert told.keys[0] == "say.kept"
    assert answers_of(told) == before
    assert told.state.areas["housing"].status is AreaStatus.NEED
    assert told.state.asked == asked


def test_typed_skip_keeps_the_old_answer_too(told):
    before = answers_of(told)
    reopen(told)
    told.write("ohita", intent="skip")
    assert answers_of(told) == before


def test_skipping_a_follow_up_that_is_asked_again_keeps_its_old_answer(told):
    before = answers_of(told)
    reopen(told)
    told.press("no")
    assert told.state.asked == "housing.first_night"
    while told.state.asked.startswith("housing."):
        told.press("skip")
    assert answers_of(told) == before


def test_a_no_need_that_is_reopened_and_skipped_stays_no_need(talk):
    talk.start()
    talk.press("yes")
    reopen(talk)
    talk.press("skip")
    assert talk.collect().no_need == ["housing"]


def test_enough_in_the_middle_of_a_reopened_answer_loses_nothing(told):
    before = answers_of(told)
    reopen(told)
    told.press("enough")
    assert told.state.stage is Stage.REVIEW
    assert answers_of(told) == before
    told.press("continue")
    assert not told.state.asked.startswith("housing.")


def test_the_summary_holds_the_old_answer_until_the_new_one_is_there(told):
    before = answers_of(told)
    reopen(told)
    assert answers_of(told) == before


def test_not_wanting_to_answer_is_an_answer_and_takes_the_old_ones_place(told):
    reopen(told)
    told.press("no_answer")
    assert told.state.areas["housing"].status is AreaStatus.DECLINED
    assert not any(
        question.startswith("housing.")
        for question in told.state.answers
        if question != "housing.start"
    )


def test_a_new_answer_takes_the_place_of_the_old_one_and_of_what_followed_from_it(told):
    reopen(told)
    told.press("yes")
    assert told.collect().no_need == ["housing"]
    assert [q for q in told.state.answers if q.startswith("housing.")] == ["housing.start"]


def test_words_unclear_and_the_check_skipped_leave_the_old_status(told):
    reopen(told)
    told.write("no se on niin ja näin", scores={"housing": 0.4})
    assert told.state.asked == "housing.check"
    told.press("skip")
    assert told.state.areas["housing"].status is AreaStatus.NEED


def test_what_is_being_asked_again_survives_a_week(told):
    reopen(told)
    told.state = IntakeState.from_json(told.state.to_json())
    before = answers_of(told)
    told.press("skip")
    assert answers_of(told) == before
