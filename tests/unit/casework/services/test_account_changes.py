import pytest

from bot.casework.actor import SYSTEM
from bot.casework.errors import BadInput, Forbidden, NotFound
from bot.casework.services import account_changes as changes
from bot.casework.services.accounts import check_password
from bot.casework.services.sessions import end_others, open_sessions, resume
from bot.casework.services.staff_sign_in import known_mark
from tests.unit.casework.services.test_staff_sign_in import key_of, sign_in


def signed(house, browser="desk", marks=()):
    answer = sign_in(house, browser=browser)
    assert key_of(answer) is None
    return answer


@pytest.mark.parametrize("change", [changes.shut, changes.revoke_sessions])
def test_a_shut_or_revoked_account_is_out_at_once(house, change):
    answer = signed(house)
    house.call(change, SYSTEM, " Vesa ")
    assert house.call(resume, answer.token) is None


def test_a_shut_account_opens_again_only_when_it_is_opened(house):
    house.call(changes.shut, SYSTEM, "vesa")
    assert key_of(sign_in(house)) == "staff_wrong"
    house.call(changes.reopen, SYSTEM, "vesa")
    assert key_of(sign_in(house)) is None


def test_a_new_password_or_authenticator_signs_out_and_is_written_down(house):
    answer = signed(house)
    house.call(changes.set_password, SYSTEM, "vesa", "hash:new words here")
    assert house.call(resume, answer.token) is None
    assert house.uow.staff.get("vesa").password_hash == "hash:new words here"
    house.call(changes.set_totp, SYSTEM, "vesa", "JBSWY3DPEHPK3PXP")
    assert house.uow.staff.get("vesa").totp_secret == "JBSWY3DPEHPK3PXP"
    assert {verb for _, verb in house.audit("staff")} >= {"set_password", "set_totp"}


def test_only_admins_and_the_service_change_accounts_and_only_such_as_exist(house):
    with pytest.raises(Forbidden):
        house.call(changes.shut, house.guard, "vesa")
    with pytest.raises(NotFound):
        house.call(changes.shut, SYSTEM, "nobody")


def test_ones_own_password_changes_only_while_the_old_one_counts(house):
    mine, other = signed(house), signed(house, "second")
    old = house.uow.staff.get("vesa").password_hash
    house.call(changes.change_own_password, house.guard, old, "hash:new", mine.session.id)
    assert house.call(resume, mine.token) is not None
    assert house.call(resume, other.token) is None
    with pytest.raises(BadInput, match="meanwhile"):
        house.call(changes.change_own_password, house.guard, old, "hash:x", mine.session.id)


def test_ones_sessions_are_listed_and_each_other_one_can_be_ended(house):
    mine, second, third = (signed(house, name) for name in ("one", "two", "three"))
    rows = house.call(open_sessions, mine.session)
    assert [row.this for row in rows].count(True) == 1 and len(rows) == 3
    house.call(end_others, mine.session, second.session.id[:16])
    assert house.call(resume, second.token) is None
    assert house.call(resume, third.token) is not None
    house.call(end_others, mine.session, mine.session.id[:16])
    house.call(end_others, mine.session, None)
    assert house.call(resume, mine.token) is not None
    assert house.call(resume, third.token) is None


def test_a_session_whose_time_is_over_is_not_listed(house):
    signed(house)
    house.clock.move_on(hours=2)
    assert len(house.call(open_sessions, signed(house).session)) == 1


def test_strangers_never_lock_out_a_browser_that_has_signed_in_before(house):
    first = signed(house)
    assert first.mark == known_mark(house.context, "VESA ", "desk")
    for number in range(30):
        sign_in(house, password_ok=False, browser=f"cell{number}")
    assert key_of(sign_in(house, browser="another")) == "too_many_tries"
    assert key_of(sign_in(house, browser="desk", marks=[first.mark])) is None
    assert key_of(sign_in(house, browser="copied", marks=[first.mark])) == "too_many_tries"


def test_a_known_browser_does_not_guess_for_ever_either(house):
    mark = signed(house).mark
    for _ in range(5):
        sign_in(house, password_ok=False, marks=[mark])
    assert key_of(sign_in(house, marks=[mark])) == "too_many_tries"


def test_an_admin_unlocks_an_account_for_a_new_machine(house):
    for number in range(5):
        sign_in(house, password_ok=False, browser=f"cell{number}")
    assert key_of(sign_in(house, browser="new")) == "too_many_tries"
    house.call(changes.unlock, SYSTEM, "vesa")
    assert key_of(sign_in(house, browser="new")) is None


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("password1", "password_common"),
        ("QWERTYUIOP", "password_common"),
        ("vesa.vartija", "password_is_name"),
    ],
)
def test_a_password_that_is_tried_first_is_refused(password, key):
    with pytest.raises(BadInput, match=key):
        check_password(password, "Vesa.Vartija")
