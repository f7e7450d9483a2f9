import pytest

from bot.casework.people import StaffUser

ADD = "user add --role prison_staff --prison sukeva --username vesa --password-stdin"


@pytest.fixture
def vesa(shell):
    assert shell(ADD, stdin="a long password\n").code == 0
    return shell


def account(shell) -> StaffUser:
    return shell.look(lambda uow: uow.staff.by_username("vesa"))


def test_an_account_is_shut_and_opened(vesa):
    assert vesa("user shut --username vesa").code == 0
    assert not account(vesa).active
    assert vesa("user open --username Vesa").code == 0
    assert account(vesa).active


def test_a_new_password_comes_by_standard_input(vesa):
    before = account(vesa).password_hash
    done = vesa("user password --username vesa --password-stdin", stdin="quiet herons at noon\n")
    assert done.code == 0 and "herons" not in done.out
    assert account(vesa).password_hash != before


def test_a_common_password_is_refused_in_one_line(vesa):
    done = vesa("user password --username vesa --password-stdin", stdin="password1\n")
    assert (done.code, done.err.count("\n")) == (1, 1)


def test_a_new_authenticator_is_shown_once(vesa):
    done = vesa("user totp --username vesa")
    assert "otpauth://" in done.out and account(vesa).totp_secret in done.out


@pytest.mark.parametrize("verb", ["shut", "open", "revoke-sessions", "unlock", "totp"])
def test_an_unknown_account_is_refused_in_one_line(vesa, verb):
    done = vesa(f"user {verb} --username nobody")
    assert (done.code, done.err.count("\n")) == (1, 1)


def test_sessions_are_revoked_and_tries_forgotten(vesa):
    assert vesa("user revoke-sessions --username vesa").code == 0
    assert vesa("user unlock --username vesa").code == 0
