"""A person signs in with the code from the slip and, once it is set, their own secret.

Two transactions with a slow hash between them: ``find_code`` and ``finish_sign_in``. Both
return a refusal instead of raising it, because raising would undo the count of failures.

A person without a secret gets in by the code alone and is asked to set one. Until then
staff who issue a new code could look; that is why it is asked at once, and why every sign-in
is shown to the person.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.casework.access_code import fingerprint, looks_like_code, normalise
from bot.casework.context import Context
from bot.casework.errors import Refused, SignInFailed, TooMany
from bot.casework.people import AccessCode, Client, Session, SignIn
from bot.casework.ports import UnitOfWork
from bot.casework.services.brake import (
    BROWSER,
    PERSONAL,
    SERVICE,
    SERVICE_BUCKET,
    browser_bucket,
    bucket_of,
    count_failure,
    too_many,
)
from bot.casework.services.sessions import CLIENT, check_language, keep_language, open_session


@dataclass(frozen=True)
class Lookup:
    """What a typed code leads to. With ``refused`` there is nothing else in it."""

    code_id: str | None = None
    client_id: str | None = None
    secret_hash: str | None = None
    bucket: str = ""
    fingerprint: str = ""
    refused: Refused | None = None

    @property
    def has_secret(self) -> bool:
        """Whether the code alone does not open it."""
        return self.secret_hash is not None


@dataclass(frozen=True)
class SignedIn:
    """``token`` is the cookie's value, given once. ``asks_for_secret``: none is set yet."""

    token: str = ""
    session: Session | None = None
    client: Client | None = None
    asks_for_secret: bool = False
    refused: Refused | None = None


def find_code(uow: UnitOfWork, context: Context, typed: str, browser: str | None) -> Lookup:
    """Look for the code; counts a wrong one and returns the refusal (see services/brake.py).

    An unknown code and a revoked one read the same. An expired one says so: its holder
    guesses nothing, and needs to know to ask for a new one.
    """
    code = normalise(typed)
    if not code:
        return Lookup(refused=SignInFailed("code_missing"))
    mark = fingerprint(code, context.code_key)
    bucket, browsers = bucket_of(context, "code", mark), browser_bucket(context, browser)
    full = too_many(uow, context, browsers, BROWSER) or too_many(uow, context, bucket, PERSONAL)
    if full is not None:
        return Lookup(refused=full)
    found = uow.codes.by_fingerprint(mark) if looks_like_code(code) else None
    client = uow.clients.get(found.client_id) if found is not None else None
    if found is None or client is None or client.erased_at or found.revoked_at:
        full = too_many(uow, context, SERVICE_BUCKET, SERVICE)
        if full is not None:
            return Lookup(refused=full)
        count_failure(uow, context, browsers, bucket, SERVICE_BUCKET)
        return Lookup(refused=SignInFailed("code_wrong"))
    if _expired(found, context):
        return Lookup(refused=SignInFailed("code_expired"))
    full = _guessed_too_often(uow, context, client)
    if full is not None:
        return Lookup(refused=full)
    return Lookup(found.id, client.id, client.secret_hash, bucket, mark)


def finish_sign_in(
    uow: UnitOfWork,
    context: Context,
    lookup: Lookup,
    secret_ok: bool | None,
    lang: str | None,
    browser: str | None,
) -> SignedIn:
    """Sign in after the secret was compared (None: none was given).

    Everything is looked at again: between the two transactions the code may have been
    revoked, a secret set, or the tries used up by others who guessed at the same time.
    """
    if lookup.refused is not None:
        return SignedIn(refused=lookup.refused)
    full = too_many(uow, context, lookup.bucket, PERSONAL)
    if full is not None:
        return SignedIn(refused=full)
    code = uow.codes.by_fingerprint(lookup.fingerprint)
    client = uow.clients.get(code.client_id) if code is not None else None
    if code is None or client is None or client.erased_at or code.revoked_at:
        return SignedIn(refused=SignInFailed("code_wrong"))
    if client.secret_hash != lookup.secret_hash:
        # Set or changed a moment ago: what was compared is no longer the secret.
        return SignedIn(refused=SignInFailed("secret_needed"))
    full = _guessed_too_often(uow, context, client)
    if full is not None:
        return SignedIn(refused=full)
    now = context.clock.now()
    if client.secret_hash is not None and not secret_ok:
        if secret_ok is None:
            return SignedIn(refused=SignInFailed("secret_needed"))
        browsers = browser_bucket(context, browser)
        count_failure(uow, context, lookup.bucket, _secret_bucket(context, client), browsers)
        uow.sign_ins.add(SignIn(client.id, now, "wrong_secret"))
        return SignedIn(refused=SignInFailed("secret_wrong"))
    uow.throttle.clear(lookup.bucket)
    uow.throttle.clear(_secret_bucket(context, client))
    uow.sign_ins.add(SignIn(client.id, now, "signed_in"))
    if lang is not None:
        keep_language(uow, client.id, check_language(lang))
    chosen = lang or client.lang
    token, session = open_session(uow, context, CLIENT, client.id, chosen)
    return SignedIn(token, session, client, asks_for_secret=client.secret_hash is None)


def _secret_bucket(context: Context, client: Client) -> str:
    """Of the person and not of the code: staff could give a new code after every few guesses."""
    return bucket_of(context, "secret", client.id)


def _guessed_too_often(uow: UnitOfWork, context: Context, client: Client) -> TooMany | None:
    if client.secret_hash is None:
        return None
    return too_many(uow, context, _secret_bucket(context, client), PERSONAL)


def _expired(code: AccessCode, context: Context) -> bool:
    return code.expires_at <= context.clock.now()
