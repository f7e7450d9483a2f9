import datetime as dt
import re

import pytest

from bot.casework.presenting import outlook, present
from bot.casework.summary import Review, share

TODAY = dt.date(2026, 11, 24)
# An id of the data, a message, or a moment: no words for a reader.
ID_OR_DATE = r"[a-z0-9_.]+|\d{4}-\d\d-\d\d(T[\d:]+Z)?"


def tick(*parts):
    return Review({part: {"social_worker": True} for part in parts})


@pytest.fixture
def told(talk):
    """A person with no bed for the first night, who also told of drinking."""
    talk.start("kämppä meni ja juominen lähti lapasesta", areas=("housing", "substance_use"))
    talk.write(
        "Ei oo mitään, ei ees ekaks yöks.",
        areas=("housing",),
        signals=("no_first_night",),
        answer="no",
    )
    return talk


def shown(talk, review, release=dt.date(2026, 12, 7), today=TODAY):
    shared = share(talk.collect(review), review)
    return present(shared, talk.interview, release, True, today)


def test_nothing_leaves_without_a_tick(told):
    summary = shown(told, Review())
    assert summary["needs"] == []
    assert summary["other_statements"] == []
    assert {"housing", "substance_use"} <= set(summary["declined"])
    assert summary["urgency"] == "normal"


def test_words_about_two_areas_leave_only_if_both_are_ticked(told):
    texts = [s["text"] for s in shown(told, tick("housing"))["needs"][0]["statements"]]
    assert texts == ["Ei oo mitään, ei ees ekaks yöks."]
    both = shown(told, tick("housing", "substance_use"))
    assert "kämppä meni ja juominen lähti lapasesta" in [
        s["text"] for s in both["needs"][0]["statements"]
    ]


def test_no_bed_within_14_days_is_urgent_and_earlier_it_is_not(told):
    near = shown(told, tick("housing"), dt.date(2026, 12, 7))
    assert (near["urgency"], near["needs"][0]["urgency_reasons"]) == ("urgent", ["no_first_night"])
    far = shown(told, tick("housing"), dt.date(2026, 12, 20))
    assert far["urgency"] == "soon"
    assert shown(told, tick("housing"), None)["urgency"] == "normal"


def test_a_later_plain_answer_overrules_the_signal_in_earlier_words(told):
    assert told.state.asked == "housing.first_night"
    told.press("close_one")
    assert shown(told, tick("housing"))["urgency"] == "soon"


def test_urgency_counts_only_what_is_shared(told):
    assert shown(told, tick("substance_use"))["urgency"] == "soon"


def test_urgency_is_computed_anew_as_release_comes_nearer(told):
    review = tick("housing")
    shared = share(told.collect(review), review)
    steps = outlook(shared, told.interview, dt.date(2027, 1, 31), TODAY)
    assert [(s["from"], s["urgency"]) for s in steps] == [
        ("2026-11-24", "normal"),
        ("2027-01-01", "soon"),
        ("2027-01-17", "urgent"),
    ]


def test_what_is_left_out_at_the_review_does_not_leave(told):
    review = tick("housing", "substance_use")
    review.left_out.add("m1")
    texts = [s["text"] for n in shown(told, review)["needs"] for s in n["statements"]]
    assert "kämppä meni ja juominen lähti lapasesta" not in texts


def test_a_corrected_statement_says_that_it_was_edited(told):
    review = tick("housing")
    review.edited["m2"] = "Ei ole paikkaa."
    statement = shown(told, review)["needs"][0]["statements"][0]
    assert (statement["text"], statement["edited"]) == ("Ei ole paikkaa.", True)


def strings(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def test_every_string_in_a_summary_is_the_persons_own_or_an_id(told):
    told.press("nowhere")
    summary = shown(told, tick("housing", "substance_use"))
    own = {item.text for item in told.told if item.text}
    found = list(strings(summary))
    assert own - {"en tiedä"} <= set(found)
    invented = [text for text in found if text not in own and not re.fullmatch(ID_OR_DATE, text)]
    assert invented == []


@pytest.fixture
def hoping(talk):
    """Somebody who needs help with drinking, and tells of it again where hopes are asked for."""
    talk.start("juominen lähti lapasesta", areas=("substance_use",))
    while talk.state.asked != "general.hopes":
        choice = "yes" if talk.state.asked == "housing.start" else "skip"
        talk.press("continue" if talk.state.asked == "enough" else choice)
    return talk


def hopes(summary):
    return [item["text"] for item in summary["strengths"]]


def test_a_hope_that_tells_of_a_need_leaves_only_if_both_are_ticked(hoping):
    hoping.write("Toivon, että en juo.", areas=("substance_use",))
    assert hopes(shown(hoping, tick("strengths"))) == []
    assert hopes(shown(hoping, tick("substance_use"))) == []
    assert hopes(shown(hoping, tick("strengths", "substance_use"))) == ["Toivon, että en juo."]


def test_a_hope_about_what_is_no_need_leaves_with_its_own_tick(hoping):
    hoping.write("Toivon, että koti pysyy.", areas=("housing",))
    assert hopes(shown(hoping, tick("strengths"))) == ["Toivon, että koti pysyy."]


def test_a_corrected_hope_still_needs_both_ticks(hoping):
    hoping.write("Toivon, että en juo.", areas=("substance_use",))
    review = tick("strengths")
    review.edited["general.hopes"] = "Toivon, että pysyn kuivilla."
    assert hopes(shown(hoping, review)) == []
    review.consent.update(tick("substance_use").consent)
    assert hopes(shown(hoping, review)) == ["Toivon, että pysyn kuivilla."]
