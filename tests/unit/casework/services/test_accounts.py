import pytest

from bot.casework.actor import SYSTEM, Right, Role
from bot.casework.errors import BadInput, Forbidden, Refused
from bot.casework.services.accounts import add_user, check_password
from bot.casework.services.prisons import add_prison


def add(house, role, username="uusi", **more):
    return house.call(
        add_user, SYSTEM, role=role, username=username, password_hash="hash:x", **more
    )


def test_prison_staff_get_all_rights_unless_they_are_named(house):
    assert add(house, Role.PRISON_STAFF, prison="sukeva").rights == frozenset(Right)
    named = add(house, Role.PRISON_STAFF, "toinen", prison="sukeva", rights=[Right.ALERTS])
    assert named.rights == {Right.ALERTS}


@pytest.mark.parametrize(
    ("role", "scope", "refusal"),
    [
        (Role.PRISON_STAFF, {"county": "kainuu"}, "role_needs_prison"),
        (Role.SOCIAL_WORKER, {"prison": "sukeva"}, "role_needs_county"),
        (Role.SOCIAL_WORKER, {}, "role_needs_county"),
        (Role.LEADER, {"county": "kainuu", "prison": "sukeva"}, "role_needs_one_scope"),
        (Role.SOCIAL_WORKER, {"county": "atlantis"}, "unknown_county"),
        (Role.PRISON_STAFF, {"prison": "atlantis"}, "unknown_prison"),
        (Role.CLIENT, {}, "bad_role"),
        (Role.SYSTEM, {}, "bad_role"),
        (Role.SOCIAL_WORKER, {"county": "kainuu", "rights": [Right.CODES]}, "rights_are_for"),
    ],
)
def test_a_role_comes_with_its_own_scope(house, role, scope, refusal):
    with pytest.raises(BadInput, match=refusal):
        add(house, role, **scope)


def test_a_username_is_taken_whatever_its_case(house):
    with pytest.raises(Refused, match="username_taken"):
        add(house, Role.SOCIAL_WORKER, "VESA", county="kainuu")


def test_only_admins_and_the_service_make_accounts_and_prisons(house):
    with pytest.raises(Forbidden):
        house.call(add_user, house.guard, role=Role.ADMIN, username="me", password_hash="hash:x")
    with pytest.raises(Forbidden):
        house.call(add_prison, house.guard, "oma", "Oma vankila", "Huone")


@pytest.mark.parametrize("password", ["", "lyhyt12", "x" * 201])
def test_a_password_that_is_too_short_or_endless_is_refused(password):
    with pytest.raises(BadInput):
        check_password(password)


def test_a_new_prison_has_one_place_and_is_open_on_workdays_from_nine_to_three(house):
    house.call(add_prison, SYSTEM, "uusi", "Uusi vankila", "Tapaamishuone")
    assert [place.name for place in house.uow.prisons.places("uusi")] == ["Tapaamishuone"]
    hours = house.uow.prisons.hours("uusi")
    assert [(h.weekday, h.opens.hour, h.closes.hour) for h in hours] == [
        (day, 9, 15) for day in range(5)
    ]


def test_a_prison_is_added_once(house):
    with pytest.raises(Refused, match="prison_exists"):
        house.call(add_prison, SYSTEM, "sukeva", "Sukeva", "Huone")
