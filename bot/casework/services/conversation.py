"""One message of a person: stored first, then understood, then answered, each exactly once.

``receive`` runs in the web tier before anything else and does not need Rasa;
``take_turn`` runs in Rasa's action with what was understood.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from bot.casework.context import Context
from bot.casework.errors import BadInput, NotFound, WrongState
from bot.casework.intake import Heard, Hearing, hear, note_words
from bot.casework.intake_plan import ask_again
from bot.casework.intake_state import IntakeState
from bot.casework.people import Client, Message
from bot.casework.ports import UnitOfWork
from bot.casework.reading import Reading
from bot.casework.services.crisis import (
    CRISIS,
    CRISIS_CHOICES,
    again_says,
    go_on,
    note_topics,
    start_crisis,
    stay_says,
    waiting_say,
)
from bot.casework.services.danger_watch import watch_words
from bot.casework.services.news import status_say
from bot.casework.services.replies import iso, load_state, store_reply, turn_of
from bot.casework.services.talking import write_to_human
from bot.casework.thread import Say
from bot.safety.clean_up import clean_message
from bot.safety.danger import find_danger
from bot.safety.masks import mask_codes

MAX_TEXT = 20_000
_INTENTS = {
    "yes": "affirm",
    "no": "deny",
    "skip": "skip",
    "dont_know": "dont_know",
    "human": "ask_human",
    "explain": "ask_explain",
    "stop": "stop",
    "change": "change_answer",
    "restart": "restart",
}
# Taken at every question, whether or not it offers them as buttons.
_ANYTIME = ("no_answer", "human", "explain", "stop", "change", "restart")


@dataclass(frozen=True)
class Incoming:
    """What the person sent; ``question`` is what the page was asking."""

    message_id: str
    text: str | None = None
    choice: str | None = None
    question: str | None = None


@dataclass(frozen=True)
class Received:
    """A stored message. ``forward``: Rasa has yet to hear it."""

    message_id: str
    seq: int
    forward: bool


def intent_of_choice(choice: str) -> str:
    """The intent that a pressed button carries past understanding."""
    return _INTENTS.get(choice, "inform")


def receive(uow: UnitOfWork, context: Context, client_id: str, incoming: Incoming) -> Received:
    """Check and store a message; danger is looked for before anything else is done.

    Raises BadInput for what can't be used, WrongState("question_changed") when the
    page asked something that is no longer asked. The same id is stored once.
    """
    known = uow.threads.get(client_id, incoming.message_id)
    if known is not None and not _same_words(known, incoming):
        # The Back button: an old form with new words in it is another message.
        incoming = replace(incoming, message_id=_other_id(incoming))
        known = uow.threads.get(client_id, incoming.message_id)
    if known is not None:
        return Received(known.id, known.seq, not known.handled)
    state, revision = load_state(uow, context, client_id)
    danger = find_danger(incoming.text or "") if incoming.choice is None else None
    text = _usable_text(incoming, danger is not None)
    calm = danger is None and not state.in_crisis
    if calm or danger is not None:
        # A worker who answers in the thread reads words of danger like any other.
        said = write_to_human(uow, context, client_id, incoming.message_id, text)
        if said is not None:
            watch_words(uow, context, client_id, incoming.text)
            return Received(said.id, said.seq, forward=False)
    if danger is None:
        # Danger is never turned away for a form's sake.
        _check_question(state, context, incoming)
    body: dict[str, Any] = {
        "text": text,
        "choice": incoming.choice,
        "question": CRISIS if state.in_crisis else state.asked,
        "role": "side",
        "areas": [],
        "crisis": danger.kind if danger else None,
    }
    if text is not None and text != clean_message(incoming.text or "").strip():
        body["masked"] = True
    press_in_crisis = state.in_crisis and incoming.choice is not None
    body["silent"] = not calm and not press_in_crisis
    stored = uow.threads.add(
        client_id, incoming.message_id, "client", context.clock.now(), body, handled=False
    )
    if calm:
        return Received(stored.id, stored.seq, forward=True)
    if press_in_crisis:
        _press_in_crisis(uow, context, client_id, incoming, state)
        return Received(stored.id, stored.seq, forward=False)
    if danger is not None:
        says = start_crisis(uow, context, client_id, state, danger.kind)
        uow.intakes.put(client_id, state, revision)
    else:
        says = again_says()
    store_reply(uow, context, client_id, state, says, None)
    # Rasa hears it too, in silence: what was said about needs is not lost.
    return Received(stored.id, stored.seq, forward=True)


def _same_words(known: Message, incoming: Incoming) -> bool:
    """Of two buttons under one id the first counts; no words are ever passed over."""
    if incoming.choice is not None:
        return True
    return bool(known.body.get("text") == _usable_text(incoming, danger=True))


def _other_id(incoming: Incoming) -> str:
    words = f"{incoming.message_id}\n{incoming.text}"
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()[:32]


def _press_in_crisis(
    uow: UnitOfWork, context: Context, client_id: str, incoming: Incoming, state: IntakeState
) -> None:
    if incoming.choice == "continue":
        go_on(uow, context, client_id, incoming.message_id)
    else:
        store_reply(uow, context, client_id, state, stay_says(), incoming.message_id)


def _usable_text(incoming: Incoming, danger: bool) -> str | None:
    if incoming.choice is not None:
        return None
    text = clean_message(incoming.text or "").strip()
    if not text:
        raise BadInput("message_empty")
    if len(text) > MAX_TEXT and not danger:
        raise BadInput("message_too_long", limit=MAX_TEXT)
    return mask_codes(text[:MAX_TEXT])


def _check_question(state: IntakeState, context: Context, incoming: Incoming) -> None:
    asked = CRISIS if state.in_crisis else state.asked
    if incoming.question is not None and incoming.question != asked:
        raise WrongState("question_changed")
    if incoming.choice is None:
        return
    choices = CRISIS_CHOICES if state.in_crisis else ask_again(state, context.interview).choices
    if incoming.choice not in (*choices, *_ANYTIME):
        if incoming.question is None:
            raise WrongState("question_changed")
        raise BadInput("choice_unknown")


def take_turn(
    uow: UnitOfWork, context: Context, client_id: str, reading: Reading
) -> dict[str, Any]:
    """Hear one stored message with what was understood; the reply, the same when repeated."""
    message = uow.threads.get(client_id, reading.message_id)
    client = uow.clients.get(client_id)
    if message is None or client is None:
        raise NotFound("message_unknown")
    state, revision = load_state(uow, context, client_id)
    if message.handled:
        return _earlier_reply(uow, client_id, message, state)
    unseen = reading.crisis is not None and message.body.get("crisis") is None
    if message.body.get("silent") and not unseen:
        heard = Heard(question=state.asked)
        note_topics(state, reading, heard)
        if heard.role == "side":
            heard.role = "not_understood"
        _note_heard(message, heard)
        message.handled = True
        uow.threads.amend(message)
        uow.intakes.put(client_id, state, revision)
        return turn_of(state, []).as_json()
    if reading.crisis is not None:
        heard = Heard(question=state.asked)
        note_topics(state, reading, heard)
        heard.says = start_crisis(uow, context, client_id, state, reading.crisis)
        message.body["crisis"] = reading.crisis
    elif message.body["question"] != state.asked:
        heard = _heard_late(state, context, reading)
    else:
        heard = hear(state, reading, _hearing(uow, context, client, reading))
    if message.body.get("masked"):
        heard.says.insert(0, Say("say.masked"))
    _note_heard(message, heard)
    uow.threads.amend(message)
    _do_effects(uow, client, heard)
    _settle_earlier(uow, client_id, heard)
    uow.intakes.put(client_id, state, revision)
    turn = store_reply(uow, context, client_id, state, heard.says, message.id)
    return {**turn, "effects": heard.effects} if heard.effects else turn


def give_up(uow: UnitOfWork, context: Context, client_id: str, message_id: str) -> None:
    """Understanding can never take this message: the words are kept as not understood, and
    the question is asked again, so that nothing waits behind it for ever."""
    message = uow.threads.get(client_id, message_id)
    if message is None or message.handled:
        return
    state, _ = load_state(uow, context, client_id)
    if message.body["text"] is not None:
        message.body["role"] = "not_understood"
        uow.threads.amend(message)
    asks = waiting_say() if state.in_crisis else ask_again(state, context.interview)
    store_reply(uow, context, client_id, state, [Say("say.not_understood"), asks], message_id)


def _earlier_reply(
    uow: UnitOfWork, client_id: str, message: Message, state: IntakeState
) -> dict[str, Any]:
    reply_id = message.body.get("reply")
    reply = uow.threads.get(client_id, str(reply_id)) if reply_id else None
    return dict(reply.body) if reply is not None else turn_of(state, []).as_json()


def _heard_late(state: IntakeState, context: Context, reading: Reading) -> Heard:
    """The message waited and its question is gone: words are kept, nothing is answered."""
    heard = Heard(question=None)
    named = note_words(state, reading, heard)
    if not reading.is_press and heard.role == "side":
        heard.role = "not_understood"
    heard.says.append(Say("say.also_noted", {"areas": named}) if named else Say("say.kept"))
    heard.says.append(ask_again(state, context.interview))
    return heard


def _note_heard(message: Message, heard: Heard) -> None:
    message.body["role"] = heard.role
    message.body["areas"] = list(heard.areas)


def _do_effects(uow: UnitOfWork, client: Client, heard: Heard) -> None:
    for effect in heard.effects:
        name, _, value = effect.partition(":")
        if name == "language":
            client.lang = value
            uow.clients.save(client)
        elif name == "county":
            client.county = value
            uow.clients.save(client)


def _settle_earlier(uow: UnitOfWork, client_id: str, heard: Heard) -> None:
    """The person has chosen what an earlier message was about."""
    if heard.settles is None:
        return
    message_id, areas = heard.settles
    earlier = uow.threads.get(client_id, message_id)
    if earlier is not None:
        earlier.body.update(role="statement", areas=list(areas))
        uow.threads.amend(earlier)


def _hearing(uow: UnitOfWork, context: Context, client: Client, reading: Reading) -> Hearing:
    asks = reading.intent == "ask_status"
    status = status_say(uow, client.id) if asks else Say("say.status_none")
    return Hearing(
        context.interview.for_release(client.release_date is not None),
        iso(context),
        client.county,
        context.glossary,
        status,
        client.lang,
        context.municipality_in,
    )
