"""What goes when its time is over; and two who change or guess at the same time."""

import asyncio
import datetime as dt

import pytest

from bot.bootstrap import build_context, load_content
from bot.casework.actor import SYSTEM
from bot.casework.services.codes import issue, set_client
from bot.casework.services.purge import erase_gone, purge
from bot.casework.services.secrets import set_secret
from bot.casework.services.sign_in import find_code, finish_sign_in
from bot.settings import Settings
from tests.integration.persistence.situations import NOW, a_referral

YEAR = dt.timedelta(days=365)


class SetClock:
    def __init__(self):
        self.moment = NOW

    def now(self):
        return self.moment


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture(scope="module")
def content():
    return load_content(Settings.from_environment({}))


@pytest.fixture
def call(settings, database, content, clock):
    context = build_context(settings, content, clock=clock)

    async def run(use_case, *arguments, **more):
        return await database.run(lambda uow: use_case(uow, context, *arguments, **more))

    return run


async def sign_in(call, code, secret_ok=None):
    lookup = await call(find_code, code, "browser")
    return await call(finish_sign_in, lookup, secret_ok, None, "browser")


async def test_a_purge_leaves_what_is_in_use(call):
    code = (await call(issue, SYSTEM, client_id="matti")).code
    await sign_in(call, code)
    await sign_in(call, "3333 3333 3333")
    done = await call(purge)
    assert (done.codes, done.sessions, done.tries, done.answers) == (0, 0, 0, 0)


async def test_ended_sessions_tries_and_codes_go_each_in_its_time(call, clock):
    code = (await call(issue, SYSTEM, client_id="matti")).code
    await sign_in(call, code)
    await sign_in(call, "3333 3333 3333")
    clock.moment = NOW + dt.timedelta(days=15)
    done = await call(purge)
    assert (done.codes, done.sessions, done.tries) == (0, 1, 3)
    assert (await sign_in(call, code)).refused.key == "code_expired"
    clock.moment = NOW + dt.timedelta(days=45)
    assert (await call(purge)).codes == 1
    assert (await sign_in(call, code)).refused.key == "code_wrong"


async def test_words_that_came_too_late_wait_a_week(call, clock, database):
    await database.run(lambda uow: uow.drafts.keep("matti", "jäi kesken", NOW))
    clock.moment = NOW + dt.timedelta(days=6)
    assert (await call(purge)).drafts == 0
    clock.moment = NOW + dt.timedelta(days=8)
    assert (await call(purge)).drafts == 1
    assert await database.read(lambda uow: uow.drafts.get("matti")) is None


async def test_persons_of_whom_nothing_was_heard_are_erased(call, clock, database):
    clock.moment = NOW + dt.timedelta(days=30)
    await call(issue, SYSTEM, client_id="liisa")
    clock.moment = NOW + YEAR + dt.timedelta(days=1)
    assert await call(erase_gone, YEAR) == 1
    assert await call(erase_gone, YEAR) == 0
    matti = await database.read(lambda uow: uow.clients.get("matti"))
    liisa = await database.read(lambda uow: uow.clients.get("liisa"))
    assert matti.erased_at == clock.moment
    assert liisa.erased_at is None


async def test_a_referral_that_somebody_works_on_keeps_its_person(call, clock, database):
    await database.run(lambda uow: uow.referrals.add(a_referral("r1")))
    await database.run(lambda uow: uow.referrals.add(a_referral("r2", client="liisa")))
    clock.moment = NOW + YEAR * 2
    assert await call(erase_gone, YEAR) == 0


async def test_a_new_secret_survives_a_change_of_cell_at_the_same_time(call, database):
    await asyncio.gather(
        *(call(set_client, SYSTEM, "matti", place=f"Osasto {n}") for n in range(8)),
        call(set_secret, "matti", "hash"),
    )
    matti = await database.read(lambda uow: uow.clients.get("matti"))
    assert matti.secret_hash == "hash"
    assert matti.place.startswith("Osasto")


async def test_of_many_guesses_at_once_five_are_answered(call):
    await call(set_secret, "matti", "hash")
    code = (await call(issue, SYSTEM, client_id="matti")).code
    lookup = await call(find_code, code, None)
    answers = await asyncio.gather(
        *(call(finish_sign_in, lookup, False, None, None) for _ in range(20))
    )
    assert [answer.refused.key for answer in answers].count("secret_wrong") == 5
