import datetime as dt

import pytest

from bot.casework.actor import SYSTEM, Actor, Right, Role
from bot.casework.errors import BadInput, Forbidden, NotFound
from bot.casework.meeting import Meeting, MeetingState
from bot.casework.people import Prison
from bot.casework.services import sessions
from bot.casework.services.alerts import raise_alert
from bot.casework.services.codes import (
    issue,
    list_of_prison,
    revoke,
    set_client,
    start_afresh,
)
from bot.casework.services.secrets import set_secret
from bot.casework.services.sign_in import find_code
from bot.casework.services.thread import open_thread
from tests.unit.casework.services.desk import COUNTY, PRISON

FACTS = {"prison": PRISON, "county": COUNTY, "name": "Uusi Ihminen", "place": "B 2"}


@pytest.fixture
def pelso(house):
    house.uow.prisons.add(Prison("pelso", "Pelson vankila"), [], [])
    return Actor("pekka-p", Role.PRISON_STAFF, prison="pelso", rights=frozenset(Right))


def opens(house, code):
    return house.call(find_code, code, None).client_id


def test_staff_hand_out_a_code_for_a_new_person_of_their_prison(house):
    issued = house.call(issue, house.guard, release_date=None, **FACTS)
    assert opens(house, issued.code) == issued.client.id
    assert issued.client.prison == PRISON
    assert (house.guard.id, "issue_code") in house.audit("code")


def test_the_code_itself_is_kept_nowhere(house):
    issued = house.call(issue, house.guard, **FACTS)
    assert issued.code not in str(house.uow.codes.rows) + str(house.uow.trail.rows)


@pytest.mark.parametrize(
    ("missing", "refusal"), [("name", "code_needs_name"), ("place", "code_needs_place")]
)
def test_staff_must_say_whom_and_where_to_find(house, missing, refusal):
    facts = {**FACTS, missing: " "}
    with pytest.raises(BadInput, match=refusal):
        house.call(issue, house.guard, **facts)
    assert house.call(issue, SYSTEM, **facts).code


def test_a_number_is_as_good_as_a_name(house):
    assert house.call(issue, house.guard, **{**FACTS, "name": None, "number": "77"}).code


def test_staff_of_another_prison_reach_nobody_here(house, pelso):
    for attempt in (
        lambda: house.call(issue, pelso, **FACTS),
        lambda: house.call(issue, pelso, client_id=house.person),
        lambda: house.call(revoke, pelso, house.person),
        lambda: house.call(set_client, pelso, house.person, place="C 1"),
        lambda: house.call(start_afresh, pelso, house.person),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_codes_need_the_right_for_codes(house):
    watcher = Actor("w", Role.PRISON_STAFF, prison=PRISON, rights=frozenset({Right.ALERTS}))
    for actor in (watcher, house.worker):
        with pytest.raises(Forbidden):
            house.call(issue, actor, **FACTS)
        with pytest.raises(Forbidden):
            house.call(list_of_prison, actor)


def test_unknown_county_and_prison_are_refused(house):
    with pytest.raises(BadInput, match="unknown_county"):
        house.call(issue, SYSTEM, **{**FACTS, "county": "atlantis"})
    with pytest.raises(BadInput, match="unknown_prison"):
        house.call(issue, SYSTEM, **{**FACTS, "prison": "atlantis"})


def test_a_new_code_ends_the_earlier_ones_and_every_open_session(house):
    old = house.call(issue, SYSTEM, client_id=house.person)
    token, _ = house.call(sessions.open_session, "client", house.person, "fi")
    new = house.call(issue, house.guard, client_id=house.person)
    assert (opens(house, old.code), opens(house, new.code)) == (None, house.person)
    assert house.call(sessions.resume, token) is None


def test_a_new_code_keeps_what_is_not_named(house):
    issued = house.call(issue, house.guard, client_id=house.person, place="C 9")
    assert (issued.client.name, issued.client.place) == ("Oma Nimi", "C 9")
    assert issued.client.release_date == house.release


def test_a_fresh_start_opens_no_old_answer_and_needs_no_old_secret(house):
    house.call(set_secret, house.person, "hash:unohtui")
    old = house.call(issue, SYSTEM, client_id=house.person)
    fresh = house.call(start_afresh, house.guard, house.person)
    assert opens(house, old.code) is None
    assert opens(house, fresh.code) not in (None, house.person)
    assert fresh.client.secret_hash is None
    assert fresh.client.name == "Oma Nimi"


def test_taking_back_a_code_signs_the_person_out(house):
    issued = house.call(issue, house.guard, client_id=house.person)
    token, _ = house.call(sessions.open_session, "client", house.person, "fi")
    house.call(revoke, house.guard, house.person, issued.code_id)
    assert opens(house, issued.code) is None
    assert house.call(sessions.resume, token) is None
    house.call(revoke, house.guard, house.person)


def test_a_code_of_somebody_else_is_not_taken_back_by_mistake(house, other_person):
    issued = house.call(issue, SYSTEM, client_id=other_person)
    with pytest.raises(NotFound):
        house.call(revoke, house.guard, house.person, issued.code_id)


def test_an_earlier_day_of_release_makes_the_referral_urgent_at_once(house):
    referral_id = house.sent("housing")
    before = house.uow.referrals.rows[referral_id].urgency_on(house.context.today())
    house.call(set_client, house.guard, house.person, release_date=dt.date(2026, 12, 1))
    referral = house.uow.referrals.rows[referral_id]
    assert before["urgency"] == "soon"
    assert referral.urgency_on(house.context.today())["urgency"] == "urgent"
    assert referral.release_date == dt.date(2026, 12, 1)


def test_open_meetings_move_along_and_what_was_permitted_is_asked_for_anew(house, pelso):
    now = house.clock.now()
    for number, state in enumerate([MeetingState.APPROVED, MeetingState.HELD]):
        house.uow.meetings.add(
            Meeting(f"m{number}", house.person, None, COUNTY, PRISON, state, now, "partner")
        )
    followed = house.call(set_client, house.guard, house.person, prison="pelso")
    assert followed == ["m0"]
    moved, held = (house.uow.meetings.rows[each] for each in ("m0", "m1"))
    assert (moved.prison, moved.state, moved.place_id) == ("pelso", MeetingState.REQUESTED, None)
    # What has been is the old prison's record; what is to come is none of its business.
    assert held.prison == PRISON
    assert house.uow.meetings.of_prison("m0", PRISON) is None


def test_an_open_alert_goes_with_the_person(house, pelso):
    raised = house.call(raise_alert, house.person, "suicide")
    house.call(set_client, house.guard, house.person, prison="pelso")
    assert house.uow.alerts.open_of_prison(PRISON) == []
    assert [alert.id for alert in house.uow.alerts.open_of_prison("pelso")] == [raised.id]


def test_after_a_move_the_old_cell_is_not_shown(house, pelso):
    house.call(set_client, house.guard, house.person, prison="pelso")
    moved = house.uow.clients.get(house.person)
    assert (moved.prison, moved.place) == ("pelso", None)


def test_the_list_shows_own_prison_only(house, pelso):
    house.call(issue, house.guard, **FACTS)
    assert len(house.call(list_of_prison, house.guard)) == 1
    assert house.call(list_of_prison, pelso) == []


def hears(house):
    """The keys of what the assistant has said to the person, without what it asks."""
    rows = house.uow.threads.everything(house.person)
    says = [say["say"] for row in rows if row.sender == "assistant" for say in row.body["says"]]
    return [key for key in says if key.startswith("say.release")]


def test_somebody_who_has_begun_hears_of_their_new_day_of_release(house):
    house.call(open_thread, house.person)
    house.call(set_client, house.guard, house.person, release_date=dt.date(2026, 12, 1))
    house.call(set_client, house.guard, house.person, release_date=dt.date(2026, 12, 1))
    assert hears(house) == ["say.release_moved"]
    house.call(set_client, house.guard, house.person, release_date=None)
    assert hears(house) == ["say.release_moved", "say.release_unknown"]


def test_somebody_who_has_not_begun_is_told_nothing(house):
    house.call(set_client, house.guard, house.person, release_date=dt.date(2026, 12, 1))
    assert hears(house) == []


@pytest.mark.parametrize("day", [dt.date.min, dt.date(1999, 12, 31), dt.date.max])
def test_a_day_that_can_be_nobodys_release_is_refused(house, day):
    with pytest.raises(BadInput, match="day_unreadable"):
        house.call(issue, house.guard, release_date=day, **FACTS)
    with pytest.raises(BadInput, match="day_unreadable"):
        house.call(set_client, house.guard, house.person, release_date=day)
