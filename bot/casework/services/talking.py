"""The talk of worker and person: messages, and the stretch in which a human answers.

While a worker is in the thread the assistant keeps quiet; when that began and ended stands
among the referral's events and in the trail.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.casework.actor import Actor, client_actor
from bot.casework.clocks import begin_anew, go_on
from bot.casework.context import Context
from bot.casework.errors import BadInput, WrongState
from bot.casework.people import Message
from bot.casework.ports import UnitOfWork
from bot.casework.referral import HELD_STATES, REFERRAL_MOVES, Referral, ReferralState
from bot.casework.referral import ReferralVerb as Verb
from bot.casework.services.announcing import announce
from bot.casework.services.danger_watch import watch_words
from bot.casework.services.referral_scope import (
    Json,
    in_scope,
    moved,
    note_act,
    refuse_if_claimed_by_other,
    standing,
    store,
)
from bot.casework.services.words import usable_words
from bot.casework.thread import Say

# A ready sentence in the language of the person; KeyError for one that there is not.
Phrase = Callable[[str], str]


def message(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    referral_id: str,
    text: str,
    phrase: Phrase | None = None,
) -> Json:
    """Write to the person: it stands in their thread, with the worker's name. A ready phrase
    comes first, in the person's language; then words of the worker's own, if there are any."""
    referral = in_scope(uow, actor, referral_id)
    client = uow.clients.get(referral.client_id)
    ready = _ready(phrase, client.lang if client else referral.lang)
    words = usable_words(text) if not ready or text.strip() else ""
    refuse_if_claimed_by_other(uow, actor, referral)
    moved(uow, actor, referral, Verb.MESSAGE)
    message_id = context.ids.new()
    whole = "\n".join(part for part in (ready, words) if part)
    body = {"text": whole, "name": actor.name, "county": referral.county}
    uow.threads.add(referral.client_id, message_id, "worker", context.clock.now(), body)
    if referral.contacted_at is None:
        referral.contacted_at = context.clock.now()
        store(uow, context, referral)
    note_act(uow, context, actor, referral, Verb.MESSAGE)
    return {**standing(uow, actor, referral), "message_id": message_id}


def write(uow: UnitOfWork, context: Context, client_id: str, text: str) -> str:
    """The person writes to their worker: the message's id. A closed referral comes back, and
    the waiting for the person is over."""
    watch_words(uow, context, client_id, text)
    words = usable_words(text)
    referral = uow.referrals.of_client(client_id)
    if referral is None:
        raise WrongState("send_summary_first")
    return _store(uow, context, referral, context.ids.new(), words).id


def write_to_human(
    uow: UnitOfWork, context: Context, client_id: str, message_id: str, words: str | None
) -> Message | None:
    """While a worker answers in the thread, words go to the worker and the assistant is quiet;
    None when no worker does. Who presses a button (no words) turns to the assistant again."""
    referral = uow.referrals.of_client(client_id)
    if referral is None or referral.human_since is None:
        return None
    if words is None:
        leave_by_client(uow, context, client_id)
        return None
    return _store(uow, context, referral, message_id, words)


def _store(
    uow: UnitOfWork, context: Context, referral: Referral, message_id: str, words: str
) -> Message:
    body: Json = {
        "text": words,
        "choice": None,
        "question": None,
        "role": "to_worker",
        "areas": [],
        "crisis": None,
        "county": referral.county,
    }
    now = context.clock.now()
    stored = uow.threads.add(referral.client_id, message_id, "client", now, body)
    heard_from_person(uow, context, referral, Verb.WRITE)
    return stored


def heard_from_person(uow: UnitOfWork, context: Context, referral: Referral, verb: Verb) -> None:
    """The person wrote: what waited for them goes on, what was closed comes back as new."""
    person = client_actor(referral.client_id)
    before = referral.state
    referral.state = REFERRAL_MOVES.move(before, verb, person.role)
    come_back(context, referral, before)
    if referral.state is not before:
        store(uow, context, referral)
    note_act(uow, context, person, referral, verb)


def come_back(context: Context, referral: Referral, before: ReferralState) -> None:
    """What the move from ``before`` means for the clocks and for whose it is."""
    now = context.clock.now()
    if before is ReferralState.WAITING:
        go_on(referral, now)
    if before is ReferralState.CLOSED:
        referral.claimed_by = referral.claimed_at = referral.stand_in = None
        referral.outcome = referral.closed_at = None
        begin_anew(referral, now)


def join(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> Json:
    """Answer in the thread oneself: from now on the assistant keeps quiet."""
    referral = in_scope(uow, actor, referral_id)
    refuse_if_claimed_by_other(uow, actor, referral)
    if referral.state in HELD_STATES and referral.human_since is not None:
        return standing(uow, actor, referral)
    moved(uow, actor, referral, Verb.JOIN)
    referral.human_since = context.clock.now()
    store(uow, context, referral)
    note_act(uow, context, actor, referral, Verb.JOIN)
    announce(uow, context, referral.client_id, Say("say.human_here", {"name": actor.name}))
    return standing(uow, actor, referral)


def leave(uow: UnitOfWork, context: Context, actor: Actor, referral_id: str) -> Json:
    """Give the thread back to the assistant."""
    referral = in_scope(uow, actor, referral_id)
    refuse_if_claimed_by_other(uow, actor, referral)
    if referral.human_since is not None:
        moved(uow, actor, referral, Verb.LEAVE)
        end_stretch(uow, context, actor, referral)
        store(uow, context, referral)
    return standing(uow, actor, referral)


def leave_by_client(uow: UnitOfWork, context: Context, client_id: str) -> None:
    """The person goes on with the assistant; the worker's messages come as before."""
    referral = uow.referrals.of_client(client_id)
    if referral is None or referral.human_since is None:
        return
    person = client_actor(client_id)
    referral.state = REFERRAL_MOVES.move(referral.state, Verb.LEAVE, person.role)
    end_stretch(uow, context, person, referral)
    store(uow, context, referral)


def end_stretch(uow: UnitOfWork, context: Context, by: Actor, referral: Referral) -> None:
    """The human stretch ends, whatever has ended it; the caller stores the referral."""
    if referral.human_since is None:
        return
    referral.human_since = None
    note_act(uow, context, by, referral, Verb.LEAVE)
    announce(uow, context, referral.client_id, Say("say.human_gone"))


def _ready(phrase: Phrase | None, lang: str) -> str:
    if phrase is None:
        return ""
    try:
        return phrase(lang)
    except KeyError:
        raise BadInput("phrase_unknown") from None
