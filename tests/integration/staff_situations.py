"""Situations that the staff's pages show: what persons have sent, asked and raised.

The words of the persons are here, so that a test can look for them where they may not be.
"""

import dataclasses
import datetime as dt

from bot.casework.actor import SYSTEM, client_actor
from bot.casework.presenting import outlook
from bot.casework.referral import Referral, ReferralEvent, ReferralState
from bot.casework.services import alerts, codes, meetings, permission, referrals
from bot.casework.summary import Content

HOUSING = "Ei ole. Kämppä meni keväällä."
MONEY = "Tilillä on ehkä 20 euroa. Tuki loppui, kun tulin tänne."
CARE = "Pelkään että mun korvaushoito katkeaa."
UNCLEAR = "se yks juttu mistä puhuttiin"
STRENGTH = "Osaan laittaa ruokaa. Teen mitä lupaan."
WISH = "Aamupäivä olisi hyvä, iltapäivällä on töitä."
WORDS = (HOUSING, MONEY, CARE, UNCLEAR, STRENGTH, WISH)


def said(text, number, areas, at):
    moment = at - dt.timedelta(minutes=60 - number)
    return {
        "id": f"m{number}",
        "text": text,
        "message_id": f"m{number}",
        "said_at": moment.isoformat(),
        "areas": list(areas),
    }


def pressed(question, choice, number=40):
    return {"id": question, "question": question, "message_id": f"m{number}", "choice": choice}


def typed(question, text, number=41):
    return {"id": question, "question": question, "message_id": f"m{number}", "text": text}


def need(area, *, statements=(), answers=()):
    return {
        "area": area,
        "statements": list(statements),
        "answers": list(answers),
        "signals": [],
    }


def summary(at):
    """Three urgent needs when release is near, one that is not, and the rest."""
    return Content(
        needs=[
            need(
                "housing",
                statements=[said(HOUSING, 4, ["housing"], at)],
                answers=[
                    pressed("housing.first_night", "nowhere"),
                    typed("housing.municipality", "Kuopio olis paras"),
                    pressed("housing.arrears", "dont_know"),
                ],
            ),
            need(
                "money",
                statements=[said(MONEY, 11, ["money"], at)],
                answers=[pressed("money.first_day", "no"), pressed("money.applied", "no")],
            ),
            need(
                "substance_use",
                statements=[{**said(CARE, 17, ["substance_use"], at), "edited": True}],
                answers=[
                    pressed("substance_use.care", "substitution"),
                    pressed("substance_use.care_continues", "no"),
                    pressed("substance_use.aim", "stay_clean"),
                ],
            ),
            need("digital", answers=[pressed("digital.start", "a_little")]),
        ],
        no_need=["family", "health"],
        declined=["mental_health"],
        dont_know=["debts"],
        not_asked=["social", "work_study"],
        other_statements=[{**said("Äiti on Kuopiossa.", 20, ["family"], at), "area": "family"}],
        not_understood=[said(UNCLEAR, 21, [], at)],
        general={
            "strengths": [typed("general.strengths", STRENGTH)],
            "network": [pressed("general.who_helps", "close_one")],
            "interpreter": [pressed("general.interpreter", "yes")],
            "access_needs": [pressed("general.reading", "reading")],
            "contact": [pressed("general.how_to_meet", "remote")],
            "meeting_wish": [typed("general.meeting_wish", WISH)],
        },
    )


MUMBLED = (
    "Mulla on ollu pitkään vaikeeta ton kanssa enkä oikein tiiä mistä alottaa.",
    "Haluisin että joku kattoo tän mun kanssa läpi ennen ku pääsen pois.",
)


def eight_needs(at):
    """As much as fits on one sheet: eight needs, each told in sentences."""
    content = summary(at)
    pressed_ones = {
        "documents": ("documents.start", "no"),
        "debts": ("debts.enforcement", "yes"),
        "health": ("health.medicine", "yes"),
        "family": ("family.contact", "children"),
    }
    for number, (area, answer) in enumerate(pressed_ones.items()):
        words = [said(text, 30 + number, [area], at) for text in MUMBLED]
        content.needs.append(need(area, statements=words, answers=[pressed(*answer)]))
    return dataclasses.replace(content, no_need=[], dont_know=[])


def quiet_summary():
    """One need that is not urgent."""
    return Content(needs=[need("digital", answers=[pressed("digital.start", "a_little")])])


def send(uow, context, client, content):
    """The person sends it: as the review does, without the conversation before it."""
    now = context.clock.now()
    referral = Referral(
        id=context.ids.new(),
        client_id=client.id,
        county=client.county,
        prison=client.prison,
        state=ReferralState.NEW,
        received_at=now,
        content_version=1,
        release_date=client.release_date,
        release_certain=client.release_date is not None,
        lang=client.lang,
        areas=[each["area"] for each in content.needs],
        outlook=outlook(content, context.interview, client.release_date, context.today()),
    )
    uow.referrals.add(referral)
    uow.referrals.add_version(referral.id, 1, content, now)
    person = client_actor(client.id)
    uow.referrals.add_event(ReferralEvent(referral.id, "send", person.id, person.role, now))
    return referral


@dataclasses.dataclass
class Situation:
    """Who is in it, and the service that it happens in."""

    service: object
    client: object
    referral_id: str

    async def run(self, work):
        return await self.service.database.run(work)

    async def claimed_by(self, login):
        context, actor = self.service.context, login.user.actor()
        await self.run(lambda uow: referrals.claim(uow, context, actor, self.referral_id))

    async def draft(self, login):
        context, actor = self.service.context, login.user.actor()
        made = await self.run(
            lambda uow: meetings.start_draft(uow, context, actor, self.referral_id)
        )
        return made["id"]

    async def offered(self, login, *starts, minutes=45):
        """Times are offered; the id of the meeting."""
        context, actor = self.service.context, login.user.actor()
        meeting_id = await self.draft(login)
        slots = [{"start": start, "minutes": minutes} for start in starts]
        await self.run(lambda uow: meetings.offer(uow, context, actor, meeting_id, slots))
        return meeting_id

    async def pick(self, meeting_id):
        """The person takes the first of the times."""
        context, client_id = self.service.context, self.client.id

        def choose(uow):
            slot = uow.meetings.of_client(meeting_id, client_id).slots[0]
            meetings.choose(uow, context, client_id, meeting_id, slot.id)

        await self.run(choose)

    async def requested(self, login, start, minutes=45):
        """The person has picked the time; the prison is asked."""
        meeting_id = await self.offered(login, start, minutes=minutes)
        await self.pick(meeting_id)
        return meeting_id

    async def approved(self, login, guard_login, start):
        meeting_id = await self.requested(login, start)
        context, actor = self.service.context, guard_login.user.actor()
        await self.run(lambda uow: permission.approve(uow, context, actor, meeting_id))
        return meeting_id

    async def alert(self, kind="suicide"):
        context, client_id = self.service.context, self.client.id
        raised = await self.run(lambda uow: alerts.raise_alert(uow, context, client_id, kind))
        return raised.id


async def person_who_sent(service, content=None, **facts):
    """A person with a code, a place and a referral in the county's queue."""
    context = service.context
    who = {
        "prison": "kuopio",
        "county": "pohjois-savo",
        "release_date": dt.date(2026, 12, 3),
        "lang": "fi",
        "name": "Matti Meikäläinen",
        "number": "2041",
        "place": "Osasto 3, selli 12",
    }

    def work(uow):
        issued = codes.issue(uow, context, SYSTEM, **{**who, **facts})
        told = content if content is not None else summary(context.clock.now())
        return issued.client, send(uow, context, issued.client, told).id

    client, referral_id = await service.database.run(work)
    return Situation(service, client, referral_id)
