import dataclasses

import pytest

from bot.casework.services.staff_sign_in import OneTime, find_staff, finish_staff_sign_in


def sign_in(house, username="vesa", password_ok=True, one_time=None, browser="desk", marks=()):
    lookup = house.call(find_staff, username, browser, marks)
    one_time = one_time or OneTime()
    return house.call(finish_staff_sign_in, lookup, password_ok, one_time, None, browser)


def key_of(answer):
    return answer.refused.key if answer.refused else None


@pytest.fixture
def with_totp(house):
    vesa = house.uow.staff.get("vesa")
    house.uow.staff.rows["vesa"] = dataclasses.replace(vesa, totp_secret="JBSWY3DPEHPK3PXP")


def test_the_session_belongs_to_the_account(house):
    answer = sign_in(house, " Vesa ")
    assert (answer.session.kind, answer.session.subject) == ("staff", "vesa")
    assert ("vesa", "sign_in") in house.audit("staff")


def test_an_unknown_name_and_a_wrong_password_read_the_same(house):
    assert key_of(sign_in(house, "nobody")) == key_of(sign_in(house, password_ok=False))


def test_an_account_that_was_shut_opens_nothing(house):
    house.uow.staff.rows["vesa"].active = False
    assert key_of(sign_in(house)) == "staff_wrong"


def test_a_denied_try_is_in_the_audit_trail(house):
    sign_in(house, password_ok=False)
    assert ("vesa", "sign_in_failed") in house.audit("staff")


def test_five_wrong_passwords_close_the_name_for_a_while(house):
    for number in range(5):
        assert key_of(sign_in(house, password_ok=False, browser=f"b{number}")) == "staff_wrong"
    assert key_of(sign_in(house, browser="another")) == "too_many_tries"
    house.clock.move_on(minutes=15, seconds=1)
    assert key_of(sign_in(house, browser="another")) is None


def test_a_browser_that_tries_many_names_has_to_wait(house):
    for number in range(10):
        sign_in(house, f"name{number}", password_ok=False, browser="guesser")
    assert key_of(sign_in(house, browser="guesser")) == "too_many_tries"
    assert key_of(sign_in(house, browser="another")) is None


def test_a_typed_name_is_not_kept_it_may_be_a_password(house):
    sign_in(house, "salasana-väärässä-kentässä")
    assert "salasana" not in str(house.uow.throttle.rows)


def test_an_account_with_one_time_codes_asks_for_one(house, with_totp):
    assert key_of(sign_in(house)) == "totp_needed"
    assert key_of(sign_in(house, one_time=OneTime(given=True))) == "totp_wrong"
    assert key_of(sign_in(house, one_time=OneTime(given=True, step=7))) is None


def test_a_one_time_code_serves_once(house, with_totp):
    sign_in(house, one_time=OneTime(given=True, step=7))
    assert key_of(sign_in(house, one_time=OneTime(given=True, step=7))) == "totp_wrong"
    assert key_of(sign_in(house, one_time=OneTime(given=True, step=6))) == "totp_wrong"


def test_where_one_time_codes_are_required_an_account_without_is_refused(house):
    limits = dataclasses.replace(house.context.limits, totp_required=True)
    house.context = dataclasses.replace(house.context, limits=limits)
    assert key_of(sign_in(house)) == "totp_not_set"
