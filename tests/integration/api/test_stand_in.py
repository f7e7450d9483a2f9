"""The fixtures that other folders lean on."""

from bot.casework.services.conversation import Incoming
from bot.web.conversation import CONVERSATION


async def test_the_service_answers(app_client):
    answer = await app_client.get("/health/ready")
    assert all((await answer.json())["status"].values())


async def test_a_message_goes_through_the_actions_to_the_interview(service, issue_code, rasa):
    issued = await issue_code()
    say = service.server.app[CONVERSATION].say
    first = await say(issued.client.id, Incoming("m1", choice="agree", question="consent"))
    assert first.view.stage == "opening"
    second = await say(issued.client.id, Incoming("m2", text="I have no home"))
    assert second.view.asks.question == "housing.start" or second.view.asks.area == "housing"
    assert rasa.heard == ["m1", "m2"]


async def test_a_message_waits_while_rasa_is_away(service, issue_code, rasa):
    issued = await issue_code()
    rasa.away = True
    answered = await service.server.app[CONVERSATION].say(
        issued.client.id, Incoming("m1", choice="agree")
    )
    assert answered.waiting and answered.view.stage == "consent"
