"""Answers from paper: a worker types them in; they go the way of the person's own presses."""

import dataclasses
import datetime as dt

import pytest

from bot.casework.errors import BadInput, Forbidden, WrongState
from bot.casework.services.codes import issue
from bot.casework.services.paper import Paper, take_paper
from bot.casework.services.referrals import open_referral
from tests.unit.casework.services.desk import COUNTY, PRISON

WORDS = "Ei oo mitään, ei ees ekaks yöks."
PAPER = Paper(
    prison=PRISON,
    release_date=dt.date(2026, 12, 1),
    lang="fi",
    name="Paperi Pekka",
    choices={
        "housing.start": "no",
        "housing.first_night": "nowhere",
        "money.start": "yes",
        "debts.start": "dont_know",
        "safety.start": "skip",
        "general.interpreter": "yes",
    },
    words={"housing": WORDS, "general.strengths": "Osaan laittaa ruokaa."},
    shared=frozenset({"housing", "money", "debts", "strengths"}),
)


def taken(house, paper=PAPER):
    referral = house.call(take_paper, house.worker, paper)
    return house.call(open_referral, house.worker, referral)


def test_the_worker_reads_the_persons_words_unchanged_and_marked_as_paper(house):
    read = taken(house)
    housing = read["needs"][0]
    assert (housing["area"], housing["urgency_reasons"]) == ("housing", ["no_first_night"])
    assert [(s["text"], s["paper"]) for s in housing["statements"]] == [(WORDS, True)]
    assert {a["question"]: (a["choice"], a["paper"]) for a in housing["answers"]} == {
        "housing.start": ("no", True),
        "housing.first_night": ("nowhere", True),
    }
    assert (read["no_need"], read["dont_know"]) == (["money"], ["debts"])
    assert [item["text"] for item in read["strengths"]] == ["Osaan laittaa ruokaa."]
    assert (read["county"], read["client"]["name"]) == (COUNTY, "Paperi Pekka")


def test_what_the_person_did_not_tick_does_not_leave(house):
    read = taken(house, dataclasses.replace(PAPER, shared=frozenset({"money"})))
    assert (read["needs"], read["no_need"]) == ([], ["money"])
    assert WORDS not in str(read)
    assert read["interpreter"] is None


def test_a_paper_that_shares_nothing_is_not_sent(house):
    with pytest.raises(WrongState, match="nothing_ticked"):
        taken(house, dataclasses.replace(PAPER, shared=frozenset()))


def test_left_out_is_not_no_need(house):
    read = taken(house)
    assert "safety" in read["declined"]
    assert "family" in read["not_asked"]


def test_prison_staff_may_not_type_answers_in(house):
    with pytest.raises(Forbidden):
        house.call(take_paper, house.guard, PAPER)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"prison": "nowhere"}, "unknown_prison"),
        ({"name": " "}, "paper_needs_name"),
        ({"choices": {}, "words": {"housing": " "}}, "paper_empty"),
        ({"choices": {"housing.start": "castle"}}, "choice_unknown"),
        ({"choices": {"crime.start": "yes"}}, "choice_unknown"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(house, change, why):
    with pytest.raises(BadInput, match=why):
        taken(house, dataclasses.replace(PAPER, **change))


def test_danger_on_paper_is_told_to_the_prison(house):
    taken(house, dataclasses.replace(PAPER, words={"mental_health": "mä haluan kuolla"}))
    assert [alert.kind for alert in house.uow.alerts.open_of_prison(PRISON)] == ["suicide"]


def test_typing_a_paper_in_is_in_the_audit_trail(house):
    client = taken(house)["client"]["id"]
    assert "type_paper" in [
        row.verb for row in house.uow.trail.of_client(client, ("type_paper",), 9)
    ]


def test_a_code_for_somebody_whose_answers_came_on_paper_opens_none_of_them(house):
    client = taken(house)["client"]["id"]
    person = house.uow.clients.get(client)
    person.place = "A 12"
    house.uow.clients.save(person)
    issued = house.call(issue, house.guard, client_id=client)
    assert issued.client.id != client
    assert issued.client.name == "Paperi Pekka"
