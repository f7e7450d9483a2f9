"""Consent taken back works at once: the worker no longer reads what it was for.

Adding to a summary takes the person's press on "send"; taking away takes only the tick.
"""

from __future__ import annotations

import json

from bot.casework.actor import client_actor
from bot.casework.context import Context
from bot.casework.journal import entry
from bot.casework.people import Client
from bot.casework.ports import UnitOfWork
from bot.casework.presenting import outlook
from bot.casework.referral import REFERRAL_MOVES, Referral, ReferralEvent
from bot.casework.referral import ReferralVerb as Verb
from bot.casework.services.referral_scope import store
from bot.casework.summary import Content, Review, share


def withdraw(uow: UnitOfWork, context: Context, client: Client, review: Review) -> None:
    """A new version with only what is still ticked of what was sent; nothing is added.

    What a need was shared as looks afterwards like what was declined. With nothing sent, or
    nothing of it touched, nothing happens.
    """
    referral = uow.referrals.of_client(client.id)
    if referral is None or referral.county != client.county:
        # Ticks for another county say nothing of what this one was given.
        return
    stored = uow.referrals.version(referral.id, referral.content_version)
    if stored is None:
        return
    left = share(stored[0], review)
    if plain(left) == plain(stored[0]):
        return
    now, person = context.clock.now(), client_actor(client.id)
    referral.state = REFERRAL_MOVES.move(referral.state, Verb.WITHDRAW, person.role)
    referral.content_version += 1
    describe(referral, context, client, left)
    store(uow, context, referral)
    uow.referrals.add_version(referral.id, referral.content_version, left, now)
    uow.referrals.add_event(ReferralEvent(referral.id, Verb.WITHDRAW, person.id, person.role, now))
    uow.trail.add(entry(now, person, Verb.WITHDRAW, "referral", referral.id, client.id))


def describe(referral: Referral, context: Context, client: Client, content: Content) -> None:
    """What the queue shows without opening the content."""
    referral.prison, referral.lang = client.prison, client.lang
    referral.release_date = client.release_date
    referral.release_certain = client.release_date is not None
    referral.areas = [need["area"] for need in content.needs]
    referral.outlook = outlook(content, context.interview, client.release_date, context.today())


def plain(content: Content) -> str:
    """For comparing two versions."""
    return json.dumps(content.to_json(), sort_keys=True)
