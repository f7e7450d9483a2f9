"""The same Idempotency-Key gives the same answer and does nothing a second time.

The answer is kept, sealed, in the transaction that did the work: either both are there or
neither. Only what succeeded is kept; what was refused may be tried again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from aiohttp import web

from bot.casework.errors import BadInput
from bot.casework.ports import UnitOfWork
from bot.web.api.call import Call

HEADER = "Idempotency-Key"
LONGEST = 200
# The request is taken, its answer comes later.
PENDING = 0


@dataclass(frozen=True)
class Answer:
    """What goes out: a status and a JSON text."""

    status: int
    text: str


@dataclass(frozen=True)
class Repeatable:
    """A request with a key. ``subject``: whose key it is, so that two can use the same."""

    subject: str
    key: str
    mark: str

    @property
    def derived_id(self) -> str:
        """An id that only this request under this subject's key leads to: other words that
        come with the key at the same moment must not be taken for these."""
        whole = f"{self.subject}\n{self.key}\n{self.mark}"
        return hashlib.sha256(whole.encode()).hexdigest()[:32]

    def known(self, uow: UnitOfWork) -> Answer | None:
        """The earlier answer; raises BadInput when the key came with another request."""
        kept = uow.idempotency.get(self.subject, self.key)
        if kept is None:
            return None
        mark, status, text = kept
        if mark != self.mark:
            raise BadInput("key_reused")
        return Answer(status, text) if status != PENDING else None

    def keep(self, uow: UnitOfWork, call: Call, answer: Answer) -> None:
        """Remember the answer."""
        now = call.context.clock.now()
        uow.idempotency.put(self.subject, self.key, self.mark, answer.status, answer.text, now)


def repeatable(request: web.Request, call: Call, subject: str) -> Repeatable | None:
    """The request's key, if it has one."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not (1 <= len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise BadInput("key_unclear")
    asked = [request.method, request.path, call.body]
    mark = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    return Repeatable(subject, f"api:{key}", mark)
