"""A house as in the unit tests, but with every step a transaction of a real database."""

import pytest

from bot.content import load_interview, load_texts
from bot.persistence.database import open_database
from bot.persistence.migrate import upgrade
from bot.settings import ROOT
from tests.integration.persistence.conftest import settings_in
from tests.unit.casework.services.desk import House


class Life:
    """``do`` runs one use case in one transaction; ``together`` several at the same time."""

    def __init__(self, database, house):
        self.database, self.house = database, house

    async def step(self, act):
        def work(uow):
            self.house.uow = uow
            return act()

        return await self.database.run(work)

    async def do(self, use_case, *arguments, **more):
        context = self.house.context
        return await self.database.run(lambda uow: use_case(uow, context, *arguments, **more))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def life_settings(request, tmp_path):
    url = request.getfixturevalue("postgres_database") if request.param == "postgres" else None
    settings = settings_in(tmp_path, url)
    upgrade(settings)
    return settings


@pytest.fixture
async def life(life_settings):
    database = open_database(life_settings)
    interview = load_interview(ROOT / "data" / "interview")
    glossary = load_texts(ROOT / "data" / "texts")
    house = await database.run(lambda uow: House(interview, glossary, uow))
    yield Life(database, house)
    await database.close()
