"""What the assistant asks instead of guessing: which area, which county, which language."""

import dataclasses

import pytest

from bot.casework.intake_state import AreaStatus, Stage
from bot.casework.thread import Say

LIKELY = {"housing": 0.4, "debts": 0.3, "money": 0.1}


@pytest.fixture
def unsure(talk):
    talk.press("agree")
    talk.write("se vuokrahomma", scores=LIKELY)
    return talk


def test_two_likely_areas_are_offered_as_buttons(unsure):
    assert unsure.keys == ["ask.which"]
    assert unsure.says[-1].choices[:2] == ("housing", "debts")
    assert unsure.state.stage is Stage.INTERVIEW


def test_the_area_that_the_person_chooses_is_their_need(unsure):
    heard = unsure.press("debts")
    assert unsure.keys[0] == "say.named_one"
    assert unsure.state.asked == "debts.start"
    assert unsure.state.areas["debts"].named
    assert heard.settles == ("m1", ("debts",))


def test_choosing_neither_goes_on_without_a_guess(unsure):
    heard = unsure.press("dont_know")
    assert unsure.keys[0] == "say.named_nothing"
    assert heard.settles is None
    assert not any(area.named for area in unsure.state.areas.values())


def test_not_understood_twice_leads_to_buttons(unsure):
    heard = unsure.write("no se juttu")
    assert unsure.keys[0] == "say.not_understood_twice"
    assert heard.role == "not_understood"
    assert unsure.says[-1].choices


def test_one_unlikely_area_is_not_offered(talk):
    talk.press("agree")
    talk.write("se homma", scores={"housing": 0.1, "debts": 0.05})
    assert talk.keys[0] == "say.named_nothing"


def test_an_unclear_answer_to_the_plain_check_is_asked_once_more(talk):
    talk.start()
    talk.write("riippuu vähän")
    assert talk.keys == ["ask.check"]
    talk.write("no niin no")
    assert talk.keys == ["say.not_understood", "ask.check"]
    talk.write("no sillee")
    assert talk.keys[0] == "say.not_understood_twice"
    assert talk.state.areas["housing"].status is AreaStatus.DONT_KNOW


@pytest.fixture
def municipality(talk):
    talk.hearing = dataclasses.replace(
        talk.hearing,
        county="kainuu",
        municipality_in=lambda text: ("Kuopio", "pohjois-savo") if "uopio" in text else None,
    )
    talk.start("asunto", areas=("housing",))
    talk.press("no")
    for _ in range(10):
        if talk.state.asked == "housing.municipality":
            return talk
        talk.press("skip")
    raise AssertionError("the municipality is not asked")


def test_another_county_is_offered_and_holds_only_after_yes(municipality):
    heard = municipality.write("Kuopioon")
    assert municipality.keys[-1] == "ask.county"
    assert heard.effects == []
    heard = municipality.press("yes")
    assert heard.effects == ["county:pohjois-savo"]
    assert municipality.keys[0] == "say.county_changed"
    assert municipality.says[-1].question not in (None, "county", "consent")


def test_no_to_the_other_county_keeps_the_first(municipality):
    municipality.write("Kuopioon")
    heard = municipality.press("no")
    assert heard.effects == []
    assert municipality.keys[0] == "say.county_kept"


def test_words_that_answer_neither_ask_for_the_county_again(municipality):
    municipality.write("Kuopioon")
    municipality.write("äiti asuu siellä")
    assert municipality.keys == ["ask.county"]


def test_a_side_question_does_not_lose_the_way_back(municipality):
    municipality.write("Kuopioon")
    asked = municipality.state.back_to
    municipality.write("aloita alusta", intent="restart")
    municipality.press("no")
    assert municipality.state.asked == asked


def test_the_same_county_is_not_asked_about(municipality):
    municipality.hearing = dataclasses.replace(municipality.hearing, county="pohjois-savo")
    municipality.write("Kuopioon")
    assert municipality.state.asked != "county"


def test_another_language_is_offered_once_and_understood_all_the_same(talk):
    talk.hearing = dataclasses.replace(talk.hearing, lang="fi")
    talk.press("agree")
    heard = talk.write("jag har ingen bostad alls", areas=("housing",), language="sv")
    assert "say.language_offer" in talk.keys
    assert heard.areas == ("housing",)
    assert talk.says[-1].choices[-1] == "sv"
    talk.write("nej jag har int det", answer="no", language="sv")
    assert "say.language_offer" not in talk.keys


def test_pressing_the_offered_language_changes_it_and_asks_again(talk):
    talk.hearing = dataclasses.replace(talk.hearing, lang="fi")
    talk.press("agree")
    talk.write("jag har ingen bostad alls", areas=("housing",), language="sv")
    asked = talk.state.asked
    heard = talk.press("sv")
    assert heard.effects == ["language:sv"]
    assert talk.keys[0] == "say.language_changed"
    assert talk.state.asked == asked


def test_words_that_only_seem_to_tell_of_the_asked_area_are_asked_about(talk):
    talk.start()
    talk.write("mulla on kämppä serkun luona", areas=("housing",), scores={"housing": 0.7})
    assert talk.keys == ["ask.check"]
    talk.press("no")
    assert talk.state.areas["housing"].status is AreaStatus.NO_NEED


def test_clear_words_are_not_asked_about_twice(talk):
    talk.start()
    talk.write("ei oo mitään paikkaa", areas=("housing",), scores={"housing": 0.97})
    assert talk.keys[0] == "say.need_noted"


def test_a_need_told_after_it_was_denied_is_asked_about_and_not_guessed(talk):
    talk.start()
    talk.press("yes")
    assert talk.state.areas["housing"].status is AreaStatus.NO_NEED
    while talk.state.asked != "debts.start":
        talk.press("skip")
    talk.write("vuokravelkaa on ja kämppä menee", areas=("debts", "housing"))
    while talk.state.asked != "housing.check":
        assert talk.state.stage is not Stage.REVIEW
        talk.press("skip")
    assert talk.state.areas["housing"].status is AreaStatus.NO_NEED
    talk.press("yes")
    assert talk.state.areas["housing"].status is AreaStatus.NEED
    assert not talk.state.areas["housing"].doubt


def test_a_bare_no_is_an_answer_and_no_story(talk):
    talk.start()
    assert talk.write("ei oo", answer="no", intent="deny").role == "side"
    talk.press("yes")
    assert talk.write("ei oo koskaan ollut mitään", answer="no", intent="deny").role != "side"


def test_not_wanting_to_answer_is_offered_at_every_question_and_is_never_a_no(talk):
    talk.start()
    assert "no_answer" in talk.says[-1].choices
    talk.press("no")
    assert "no_answer" in talk.says[-1].choices
    talk.press("no_answer")
    assert talk.keys[0] == "say.no_answer_noted"
    assert talk.state.answers["housing.first_night"].choice == "no_answer"
    answers = talk.collect().needs[0]["answers"]
    assert {a["question"]: a.get("choice") for a in answers}["housing.first_night"] == "no_answer"


def test_the_first_question_answered_with_no_answer_is_declined(talk):
    talk.start()
    talk.press("no_answer")
    assert talk.collect().declined == ["housing"]
    assert talk.collect().no_need == []


@pytest.mark.parametrize(
    ("status", "then"),
    [
        ("say.status_none", ["say.what_then"]),
        ("say.status_sent", ["say.then_after_sent"]),
        ("say.status_opened", ["say.then_after_sent"]),
        ("say.status_claimed", ["say.then_after_sent"]),
        ("say.status_closed", []),
    ],
)
def test_what_happens_then_is_answered_with_the_status_and_what_comes_next(talk, status, then):
    talk.start()
    talk.hearing = dataclasses.replace(talk.hearing, status_say=Say(status))
    talk.write("Vad händer sen?", intent="ask_status")
    assert talk.keys == [status, *then, "ask.housing.start"]
