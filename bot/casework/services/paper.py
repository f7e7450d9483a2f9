"""Answers from paper: a person without a computer fills in the printed questions, and a social
worker, never prison staff, types them in.

Each answer becomes a message of the person that is marked as paper, and goes through the same
interview as a press of a button. Only what the person has ticked on the paper for the social
worker becomes part of the summary.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.errors import BadInput
from bot.casework.intake import Heard, Hearing, hear, note_words
from bot.casework.intake_plan import to_review
from bot.casework.intake_state import AreaStatus, IntakeState, Stage, new_state
from bot.casework.journal import entry
from bot.casework.need_area import AREA_IDS, SILENT_CHOICES, Question
from bot.casework.people import Client
from bot.casework.ports import UnitOfWork
from bot.casework.reading import Reading
from bot.casework.services.alerts import raise_alert
from bot.casework.services.client_facts import checked, checked_release
from bot.casework.services.referral_scope import county_of
from bot.casework.services.replies import iso
from bot.casework.services.review import change, send, summary
from bot.casework.services.sessions import check_language
from bot.casework.services.words import usable_words
from bot.casework.summary import EXTRA_PARTS, RECEIVER
from bot.casework.thread import Say
from bot.safety.danger import find_danger


@dataclass(frozen=True)
class Paper:
    """What stands on the paper. ``choices``: question -> ticked choice; ``words``: area or
    general question -> what is written there; ``shared``: parts ticked for the worker."""

    prison: str
    release_date: dt.date | None
    lang: str
    name: str = ""
    number: str = ""
    place: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()


def take_paper(uow: UnitOfWork, context: Context, actor: Actor, paper: Paper) -> str:
    """Keep the answers and send what is shared to the worker's own county; the referral's id.

    Raises BadInput for an unknown prison, question or choice, without a name or number, and
    for a paper with no answer; WrongState("nothing_ticked") when nothing is shared. Danger in
    the words is told to the staff of the prison as at any other step.
    """
    client = _new_client(uow, context, county_of(actor), paper)
    if not any(paper.choices.values()) and not any(w.strip() for w in paper.words.values()):
        raise BadInput("paper_empty")
    _check(context, paper)
    state = new_state(context.interview)
    state.stage = Stage.INTERVIEW
    for area in context.interview.areas:
        for question in area.questions:
            _press(uow, context, client, state, question, paper.choices.get(question.id))
        _write(uow, context, client, state, area.id, paper.words.get(area.id, ""))
    for question in context.interview.general:
        _press(uow, context, client, state, question, paper.choices.get(question.id))
        _say(uow, context, client, state, question, paper.words.get(question.id, ""))
    to_review(state, context.interview)
    uow.intakes.put(client.id, state, 0)
    # A tick under an area that was left empty shares nothing, and harms nothing.
    told = summary(uow, context, client.id)["consent"]
    consent = {part: {RECEIVER: True} for part in paper.shared if part in told}
    uow.trail.add(entry(context.clock.now(), actor, "type_paper", "client", client.id, client.id))
    change(uow, context, client.id, consent=consent)
    return send(uow, context, client.id).id


def _new_client(uow: UnitOfWork, context: Context, county: str, paper: Paper) -> Client:
    if uow.prisons.get(paper.prison) is None:
        raise BadInput("unknown_prison")
    name, number = checked("name", paper.name), checked("number", paper.number)
    if not name and not number:
        raise BadInput("paper_needs_name")
    client = Client(
        id=context.ids.new(),
        prison=paper.prison,
        county=county,
        release_date=checked_release(paper.release_date),
        lang=check_language(paper.lang),
        created_at=context.clock.now(),
        name=name,
        number=number,
        place=checked("place", paper.place),
    )
    uow.clients.add(client)
    return client


def _check(context: Context, paper: Paper) -> None:
    if not paper.shared <= {*AREA_IDS, *EXTRA_PARTS}:
        raise BadInput("choice_unknown")
    for question_id, choice in paper.choices.items():
        if not context.interview.has_question(question_id):
            raise BadInput("choice_unknown")
        known = context.interview.question(question_id).choices
        if choice and choice not in (*known, *SILENT_CHOICES):
            raise BadInput("choice_unknown")


def _press(
    uow: UnitOfWork,
    context: Context,
    client: Client,
    state: IntakeState,
    question: Question,
    choice: str | None,
) -> None:
    """As if the button were pressed; what a question depends on was asked on paper too."""
    if not choice:
        return
    message_id = _store(uow, context, client, question.id, choice=choice)
    state.current, state.asked = question.area, question.id
    hear(state, Reading(message_id, choice=choice), _hearing(context, client))


def _write(
    uow: UnitOfWork, context: Context, client: Client, state: IntakeState, area: str, words: str
) -> None:
    """Words under an area are about that area: the place on the paper tells, nobody guesses."""
    if not words.strip():
        return
    message_id = _store(uow, context, client, f"{area}.start", text=words, areas=[area])
    known = state.areas[area]
    if known.status in (AreaStatus.NO_NEED, AreaStatus.DECLINED):
        return
    reading = Reading(message_id, text=words, areas=(area,))
    note_words(state, reading, Heard(question=None), besides=area)


def _say(
    uow: UnitOfWork,
    context: Context,
    client: Client,
    state: IntakeState,
    question: Question,
    words: str,
) -> None:
    """Words to a question that is asked once."""
    if not words.strip() or question.id in state.answers:
        return
    message_id = _store(uow, context, client, question.id, text=words, role="answer")
    state.asked = question.id
    hear(state, Reading(message_id, text=words), _hearing(context, client))


def _store(
    uow: UnitOfWork,
    context: Context,
    client: Client,
    question: str,
    *,
    choice: str | None = None,
    text: str | None = None,
    areas: list[str] | None = None,
    role: str = "statement",
) -> str:
    words = None if text is None else usable_words(text)
    danger = find_danger(text or "")
    if danger is not None:
        raise_alert(uow, context, client.id, danger.kind)
    body: dict[str, Any] = {
        "text": words,
        "choice": choice,
        "question": question,
        "role": "side" if choice else role,
        "areas": areas or [],
        "crisis": danger.kind if danger else None,
        "paper": True,
    }
    message_id = context.ids.new()
    uow.threads.add(client.id, message_id, "client", context.clock.now(), body)
    return message_id


def _hearing(context: Context, client: Client) -> Hearing:
    # Without the look for municipalities: the worker who types sees what is written.
    return Hearing(
        context.interview, iso(context), client.county, context.glossary, Say("say.status_none")
    )
