"""Which of the prison's staff decides on which matters: changed by them, for each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.casework.actor import Actor, Right
from bot.casework.context import Context
from bot.casework.errors import BadInput
from bot.casework.journal import entry
from bot.casework.people import StaffUser
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import PURPOSES, Schedule
from bot.casework.services.meeting_acts import prison_of


def approvers(uow: UnitOfWork, actor: Actor) -> list[StaffUser]:
    """Everybody in the actor's prison who has the right to decide on meetings, by name."""
    return [u for u in uow.staff.of_prison(prison_of(actor)) if Right.APPROVE in u.rights]


def set_approvers(
    uow: UnitOfWork, context: Context, actor: Actor, chosen: Mapping[str, Sequence[str]]
) -> int:
    """Who is not named, or for whom no matter is chosen, decides on all of them. Returns how
    many agreed meetings change: none, for a permission stands.

    Raises BadInput("rule_unknown") for a stranger or an unknown matter,
    BadInput("role_own") where the actor's own role would change, and
    BadInput("role_nobody") where nobody would decide on a matter that the prison takes.
    """
    prison = prison_of(actor)
    staff = {user.id for user in approvers(uow, actor)}
    named = {who: _in_order(matters) for who, matters in chosen.items() if matters}
    if not set(named) <= staff or any(set(m) - set(PURPOSES) for m in chosen.values()):
        raise BadInput("rule_unknown")
    roles = {who: matters for who, matters in named.items() if matters != PURPOSES}
    known = uow.rules.schedule(prison, context.today())
    if roles.get(actor.id) != known.approvers.get(actor.id):
        raise BadInput("role_own")
    wanted = Schedule(approvers=roles)
    for purpose in known.rules.purposes or PURPOSES:
        if not any(wanted.may_decide(who, purpose) for who in staff):
            raise BadInput("role_nobody")
    uow.rules.set_approvers(prison, roles)
    uow.trail.add(entry(context.clock.now(), actor, "approvers", "prison", prison))
    return 0


def _in_order(matters: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(matters), key=lambda m: PURPOSES.index(m) if m in PURPOSES else -1))
