"""What is known of a person beside what they told: prison, cell, day of release.

These move. The queue's urgency follows a new day of release at once, and open meetings follow
the person to another prison (meeting_ends.py).
"""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import Final, TypeVar

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import BadInput
from bot.casework.journal import entry
from bot.casework.people import Client
from bot.casework.ports import UnitOfWork
from bot.casework.presenting import outlook
from bot.casework.services.announcing import announce
from bot.casework.services.meeting_changes import recheck_client
from bot.casework.services.meeting_ends import transfer_meetings
from bot.casework.services.referral_scope import store
from bot.casework.services.sessions import check_language
from bot.casework.thread import Say

T = TypeVar("T")
LONGEST = {"name": 100, "number": 30, "place": 60}
# Days of release are reckoned with; one of the year 1 would end in a fault, when the person sends.
YEARS = range(2000, 3000)


class Keep(Enum):
    """Leave the value as it is; None means "unknown"."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP


def change_facts(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    client: Client,
    *,
    prison: str | Keep = KEEP,
    county: str | Keep = KEEP,
    release_date: dt.date | Keep | None = KEEP,
    lang: str | Keep = KEEP,
    name: str | Keep | None = KEEP,
    number: str | Keep | None = KEEP,
    place: str | Keep | None = KEEP,
) -> list[str]:
    """Store what changed; the ids of the meetings that moved along. The caller has checked
    the actor and the prison."""
    if not isinstance(county, Keep) and county not in context.counties:
        raise BadInput("unknown_county")
    if not isinstance(lang, Keep):
        client.lang = check_language(lang)
    left, released = client.prison, client.release_date
    client.prison = _new(prison, client.prison)
    client.county = _new(county, client.county)
    client.release_date = _new(checked_release(release_date), client.release_date)
    client.name = _new(_checked("name", name), client.name)
    client.number = _new(_checked("number", number), client.number)
    client.place = _new(_checked("place", place), client.place)
    moved = client.prison != left
    another_day = client.release_date != released
    if moved and isinstance(place, Keep):
        # Better no cell than the wrong one: staff who answer an alert go there.
        client.place = None
    uow.clients.save(client)
    if moved:
        # The prison they left has no business with where they are now.
        uow.codes.move(client.id, client.prison)
        # Danger goes with the person: only who is near can go there.
        uow.alerts.move(client.id, client.prison)
    _tell_referral(uow, context, client)
    now = context.clock.now()
    reason = "moved" if moved else None
    uow.trail.add(entry(now, actor, "set_client", "client", client.id, client.id, reason))
    transferred = transfer_meetings(uow, context, client, left) if moved else []
    if not isinstance(release_date, Keep):
        recheck_client(uow, context, client.id)
    if another_day:
        _tell_person(uow, context, client)
    return transferred


def checked(what: str, text: str | None) -> str | None:
    """A name, number or place as it is kept; nothing is the same as none."""
    plain = " ".join((text or "").split())
    if len(plain) > LONGEST[what]:
        raise BadInput("too_long", most=LONGEST[what])
    return plain or None


def checked_release(day: T) -> T:
    """The day of release, if it can be one; raises BadInput."""
    if isinstance(day, dt.date) and day.year not in YEARS:
        raise BadInput("day_unreadable")
    return day


def _checked(what: str, text: str | Keep | None) -> str | Keep | None:
    return text if isinstance(text, Keep) else checked(what, text)


def _new(value: T | Keep, old: T) -> T:
    return old if isinstance(value, Keep) else value


def _tell_person(uow: UnitOfWork, context: Context, client: Client) -> None:
    """Somebody who has begun hears of their new day; what they answered may fit no more."""
    if uow.intakes.get(client.id) is None:
        return
    day = client.release_date
    say = Say("say.release_moved", {"date": day.isoformat()}) if day else Say("say.release_unknown")
    announce(uow, context, client.id, say)


def _tell_referral(uow: UnitOfWork, context: Context, client: Client) -> None:
    """The referral follows: its urgency is that of the new day of release."""
    referral = uow.referrals.of_client(client.id)
    if referral is None:
        return
    if referral.release_date == client.release_date and referral.prison == client.prison:
        return
    referral.prison, referral.release_date = client.prison, client.release_date
    stored = uow.referrals.version(referral.id, referral.content_version)
    if stored is not None:
        referral.outlook = outlook(
            stored[0], context.interview, client.release_date, context.today()
        )
    store(uow, context, referral)
