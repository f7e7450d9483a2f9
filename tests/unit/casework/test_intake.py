import json

from bot.casework.intake_state import AreaStatus, IntakeState, Stage


def status(talk, area):
    return talk.state.areas[area].status


def test_nothing_is_asked_before_consent(talk):
    talk.press("disagree")
    assert talk.state.stage is Stage.CONSENT
    assert talk.keys == ["say.consent_refused", "ask.consent"]
    talk.press("agree")
    assert talk.keys == ["ask.opening"]


def test_what_the_person_named_is_asked_first(talk):
    talk.start("pää ei kestä ja velkaa on", areas=("debts", "mental_health"))
    assert talk.keys[0] == "say.named"
    assert talk.state.asked == "debts.start"
    assert talk.state.order[:2] == ["debts", "mental_health"]


def test_an_opening_that_names_nothing_is_kept_as_not_understood(talk):
    talk.start("en mä oikein tiiä, kaikenlaista", intent="inform")
    assert talk.keys[0] == "say.named_nothing"
    assert [item["text"] for item in talk.collect().not_understood] == [
        "en mä oikein tiiä, kaikenlaista"
    ]


def test_no_to_have_you_a_home_is_a_need_and_no_to_have_you_debts_is_none(talk):
    talk.start()
    assert talk.state.asked == "housing.start"
    talk.write("ei oo", intent="deny", answer="no")
    assert status(talk, "housing") is AreaStatus.NEED
    assert talk.state.asked == "housing.first_night"
    talk.state.current, talk.state.asked = "debts", "debts.start"
    talk.write("ei oo", intent="deny", answer="no")
    assert status(talk, "debts") is AreaStatus.NO_NEED


def test_skipping_a_first_question_declines_the_area_and_is_never_no_need(talk):
    talk.start()
    talk.press("skip")
    assert status(talk, "housing") is AreaStatus.DECLINED
    assert "housing" in talk.collect().declined
    assert "housing" not in talk.collect().no_need


def test_own_earlier_words_stay_a_need_when_the_question_is_skipped(talk):
    talk.start("asunto huolettaa", areas=("housing",))
    talk.press("skip")
    assert talk.keys[0] == "say.kept_need"
    assert [need["area"] for need in talk.collect().needs] == ["housing"]


def test_skipping_a_follow_up_leaves_only_that_answer_out(talk):
    talk.start()
    talk.write("ei oo", intent="deny", answer="no")
    talk.press("skip")
    assert status(talk, "housing") is AreaStatus.NEED
    assert talk.state.asked == "housing.municipality"


def test_later_words_overrule_earlier_ones(talk):
    talk.start("velat painaa", areas=("debts",))
    talk.write("ei mulla oo velkoja", intent="deny", answer="no")
    assert talk.keys[0] == "say.overruled"
    content = talk.collect()
    assert "debts" in content.no_need
    assert "velat painaa" in [item["text"] for item in content.other_statements]


def test_an_unclear_answer_is_asked_about_and_never_guessed(talk):
    talk.start()
    talk.write("no se on vähän niin ja näin", intent="inform", scores={"housing": 0.4})
    assert talk.state.asked == "housing.check"
    assert talk.says[-1].choices[:2] == ("yes", "no")
    talk.press("no")
    assert status(talk, "housing") is AreaStatus.NO_NEED


def test_a_side_question_is_answered_and_the_same_question_comes_back(talk):
    talk.start()
    for intent, key in [("ask_privacy", "say.privacy"), ("bot_challenge", "say.bot")]:
        talk.write("?", intent=intent)
        assert talk.keys[0] == key
        assert talk.says[-1].question == "housing.start"


def test_a_hard_word_is_explained_in_place(talk):
    talk.start()
    talk.write("mikä on ulosotto", intent="ask_explain")
    assert talk.keys == ["term.enforcement.text", "ask.housing.start"]


def test_a_story_that_begins_like_a_side_matter_is_an_answer(talk):
    talk.start()
    talk.write("haluaisin jonkun auttamaan asunnon haussa", intent="ask_human", areas=("housing",))
    assert status(talk, "housing") is AreaStatus.NEED


def test_after_three_areas_the_person_may_stop(talk):
    talk.start()
    for _ in range(3):
        talk.write("kaikki hyvin", intent="inform", answer="fine")
    assert talk.state.asked == "enough"
    talk.press("enough")
    assert talk.state.stage is Stage.REVIEW
    assert len(talk.collect().not_asked) == 10


def test_start_over_asks_first_and_forgets_the_old_answers(talk):
    talk.start("velat painaa", areas=("debts",))
    talk.write("alusta koko homma", intent="restart")
    assert talk.state.asked == "restart"
    talk.press("no")
    assert talk.state.asked == "debts.start"
    talk.write("alusta koko homma", intent="restart")
    talk.hearing = talk.hearing.__class__(**{**talk.hearing.__dict__, "at": "2026-11-24T11:00:00Z"})
    talk.press("yes")
    assert talk.keys == ["say.restarted", "ask.opening"]
    assert talk.collect().needs == []


def test_changing_an_answer_asks_that_area_again(talk):
    talk.start()
    talk.press("yes")
    assert status(talk, "housing") is AreaStatus.NO_NEED
    talk.write(
        "hei nyt pitää perua se mitä sanoin asunnosta", intent="change_answer", areas=("housing",)
    )
    assert talk.keys[0] == "say.changed"
    assert talk.state.asked == "housing.start"


def test_every_question_can_be_reached_and_the_interview_ends_at_the_review(talk):
    talk.start()
    asked = set()
    for _ in range(200):
        if talk.state.stage is Stage.REVIEW:
            break
        asked.add(talk.state.asked)
        choices = talk.says[-1].choices
        talk.press("continue" if talk.state.asked == "enough" else choices[0])
    assert talk.state.stage is Stage.REVIEW
    assert talk.state.done_count() == 13
    assert {"general.strengths", "general.meeting_wish"} <= asked


def test_the_state_survives_being_written_down(talk):
    talk.start("velat painaa", areas=("debts",), signals=("no_money",))
    written = json.loads(json.dumps(talk.state.to_json()))
    assert IntakeState.from_json(written) == talk.state
