"""One turn of one person at a time: in this process, or in all of them through Redis.

With one Rasa process its own memory is enough. With several, REITTI_REDIS_URL names a Redis
that they share. Rasa's own Redis store reads and writes a lock in two steps, so two
processes may both believe that they hold it; here Redis decides in one.

What a lock guards is politeness, not truth: casework handles a message once whoever brings
it. So a lock that ends by itself, after a turn that took too long, does no harm.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore, LockError

_URL_VARIABLE = "REITTI_REDIS_URL"
_PREFIX = "reitti:turn:"
_POLL_SECONDS = 0.02
_ANSWER_SECONDS = 2
# Only who took the lock may let it go: it may have ended and be another's by now.
_LET_GO = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end"


class SharedLockStore(InMemoryLockStore):
    """Named in endpoints.yml; whether it is shared comes from the environment."""

    def __init__(self, endpoint_config: Any = None, *, url: str | None = None) -> None:
        super().__init__()
        self._url = url if url is not None else os.environ.get(_URL_VARIABLE, "")
        self._redis: Any = None

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = _POLL_SECONDS,
    ) -> AsyncGenerator[TicketLock, None]:
        """Wait for the turn of this conversation; LockError when it never comes."""
        if not self._url:
            async with super().lock(conversation_id, lock_lifetime, _POLL_SECONDS) as held:
                yield held
            return
        key, token = _key(conversation_id), secrets.token_hex(16)
        await self._take(key, token, lock_lifetime)
        try:
            yield TicketLock(conversation_id)
        finally:
            # If Redis has gone meanwhile the lock ends by itself.
            with suppress(LockError):
                await self._ask(self._client().eval, _LET_GO, 1, key, token)

    async def check(self) -> None:
        """Raise LockError unless a turn could begin now."""
        if self._url:
            await self._ask(self._client().ping)

    async def _take(self, key: str, token: str, lifetime: float) -> None:
        milliseconds = max(1, int(lifetime * 1000))
        deadline = asyncio.get_running_loop().time() + lifetime
        while not await self._ask(self._client().set, key, token, px=milliseconds, nx=True):
            if asyncio.get_running_loop().time() > deadline:
                raise LockError("never free")
            await asyncio.sleep(_POLL_SECONDS)

    async def _ask(self, call: Any, *values: Any, **options: Any) -> Any:
        from redis.exceptions import RedisError

        try:
            return await call(*values, **options)
        except (TimeoutError, RedisError, OSError) as error:
            raise LockError(f"Redis: {type(error).__name__}") from None

    def _client(self) -> Any:
        if self._redis is None:
            from redis.asyncio import Redis

            self._redis = Redis.from_url(
                self._url, socket_timeout=_ANSWER_SECONDS, socket_connect_timeout=_ANSWER_SECONDS
            )
        return self._redis


def _key(conversation_id: str) -> str:
    """Redis learns no id of a person."""
    return _PREFIX + hashlib.sha256(conversation_id.encode()).hexdigest()
