"""Rasa's memory: one sealed row per conversation, holding the present exchange only.

The interview is kept by casework in the database of the service. Rasa needs no
more than what was just asked and said, so the row keeps the last two turns: a
turn costs the same after a month as on the first day, and there is little to
steal and little to erase.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_components.sealing import KeyRing, SealBroken
from bot.rasa_components.tracker_rows import TABLE, Rows, RowsUnavailable, rows_for

_TURNS_KEPT = 2

T = TypeVar("T")


class TrackerStoreDown(Exception):
    """The present exchange can't be read or kept; the turn must not go on."""


class SealedTrackerStore(TrackerStore):
    """Named in endpoints.yml; where and with which key comes from the environment."""

    def __init__(
        self,
        domain: Domain | None,
        host: str | None = None,
        event_broker: Any = None,
        *,
        rows: Rows | None = None,
        keys: KeyRing | None = None,
        **_: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._rows = rows or rows_for(_required("REITTI_TRACKER_URL"))
        self._keys = keys or KeyRing.from_file(Path(_required("REITTI_KEY_FILE")))
        self._threads = ThreadPoolExecutor(self._rows.threads, thread_name_prefix="tracker")

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        ids = self._keys.row_ids(sender_id)
        found = await self._call(lambda: self._rows.get(ids))
        for row_id in ids:
            if row_id in found:
                return self._restore(sender_id, row_id, found[row_id])
        return None

    async def save(self, tracker: DialogueStateTracker) -> None:
        row_id, *stale_ids = self._keys.row_ids(tracker.sender_id)
        events = [event.as_dict() for event in last_turns(list(tracker.events))]
        sealed = self._keys.seal(json.dumps(events).encode(), _bound_to(row_id))
        await self._call(lambda: self._rows.put(row_id, sealed, stale_ids))

    async def forget(self, sender_id: str) -> None:
        """Erase one conversation."""
        ids = self._keys.row_ids(sender_id)
        await self._call(lambda: self._rows.delete(ids))

    async def check(self) -> None:
        """Raise unless a turn could be kept now."""
        await self._call(self._rows.ping)

    async def keys(self) -> Iterable[str]:
        """Nobody can list who has spoken: the ids are kept as HMACs."""
        return []

    def _restore(self, sender_id: str, row_id: str, sealed: bytes) -> DialogueStateTracker:
        try:
            events = json.loads(self._keys.open(sealed, _bound_to(row_id)))
        except SealBroken as error:
            # A fresh exchange instead would hide that somebody touched the rows.
            raise TrackerStoreDown(f"sealed row can't be opened: {error}") from None
        tracker = self.init_tracker(sender_id)
        for event in deserialise_events(events):
            tracker.update(event)
        return tracker

    async def _call(self, work: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, work)
        except RowsUnavailable as error:
            raise TrackerStoreDown(str(error)) from None


def last_turns(events: Sequence[Event]) -> Sequence[Event]:
    """The events of the last turns, from the listening that came before them: a
    rule applies only after Rasa has listened."""
    turns = 0
    for index in range(len(events) - 1, -1, -1):
        if isinstance(events[index], UserUttered):
            turns += 1
            if turns == _TURNS_KEPT:
                return _with_listening(events, index)
    return events


def _with_listening(events: Sequence[Event], index: int) -> Sequence[Event]:
    before = events[index - 1] if index else None
    if isinstance(before, ActionExecuted) and before.action_name == ACTION_LISTEN_NAME:
        return events[index - 1 :]
    return [ActionExecuted(ACTION_LISTEN_NAME), *events[index:]]


def _bound_to(row_id: str) -> bytes:
    return f"{TABLE}|sealed|{row_id}".encode()


def _required(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise ValueError(f"{name} is not set")
    return value
