"""Danger to life: the interview stops, staff are told, the true state of the alert is shown.

Nothing here needs Rasa. The assistant never counsels, never promises secrecy and
never says that help is coming (domain.md, crisis).
"""

from __future__ import annotations

from bot.casework.context import Context
from bot.casework.errors import WrongState
from bot.casework.hearing import Heard
from bot.casework.intake import note_words, take_up
from bot.casework.intake_plan import ask_again, put_first
from bot.casework.intake_state import OPENING, IntakeState
from bot.casework.people import Alert
from bot.casework.ports import UnitOfWork
from bot.casework.reading import ASKED_FOR_HELP, Reading
from bot.casework.services.alerts import raise_alert
from bot.casework.services.replies import load_state, store_reply
from bot.casework.thread import Say

# What is "asked" while the interview waits, and the choices that it has.
CRISIS = "crisis"
CRISIS_CHOICES = ("continue", "stop")
# Put in the place of this by what is true when it is read: see services/thread.py.
ALERT_STATE = "crisis.alert"


def start_crisis(
    uow: UnitOfWork, context: Context, client_id: str, state: IntakeState, kind: str
) -> list[Say]:
    """Tell staff, stop the interview; what to say."""
    return alert_says(stop_for(uow, context, client_id, state, kind))


def stop_for(
    uow: UnitOfWork, context: Context, client_id: str, state: IntakeState, kind: str
) -> Alert:
    """Tell staff and stop the interview. The state keeps the alert that stopped it: what is
    told later in the same crisis adds to it and takes nothing away (see ``standing``)."""
    alert = raise_alert(uow, context, client_id, kind)
    if state.crisis_alert is None:
        state.crisis_alert = alert.id
    return alert


def alert_says(alert: Alert) -> list[Say]:
    """The first words about an alert, its true state, and that the interview waits."""
    return [
        Say(f"crisis.message.{alert.kind}"),
        Say(ALERT_STATE, {"alert": alert.id}),
        waiting_say(),
    ]


def waiting_say() -> Say:
    """The interview waits; the only question is whether to go on."""
    return Say("crisis.paused.text", {}, None, CRISIS, CRISIS_CHOICES)


def stay_says() -> list[Say]:
    """The answer to any button but "I am safe" while the interview waits."""
    return [Say("crisis.stay"), waiting_say()]


def again_says() -> list[Say]:
    """The answer to what is written while the interview waits."""
    return [Say("crisis.again"), waiting_say()]


def note_topics(state: IntakeState, reading: Reading, heard: Heard) -> None:
    """Words of a crisis name needs too: these are asked about first when the person goes on."""
    put_first(state, note_words(state, reading, heard))


def press_help(uow: UnitOfWork, context: Context, client_id: str) -> str:
    """The person pressed "I need help now"; the alert's id. Pressing again tells staff again."""
    state, revision = load_state(uow, context, client_id)
    alert = stop_for(uow, context, client_id, state, ASKED_FOR_HELP)
    uow.intakes.put(client_id, state, revision)
    store_reply(uow, context, client_id, state, alert_says(alert), None)
    return alert.id


def go_on(uow: UnitOfWork, context: Context, client_id: str, message_id: str) -> None:
    """The person is safe and wants to go on: back to the same question. The alert stays open.

    Who has told at the opening what worries them is not asked for it a second time.
    """
    state, revision = load_state(uow, context, client_id)
    if not state.in_crisis:
        raise WrongState("question_changed")
    state.crisis_alert = None
    named = [area for area in state.order if state.areas[area].named]
    if state.asked == OPENING and named:
        asks = take_up(state, named, context.interview)
    else:
        asks = [ask_again(state, context.interview)]
    says = [Say("crisis.resumed"), *asks]
    uow.intakes.put(client_id, state, revision)
    store_reply(uow, context, client_id, state, says, message_id)
