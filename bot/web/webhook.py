"""A hand-over to a county's own system: one signed POST (docs/integration.md)."""

from __future__ import annotations

import hashlib
import hmac
import json

import aiohttp

from bot.casework.outbox import Delivery, Destination
from bot.casework.services.sending import Ended

SECONDS = 10.0
# The receiver asks to be left alone for a while, or had a conflict of its own.
LATER = (408, 409, 425, 429)


def signature(secret: str, timestamp: int, delivery_id: str, body: bytes) -> str:
    """What the receiver works out as well: over the time and the id too, so that neither can
    be put before another body."""
    signed = f"{timestamp}.{delivery_id}.".encode() + body
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


async def post(
    session: aiohttp.ClientSession,
    delivery: Delivery,
    destination: Destination,
    timestamp: int,
    seconds: float = SECONDS,
) -> Ended:
    """Send it once. Only the status of the answer is looked at; redirects are not followed."""
    body = json.dumps(delivery.body).encode()
    headers = {
        "Content-Type": "application/json",
        "Reitti-Delivery": delivery.id,
        "Reitti-Timestamp": str(timestamp),
        "Reitti-Signature": signature(destination.secret, timestamp, delivery.id, body),
    }
    timeout = aiohttp.ClientTimeout(total=seconds)
    try:
        async with session.post(
            destination.url or "",
            data=body,
            headers=headers,
            timeout=timeout,
            allow_redirects=False,
        ) as answer:
            return _ended(answer.status)
    except TimeoutError:
        return Ended("timeout", again=True)
    except (aiohttp.ClientError, OSError):
        return Ended("away", again=True)


def _ended(status: int) -> Ended:
    if 200 <= status < 300:
        return Ended()
    return Ended(f"status:{status}", again=status >= 500 or status in LATER)
