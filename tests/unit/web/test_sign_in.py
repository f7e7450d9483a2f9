"""Signing in across two transactions, with the slow hash between them."""

import dataclasses

import pyotp
import pytest

from bot.casework.actor import SYSTEM
from bot.casework.errors import BadInput
from bot.casework.services.codes import issue
from bot.content import load_interview, load_texts
from bot.settings import ROOT
from bot.web.sign_in import choose_secret, sign_in_client, sign_in_staff
from tests.unit.casework.services.desk import House

TOTP = pyotp.random_base32()


class SlowHasher:
    """Tells when it was used; refuses to be used while a transaction is open."""

    def __init__(self, database):
        self.database, self.compared = database, []

    def hash(self, secret):
        assert not self.database.open
        return f"hash:{secret}"

    def verify(self, stored, secret):
        assert not self.database.open
        self.compared.append(stored)
        return stored == f"hash:{secret}"


class OneDatabase:
    def __init__(self, uow):
        self.uow, self.open = uow, False

    async def run(self, work):
        self.open = True
        try:
            return work(self.uow)
        finally:
            self.open = False


@pytest.fixture(scope="module")
def content():
    return load_interview(ROOT / "data" / "interview"), load_texts(ROOT / "data" / "texts")


@pytest.fixture
def house(content):
    made = House(*content)
    made.database = OneDatabase(made.uow)
    made.hasher = SlowHasher(made.database)
    made.context = dataclasses.replace(made.context, hasher=made.hasher)
    vesa = dataclasses.replace(made.uow.staff.get("vesa"), password_hash="hash:salasana")
    made.uow.staff.rows["vesa"] = vesa
    return made


@pytest.fixture
def code(house):
    return house.call(issue, SYSTEM, client_id=house.person).code


def client(house, code, secret=None):
    return sign_in_client(house.database, house.context, code, secret, "fi", "laptop")


def staff(house, name="vesa", password="salasana", totp=None):  # noqa: S107
    return sign_in_staff(house.database, house.context, name, password, totp, "desk")


async def test_code_then_secret_then_both(house, code):
    assert (await client(house, code)).asks_for_secret
    await choose_secret(house.database, house.context, house.person, " Lumi Pallo ")
    assert (await client(house, code)).refused.key == "secret_needed"
    assert (await client(house, code, "väärä")).refused.key == "secret_wrong"
    signed = await client(house, code, "lumi  pallo")
    assert signed.token and not signed.asks_for_secret


async def test_a_secret_nobody_asked_for_does_no_harm(house, code):
    assert (await client(house, code, "jotain")).token
    assert house.hasher.compared == []


async def test_the_code_cannot_be_the_secret(house, code):
    with pytest.raises(BadInput):
        await choose_secret(house.database, house.context, house.person, code.lower())


async def test_an_unknown_name_costs_the_same_hash_as_a_wrong_password(house):
    assert (await staff(house, "nobody")).refused.key == "staff_wrong"
    assert (await staff(house, password="väärä")).refused.key == "staff_wrong"
    assert house.hasher.compared == [None, "hash:salasana"]
    assert (await staff(house)).user.id == "vesa"


async def test_a_wrong_password_does_not_tell_that_a_one_time_code_is_missing(house):
    vesa = house.uow.staff.get("vesa")
    house.uow.staff.rows["vesa"] = dataclasses.replace(vesa, totp_secret=TOTP)
    assert (await staff(house, password="väärä")).refused.key == "staff_wrong"
    assert (await staff(house)).refused.key == "totp_needed"
    now = pyotp.TOTP(TOTP).at(house.clock.now())
    assert (await staff(house, totp="000000" if now != "000000" else "1")).refused
    assert (await staff(house, totp=now)).token
    assert (await staff(house, totp=now)).refused.key == "totp_wrong"
