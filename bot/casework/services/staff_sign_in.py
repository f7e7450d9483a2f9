"""Staff sign in: username, password and, where it is set up, a code that changes each half minute.

As for a person in the cell: two transactions with the slow hash between them, refusals are
returned. The one-time code itself is compared in the web tier (bot/web/totp.py), which tells
the step that it fitted; here is only remembered that no step serves twice.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass

from bot.casework.context import Context
from bot.casework.errors import Refused, SignInFailed
from bot.casework.journal import entry
from bot.casework.people import Session, StaffUser
from bot.casework.ports import UnitOfWork
from bot.casework.services.brake import (
    BROWSER,
    PERSONAL,
    browser_bucket,
    bucket_of,
    count_failure,
    too_many,
)
from bot.casework.services.sessions import STAFF, check_language, open_session

DEFAULT_LANGUAGE = "fi"


@dataclass(frozen=True)
class StaffLookup:
    """What a username leads to; ``user`` is None when there is nobody of that name."""

    user: StaffUser | None = None
    bucket: str = ""
    refused: Refused | None = None


@dataclass(frozen=True)
class OneTime:
    """What came of the one-time code: was there one, and which step did it fit."""

    given: bool = False
    step: int | None = None


@dataclass(frozen=True)
class StaffSignedIn:
    """``token`` is the cookie's value, given once."""

    token: str = ""
    session: Session | None = None
    user: StaffUser | None = None
    refused: Refused | None = None
    mark: str = ""


def known_mark(context: Context, username: str, browser: str) -> str:
    """What a browser is given when somebody has signed in with it: the next time their tries
    are counted apart from those of strangers, who so can't lock them out."""
    told = f"known:{plain_username(username)}:{browser}".encode()
    return hmac.new(context.code_key, told, hashlib.sha256).hexdigest()[:32]


def plain_username(typed: str) -> str:
    """How usernames are kept and compared."""
    return typed.strip().casefold()


def find_staff(
    uow: UnitOfWork,
    context: Context,
    username: str,
    browser: str | None,
    marks: Collection[str] = (),
) -> StaffLookup:
    """Look for the account. The caller compares the password also when there is none, so
    that the time it takes tells nothing. ``marks``: see ``known_mark``."""
    name = plain_username(username)
    if browser and known_mark(context, name, browser) in marks:
        bucket = bucket_of(context, "user-browser", f"{name}:{browser}")
    else:
        bucket = strangers_bucket(context, name)
    full = too_many(uow, context, browser_bucket(context, browser), BROWSER)
    full = full or too_many(uow, context, bucket, PERSONAL)
    if full is not None:
        return StaffLookup(bucket=bucket, refused=full)
    user = uow.staff.by_username(name)
    return StaffLookup(user if user is not None and user.active else None, bucket)


def strangers_bucket(context: Context, username: str) -> str:
    """Where the tries of all browsers count that have not signed in with that name before."""
    return bucket_of(context, "user", plain_username(username))


def finish_staff_sign_in(
    uow: UnitOfWork,
    context: Context,
    lookup: StaffLookup,
    password_ok: bool,
    one_time: OneTime,
    lang: str | None,
    browser: str | None,
) -> StaffSignedIn:
    """Sign in after the password and the one-time code were compared."""
    if lookup.refused is not None:
        return StaffSignedIn(refused=lookup.refused)
    full = too_many(uow, context, lookup.bucket, PERSONAL)
    if full is not None:
        return StaffSignedIn(refused=full)
    user = lookup.user
    if user is None or not password_ok:
        return _refuse(uow, context, lookup, browser, "staff_wrong")
    if context.limits.totp_required and user.totp_secret is None:
        return StaffSignedIn(refused=SignInFailed("totp_not_set"))
    if user.totp_secret is not None:
        if not one_time.given:
            return StaffSignedIn(refused=SignInFailed("totp_needed"))
        if one_time.step is None or not uow.staff.use_totp_step(user.id, one_time.step):
            return _refuse(uow, context, lookup, browser, "totp_wrong")
    uow.throttle.clear(lookup.bucket)
    chosen = check_language(lang) if lang is not None else DEFAULT_LANGUAGE
    token, session = open_session(uow, context, STAFF, user.id, chosen)
    uow.trail.add(entry(context.clock.now(), user.actor(), "sign_in", "staff", user.id))
    mark = known_mark(context, user.username, browser) if browser else ""
    return StaffSignedIn(token, session, user, mark=mark)


def sign_in_by_provider(
    uow: UnitOfWork, context: Context, username: str, lang: str
) -> StaffSignedIn:
    """Sign in whom the organisation's provider vouches for; role and scope come with the
    account, which must exist and be open."""
    user = uow.staff.by_username(plain_username(username))
    if user is None or not user.active:
        return StaffSignedIn(refused=SignInFailed("oidc_no_account"))
    token, session = open_session(uow, context, STAFF, user.id, check_language(lang))
    now = context.clock.now()
    uow.trail.add(entry(now, user.actor(), "sign_in", "staff", user.id, reason="provider"))
    return StaffSignedIn(token, session, user)


def _refuse(
    uow: UnitOfWork, context: Context, lookup: StaffLookup, browser: str | None, key: str
) -> StaffSignedIn:
    count_failure(uow, context, lookup.bucket, browser_bucket(context, browser))
    if lookup.user is not None:
        who = lookup.user
        now = context.clock.now()
        uow.trail.add(entry(now, who.actor(), "sign_in_failed", "staff", who.id, reason=key))
    return StaffSignedIn(refused=SignInFailed(key))
