"""The brake on guessing codes, secrets and passwords.

Only failures count, and never by address: a whole prison may sign in from one. Buckets:

- the code or username that was tried, kept as a keyed hash: few tries in a quarter of an
  hour, some more in a day. A full one refuses even what is right: this is what protects a
  short secret. Nobody fills it without holding the slip.
- the browser: stops somebody who sits and tries, and holds up nobody else.
- the whole service, for wrong codes only. A full one answers "too many" to wrong codes and
  keeps nothing more of them, but a right code still gets in: its 54 bits are its own
  protection, and no one can lock a prison out by sending nonsense.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import math
from dataclasses import dataclass

from bot.casework.context import Context
from bot.casework.errors import TooMany
from bot.casework.ports import UnitOfWork

SERVICE_BUCKET = "service:codes"


@dataclass(frozen=True)
class Limit:
    """That many failures in that time, then no more."""

    tries: int
    window: dt.timedelta


PERSONAL = (Limit(5, dt.timedelta(minutes=15)), Limit(20, dt.timedelta(hours=24)))
BROWSER = (Limit(10, dt.timedelta(minutes=10)),)
SERVICE = (Limit(100, dt.timedelta(minutes=10)),)
# Rows older than this count nowhere; `reitti purge` removes them.
LONGEST = max(limit.window for limit in (*PERSONAL, *BROWSER, *SERVICE))


def bucket_of(context: Context, kind: str, value: str) -> str:
    """The bucket of something typed, which itself is not kept: it may be a password."""
    key = hmac.new(context.code_key, f"{kind}:{value}".encode(), hashlib.sha256)
    return f"{kind}:{key.hexdigest()[:32]}"


def browser_bucket(context: Context, browser: str | None) -> str | None:
    """The bucket of a browser; a program that keeps no cookies has none."""
    return bucket_of(context, "browser", browser) if browser else None


def too_many(
    uow: UnitOfWork, context: Context, bucket: str | None, limits: tuple[Limit, ...]
) -> TooMany | None:
    """The refusal, if the bucket is full."""
    if bucket is None:
        return None
    now = context.clock.now()
    wait = dt.timedelta()
    for limit in limits:
        since = now - limit.window
        if uow.throttle.count(bucket, since) >= limit.tries:
            oldest = uow.throttle.oldest(bucket, since) or now
            wait = max(wait, oldest + limit.window - now)
    if not wait:
        return None
    seconds = max(1, math.ceil(wait.total_seconds()))
    return TooMany("too_many_tries", seconds, minutes=math.ceil(seconds / 60))


def count_failure(uow: UnitOfWork, context: Context, *buckets: str | None) -> None:
    """One failed try in each of the buckets."""
    for bucket in buckets:
        if bucket is not None:
            uow.throttle.add(bucket, context.clock.now())
