import datetime as dt

import pytest

from bot.casework.meeting import MeetingState, RejectCode
from bot.casework.services import meetings, permission
from tests.unit.casework.services.desk import HOUSING_WORDS
from tests.unit.casework.services.test_meetings import WISH, Desk


@pytest.fixture
def desk(house):
    return Desk(house)


def test_the_link_is_null_outside_its_window(desk):
    house = desk.house
    meeting = desk.approved()["id"]

    def links():
        person = house.call(meetings.list_for_client, house.person)[0]["join_url"]
        worker = house.call(meetings.show_for_county, house.worker, meeting)["join_url"]
        return {person, worker}

    assert links() == {None}
    house.clock.moment = dt.datetime(2026, 12, 1, 7, 45, tzinfo=dt.UTC)
    (link,) = links()
    assert link == f"https://meet.example/{desk.stored(meeting).room}"
    house.clock.moment = dt.datetime(2026, 12, 1, 8, 45, tzinfo=dt.UTC)
    assert links() == {None}


def test_a_colleague_of_the_worker_gets_no_link(desk):
    meeting = desk.approved()["id"]
    desk.house.clock.moment = dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)
    seen = desk.house.call(meetings.show_for_county, desk.house.colleague, meeting)
    assert (seen["join_url"], seen["verbs"]) == (None, [])


def test_the_prison_reads_nothing_of_needs_words_wishes_or_the_link(desk):
    house = desk.house
    house.call(meetings.wish, house.person, WISH)
    desk.approved()
    house.clock.moment = dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)
    seen = house.call(permission.requests, house.guard)[0]
    for secret in (WISH, HOUSING_WORDS, "housing", desk.referral, "meet.example", "urgent"):
        assert secret not in str(seen)
    assert not {"wish", "referral", "needs", "areas", "join_url", "room"} & set(seen)
    assert desk.stored(seen["id"]).wish == WISH


def test_the_state_of_a_meeting_has_a_sentence_for_every_side(desk, glossary):
    for state in MeetingState:
        for lang in glossary.languages:
            assert glossary.has(lang, f"staff.meeting.{state.value}")
            assert glossary.has(lang, f"meeting.state.client.{state.value}")


def test_every_reason_of_a_refusal_has_a_sentence_for_the_person_and_for_staff(glossary):
    for code in RejectCode:
        for lang in glossary.languages:
            assert glossary.has(lang, f"reject.{code.value}")
            assert glossary.has(lang, f"staff.reject.{code.value}")
