"""The one place that asks the machine for the time and for new ids."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime


class SystemClock:
    """The wall clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SystemIds:
    """Random identifiers; ``token`` carries 256 bits and is for secrets."""

    def new(self) -> str:
        return uuid.uuid4().hex

    def token(self) -> str:
        return secrets.token_urlsafe(32)
