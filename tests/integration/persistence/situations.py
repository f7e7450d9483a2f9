"""Who and what the tests tell of. Two prisons, two persons, two counties."""

import datetime as dt

from bot.casework.meeting import Meeting, MeetingState, Slot
from bot.casework.people import Client, OpenHours, Place, Prison
from bot.casework.referral import Referral, ReferralState

NOW = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
WORDS = "Pelkään pakkasyötä ulkona"


def after(minutes):
    return NOW + dt.timedelta(minutes=minutes)


def add_prisons(uow):
    uow.prisons.add(
        Prison("kylmakoski", "Kylmäkoski"),
        [Place("room-1", "kylmakoski", "Huone 1"), Place("room-2", "kylmakoski", "Huone 2")],
        [OpenHours(0, dt.time(9), dt.time(15))],
    )
    uow.prisons.add(Prison("pyhaselka", "Pyhäselkä"), [Place("room-3", "pyhaselka", "Sali")], [])
    uow.clients.add(a_client("matti", "kylmakoski", "kainuu"))
    uow.clients.add(a_client("liisa", "pyhaselka", "satakunta"))


def a_client(client_id, prison="kylmakoski", county="kainuu", **more):
    told = {"name": f"Nimi {client_id}", "number": f"Numero {client_id}", "place": "Osasto 3"}
    told |= {"release_date": None, "lang": "fi", "created_at": NOW}
    return Client(client_id, prison, county, **{**told, **more})


def a_referral(referral_id, *, urgent=None, soon=None, client="matti", county="kainuu", **more):
    outlook = [
        {"from": day.isoformat(), "urgency": level, "reasons": ["no_first_night"]}
        for day, level in ((soon, "soon"), (urgent, "urgent"))
        if day is not None
    ]
    values = {
        "state": ReferralState.NEW,
        "received_at": NOW,
        "content_version": 1,
        "release_date": None,
        "release_certain": True,
        "lang": "fi",
        "outlook": outlook,
        "areas": ["housing"],
    }
    prison = "kylmakoski" if client == "matti" else "pyhaselka"
    return Referral(referral_id, client, county, prison, **{**values, **more})


def a_meeting(meeting_id, start=None, minutes=30, *, client="matti", **more):
    county, prison = ("kainuu", "kylmakoski") if client == "matti" else ("satakunta", "pyhaselka")
    values = {
        "referral_id": None,
        "county": county,
        "prison": prison,
        "state": MeetingState.DRAFT if start is None else MeetingState.REQUESTED,
        "created_at": NOW,
        "partner": "Kainuun hyvinvointialue",
        "start": start,
        "end": start and start + dt.timedelta(minutes=minutes),
        "worker_id": f"worker-{county}",
    }
    return Meeting(id=meeting_id, client_id=client, **{**values, **more})


def a_slot(slot_id, start, minutes=30):
    return Slot(slot_id, start, start + dt.timedelta(minutes=minutes))
