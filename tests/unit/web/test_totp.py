import datetime as dt

import pyotp
import pytest

from bot.web.totp import step_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = dt.datetime(2026, 11, 24, 10, 0, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_clock_may_be_half_a_minute_off(seconds):
    typed = pyotp.TOTP(SECRET).at(NOW + dt.timedelta(seconds=seconds))
    assert step_of(SECRET, f"{typed[:3]} {typed[3:]}", NOW) is not None


def test_the_step_is_that_of_the_code_not_of_the_clock():
    before = pyotp.TOTP(SECRET).at(NOW - dt.timedelta(seconds=30))
    now = pyotp.TOTP(SECRET).at(NOW)
    assert step_of(SECRET, before, NOW) == step_of(SECRET, now, NOW) - 1


@pytest.mark.parametrize("typed", ["", "000", "abcdef", "ääääää"])
def test_what_is_no_code_fits_nothing(typed):
    assert step_of(SECRET, typed, NOW) is None


def test_an_old_code_fits_nothing():
    old = pyotp.TOTP(SECRET).at(NOW - dt.timedelta(minutes=2))
    assert step_of(SECRET, old, NOW) is None
