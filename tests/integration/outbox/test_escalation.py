"""An alert that nobody answers goes to those on duty, once, and says nobody's name."""

import dataclasses
import datetime as dt

import pytest

from bot.casework.actor import SYSTEM
from bot.casework.errors import BadInput, Forbidden, NotFound
from bot.casework.services.alerts import acknowledge, raise_alert, state_for
from bot.casework.services.escalating import UNANSWERED, set_escalation
from bot.web.escalating import Escalator
from tests.integration.outbox.test_notices import mailbox

__all__ = ["mailbox"]

DUTY = "paivystys@vankila.example"


def use(service, work, *arguments):
    return service.database.run(lambda uow: work(uow, service.context, *arguments))


@pytest.fixture
def escalator(service, content, mailbox):
    settings = dataclasses.replace(
        service.settings,
        smtp_host="127.0.0.1",
        smtp_port=mailbox.port,
        smtp_tls="none",
        smtp_from="reitti@vankila.example",
    )
    return Escalator(service.database, service.context, settings, content.texts)


@pytest.fixture
async def raised(service, issue_code):
    """An alert in a prison that has named an address."""
    await use(service, set_escalation, SYSTEM, "kuopio", DUTY)
    client = (await issue_code(name="Matti Meikäläinen")).client
    return await use(service, raise_alert, client.id, "suicide")


async def test_it_goes_once_after_some_minutes_and_tells_neither_who_nor_what(
    raised, escalator, mailbox, clock
):
    assert await escalator.go_round() == 0
    clock.move_on(seconds=UNANSWERED.total_seconds() + 1)
    assert await escalator.go_round() == 1
    assert await escalator.go_round() == 0
    ((to, raw),) = mailbox.mails
    assert to == [DUTY]
    for word in (b"Matti", b"suicide", b"tsemurha"):
        assert word not in raw


async def test_the_person_is_told_that_it_went_further(raised, escalator, service, clock):
    clock.move_on(minutes=4)
    await escalator.go_round()
    state = await use(service, state_for, raised.client_id, raised.id)
    assert state.key == "crisis.alert.escalated"
    assert state.at == clock.now()


async def test_an_answered_alert_goes_nowhere(raised, escalator, service, staff_user, clock):
    guard = (await staff_user("prison_staff")).user.actor()
    await use(service, acknowledge, guard, raised.id)
    clock.move_on(hours=1)
    assert await escalator.go_round() == 0
    state = await use(service, state_for, raised.client_id, raised.id)
    assert state.key == "crisis.alert.answered"


async def test_what_did_not_leave_is_tried_again_and_the_person_is_not_told_otherwise(
    raised, escalator, mailbox, service, clock
):
    clock.move_on(minutes=4)
    mailbox.answers = ["451 try later"]
    assert await escalator.go_round() == 0
    state = await use(service, state_for, raised.client_id, raised.id)
    assert state.key == "crisis.alert.maybe_unseen"
    assert await escalator.go_round() == 1


async def test_a_prison_without_an_address_keeps_it_on_its_page(
    service, issue_code, escalator, clock
):
    client = (await issue_code()).client
    await use(service, raise_alert, client.id, "suicide")
    clock.move_on(hours=1)
    assert await escalator.go_round() == 0


async def test_the_trail_tells_when_it_went_further(raised, escalator, service, clock):
    clock.move_on(minutes=4)
    await escalator.go_round()
    rows = await service.database.read(
        lambda uow: uow.trail.of_client(raised.client_id, ("escalate",), 5)
    )
    assert [(row.thing_id, row.at) for row in rows] == [(raised.id, clock.now())]
    assert clock.now() - raised.raised_at >= dt.timedelta(minutes=3)


async def test_who_may_name_the_address_and_what_is_none(service, staff_user):
    guard = (await staff_user("prison_staff")).user.actor()
    for actor, prison, address, refusal in (
        (guard, "kuopio", DUTY, Forbidden),
        (SYSTEM, "kuopio", "soita minulle", BadInput),
        (SYSTEM, "nowhere", DUTY, NotFound),
    ):
        with pytest.raises(refusal):
            await use(service, set_escalation, actor, prison, address)
