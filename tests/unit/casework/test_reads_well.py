"""The conversation does not say a thing twice, nor that it changed what it never noted."""

import dataclasses

import pytest


def test_one_topic_that_was_just_named_is_not_named_again(talk):
    talk.start("velat painaa", areas=("debts",))
    assert talk.keys == ["say.named_one", "ask.debts.start"]


def test_of_several_topics_the_first_is_named_again(talk):
    talk.start("pää ei kestä ja velkaa on", areas=("debts", "mental_health"))
    assert talk.keys == ["say.named", "say.next_area", "ask.debts.start"]


def test_what_an_unclear_answer_names_beside_is_asked_next(talk):
    talk.start("työ huolettaa", areas=("work_study",))
    talk.write("kokki oon", areas=("daily_life",), scores={"work_study": 0.4})
    assert talk.state.asked == "work_study.check"
    assert talk.state.order[0] == "daily_life"


def test_no_to_words_that_were_unclear_changes_nothing(talk):
    talk.start("velat painaa", areas=("debts",))
    talk.state.current, talk.state.asked = "housing", "housing.start"
    talk.write("serkun luona on huone", areas=("housing",), scores={"housing": 0.5})
    assert talk.state.asked == "housing.check"
    talk.press("no")
    assert talk.keys[0] == "say.no_need_noted"


def test_no_after_later_words_named_it_again_is_read_back_as_a_change(talk):
    talk.start()
    talk.press("yes")
    assert talk.state.areas["housing"].done
    talk.write("ei rahaa eikä kämppää", areas=("money", "housing"))
    talk.state.current, talk.state.asked = "housing", "housing.check"
    talk.press("no")
    assert talk.keys[0] == "say.overruled"


def test_after_three_topics_the_person_hears_that_it_may_be_sent(talk):
    talk.start()
    while talk.state.asked != "enough":
        talk.press("skip")
    assert talk.keys[-2:] == ["say.three_done", "ask.enough"]


def test_what_is_asked_once_is_announced_once(talk):
    talk.start()
    while not talk.state.asked.startswith("general."):
        talk.press("continue" if talk.state.asked == "enough" else "skip")
    assert talk.keys[-2:] == ["say.general", "ask.general.municipality_after"]
    talk.press("skip")
    assert talk.keys == ["say.skipped", "ask.general.sentence_left"]


@pytest.mark.parametrize("reply", ["yes", "no"])
def test_a_plain_check_settles_the_topic(talk, reply):
    talk.start()
    talk.write("no se on vähän niin ja näin", scores={"housing": 0.4})
    talk.press(reply)
    assert talk.keys[0] == {"yes": "say.need_noted", "no": "say.no_need_noted"}[reply]


def test_who_tells_of_a_need_twice_is_not_asked_a_third_time(talk):
    talk.start("ei oo kämppää", areas=("housing",))
    talk.write("ei oo, menetin sen", areas=("housing",), scores={"housing": 0.6})
    assert talk.keys[0] == "say.need_noted"
    assert talk.state.asked == "housing.first_night"


def to_general(talk):
    while talk.state.asked == "enough" or not talk.state.asked.startswith("general."):
        talk.press("continue" if talk.state.asked == "enough" else "skip")


def test_a_municipality_that_was_typed_is_not_asked_again(talk):
    talk.start()
    talk.press("no")
    talk.press("nowhere")
    assert talk.state.asked == "housing.municipality"
    talk.write("Kuopio")
    to_general(talk)
    assert talk.state.asked == "general.sentence_left"


def test_a_municipality_that_was_skipped_is_asked_once_more(talk):
    talk.start()
    talk.press("no")
    to_general(talk)
    assert talk.state.asked == "general.municipality_after"


@pytest.mark.parametrize(("known", "asked"), [(True, False), (False, True)])
def test_the_length_of_the_sentence_is_asked_only_where_no_release_day_is_known(talk, known, asked):
    talk.hearing = dataclasses.replace(talk.hearing, interview=talk.interview.for_release(known))
    talk.start()
    found = set()
    while talk.state.asked != "review":
        found.add(talk.state.asked)
        talk.press("continue" if talk.state.asked == "enough" else "skip")
    assert ("general.sentence_left" in found) is asked
