"""The support network (tukiverkosto): per need, who does what by when, and how it goes.

It is what its rows add up to, in the order in which they were written. Nothing is changed
afterwards: a later row says what is so from then on, and who said it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.casework.actor import Role

Json = dict[str, Any]


class NeedStatus(StrEnum):
    """How a need stands; ``network.status.<status>``."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    MET = "met"
    DECLINED = "declined"
    NOT_NEEDED = "not_needed"


class Step(StrEnum):
    """What a row says."""

    ACTOR = "actor"
    LEAVE = "leave"
    STATUS = "status"
    CONSENT = "consent"
    SHARED = "shared"
    TODO = "todo"
    DONE = "done"
    PLAN = "plan"
    ANSWER = "answer"


# Whose an item or a need is, beside the actors of the network.
WORKER, PERSON = "worker", "client"


@dataclass(frozen=True)
class SupportEvent:
    """One row."""

    referral_id: str
    client_id: str
    kind: str
    by: str
    role: str
    at: dt.datetime
    body: Json
    number: int = 0


@dataclass
class Helper:
    """An actor of the network with its part: from the directory (``actor``) or free (``name``).

    ``consent``: None until the person has said yes or no; nothing is shared before a yes.
    """

    id: str
    area: str
    actor: str | None
    name: str | None
    does: str
    by_when: str | None
    consent: bool | None = None
    consent_at: dt.datetime | None = None
    shared_at: dt.datetime | None = None


@dataclass
class Need:
    """How one need stands, who is responsible, and each earlier row."""

    area: str
    status: NeedStatus = NeedStatus.NOT_STARTED
    responsible: str = WORKER
    history: list[SupportEvent] = field(default_factory=list)


@dataclass
class Todo:
    """A thing to do: whose, what, by when."""

    id: str
    whose: str
    what: str
    by_when: str | None
    area: str | None
    done_at: dt.datetime | None = None


@dataclass
class Network:
    """All of it. ``plan``: the number of the row that showed it to the person last; ``answer``:
    what they said to that one; ``changed``: the worker has written since."""

    needs: dict[str, Need] = field(default_factory=dict)
    helpers: dict[str, Helper] = field(default_factory=dict)
    todos: dict[str, Todo] = field(default_factory=dict)
    plan: int | None = None
    plan_at: dt.datetime | None = None
    answer: bool | None = None
    answer_at: dt.datetime | None = None
    changed: bool = False
    number: int = 0

    def need(self, area: str) -> Need:
        """The need; new ones have not started."""
        return self.needs.setdefault(area, Need(area))


def network_of(events: Iterable[SupportEvent]) -> Network:
    """What the rows add up to."""
    network = Network()
    for event in events:
        _STEPS[Step(event.kind)](network, event)
        network.number = event.number
        if event.role != Role.CLIENT and event.kind != Step.PLAN:
            network.changed = network.plan is not None
    return network


def as_shown(events: list[SupportEvent]) -> Network:
    """The network as the person was shown it last, with what they did themselves since."""
    shown = max((e.number for e in events if e.kind == Step.PLAN), default=0)
    kept = [e for e in events if e.number <= shown or e.role == Role.CLIENT]
    return network_of(kept) if shown else Network()


def _actor(network: Network, event: SupportEvent) -> None:
    body = event.body
    network.need(body["area"])
    network.helpers[body["id"]] = Helper(
        body["id"], body["area"], body["actor"], body["name"], body["does"], body["by_when"]
    )


def _leave(network: Network, event: SupportEvent) -> None:
    network.helpers.pop(event.body["id"], None)


def _status(network: Network, event: SupportEvent) -> None:
    need = network.need(event.body["area"])
    need.status = NeedStatus(event.body["status"])
    need.responsible = event.body["responsible"]
    need.history.append(event)


def _consent(network: Network, event: SupportEvent) -> None:
    helper = network.helpers.get(event.body["id"])
    if helper is not None:
        helper.consent, helper.consent_at = event.body["yes"], event.at


def _shared(network: Network, event: SupportEvent) -> None:
    helper = network.helpers.get(event.body["id"])
    if helper is not None:
        helper.shared_at = event.at


def _todo(network: Network, event: SupportEvent) -> None:
    body = event.body
    network.todos[body["id"]] = Todo(
        body["id"], body["whose"], body["what"], body["by_when"], body["area"]
    )


def _done(network: Network, event: SupportEvent) -> None:
    todo = network.todos.get(event.body["id"])
    if todo is not None:
        todo.done_at = event.at


def _plan(network: Network, event: SupportEvent) -> None:
    network.plan, network.plan_at = event.number, event.at
    network.answer = network.answer_at = None
    network.changed = False


def _answer(network: Network, event: SupportEvent) -> None:
    if event.body["plan"] == network.plan:
        network.answer, network.answer_at = event.body["yes"], event.at


_STEPS = {
    Step.ACTOR: _actor,
    Step.LEAVE: _leave,
    Step.STATUS: _status,
    Step.CONSENT: _consent,
    Step.SHARED: _shared,
    Step.TODO: _todo,
    Step.DONE: _done,
    Step.PLAN: _plan,
    Step.ANSWER: _answer,
}
