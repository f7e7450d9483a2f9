"""Signed-in browsers and programs: who is it, is it still time, signing out."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

from bot.casework.actor import Actor, client_actor
from bot.casework.context import Context
from bot.casework.errors import BadInput
from bot.casework.people import Session
from bot.casework.ports import UnitOfWork
from bot.casework.side_talk import LANGUAGES

CLIENT, STAFF = "client", "staff"
# A page that is looked at writes to the database no oftener than this.
TOUCH_EVERY = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Resumed:
    """Who a cookie belongs to. ``touch_due``: note with ``touch`` that they are still here."""

    session: Session
    actor: Actor
    touch_due: bool


def session_id(token: str) -> str:
    """What is stored in place of the cookie's value."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(
    uow: UnitOfWork, context: Context, kind: str, subject: str, lang: str
) -> tuple[str, Session]:
    """A new session, and the token that goes into the cookie and is kept nowhere."""
    token = context.ids.token()
    now = context.clock.now()
    session = Session(
        id=session_id(token),
        kind=kind,
        subject=subject,
        csrf=context.ids.token(),
        created_at=now,
        seen_at=now,
        lang=lang,
    )
    uow.sessions.add(session)
    return token, session


def resume(uow: UnitOfWork, context: Context, token: str) -> Resumed | None:
    """Who the cookie belongs to, or None when it is unknown or its time is over. Only reads."""
    session = uow.sessions.get(session_id(token))
    if session is None:
        return None
    if not _in_time(context, session):
        return None
    actor = _actor_of(uow, session)
    if actor is None:
        return None
    return Resumed(session, actor, context.clock.now() - session.seen_at >= TOUCH_EVERY)


def _in_time(context: Context, session: Session) -> bool:
    now, limits = context.clock.now(), context.limits
    idle = limits.client_idle if session.kind == CLIENT else limits.staff_idle
    rested = (now - session.seen_at).total_seconds()
    lasted = (now - session.created_at).total_seconds()
    return rested < idle and lasted < limits.session_absolute


def _actor_of(uow: UnitOfWork, session: Session) -> Actor | None:
    if session.kind == CLIENT:
        client = uow.clients.get(session.subject)
        if client is None or client.erased_at is not None:
            return None
        return replace(client_actor(client.id), prison=client.prison)
    user = uow.staff.get(session.subject)
    return user.actor() if user is not None and user.active else None


def touch(uow: UnitOfWork, context: Context, session: Session) -> None:
    """The person is still here; call it when ``touch_due`` says so."""
    uow.sessions.touch(session.id, context.clock.now())


def sign_out(uow: UnitOfWork, context: Context, token: str) -> None:  # noqa: ARG001
    """End the session of that cookie; harmless when there is none."""
    uow.sessions.end(session_id(token))


def set_language(uow: UnitOfWork, context: Context, session: Session, lang: str) -> None:  # noqa: ARG001
    """The language of this session, and for a person also of what comes later."""
    check_language(lang)
    uow.sessions.set_lang(session.id, lang)
    if session.kind == CLIENT:
        keep_language(uow, session.subject, lang)


def keep_language(uow: UnitOfWork, client_id: str, lang: str) -> None:
    """The person's language, for summaries and slips."""
    client = uow.clients.get(client_id)
    if client is not None and client.lang != lang:
        client.lang = lang
        uow.clients.save(client)


def check_language(lang: str) -> str:
    """The language, if the service speaks it."""
    if lang not in LANGUAGES:
        raise BadInput("unknown_language")
    return lang


@dataclass(frozen=True)
class OpenSession:
    """One of somebody's own sessions as they see it; ``mark`` names it and opens nothing."""

    mark: str
    begun: dt.datetime
    seen: dt.datetime
    this: bool


MARK_LENGTH = 16


def open_sessions(uow: UnitOfWork, context: Context, session: Session) -> list[OpenSession]:
    """Where else the holder of this session is signed in now."""
    return [
        OpenSession(each.id[:MARK_LENGTH], each.created_at, each.seen_at, each.id == session.id)
        for each in uow.sessions.of_subject(session.kind, session.subject)
        if _in_time(context, each)
    ]


def end_others(uow: UnitOfWork, context: Context, session: Session, mark: str | None) -> None:  # noqa: ARG001
    """End one other session of the same holder, or with no mark all others."""
    for each in uow.sessions.of_subject(session.kind, session.subject):
        named = mark is None or each.id[:MARK_LENGTH] == mark
        if named and each.id != session.id:
            uow.sessions.end(each.id)
