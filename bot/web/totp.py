"""One-time codes of staff (RFC 6238): which step a typed code fits."""

from __future__ import annotations

import datetime as dt
import hmac

import pyotp

STEP_SECONDS = 30
# A telephone's clock may be half a minute off.
NEIGHBOURS = (0, -1, 1)


def step_of(secret: str, typed: str, now: dt.datetime) -> int | None:
    """The number of the half minute that the code belongs to, or None if it fits none."""
    code = "".join(typed.split()).encode()
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    present = int(now.timestamp()) // STEP_SECONDS
    for neighbour in NEIGHBOURS:
        step = present + neighbour
        if hmac.compare_digest(totp.generate_otp(step).encode(), code):
            return step
    return None
