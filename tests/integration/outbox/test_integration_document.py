"""The receiver of docs/integration.md, run as it stands there."""

import re

import pytest
from aiohttp.test_utils import TestServer

from bot.casework.actor import Role
from bot.casework.outbox import CUT_OFF
from bot.casework.services.hand_over import hand_over
from bot.casework.services.sending import begin
from bot.settings import ROOT
from tests.integration.outbox.conftest import SECRET
from tests.integration.staff_situations import person_who_sent


@pytest.fixture(scope="module")
def document():
    text = (ROOT / "docs" / "integration.md").read_text("utf-8")
    names = {}
    exec(re.search(r"```python\n(.*?)```", text, re.DOTALL)[1], names)  # noqa: S102 - our own document
    return names


@pytest.fixture
async def receiver(document, clock):
    """In place of the usual one."""
    taken = {}
    server = TestServer(document["receiver"](SECRET, taken, lambda: clock.now().timestamp()))
    await server.start_server()
    server.taken, server.server = taken, server
    yield server
    await server.close()


async def test_a_hand_over_is_taken_and_a_second_time_counts_once(
    service, postman, receiver, staff_user, clock
):
    siiri = await staff_user(Role.SOCIAL_WORKER)
    matti = await person_who_sent(service)
    await matti.claimed_by(siiri)
    actor = siiri.user.actor()
    await service.database.run(
        lambda uow: hand_over(uow, service.context, actor, matti.referral_id)
    )
    # It leaves, and the process dies before that is written down: it comes again.
    taken = await service.database.run(lambda uow: begin(uow, service.context))
    assert len(taken) == 1
    clock.move_on(seconds=CUT_OFF.total_seconds())
    assert await postman.deliver() == 1
    assert len(receiver.taken) == 1


def test_a_wrong_signature_and_an_old_one_are_refused_and_a_duplicate_is_not(document):
    from bot.web.webhook import signature

    take, taken, body = document["take"], {}, b"{}"
    headers = {
        "Reitti-Timestamp": "1000",
        "Reitti-Delivery": "d1",
        "Reitti-Signature": signature(SECRET, 1000, "d1", body),
    }
    assert take(headers, body + b" ", SECRET, taken, lambda: 1000) == 401
    assert take({**headers, "Reitti-Delivery": "d2"}, body, SECRET, taken, lambda: 1000) == 401
    assert take(headers, body, SECRET, taken, lambda: 1400) == 400
    assert taken == {}
    assert [take(headers, body, SECRET, taken, lambda: 1000) for _ in range(2)] == [200, 200]
    assert taken == {"d1": body}
