"""Short replies whose words alone settle what they mean, whatever understanding made of them."""

import pytest

from bot.casework.intake_state import CHANGE, LANGUAGE, RESTART, AreaStatus

LATERS = ["ei nyt vielä, myöhemmin", "Inte nu, senare", "not yet, later"]


@pytest.fixture
def started(talk):
    talk.start()
    return talk


@pytest.mark.parametrize(
    "words", ["En halua vastata.", "Jag vill inte svara", "I'd rather not say"]
)
@pytest.mark.parametrize("intent", ["skip", "deny", "stop", "inform"])
def test_not_wanting_to_answer_is_an_answer_of_its_own_and_no_skipping(started, words, intent):
    heard = started.write(words, intent=intent, answer="no" if intent == "deny" else "other")
    assert started.state.areas["housing"].status is AreaStatus.DECLINED
    assert started.state.answers["housing.start"].choice == "no_answer"
    assert heard.role == "side"


def test_not_wanting_to_answer_a_follow_up_is_noted_as_that(started):
    started.press("no")
    started.write("en halua kertoa", intent="skip")
    assert started.state.answers["housing.first_night"].choice == "no_answer"
    assert started.keys[0] == "say.no_answer_noted"


def test_longer_words_are_the_persons_own_story(started):
    started.write("En halua vastata, koska asunto meni", intent="inform", areas=("housing",))
    assert started.state.areas["housing"].status is AreaStatus.NEED


@pytest.mark.parametrize("words", LATERS)
def test_later_is_about_the_question_and_ends_no_talk(started, words):
    started.write(words, intent="stop")
    assert started.keys[0] == "say.later"
    assert started.state.asked == "money.start"
    assert started.state.areas["housing"].status is AreaStatus.NOT_ASKED
    assert started.state.order[-1] == "housing"


def test_what_was_put_off_is_asked_last_and_then_skipped(started):
    started.write("myöhemmin", intent="stop")
    while started.state.asked != "housing.start":
        started.press("continue" if started.state.asked == "enough" else "skip")
    started.write("myöhemmin", intent="stop")
    assert started.state.areas["housing"].status is AreaStatus.DECLINED


def test_later_in_the_middle_of_a_topic_skips_that_question_only(started):
    started.press("no")
    started.write("ei nyt", intent="stop")
    assert started.state.answers["housing.first_night"].choice == "skip"


def test_later_at_the_end_of_three_topics_is_no_skipping(started):
    while started.state.asked != "enough":
        started.press("skip")
    started.write("ei nyt, myöhemmin", intent="stop")
    assert started.keys[0] == "say.stopped"


def test_stopping_in_other_words_still_stops(started):
    started.write("lopetetaan tältä päivältä", intent="stop")
    assert started.keys[0] == "say.stopped"


@pytest.mark.parametrize(
    "words",
    [
        "hei nyt pitää perua se mitä sanoin asunnosta",
        "jag vill ändra det jag sa om bostaden",
        "I want to change what I said about my flat",
    ],
)
def test_a_topic_to_change_is_known_by_its_word(started, words):
    started.press("yes")
    started.write(words, intent="change_answer")
    assert started.keys[0] == "say.changed"
    assert started.state.asked == "housing.start"


def test_a_topic_is_known_by_its_word_when_asked_which_one(started):
    started.press("yes")
    started.write("haluan muuttaa yhtä juttua", intent="change_answer")
    assert started.state.asked == CHANGE
    started.write("sitä asuntoa")
    assert started.state.asked == "housing.start"


@pytest.mark.parametrize("words", ["på svenska tack", "voidaanko puhua ruotsia", "Swedish please"])
def test_a_language_that_is_named_is_taken_at_once(started, words):
    heard = started.write(words, intent="change_language")
    assert heard.effects == ["language:sv"]
    assert started.state.asked == "housing.start"


def test_a_language_is_typed_when_asked_which_one(started):
    started.write("toinen kieli", intent="change_language")
    assert started.state.asked == LANGUAGE
    assert started.write("svenska").effects == ["language:sv"]
    assert started.state.asked == "housing.start"


@pytest.mark.parametrize(
    ("intent", "key"), [("ask_human", "say.human"), ("bot_challenge", "say.bot")]
)
def test_a_side_matter_is_answered_also_while_something_waits_for_a_yes(started, intent, key):
    started.write("alusta", intent="restart")
    started.write("kysymys sinulle", intent=intent)
    assert started.keys == [key, "ask.restart"]
    assert started.state.asked == RESTART
    started.write("ei", intent="deny", answer="no")
    assert started.state.asked == "housing.start"


def test_a_need_that_is_told_instead_of_a_yes_is_kept(started):
    started.write("alusta", intent="restart")
    started.write("velkoja on", areas=("debts",))
    assert "say.also_noted" in started.keys
    assert started.state.areas["debts"].named


@pytest.fixture
def asked_once(started):
    while not started.state.asked.startswith("general."):
        choice = "yes" if started.state.asked == "housing.start" else "skip"
        started.press("continue" if started.state.asked == "enough" else choice)
    return started


def test_what_is_asked_once_reopens_no_settled_topic(asked_once):
    asked_once.write("Toivon omaa kotia.", areas=("housing",), scores={"housing": 0.99})
    assert asked_once.state.asked.startswith("general.")
    assert "say.also_noted" not in asked_once.keys
    assert asked_once.collect().no_need == ["housing"]


def test_what_makes_a_topic_urgent_reopens_it_also_there(asked_once):
    asked_once.write("Ei oo paikkaa ekaks yöksi.", areas=("housing",), signals=("no_first_night",))
    assert asked_once.state.asked == "housing.check"
