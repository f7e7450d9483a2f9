"""The prison's staff, and persons of that prison with a worker outside."""

import pytest

from bot.casework.actor import Role
from tests.integration.staff_browser import signed_in
from tests.integration.staff_situations import person_who_sent


@pytest.fixture
async def siiri(staff_user):
    return await staff_user(Role.SOCIAL_WORKER, username="siiri", name="Siiri Sosiaalinen")


@pytest.fixture
async def vesa(staff_user):
    return await staff_user(Role.PRISON_STAFF, username="vesa", name="Vesa Vartija")


@pytest.fixture
async def office(vesa, new_client):
    """Vesa's browser: all three rights."""
    return await signed_in(new_client(), vesa)


@pytest.fixture
async def elsewhere(staff_user, new_client):
    """The browser of a colleague in another prison."""
    login = await staff_user(Role.PRISON_STAFF, username="venla", prison="vantaa")
    return await signed_in(new_client(), login)


@pytest.fixture
async def matti(service, siiri):
    """A person whose summary a worker has taken."""
    situation = await person_who_sent(service)
    await situation.claimed_by(siiri)
    return situation
