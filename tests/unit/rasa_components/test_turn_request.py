import json

import pytest

from bot.rasa_components.turn_request import BadRequest, read_forget_request, read_turn_request

GOOD = {
    "sender": "s",
    "message_id": "m",
    "text": "hei",
    "choice": None,
    "intent": None,
    "lang": "fi",
    "today": "2026-11-24",
    "question": None,
}


def read(**changes):
    return read_turn_request(json.dumps({**GOOD, **changes}).encode())


def test_a_written_message():
    turn = read(question="housing.start")
    assert (turn.text, turn.choice, turn.intent) == ("hei", None, None)
    assert turn.metadata()["question"] == "housing.start"


def test_a_pressed_button_has_an_intent_and_no_text():
    turn = read(text=None, choice="yes", intent="affirm")
    assert (turn.text, turn.choice, turn.intent) == (None, "yes", "affirm")


def test_only_a_plain_yes_says_that_danger_was_looked_for():
    assert not read().looked
    assert read(looked=True).metadata()["looked"] is True
    assert not read(looked="yes").looked


def test_a_written_message_can_bring_no_intent():
    assert read(intent="delete_my_data").intent is None


@pytest.mark.parametrize(
    "changes",
    [
        {"text": None},
        {"text": 5},
        {"choice": "yes", "intent": "affirm"},
        {"text": None, "choice": "yes"},
        {"sender": ""},
        {"sender": "x" * 201},
        {"sender": "a\nb"},
        {"message_id": None},
        {"lang": "de"},
        {"today": "24.11.2026"},
        {"today": None},
        {"question": 7},
    ],
)
def test_what_is_malformed_is_refused_without_a_quote(changes):
    with pytest.raises(BadRequest) as refusal:
        read(**changes)
    assert len(str(refusal.value)) < 45


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 50_000])
def test_no_object_no_turn(body):
    for reader in (read_turn_request, read_forget_request):
        with pytest.raises(BadRequest):
            reader(body)
