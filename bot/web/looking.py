"""Long texts are looked through for danger before their transaction, in threads of their own.

Looking takes seconds for the longest texts that are let in. In the thread that writes to the
database everybody would wait; here only whoever sent it, and two at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from bot.safety.danger import LONG, find_danger

_LOOKERS = ThreadPoolExecutor(2, thread_name_prefix="danger-look")


async def look_ahead(texts: Iterable[object]) -> None:
    """After this the use case's own look at the same words takes no time (see find_danger)."""
    loop = asyncio.get_running_loop()
    for text in texts:
        if isinstance(text, str) and len(text) > LONG:
            await loop.run_in_executor(_LOOKERS, find_danger, text)
