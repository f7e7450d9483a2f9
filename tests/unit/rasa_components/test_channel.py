import pytest
from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain

from bot.rasa_components.channel import ReittiInput
from bot.rasa_components.rule_policy import InterviewRulePolicy
from bot.rasa_components.turns import TurnLost, Turns
from bot.rasa_components.understanding import parse_data, understood_from_choice


@pytest.mark.parametrize("secret", [None, "", "short"])
def test_without_a_proper_secret_the_door_stays_shut(monkeypatch, secret):
    monkeypatch.delenv("REITTI_RASA_SECRET", raising=False)
    if secret is not None:
        monkeypatch.setenv("REITTI_RASA_SECRET", secret)
    with pytest.raises(ValueError, match="REITTI_RASA_SECRET"):
        ReittiInput.from_credentials({})


@pytest.mark.asyncio
async def test_without_a_model_every_turn_is_lost():
    for turns in (Turns(None, 1), Turns(Agent(Domain.empty()), 1)):
        with pytest.raises(TurnLost, match="model"):
            await turns.health()


@pytest.mark.asyncio
async def test_a_store_that_rasa_put_in_our_place_is_not_used():
    agent = Agent(Domain.empty(), tracker_store=InMemoryTrackerStore(Domain.empty()))
    agent.processor = object()
    with pytest.raises(TurnLost, match="tracker_store"):
        await Turns(agent, 1).health()


def test_a_button_means_what_it_says():
    told = understood_from_choice("deny", "sv")
    data = parse_data(told, "", "no", {"message_id": "m", "lang": "sv"})
    assert data["intent"] == {"name": "deny", "confidence": 1.0}
    assert (data["answer"], data["choice"], data["language"]) == ("no", "no", "sv")
    assert data["areas"] == [] and data["crisis"] is None


def test_rasas_own_commands_are_switched_off():
    assert InterviewRulePolicy._find_action_from_default_actions(None) == (None, None)
    assert InterviewRulePolicy._default_sources() == set()
