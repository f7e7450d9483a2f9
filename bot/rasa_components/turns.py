"""One turn of Rasa that either happened or says why it did not.

Stock Rasa answers 200 with an empty list when its action server is away, and
carries on from nothing in memory when its tracker store is. Either would ask a
person the same thing twice without a word, so both end in `TurnLost` here.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import LockError
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore, TrackerStore

from bot.rasa_components.lock_store import SharedLockStore
from bot.rasa_components.rasa_patches import run_straight
from bot.rasa_components.tracker_store import SealedTrackerStore, TrackerStoreDown
from bot.rasa_components.turn_request import TurnRequest
from bot.rasa_components.understanding import parse_data, understand, understood_from_choice

logger = logging.getLogger(__name__)

_PREDICTIONS_A_TURN = 3
"""One action and the listening after it; a rejected action is not called ten times."""


class TurnLost(Exception):
    """The message was not handled; it may be sent again under the same id."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Turns:
    """Takes messages to the loaded model, and only to our own tracker store."""

    def __init__(self, agent: Agent | None, seconds: float) -> None:
        self._agent = agent
        self._seconds = seconds
        self._store: SealedTrackerStore | None = None
        if agent is not None:
            self._store = _own_store(agent.tracker_store)
        if agent is not None and self._store is not None:
            # Without its wrapper, which would turn any error into a fresh memory.
            agent.tracker_store = self._store
            if agent.processor is not None:
                agent.processor.tracker_store = self._store
                agent.processor.max_number_of_predictions = _PREDICTIONS_A_TURN
                run_straight(agent.processor)

    async def health(self) -> str:
        """The name of the model, if a turn could be handled now."""
        self._processor()
        await self._guarded(self._own().check())
        await self._check_lock()
        return str(self._agent.model_name) if self._agent else ""

    async def _check_lock(self) -> None:
        store = self._agent.lock_store if self._agent else None
        if not isinstance(store, SharedLockStore):
            raise TurnLost("lock_store")
        try:
            await store.check()
        except LockError as error:
            logger.error("lock store: %s", error)  # noqa: TRY400 - no trace needed
            raise TurnLost("lock_store") from None

    async def understand(self, text: str, lang: str, today: str) -> dict[str, Any]:
        return await understand(self._processor(), text, lang, today)

    async def take(self, request: TurnRequest) -> dict[str, Any]:
        """Handle one message; the answer of the one action it led to."""
        processor = self._processor()
        self._own()
        text = request.text or ""
        if request.choice is not None and request.intent is not None:
            understood = understood_from_choice(request.intent, request.lang)
        else:
            understood = await understand(
                processor, text, request.lang, request.today, looked=request.looked
            )
        metadata = request.metadata()
        output = CollectingOutputChannel()
        message = UserMessage(
            text=text,
            output_channel=output,
            sender_id=request.sender,
            input_channel="reitti",
            message_id=request.message_id,
            metadata=metadata,
            parse_data=parse_data(understood, text, request.choice, metadata),
        )
        await self._guarded(self._handle(message))
        payloads = [sent["custom"] for sent in output.messages if "custom" in sent]
        if not payloads:
            raise TurnLost("action")
        return {"messages": payloads, "understood": understood}

    async def forget(self, sender: str) -> None:
        await self._guarded(self._own().forget(sender))

    async def _handle(self, message: UserMessage) -> None:
        if self._agent is not None:
            await self._agent.handle_message(message)

    async def _guarded(self, work: Any) -> None:
        try:
            await asyncio.wait_for(work, self._seconds)
        except TrackerStoreDown as error:
            logger.error("tracker store: %s", error)  # noqa: TRY400 - no trace needed
            raise TurnLost("tracker_store") from None
        except LockError:
            raise TurnLost("busy") from None
        except TimeoutError:
            raise TurnLost("timeout") from None

    def _processor(self) -> MessageProcessor:
        if self._agent is None or not self._agent.is_ready() or self._agent.processor is None:
            raise TurnLost("model")
        return self._agent.processor

    def _own(self) -> SealedTrackerStore:
        if self._store is None:
            raise TurnLost("tracker_store")
        return self._store


def _own_store(store: TrackerStore | None) -> SealedTrackerStore | None:
    """Our store out of Rasa's wrapper; nothing if Rasa put another in its place,
    as it does with a warning when the class can't be imported."""
    if isinstance(store, FailSafeTrackerStore):
        store = store._tracker_store  # noqa: SLF001 - Rasa names no other way
    return store if isinstance(store, SealedTrackerStore) else None
