"""The whole job, and odd requests, on PostgreSQL too."""

import asyncio

import pytest

from bot.casework.actor import Role
from bot.persistence.keys import ensure_key_file
from bot.persistence.migrate import upgrade
from bot.settings import Settings
from tests.integration.api import test_fuzz, test_main_job
from tests.integration.api.situations import ok, say


@pytest.fixture
def service_settings(tmp_path, postgres_database):
    """As elsewhere, on a server; its tables are made outside of the running loop."""
    env = {"REITTI_VAR_DIR": str(tmp_path), "REITTI_DATABASE_URL": postgres_database}
    settings = Settings.from_environment(env)
    ensure_key_file(settings.key_file)
    upgrade(settings)
    return settings


async def test_from_the_code_to_the_room(issue_code, app_client, worker, guard, clock, rasa):
    await test_main_job.the_whole_job(issue_code, app_client, worker, guard, clock, rasa)


async def test_no_operation_answers_with_a_fault(requested, caplog, monkeypatch):
    monkeypatch.setattr(test_fuzz, "ROUNDS", 6)
    case = await requested()
    for role in (Role.PRISON_STAFF, Role.SOCIAL_WORKER, Role.CLIENT):
        await test_fuzz.odd_requests(role, case, caplog)


async def test_messages_sent_at_once_with_one_key_are_one(person, rasa):
    client = await person()
    await say(client, choice="agree")
    send = {"json": {"text": "I have debts"}, "headers": {"Idempotency-Key": "k"}}
    answers = await asyncio.gather(
        *(client.post("/api/v1/client/messages", **send) for _ in range(4))
    )
    assert {answer.status for answer in answers} == {200}
    thread = await ok(client.get("/api/v1/client/thread"))
    assert [m["text"] for m in thread["messages"]].count("I have debts") == 1


async def test_two_who_claim_at_once_one_gets_it(sent, worker):
    case = await sent()
    workers = [await worker(), await worker(), await worker()]
    path = f"/api/v1/referrals/{case.referral}/claim"
    answers = await asyncio.gather(*(each.post(path) for each in workers))
    assert sorted(answer.status for answer in answers) == [200, 409, 409]
