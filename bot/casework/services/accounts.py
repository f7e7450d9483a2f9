"""Staff accounts: a role comes with the county or the prison whose people it serves."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.casework.actor import Actor, Right, Role
from bot.casework.context import Context
from bot.casework.errors import BadInput, Forbidden
from bot.casework.journal import entry
from bot.casework.people import StaffUser
from bot.casework.ports import UnitOfWork
from bot.casework.services.common_passwords import is_common
from bot.casework.services.staff_sign_in import plain_username

SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 200
STAFF_ROLES = (Role.SOCIAL_WORKER, Role.PRISON_STAFF, Role.LEADER, Role.ADMIN)
_USERNAME = re.compile(r"[\w.@+-]{1,64}")


def check_password(password: str, username: str = "") -> str:
    """The password, if it is long enough and not among those that are tried first; what it is
    made of is else the person's own affair."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadInput("password_too_short", least=SHORTEST_PASSWORD)
    if username and plain_username(password) == plain_username(username):
        raise BadInput("password_is_name")
    if is_common(password):
        raise BadInput("password_common")
    return password


def add_user(
    uow: UnitOfWork,
    context: Context,
    actor: Actor,
    *,
    role: Role,
    username: str,
    password_hash: str,
    county: str | None = None,
    prison: str | None = None,
    rights: Collection[Right] | None = None,
    name: str | None = None,
    totp_secret: str | None = None,
) -> StaffUser:
    """A new account. Prison staff get all three rights unless they are named."""
    if actor.role not in (Role.ADMIN, Role.SYSTEM):
        raise Forbidden("role_may_not")
    login = plain_username(username)
    if not _USERNAME.fullmatch(login):
        raise BadInput("bad_username")
    _check_scope(uow, context, role, county, prison)
    if role is not Role.PRISON_STAFF and rights:
        raise BadInput("rights_are_for_prison")
    given = frozenset(Right) if rights is None else frozenset(rights)
    user = StaffUser(
        id=context.ids.new(),
        username=login,
        name=(name or username).strip(),
        password_hash=password_hash,
        role=role,
        created_at=context.clock.now(),
        county=county,
        prison=prison,
        rights=given if role is Role.PRISON_STAFF else frozenset(),
        totp_secret=totp_secret,
    )
    uow.staff.add(user)
    uow.trail.add(entry(context.clock.now(), actor, "add", "staff", user.id))
    return user


def _check_scope(
    uow: UnitOfWork, context: Context, role: Role, county: str | None, prison: str | None
) -> None:
    if role not in STAFF_ROLES:
        raise BadInput("bad_role")
    if role is Role.PRISON_STAFF and (prison is None or county is not None):
        raise BadInput("role_needs_prison")
    if role is Role.SOCIAL_WORKER and (county is None or prison is not None):
        raise BadInput("role_needs_county")
    if role is Role.LEADER and (county is None) == (prison is None):
        raise BadInput("role_needs_one_scope")
    if county is not None and county not in context.counties:
        raise BadInput("unknown_county")
    if prison is not None and uow.prisons.get(prison) is None:
        raise BadInput("unknown_prison")
