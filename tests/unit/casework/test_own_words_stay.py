"""Words that say more than a bare "I don't know" are an answer, verbatim."""

import pytest

from bot.casework.intake_state import AreaStatus

WORDS = "Not yet, I don't know how"


def texts(items):
    return [item["text"] for item in items]


@pytest.fixture
def follow_up(talk):
    talk.start()
    talk.press("no")
    assert talk.state.asked == "housing.first_night"
    return talk


def test_words_beyond_a_bare_dont_know_are_the_answer_to_a_follow_up(follow_up):
    follow_up.write(WORDS, intent="dont_know")
    assert follow_up.keys[0] == "say.answer_noted"
    answers = follow_up.collect().needs[0]["answers"]
    first_night = next(a for a in answers if a["question"] == "housing.first_night")
    assert first_night["text"] == WORDS
    assert "choice" not in first_night


@pytest.mark.parametrize(
    "bare", ["I don't know", "i dont know.", "En tiedä!", "emmä tiiä", "Jag vet inte", "vet int"]
)
def test_a_bare_dont_know_is_that_answer_and_no_words(follow_up, bare):
    heard = follow_up.write(bare, intent="dont_know")
    assert heard.role == "side"
    assert follow_up.state.answers["housing.first_night"].choice == "dont_know"


def test_a_bare_dont_know_to_a_first_question_is_no_story(talk):
    talk.start()
    assert talk.write("I don't know", intent="dont_know").role == "side"
    assert talk.state.areas["housing"].status is AreaStatus.DONT_KNOW


def test_words_with_a_dont_know_stay_at_the_first_question(talk):
    talk.start()
    talk.write(WORDS, intent="dont_know")
    assert "housing" in talk.collect().dont_know
    assert texts(talk.collect().other_statements) == [WORDS]


def test_words_with_a_dont_know_stay_at_the_plain_check(talk):
    talk.start()
    talk.write("no se on niin ja näin", scores={"housing": 0.4})
    talk.write(WORDS, intent="dont_know")
    assert WORDS in texts(talk.collect().other_statements)


def test_words_with_a_dont_know_stay_at_the_opening(talk):
    talk.start(WORDS, intent="dont_know")
    assert texts(talk.collect().not_understood) == [WORDS]


def test_words_with_a_dont_know_stay_when_two_topics_are_offered(talk):
    talk.press("agree")
    talk.write("se vuokrahomma", scores={"housing": 0.4, "debts": 0.3})
    talk.write(WORDS, intent="dont_know")
    assert WORDS in texts(talk.collect().not_understood)


def test_words_with_a_dont_know_stay_in_a_question_about_the_person(talk):
    talk.start()
    for _ in range(40):
        if talk.state.asked.startswith("general."):
            break
        talk.press("continue" if talk.state.asked == "enough" else "skip")
    talk.write(WORDS, intent="dont_know")
    general = [item for items in talk.collect().general.values() for item in items]
    assert texts(general) == [WORDS]
