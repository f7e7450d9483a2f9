import pytest

from bot.casework.actor import Actor, Right, Role, client_actor
from bot.casework.errors import Forbidden, NotFound
from bot.casework.people import Prison
from bot.casework.services.alerts import (
    acknowledge,
    answered,
    peek,
    raise_alert,
    state_for,
    watch,
)


def raise_one(house, kind="suicide"):
    return house.call(raise_alert, house.person, kind)


def state(house, alert):
    return house.call(state_for, house.person, alert.id).key.removeprefix("crisis.alert.")


def elsewhere(prison="pelso"):
    return Actor("toinen", Role.PRISON_STAFF, prison=prison, rights=frozenset(Right))


def test_staff_see_who_where_and_which_kind(house):
    raise_one(house)
    (alert,) = house.call(watch, house.guard)
    assert (alert.client_name, alert.client_place, alert.kind) == ("Oma Nimi", "A 12", "suicide")


def test_another_prison_sees_nothing_and_answers_nothing(house):
    alert = raise_one(house)
    assert house.call(watch, elsewhere()) == []
    with pytest.raises(NotFound):
        house.call(acknowledge, elsewhere(), alert.id)


@pytest.mark.parametrize("use_case", [watch, peek, answered])
def test_alerts_are_for_staff_with_that_right_only(house, use_case):
    codes_only = Actor("x", Role.PRISON_STAFF, prison="sukeva", rights=frozenset({Right.CODES}))
    for actor in (codes_only, house.worker, client_actor(house.person)):
        with pytest.raises(Forbidden):
            house.call(use_case, actor)


def test_the_same_kind_while_open_is_one_alert_and_each_raise_is_in_the_trail(house):
    first = raise_one(house)
    house.clock.move_on(minutes=3)
    assert raise_one(house).id == first.id
    assert [verb for _, verb in house.audit("alert")] == ["raise", "raise_again"]


def test_each_kind_of_danger_is_an_alert_of_its_own(house):
    raise_one(house, "suicide")
    raise_one(house, "asked_for_help")
    assert len(house.call(peek, house.guard)) == 2


def test_danger_after_an_answer_is_a_new_alert(house):
    first = raise_one(house)
    house.call(acknowledge, house.guard, first.id)
    assert raise_one(house).id != first.id


def test_after_a_move_the_new_prison_is_told_too(house):
    first = raise_one(house)
    house.uow.prisons.add(Prison("pelso", "Pelson vankila"), [], [])
    client = house.uow.clients.get(house.person)
    client.prison = "pelso"
    house.uow.clients.save(client)
    assert raise_one(house).id != first.id
    assert len(house.call(peek, elsewhere())) == 1


def test_the_audit_trail_does_not_tell_the_kind(house):
    raise_one(house, "self_harm")
    assert "self_harm" not in str(house.uow.trail.rows)


def test_nobody_watching_is_said_as_it_is(house):
    alert = raise_one(house)
    house.call(peek, house.guard)
    assert state(house, alert) == "maybe_unseen"


def test_sent_only_while_a_page_is_being_shown(house):
    house.call(watch, house.guard)
    house.clock.move_on(seconds=59)
    alert = raise_one(house)
    assert state(house, alert) == "sent"
    house.clock.move_on(seconds=2)
    assert state(house, alert) == "maybe_unseen"
    house.call(watch, house.guard)
    assert state(house, alert) == "sent"


def test_after_a_minute_without_an_answer_it_says_so(house):
    alert = raise_one(house)
    house.clock.move_on(seconds=60)
    house.call(watch, house.guard)
    assert state(house, alert) == "unanswered"
    house.clock.move_on(seconds=61)
    assert state(house, alert) == "maybe_unseen"


def test_answered_only_when_somebody_acknowledged_with_the_finnish_time(house):
    alert = raise_one(house)
    house.clock.move_on(minutes=5)
    house.call(acknowledge, house.guard, alert.id)
    found = house.call(state_for, house.person, alert.id)
    assert (found.key, found.time) == ("crisis.alert.answered", "12:05")


def test_the_second_to_acknowledge_learns_who_was_first(house):
    alert = raise_one(house)
    assert house.call(acknowledge, house.guard, alert.id).first
    late = Actor("late", Role.PRISON_STAFF, prison="sukeva", rights=frozenset({Right.ALERTS}))
    second = house.call(acknowledge, late, alert.id)
    assert (second.first, second.by_name) == (False, "Vesa")
    assert house.audit("alert").count(("late", "acknowledge")) == 0


def test_nobody_else_reads_the_state_of_an_alert(house, other_person):
    alert = raise_one(house)
    with pytest.raises(NotFound):
        house.call(state_for, other_person, alert.id)
