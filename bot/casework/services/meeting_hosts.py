"""Who of the prison's staff helps the person to log in to an e-service: somebody by name, whose
time is held like everybody's, and who has not permitted the meeting themselves."""

from __future__ import annotations

from dataclasses import dataclass

from bot.casework.actor import Actor
from bot.casework.errors import BadInput, WrongState
from bot.casework.meeting import Meeting
from bot.casework.people import StaffUser
from bot.casework.ports import UnitOfWork
from bot.casework.prison_rules import E_SERVICE


@dataclass(frozen=True)
class Host:
    """A colleague who could help, and whether they help somebody else at that time."""

    user: StaffUser
    busy: bool


def needs_host(meeting: Meeting) -> bool:
    """Staff hold the means of identification, so one of them has to be there."""
    return meeting.purpose == E_SERVICE


def hosts_for(uow: UnitOfWork, actor: Actor, meeting: Meeting) -> list[Host]:
    """The colleagues of whoever decides, those first who are free; nobody permits what they
    take part in themselves. Empty where no host is needed."""
    if not needs_host(meeting) or meeting.start is None or meeting.end is None:
        return []
    staff = [user for user in uow.staff.of_prison(meeting.prison) if user.id != actor.id]
    if not staff:
        return []
    asked = [("host", user.id) for user in staff]
    taken = {
        subject
        for _, subject, _, _, other in uow.availability.booked(asked, meeting.start, meeting.end)
        if other != meeting.id
    }
    return sorted((Host(user, user.id in taken) for user in staff), key=lambda host: host.busy)


def named_host(uow: UnitOfWork, actor: Actor, meeting: Meeting, named: str | None) -> str | None:
    """The id of who helps: the one that was named, else the first who is free; None where no
    host is needed, and where the prison has nobody else.

    Raises WrongState("own_request") for oneself, BadInput("host_unknown") for a stranger,
    WrongState("clash_host") if the one named, or everybody, helps somebody else then.
    """
    if not needs_host(meeting):
        return None
    if named == actor.id:
        raise WrongState("own_request")
    hosts = hosts_for(uow, actor, meeting)
    if named:
        hosts = [host for host in hosts if host.user.id == named]
        if not hosts:
            raise BadInput("host_unknown")
    if not hosts:
        return None
    if hosts[0].busy:
        raise WrongState("clash_host")
    return hosts[0].user.id
