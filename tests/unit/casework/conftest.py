import datetime as dt

import pytest

from bot.casework.intake import Hearing, hear
from bot.casework.intake_state import new_state
from bot.casework.reading import Reading
from bot.casework.summary import Review, Told, collect
from bot.casework.thread import Say
from bot.content import load_interview, load_texts
from bot.settings import ROOT

TODAY = dt.date(2026, 11, 24)


class Talk:
    """One person's interview, with readings given by hand instead of by Rasa."""

    def __init__(self, interview, glossary):
        self.interview = interview
        self.state = new_state(interview)
        self.hearing = Hearing(
            interview, "2026-11-24T10:00:00Z", "Pohjois-Savo", glossary, Say("say.status_none")
        )
        self.told: list[Told] = []
        self.says: list[Say] = []

    def press(self, choice):
        return self._hear(Reading(self._id(), choice=choice))

    def write(self, text, **reading):
        return self._hear(Reading(self._id(), text=text, **reading), text)

    def _id(self):
        return f"m{len(self.told)}"

    def _hear(self, reading, text=""):
        heard = hear(self.state, reading, self.hearing)
        self.says = heard.says
        self.told.append(
            Told(reading.message_id, text, self.hearing.at, heard.role, heard.areas, heard.question)
        )
        return heard

    def start(self, opening="en tiedä", **reading):
        self.press("agree")
        return self.write(opening, **(reading or {"intent": "dont_know"}))

    @property
    def keys(self):
        return [say.key for say in self.says]

    def collect(self, review=None):
        return collect(self.state, self.told, review or Review(), self.interview)


@pytest.fixture(scope="session")
def interview():
    return load_interview(ROOT / "data" / "interview")


@pytest.fixture(scope="session")
def glossary():
    return load_texts(ROOT / "data" / "texts")


@pytest.fixture
def talk(interview, glossary):
    return Talk(interview, glossary)
