import pytest

from bot.casework.actor import Role
from bot.casework.people import Client, StaffUser
from tests.unit.casework.services.desk import COUNTY, PRISON, House


@pytest.fixture
def house(interview, glossary):
    """One prison, one person, two workers of the county, one of another, one guard."""
    return House(interview, glossary)


@pytest.fixture
def other_person(house):
    """A second person in the same prison and county."""
    house.uow.clients.add(
        Client("other", PRISON, COUNTY, house.release, "fi", house.clock.now(), "Toinen Henkilö")
    )
    return "other"


@pytest.fixture
def leader(house):
    user = StaffUser(
        "leader", "leader", "Johtaja", "", Role.LEADER, house.clock.now(), county=COUNTY
    )
    house.uow.staff.add(user)
    return user.actor()
