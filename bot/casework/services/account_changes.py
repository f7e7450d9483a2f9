"""What becomes of an account of staff: shut, opened, a new password, open sessions ended."""

from __future__ import annotations

from bot.casework.actor import Actor, Role
from bot.casework.context import Context
from bot.casework.errors import BadInput, Forbidden, NotFound
from bot.casework.journal import entry
from bot.casework.people import StaffUser
from bot.casework.ports import UnitOfWork
from bot.casework.services.brake import PERSONAL, bucket_of, count_failure, too_many
from bot.casework.services.sessions import STAFF
from bot.casework.services.staff_sign_in import plain_username, strangers_bucket


def shut(uow: UnitOfWork, context: Context, actor: Actor, username: str) -> StaffUser:
    """From now on the account opens nothing; whoever is signed in with it is out."""
    user = _account(uow, actor, username)
    uow.staff.set_active(user.id, active=False)
    uow.sessions.end_all_of(STAFF, user.id)
    _note(uow, context, actor, "shut", user)
    return user


def reopen(uow: UnitOfWork, context: Context, actor: Actor, username: str) -> StaffUser:
    """The account opens again, with the password that it had."""
    user = _account(uow, actor, username)
    uow.staff.set_active(user.id, active=True)
    _note(uow, context, actor, "open", user)
    return user


def set_password(
    uow: UnitOfWork, context: Context, actor: Actor, username: str, password_hash: str
) -> StaffUser:
    """A new password; whoever is signed in with the old one is out."""
    user = _account(uow, actor, username)
    uow.staff.set_password(user.id, password_hash)
    uow.sessions.end_all_of(STAFF, user.id)
    _note(uow, context, actor, "set_password", user)
    return user


def set_totp(
    uow: UnitOfWork, context: Context, actor: Actor, username: str, secret: str
) -> StaffUser:
    """A new authenticator in the place of a lost one."""
    user = _account(uow, actor, username)
    uow.staff.set_totp(user.id, secret)
    uow.sessions.end_all_of(STAFF, user.id)
    _note(uow, context, actor, "set_totp", user)
    return user


def revoke_sessions(uow: UnitOfWork, context: Context, actor: Actor, username: str) -> StaffUser:
    """Whoever is signed in with the account is out, and may sign in again."""
    user = _account(uow, actor, username)
    uow.sessions.end_all_of(STAFF, user.id)
    _note(uow, context, actor, "revoke_sessions", user)
    return user


def unlock(uow: UnitOfWork, context: Context, actor: Actor, username: str) -> StaffUser:
    """Forget the failed tries of strangers: a new machine need not wait."""
    user = _account(uow, actor, username)
    uow.throttle.clear(strangers_bucket(context, user.username))
    _note(uow, context, actor, "unlock", user)
    return user


def change_own_password(
    uow: UnitOfWork, context: Context, actor: Actor, old_hash: str, new_hash: str, keep: str
) -> None:
    """The old one was compared before; it must still be the one. Other sessions end."""
    refuse_guesses(uow, context, actor)
    user = uow.staff.get(actor.id)
    if user is None or user.password_hash != old_hash:
        raise BadInput("password_changed_meanwhile")
    uow.staff.set_password(user.id, new_hash)
    uow.sessions.end_all_of(STAFF, user.id, keep)
    uow.throttle.clear(_own_bucket(context, actor))
    _note(uow, context, actor, "set_password", user)


def refuse_guesses(uow: UnitOfWork, context: Context, actor: Actor) -> None:
    """Raises TooMany: whoever finds an open desk does not guess its password there."""
    full = too_many(uow, context, _own_bucket(context, actor), PERSONAL)
    if full is not None:
        raise full


def count_guess(uow: UnitOfWork, context: Context, actor: Actor) -> None:
    """The old password was typed wrong."""
    count_failure(uow, context, _own_bucket(context, actor))


def _own_bucket(context: Context, actor: Actor) -> str:
    return bucket_of(context, "own-password", actor.id)


def _account(uow: UnitOfWork, actor: Actor, username: str) -> StaffUser:
    if actor.role not in (Role.ADMIN, Role.SYSTEM):
        raise Forbidden("role_may_not")
    user = uow.staff.by_username(plain_username(username))
    if user is None:
        raise NotFound("unknown_user")
    return user


def _note(uow: UnitOfWork, context: Context, actor: Actor, verb: str, user: StaffUser) -> None:
    uow.trail.add(entry(context.clock.now(), actor, verb, "staff", user.id))
