import datetime as dt

import pytest

from bot.casework.errors import NotFound
from bot.casework.meeting import MeetingState, RejectCode
from bot.casework.services import meetings, permission
from bot.casework.services.meeting_acts import NEWS
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


def test_what_others_do_is_told_in_the_persons_thread_and_the_question_stays_last(desk):
    house, meeting = desk.house, desk.waiting_for_prison()["id"]
    house.call(permission.approve, house.guard, meeting)
    house.call(meetings.cancel_by_worker, house.worker, meeting)
    thread = house.uow.threads.everything(house.person)
    said = [m.body["says"] for m in thread if m.sender == "assistant"][-3:]
    assert [[say["say"] for say in says] for says in said] == [
        ["say.meeting_offered", "say.after_sent"],
        ["say.meeting_approved", "say.after_sent"],
        ["say.meeting_cancelled", "say.after_sent"],
    ]


def test_the_person_is_not_told_of_their_own_doings(desk):
    house, meeting = desk.house, desk.offer()["id"]
    before = len(house.uow.threads.everything(house.person))
    house.call(meetings.cancel_by_client, house.person, meeting)
    assert len(house.uow.threads.everything(house.person)) == before


def test_all_news_have_sentences_in_every_language(glossary):
    for key in NEWS.values():
        assert all(glossary.has(lang, key) for lang in glossary.languages)


def test_who_has_erased_everything_is_offered_nothing(desk):
    house, meeting = desk.house, desk.waiting_for_prison()["id"]
    house.call(permission.reject, house.guard, meeting, "no_staff")
    house.uow.clients.erase(house.person, house.clock.now())
    with pytest.raises(NotFound):
        desk.offer(meeting=meeting)
