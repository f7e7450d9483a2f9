"""What all actions have in common: one message in, one transaction, one reply out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.wiring import casework
from bot.casework.ports.scope import person, seeing
from bot.casework.reading import Reading
from bot.casework.services.conversation import take_turn


class TurnAction(Action):  # type: ignore[misc]
    """Hands the understood message to the interview. The interview decides what it means
    there; the name of the action says why Rasa chose it."""

    action_name = ""

    def name(self) -> str:
        return self.action_name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """One transaction: the answer, the state and the reply, or nothing."""
        database, context = casework()
        reading = reading_of(tracker.latest_message)
        client_id = tracker.sender_id
        with seeing(person(client_id)):
            turn = await database.run(lambda uow: take_turn(uow, context, client_id, reading))
        dispatcher.utter_message(json_message=turn)
        return []


def reading_of(message: Mapping[str, Any]) -> Reading:
    """Rasa's latest message in the form that casework knows."""
    intent = message["intent"]
    choice = message.get("choice")
    date, time = message.get("date"), message.get("time")
    return Reading(
        message_id=message["message_id"],
        text=None if choice is not None else message["text"],
        choice=choice,
        intent=intent["name"],
        confidence=float(intent["confidence"]),
        areas=tuple(message.get("areas") or ()),
        scores=dict(message.get("area_scores") or {}),
        signals=tuple(message.get("signals") or ()),
        answer=message.get("answer") or "other",
        crisis=message.get("crisis"),
        date=dt.date.fromisoformat(date) if date else None,
        time=dt.time.fromisoformat(time) if time else None,
        language=message.get("language"),
    )
