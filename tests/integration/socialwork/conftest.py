"""Workers at the desk, and a person who has sent a summary to their county."""

import pytest

from bot.casework.actor import Role
from tests.integration.staff_browser import signed_in
from tests.integration.staff_situations import person_who_sent


@pytest.fixture
async def siiri(staff_user):
    return await staff_user(Role.SOCIAL_WORKER, username="siiri", name="Siiri Sosiaalinen")


@pytest.fixture
async def kalle(staff_user):
    return await staff_user(Role.SOCIAL_WORKER, username="kalle", name="Kalle Kokeilija")


@pytest.fixture
async def vesa(staff_user):
    return await staff_user(Role.PRISON_STAFF, username="vesa", name="Vesa Vartija")


@pytest.fixture
async def desk(siiri, new_client):
    """Siiri's browser, signed in."""
    return await signed_in(new_client(), siiri)


@pytest.fixture
async def elsewhere(staff_user, new_client):
    """The browser of a worker of another county."""
    login = await staff_user(Role.SOCIAL_WORKER, username="onni", county="vantaa-kerava")
    return await signed_in(new_client(), login)


@pytest.fixture
async def matti(service):
    """A person who has sent three urgent needs; nobody has taken them yet."""
    return await person_who_sent(service)


@pytest.fixture
async def claimed(matti, siiri):
    """The same, taken by Siiri."""
    await matti.claimed_by(siiri)
    return matti
