"""The date and the time that a message names, if a careful reader would be sure."""

from __future__ import annotations

import datetime as dt

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dates import read_date
from bot.rasa_components.stateless import StatelessComponent


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DateReader(StatelessComponent):
    """Sets `date` and `time`. The day it counts from comes with the message: the
    machine's own clock is never asked, so the same message reads the same again."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            date, time = _read(message)
            message.set("date", date, add_to_output=True)
            message.set("time", time, add_to_output=True)
        return messages


def _read(message: Message) -> tuple[str | None, str | None]:
    told = message.get("metadata") or {}
    if not told.get("today"):
        return None, None
    today = dt.date.fromisoformat(told["today"])
    reading = read_date(str(message.get(TEXT) or ""), told.get("lang") or "fi", today)
    return (
        reading.date.isoformat() if reading.date else None,
        reading.time.strftime("%H:%M") if reading.time else None,
    )
