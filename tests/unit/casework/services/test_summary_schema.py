import copy

import pytest
from jsonschema import Draft202012Validator

from bot.casework.services import referrals, review
from bot.casework.summary import EXTRA_PARTS
from bot.casework.summary_schema import summary_schema


@pytest.fixture(scope="module")
def schema():
    Draft202012Validator.check_schema(summary_schema())
    return Draft202012Validator(summary_schema())


@pytest.fixture
def whole(house):
    """Everything answered and ticked; a correction, words not understood, all general answers."""
    house.talk()
    for number in range(300):
        asked = house.uow.intakes.get(house.person)[0].asked
        if asked == "review":
            break
        if house.interview.has_question(asked) and not house.interview.question(asked).choices:
            house.write(f"w{number}", "Omin sanoin.")
        else:
            choices = (
                house.interview.question(asked).choices
                if house.interview.has_question(asked)
                else ("continue",)
            )
            house.press(f"p{number}", choices[0])
    house.write("last", "Jotain aivan muuta.")
    every = [area.id for area in house.interview.areas]
    house.tick(*every, *EXTRA_PARTS)
    house.call(review.change, house.person, {}, {"m3": {"text": "Ei paikkaa."}})
    return house


def test_the_persons_own_view_fits_the_schema_before_anything_is_said(house, schema):
    schema.validate(house.call(review.summary, house.person))


def test_a_whole_summary_fits_the_schema_at_the_review_and_at_the_desk(whole, schema):
    shown = whole.call(review.summary, whole.person)
    schema.validate(shown)
    assert shown["strengths"]
    assert shown["contact"]
    assert shown["meeting_wish"]
    assert shown["not_understood"]
    sent = whole.call(review.send, whole.person)
    schema.validate(whole.call(referrals.open_referral, whole.worker, sent.id))
    schema.validate(whole.call(referrals.export, whole.worker, sent.id))


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("urgency",), "critical"),
        (("needs", 0, "risk_score"), 7),
        (("needs", 0, "area"), "crime"),
        (("needs", 0, "statements", 0, "mood"), "angry"),
        (("release", "date"), "18.12.2026"),
        (("needs", 0, "answers", 0, "text"), "also words"),
    ],
)
def test_what_is_not_in_the_contract_does_not_fit(house, schema, where, value):
    house.talk()
    broken = copy.deepcopy(house.call(review.summary, house.person))
    inner = broken
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = value
    assert not schema.is_valid(broken)
