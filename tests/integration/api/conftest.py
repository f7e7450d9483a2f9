"""Clients whose every answer is held against the document; people half-way through the job."""

import dataclasses

import pytest

from tests.integration.api.checking import CheckedClient
from tests.integration.api.situations import offer, send_summary


@pytest.fixture
async def new_client(service):
    """A program with cookies of its own."""
    clients = []

    def make():
        client = CheckedClient(service.server)
        clients.append(client)
        return client

    yield make
    for client in clients:
        await client.session.close()


@dataclasses.dataclass
class Sent:
    """A person who has sent a summary."""

    person: CheckedClient
    client_id: str
    code: str
    referral: str


@pytest.fixture
def sent(issue_code, sign_in_person):
    """Makes a person who has sent a summary about housing and debts."""

    async def make(**facts):
        issued = await issue_code(**facts)
        person = await sign_in_person(issued.code)
        return Sent(person, issued.client.id, issued.code, await send_summary(person))

    return make


@dataclasses.dataclass
class Case(Sent):
    """The same, with a worker who has claimed it and a meeting."""

    worker: CheckedClient
    guard: CheckedClient
    meeting: str
    slot: str


@pytest.fixture
def offered(sent, worker, guard):
    """Makes a meeting that was offered for Wednesday at ten."""

    async def make(**terms):
        case = await sent()
        social, staff = await worker(), await guard()
        await social.post(f"/api/v1/referrals/{case.referral}/claim")
        meeting = await offer(social, case.referral, **terms)
        slot = meeting["slots"][0]["id"]
        parts = (case.person, case.client_id, case.code, case.referral)
        return Case(*parts, social, staff, meeting["id"], slot)

    return make


@pytest.fixture
def requested(offered):
    """Makes a meeting that waits for the prison."""

    async def make(**terms):
        case = await offered(**terms)
        path = f"/api/v1/client/meetings/{case.meeting}/choose"
        answer = await case.person.post(path, json={"slot": case.slot})
        assert answer.status == 200, await answer.text()
        return case

    return make
