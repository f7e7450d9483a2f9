"""Signing in, for pages and API alike: look, compare the slow hash in a thread, finish.

The hash takes a tenth of a second or more, so no transaction is open meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from bot.casework.context import Context
from bot.casework.people import Session
from bot.casework.ports import Database
from bot.casework.ports.scope import EVERYBODY, person, seeing
from bot.casework.services.secrets import check_secret, plain_secret, set_secret
from bot.casework.services.sign_in import SignedIn, find_code, finish_sign_in
from bot.casework.services.staff_sign_in import (
    OneTime,
    StaffSignedIn,
    find_staff,
    finish_staff_sign_in,
)
from bot.web.totp import step_of

# More than anybody types; a longer one would only keep the machine busy.
LONGEST_TYPED = 1000


async def sign_in_client(
    db: Database,
    context: Context,
    code: str,
    secret: str | None,
    lang: str | None,
    browser: str | None,
) -> SignedIn:
    """Sign in a person with code and, if they have one, their own secret.

    ``refused`` of the answer is for the caller to show or raise; its key ``secret_needed``
    means that the code is right and the secret is still to be asked.
    """
    with seeing(EVERYBODY):
        lookup = await db.run(lambda uow: find_code(uow, context, code[:LONGEST_TYPED], browser))
    if lookup.refused is not None:
        return SignedIn(refused=lookup.refused)
    secret_ok: bool | None = None
    if lookup.has_secret and secret:
        plain = plain_secret(secret[:LONGEST_TYPED])
        secret_ok = await asyncio.to_thread(context.hasher.verify, lookup.secret_hash, plain)
    with seeing(EVERYBODY):
        return await db.run(
            lambda uow: finish_sign_in(uow, context, lookup, secret_ok, lang, browser)
        )


async def choose_secret(
    db: Database, context: Context, client_id: str, text: str, session: Session | None = None
) -> None:
    """Set the person's own secret; raises BadInput if it can't be used. ``session`` stays
    open, all others of the person end."""
    plain = check_secret(text[:LONGEST_TYPED])
    hashed = await asyncio.to_thread(context.hasher.hash, plain)
    keep = session.id if session is not None else None
    with seeing(person(client_id)):
        await db.run(lambda uow: set_secret(uow, context, client_id, hashed, keep))


async def sign_in_staff(
    db: Database,
    context: Context,
    username: str,
    password: str,
    totp: str | None,
    browser: str | None,
    lang: str | None = None,
    marks: Collection[str] = (),
) -> StaffSignedIn:
    """Sign in a member of staff; an unknown name takes as long as a wrong password."""
    name = username[:LONGEST_TYPED]
    lookup = await db.run(lambda uow: find_staff(uow, context, name, browser, marks))
    if lookup.refused is not None:
        return StaffSignedIn(refused=lookup.refused)
    user = lookup.user
    stored = user.password_hash if user is not None else None
    password_ok = await asyncio.to_thread(context.hasher.verify, stored, password[:LONGEST_TYPED])
    one_time = OneTime()
    if user is not None and user.totp_secret is not None and totp:
        step = step_of(user.totp_secret, totp[:LONGEST_TYPED], context.clock.now())
        one_time = OneTime(given=True, step=step)
    return await db.run(
        lambda uow: finish_staff_sign_in(uow, context, lookup, password_ok, one_time, lang, browser)
    )
