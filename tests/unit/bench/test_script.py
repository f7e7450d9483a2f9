"""The interview of the benchmark: the same for both sides, and one that Reitti really leads."""

import json

import pytest
import yaml

from bench.growth import repeats
from bench.script import steps, stock_message
from bench.stock_side import questions
from bench.training import PROJECT
from bot.casework.intake import Hearing, hear
from bot.casework.intake_state import new_state
from bot.casework.reading import Reading
from bot.casework.thread import Say
from bot.content import load_interview, load_texts
from bot.settings import ROOT

# What understanding finds in the script's words, by the question they answer.
FOUND = {
    "opening": {"areas": ("housing", "debts")},
    "debts.start": {"areas": ("debts",)},
    "debts.enforcement": {"intent": "ask_privacy"},
    "debts.blocks_home": {"areas": ("debts",)},
    "money.first_day": {"areas": ("money",)},
    "money.before": {"areas": ("money",)},
}


def domain():
    return yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))


def test_both_sides_get_the_same_kinds_of_turns_and_the_same_words():
    ours, stock = steps("ours"), steps("stock")
    assert [s.press for s in ours] == [s.press for s in stock]
    assert [s.says for s in ours if not s.press] == [s.says for s in stock if not s.press]
    assert [sum(s.press for s in ours), len(ours)] == [9, 16]


def test_reitti_asks_what_the_script_says():
    interview = load_interview(ROOT / "data" / "interview")
    state = new_state(interview)
    hearing = Hearing(
        interview,
        "2026-11-24T10:00:00Z",
        "pohjois-savo",
        load_texts(ROOT / "data" / "texts"),
        Say("say.status_none"),
    )
    for number, step in enumerate(steps("ours")):
        assert state.asked == step.asked
        reading = (
            Reading(str(number), choice=step.says)
            if step.press
            else Reading(str(number), text=step.says, **FOUND.get(step.asked, {}))
        )
        said = hear(state, reading, hearing).says
        assert state.asked == step.next
        if number + 1 < len(steps("ours")) and steps("ours")[number + 1].press:
            assert steps("ours")[number + 1].says in said[-1].choices


def test_stock_offers_every_choice_that_is_pressed():
    responses = domain()["responses"]
    for step in steps("stock")[1:]:
        if step.press:
            buttons = responses[f"utter_ask_needs_form_{step.asked}"][0]["buttons"]
            # Rasa turns doubled braces into single ones.
            payloads = [b["payload"].replace("{{", "{").replace("}}", "}") for b in buttons]
            assert stock_message(step) in payloads


def test_stock_asks_every_slot_of_its_form_in_the_order_of_the_script():
    asked = [step.asked for step in steps("stock")[1:]]
    assert list(dict.fromkeys(asked)) == domain()["forms"]["needs_form"]["required_slots"]


def test_stocks_questions_can_be_told_apart():
    responses = domain()["responses"]
    assert len(questions()) == len(responses)


def test_a_press_reaches_rasa_as_its_payload():
    stock = steps("stock")
    assert stock_message(stock[0]) == "/agree"
    assert json.loads(stock_message(stock[2]).removeprefix("/choose")) == {"choice": "no"}
    assert stock_message(stock[1]) == stock[1].says


@pytest.mark.parametrize("kind", [True, False])
def test_growth_repeats_turns_that_leave_the_interview_where_it_is(kind):
    opening, again = repeats(steps("ours"))
    assert opening[-1].next == again[0].asked
    assert [s for s in again if s.press is kind and s.asked == s.next]
