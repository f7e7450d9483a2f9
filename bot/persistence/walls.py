"""Tells PostgreSQL whose transaction begins: the one place, for every use case."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework.ports.scope import seen

_TELL = sa.text(
    "SELECT set_config('reitti.scope_kind', :kind, true), set_config('reitti.scope_of', :of, true)"
)


async def tell_scope(connection: AsyncConnection) -> None:
    """Until the transaction ends; the policies of migrations 0012 and 0014 look at it."""
    scope = seen()
    await connection.execute(_TELL, {"kind": scope.kind, "of": scope.of})
