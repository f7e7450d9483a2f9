"""What a worker writes into a support network, whether a form or a program sends it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from bot.casework.actor import Actor
from bot.casework.context import Context
from bot.casework.ports import UnitOfWork
from bot.casework.services import support_network as network


@dataclass(frozen=True)
class Written:
    """What was sent; an act reads what it needs of it."""

    area: str = ""
    listed: str = ""
    name: str = ""
    does: str = ""
    helper: str = ""
    status: str = ""
    responsible: str = ""
    whose: str = ""
    what: str = ""
    todo: str = ""
    by_when: dt.date | None = None
    # The state of the network that the sender has seen.
    seen: int | None = None


Act = Callable[[UnitOfWork, Context, Actor, str, Written], None]


def _actor(uow: UnitOfWork, context: Context, actor: Actor, id_: str, sent: Written) -> None:
    network.add_actor(
        uow, context, actor, id_,
        area=sent.area, listed=sent.listed, name=sent.name, does=sent.does, by_when=sent.by_when,
    )  # fmt: skip


def _status(uow: UnitOfWork, context: Context, actor: Actor, id_: str, sent: Written) -> None:
    network.set_status(
        uow, context, actor, id_,
        area=sent.area, status=sent.status, responsible=sent.responsible, seen=sent.seen,
    )  # fmt: skip


def _todo(uow: UnitOfWork, context: Context, actor: Actor, id_: str, sent: Written) -> None:
    network.add_todo(
        uow, context, actor, id_,
        whose=sent.whose, what=sent.what, by_when=sent.by_when, area=sent.area,
    )  # fmt: skip


# By name, as the addresses end.
ACTS: dict[str, Act] = {
    "actor": _actor,
    "leave": lambda uow, ctx, by, id_, sent: network.drop_actor(uow, ctx, by, id_, sent.helper),
    "status": _status,
    "shared": lambda uow, ctx, by, id_, sent: network.note_shared(uow, ctx, by, id_, sent.helper),
    "todo": _todo,
    "done": lambda uow, ctx, by, id_, sent: network.do_todo(uow, ctx, by, id_, sent.todo),
    "plan": lambda uow, ctx, by, id_, _: network.show_plan(uow, ctx, by, id_),
}
