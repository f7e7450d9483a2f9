"""Access codes: staff hand them out, take them back, and keep the person's facts up to date.

Prison staff with the right ``codes`` act in their own prison only; admins and the command
line anywhere. Nothing here opens what a person has told.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.casework.access_code import fingerprint, new_code, normalise
from bot.casework.actor import Actor, Right, Role
from bot.casework.context import Context
from bot.casework.errors import BadInput, Forbidden, NotFound
from bot.casework.journal import entry
from bot.casework.people import AccessCode, Client
from bot.casework.ports import UnitOfWork
from bot.casework.services.client_facts import KEEP, Keep, change_facts, checked, checked_release
from bot.casework.services.made_on_paper import made_from_paper
from bot.casework.services.sessions import CLIENT, check_language


@dataclass(frozen=True)
class Issued:
    """``code`` is shown once, on the slip, and kept nowhere."""

    code: str
    code_id: str
    client: Client
    expires_at: dt.datetime


def issue(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    *,
    client_id: str | None = None,
    prison: str | None = None,
    county: str | None = None,
    release_date: dt.date | Keep | None = KEEP,
    lang: str | None = None,
    name: str | None = None,
    number: str | None = None,
    place: str | None = None,
) -> Issued:
    """A code for a new person, or a new one for somebody who is known (``client_id``).

    ``release_date=None`` is "unknown". For a known person only what is given changes, and
    all earlier codes and open sessions end: an old slip may lie anywhere. The own secret
    stays, so the new code opens no old answer without it.
    """
    if client_id is None:
        client = _new_client(uow, context, actor, prison, county, release_date, lang)
        client.name = checked("name", name)
        client.number = checked("number", number)
        client.place = checked("place", place)
        _must_be_findable(actor, client)
        uow.clients.add(client)
        verb = "issue_code"
    elif _opened_by_a_code_alone(uow, actor, client_id):
        return start_afresh(uow, context, actor, client_id)
    else:
        client = _client_in_scope(uow, actor, client_id)
        change_facts(
            uow,
            context,
            actor,
            client,
            prison=_prison_in_scope(uow, actor, prison) if prison else KEEP,
            county=county or KEEP,
            release_date=release_date,
            lang=lang or KEEP,
            name=name or KEEP,
            number=number or KEEP,
            place=place or KEEP,
        )
        _must_be_findable(actor, client)
        uow.codes.revoke_of_client(client.id, context.clock.now())
        uow.sessions.end_all_of(CLIENT, client.id)
        verb = "renew_code"
    return _add_code(uow, context, actor, client, verb)


def _opened_by_a_code_alone(uow: UnitOfWork, actor: Actor, client_id: str) -> bool:
    """Answers that came on paper have no own secret before them: whoever hands out a code
    could read them. So the person begins a record of their own; the referral stays."""
    client = _client_in_scope(uow, actor, client_id)
    return client.secret_hash is None and made_from_paper(uow, client.id)


def start_afresh(uow: UnitOfWork, context: Context, actor: Actor, client_id: str) -> Issued:
    """A fresh start for somebody who has forgotten the own secret: a new, empty record.

    The old answers stay closed to everybody and go when their time is over; what was sent
    stays with the social worker.
    """
    old = _client_in_scope(uow, actor, client_id)
    now = context.clock.now()
    uow.codes.revoke_of_client(old.id, now)
    uow.sessions.end_all_of(CLIENT, old.id)
    uow.trail.add(entry(now, actor, "start_afresh", "client", old.id, old.id))
    return issue(
        uow,
        context,
        actor,
        prison=old.prison,
        county=old.county,
        release_date=old.release_date,
        lang=old.lang,
        name=old.name,
        number=old.number,
        place=old.place,
    )


def revoke(
    uow: UnitOfWork, context: Context, actor: Actor, client_id: str, code_id: str | None = None
) -> None:
    """Take back one code of a person, or all of them; whoever is signed in is signed out.

    Taking back what is no longer valid is harmless.
    """
    client = _client_in_scope(uow, actor, client_id)
    now = context.clock.now()
    if code_id is None:
        uow.codes.revoke_of_client(client.id, now)
    else:
        if code_id not in [code.id for code in uow.codes.of_client(client.id)]:
            raise NotFound("unknown_code")
        uow.codes.revoke(code_id, None, now)
    uow.sessions.end_all_of(CLIENT, client.id)
    uow.trail.add(entry(now, actor, "revoke_code", "code", code_id or client.id, client.id))


def client_of_code(uow: UnitOfWork, context: Context, actor: Actor, code: str) -> tuple[str, str]:
    """Client id and code id of a typed code, for whoever holds the slip and may take it back."""
    found = uow.codes.by_fingerprint(fingerprint(normalise(code), context.code_key))
    if found is None:
        raise NotFound("unknown_code")
    return _client_in_scope(uow, actor, found.client_id).id, found.id


def list_of_prison(
    uow: UnitOfWork,
    context: Context,  # noqa: ARG001 - every use case takes it
    actor: Actor,
    limit: int = 100,
) -> list[tuple[AccessCode, Client]]:
    """The codes of the actor's own prison, newest first."""
    _check_right(actor)
    if actor.prison is None:
        raise Forbidden("role_may_not")
    return uow.codes.of_prison(actor.prison, limit)


def set_client(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    client_id: str,
    *,
    prison: str | Keep = KEEP,
    county: str | Keep = KEEP,
    release_date: dt.date | Keep | None = KEEP,
    name: str | Keep | None = KEEP,
    number: str | Keep | None = KEEP,
    place: str | Keep | None = KEEP,
) -> list[str]:
    """The person's facts changed: another cell, another prison, another day of release.

    Returns the ids of open meetings that moved along to the new prison, which is asked for
    its permission; the prison they left sees them no more.
    """
    client = _client_in_scope(uow, actor, client_id)
    if not isinstance(prison, Keep) and uow.prisons.get(prison) is None:
        # Any prison may be named: a person is moved by the prison that they leave.
        raise BadInput("unknown_prison")
    return change_facts(
        uow,
        context,
        actor,
        client,
        prison=prison,
        county=county,
        release_date=release_date,
        name=name,
        number=number,
        place=place,
    )


def _add_code(uow: UnitOfWork, context: Context, actor: Actor, client: Client, verb: str) -> Issued:
    typed = new_code()
    now = context.clock.now()
    code = AccessCode(
        id=context.ids.new(),
        client_id=client.id,
        prison=client.prison,
        fingerprint=fingerprint(typed, context.code_key),
        issued_by=actor.id,
        issued_at=now,
        expires_at=now + dt.timedelta(days=context.limits.code_days),
    )
    uow.codes.add(code)
    uow.trail.add(entry(now, actor, verb, "code", code.id, client.id))
    return Issued(typed, code.id, client, code.expires_at)


def _new_client(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    prison: str | None,
    county: str | None,
    release_date: dt.date | Keep | None,
    lang: str | None,
) -> Client:
    if county is None or county not in context.counties:
        raise BadInput("unknown_county")
    return Client(
        id=context.ids.new(),
        prison=_prison_in_scope(uow, actor, prison),
        county=county,
        release_date=None if isinstance(release_date, Keep) else checked_release(release_date),
        lang=check_language(lang or "fi"),
        created_at=context.clock.now(),
    )


def _check_right(actor: Actor) -> None:
    if actor.role in (Role.ADMIN, Role.SYSTEM):
        return
    if actor.role is not Role.PRISON_STAFF or Right.CODES not in actor.rights:
        raise Forbidden("role_may_not")


def _prison_in_scope(uow: UnitOfWork, actor: Actor, prison: str | None) -> str:
    _check_right(actor)
    wanted = prison or actor.prison
    if wanted is None or uow.prisons.get(wanted) is None:
        raise BadInput("unknown_prison")
    if actor.role is Role.PRISON_STAFF and wanted != actor.prison:
        raise NotFound("unknown_prison")
    return wanted


def _client_in_scope(uow: UnitOfWork, actor: Actor, client_id: str) -> Client:
    _check_right(actor)
    if actor.role is Role.PRISON_STAFF:
        client = uow.clients.of_prison(client_id, actor.prison or "")
    else:
        client = uow.clients.get(client_id)
    if client is None or client.erased_at is not None:
        raise NotFound("unknown_client")
    return client


def _must_be_findable(actor: Actor, client: Client) -> None:
    """Staff who answer an alert must know whom to look for, and where."""
    if actor.role is Role.SYSTEM:
        return
    if not client.name and not client.number:
        raise BadInput("code_needs_name")
    if not client.place:
        raise BadInput("code_needs_place")
