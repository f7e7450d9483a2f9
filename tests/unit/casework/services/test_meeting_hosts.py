"""Help with logging in: asked for by the person, given by somebody of the prison by name."""

import datetime as dt

import pytest

from bot.casework.actor import Right, Role
from bot.casework.errors import BadInput, Forbidden, WrongState
from bot.casework.people import Place
from bot.casework.prison_rules import PURPOSES, Partner
from bot.casework.services import approver_roles, meetings, permission, prison_rules
from bot.casework.services.client_facts import change_facts
from tests.unit.casework.services.desk import COUNTY, PRISON
from tests.unit.casework.services.test_meetings import TUESDAY, Desk, slot

WORDS = "Apua kirjautumiseen, OmaKela"


@pytest.fixture
def desk(house):
    return Desk(house)


@pytest.fixture
def venla(house):
    return house._staff(
        "venla", Role.PRISON_STAFF, prison=PRISON, rights=frozenset({Right.APPROVE})
    )


def asked(desk, purpose="e_service", start=TUESDAY):
    """A request that the prison sees."""
    house = desk.house
    draft = house.call(meetings.wish, house.person, WORDS, purpose)["id"]
    offered = house.call(meetings.offer, house.worker, draft, [slot(start)])
    return desk.choose(draft, offered["slots"][0]["id"])["id"]


def approve(desk, meeting, who=None, **more):
    return desk.house.call(permission.approve, who or desk.house.guard, meeting, **more)


def test_the_person_asks_for_it_and_the_prison_never_learns_the_service(desk, venla):
    meeting = asked(desk)
    seen = desk.house.call(permission.show, desk.house.guard, meeting)
    assert seen["purpose"] == "e_service" and "Kela" not in str(seen)
    assert seen["hosts"] == [{"id": "venla", "name": "Venla", "busy": False}]


def test_another_matter_is_not_for_the_person_to_choose(desk):
    with pytest.raises(BadInput):
        desk.house.call(meetings.wish, desk.house.person, WORDS, "legal")


def test_who_helps_is_named_and_the_person_is_not_told_their_name(desk, venla):
    meeting = asked(desk)
    done = approve(desk, meeting, host="venla")
    assert done["host"] == {"id": "venla", "name": "Venla"}
    assert approve(desk, meeting, host="venla")["revision"] == done["revision"]
    assert "Venla" not in str(desk.house.call(meetings.list_for_client, desk.house.person))
    assert "Venla" not in str(desk.house.call(meetings.show_for_county, desk.house.worker, meeting))


def test_a_program_that_names_nobody_gets_the_first_colleague_who_is_free(desk, venla):
    assert approve(desk, asked(desk))["host"]["id"] == "venla"


def test_alone_in_the_prison_one_may_permit_and_nobody_is_named(desk):
    done = approve(desk, asked(desk))
    assert (done["state"], done["host"]) == ("approved", None)


def test_nobody_permits_the_meeting_in_which_they_help(desk, venla):
    with pytest.raises(WrongState) as refusal:
        approve(desk, asked(desk), host=desk.house.guard.id)
    assert refusal.value.key == "own_request"


@pytest.mark.parametrize("who", ["maija", "nobody"])
def test_only_this_prisons_staff_help(desk, venla, who):
    with pytest.raises(BadInput) as refusal:
        approve(desk, asked(desk), host=who)
    assert refusal.value.key == "host_unknown"


def test_nobody_helps_two_at_once(desk, venla, other_person):
    house = desk.house
    house.uow.prisons.places_of[PRISON].append(Place("room2", PRISON, "Huone 2"))
    approve(desk, asked(desk), host="venla")
    held = next(iter(house.uow.meetings.held.values()))
    held.client_id, held.worker_id = other_person, "somebody"
    meeting = asked(desk)
    seen = house.call(permission.show, house.guard, meeting)
    assert [host["busy"] for host in seen["hosts"]] == [True]
    for host in ("venla", None):
        with pytest.raises(WrongState) as refusal:
            approve(desk, meeting, host=host)
        assert refusal.value.key == "clash_host"


def test_any_other_matter_has_no_host(desk, venla):
    assert approve(desk, asked(desk, "social"), host="venla")["host"] is None


def test_a_standing_permission_names_nobody_so_the_prison_is_asked(desk, venla):
    house = desk.house
    day = dt.date.fromisoformat(TUESDAY[:10])
    house.call(prison_rules.grant, house.guard, Partner(COUNTY, "social_worker"), day, day)
    assert desk.stored(asked(desk)).state == "requested"


def test_in_another_prison_somebody_else_helps(desk, venla):
    house, meeting = desk.house, asked(desk)
    approve(desk, meeting, host="venla")
    house.call(change_facts, house.guard, house.uow.clients.get(house.person), prison="muu")
    assert desk.stored(meeting).host_id is None


# --- who decides on which matters ---------------------------------------------------


def roles(desk, chosen, who=None):
    return desk.house.call(approver_roles.set_approvers, who or desk.house.guard, chosen)


def test_without_a_role_an_approver_decides_on_all_matters(desk, venla):
    assert approve(desk, asked(desk, "social"), venla)["state"] == "approved"


def test_an_approver_decides_on_the_matters_of_their_role_alone(desk, venla):
    roles(desk, {"venla": ["legal", "health"]})
    meeting = asked(desk, "social")
    seen = desk.house.call(permission.show, venla, meeting)
    assert (seen["decides"], set(seen["verbs"]) & {"approve", "reject", "propose"}) == (
        False,
        set(),
    )
    for act, more in (
        (permission.approve, {}),
        (permission.reject, {"code": "no_staff"}),
        (permission.propose, {"slots": [slot("2026-12-02T08:00:00Z")]}),
    ):
        with pytest.raises(Forbidden) as refusal:
            desk.house.call(act, venla, meeting, **more)
        assert refusal.value.key == "matter_of_others"
    assert approve(desk, meeting)["state"] == "approved"


def test_nobody_changes_their_own_role(desk, venla):
    roles(desk, {"venla": ["legal"]})
    for chosen in ({}, {"venla": ["legal", "health"]}):
        with pytest.raises(BadInput) as refusal:
            roles(desk, chosen, venla)
        assert refusal.value.key == "role_own"
    roles(desk, {"venla": []})
    assert approve(desk, asked(desk, "social"), venla)["state"] == "approved"


def test_every_matter_keeps_somebody_who_decides_on_it(desk, venla):
    roles(desk, {"venla": ["legal"]})
    with pytest.raises(BadInput) as refusal:
        roles(desk, {"venla": ["legal"], "vesa": ["health"]}, venla)
    assert refusal.value.key == "role_nobody"


def test_all_matters_are_no_role_of_their_own(desk, venla):
    roles(desk, {"venla": PURPOSES})
    assert desk.house.uow.rules.approvers[PRISON] == {}


@pytest.mark.parametrize("chosen", [{"maija": ["legal"]}, {"venla": ["gossip"]}])
def test_a_stranger_or_an_unknown_matter_is_refused(desk, venla, chosen):
    with pytest.raises(BadInput) as refusal:
        roles(desk, chosen)
    assert refusal.value.key == "rule_unknown"


def test_roles_are_for_those_who_may_decide(desk):
    with pytest.raises(Forbidden):
        roles(desk, {}, desk.house.worker)
