"""Situations for the tests of review, referrals and meetings, by name."""

from __future__ import annotations

import datetime as dt

from bot.casework.actor import Right, Role
from bot.casework.context import Context, Limits
from bot.casework.intake import Hearing, hear
from bot.casework.intake_state import new_state
from bot.casework.people import Client, OpenHours, Place, Prison, StaffUser
from bot.casework.reading import Reading
from bot.casework.services import review
from bot.casework.thread import Say
from tests.unit.casework.fakes import FakeClock, FakeHasher, FakeIds, FakeUnitOfWork

COUNTY, OTHER_COUNTY, PRISON = "pohjois-savo", "kainuu", "sukeva"
COUNTIES = {
    COUNTY: {"fi": "Pohjois-Savon hyvinvointialue", "sv": "Norra Savolax", "en": "North Savo"},
    OTHER_COUNTY: {"fi": "Kainuun hyvinvointialue", "sv": "Kajanaland", "en": "Kainuu"},
}
HOUSING_WORDS = "Ei oo mitään, ei ees ekaks yöks."
BOTH_WORDS = "kämppä meni ja juominen lähti lapasesta"


class House:
    """A prison, its people, and what they do, step by step."""

    release = dt.date(2026, 12, 18)

    def __init__(self, interview, glossary, uow=None):
        self.clock, self.uow = FakeClock(), uow or FakeUnitOfWork()
        self.context = Context(
            clock=self.clock,
            ids=FakeIds(),
            hasher=FakeHasher(),
            interview=interview,
            glossary=glossary,
            counties=COUNTIES,
            code_key=b"key",
            limits=Limits(),
            meeting_host="meet.example",
        )
        self.interview = interview
        now = self.clock.now()
        hours = [OpenHours(day, dt.time(9), dt.time(15)) for day in range(5)]
        self.uow.prisons.add(
            Prison(PRISON, "Sukevan vankila"), [Place("room", PRISON, "Huone 1")], hours
        )
        self.uow.clients.add(
            Client("person", PRISON, COUNTY, self.release, "fi", now, "Oma Nimi", "1234", "A 12")
        )
        self.person = "person"
        self.worker = self._staff("maija", Role.SOCIAL_WORKER, county=COUNTY)
        self.colleague = self._staff("pekka", Role.SOCIAL_WORKER, county=COUNTY)
        self.stranger = self._staff("kaisa", Role.SOCIAL_WORKER, county=OTHER_COUNTY)
        self.guard = self._staff("vesa", Role.PRISON_STAFF, prison=PRISON, rights=frozenset(Right))

    def _staff(self, name, role, **where):
        user = StaffUser(name, name, name.title(), "", role, self.clock.now(), **where)
        self.uow.staff.add(user)
        return user.actor()

    def call(self, use_case, *arguments, **more):
        return use_case(self.uow, self.context, *arguments, **more)

    def write(self, message_id, text, **reading):
        return self._hear(Reading(message_id, text=text, **reading), text, None)

    def press(self, message_id, choice):
        return self._hear(Reading(message_id, choice=choice), None, choice)

    def _hear(self, reading, text, choice):
        known = self.uow.intakes.get(self.person)
        state, revision = known or (new_state(self.interview), 0)
        at = self.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        hearing = Hearing(self.interview, at, COUNTY, self.context.glossary, Say("say.status_none"))
        heard = hear(state, reading, hearing)
        body = {
            "text": text,
            "choice": choice,
            "question": heard.question,
            "role": heard.role,
            "areas": list(heard.areas),
            "crisis": None,
        }
        self.uow.threads.add(self.person, reading.message_id, "client", self.clock.now(), body)
        self.uow.intakes.put(self.person, state, revision)
        return heard

    def talk(self):
        """The person told of having no home, and of drinking; no bed for the first night."""
        self.press("m1", "agree")
        self.write("m2", BOTH_WORDS, areas=("housing", "substance_use"))
        self.write(
            "m3", HOUSING_WORDS, areas=("housing",), signals=("no_first_night",), answer="no"
        )
        self.press("m4", "nowhere")

    def tick(self, *parts):
        ticks = {part: {"social_worker": True} for part in parts}
        return self.call(review.change, self.person, ticks, {})

    def sent(self, *parts):
        """Talked, ticked and sent; the referral's id."""
        self.talk()
        self.tick(*(parts or ("housing", "substance_use")))
        return self.call(review.send, self.person).id

    def audit(self, thing=None):
        return [(e.actor, e.verb) for e in self.uow.trail.rows if thing in (None, e.thing)]
