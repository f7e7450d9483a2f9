"""What stands in for Rasa and for the clock: quick, and each test says what is understood."""

import datetime as dt

from bot.casework.reading import Reading
from bot.casework.services.conversation import take_turn
from bot.web.rasa_client import RasaAway

NOW = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)

# Words of the tests -> areas; "kyllä" and "ei" are short answers.
AREAS = {"asunto": "housing", "kämppä": "housing", "velka": "debts", "raha": "money"}
ANSWERS = {"kyllä": "yes", "ei": "no"}
INTENTS = {
    "poista kaikki": "delete_my_data",
    "på svenska": "change_language",
    "muuta vastaus": "change_answer",
}


class MovableClock:
    def __init__(self, moment=NOW):
        self.moment = moment

    def now(self):
        return self.moment

    def move(self, **much):
        self.moment += dt.timedelta(**much)


class RasaStandIn:
    """Calls the same use case that Rasa's action calls; ``away`` makes it unreachable."""

    def __init__(self, database, context):
        self.database = database
        self.context = context
        self.away = False

    async def open(self):
        """Nothing to open."""

    async def close(self):
        """Nothing to close."""

    async def healthy(self):
        return not self.away

    async def forget(self, sender):
        """Keeps nothing."""

    async def message(self, *, sender, message_id, text, choice, intent, **_rest):
        if self.away:
            raise RasaAway("away")
        reading = self.read(message_id, text, choice, intent)
        return await self.database.run(
            lambda uow: take_turn(uow, self.context, sender, reading)
        )

    @staticmethod
    def read(message_id, text, choice, intent):
        if choice is not None:
            return Reading(message_id, choice=choice, intent=intent or "inform")
        words = (text or "").casefold()
        areas = tuple(dict.fromkeys(area for word, area in AREAS.items() if word in words))
        return Reading(
            message_id,
            text=text,
            intent=INTENTS.get(words, "inform"),
            areas=areas,
            scores=dict.fromkeys(areas, 0.95),
            answer=ANSWERS.get(words, "other"),
        )
