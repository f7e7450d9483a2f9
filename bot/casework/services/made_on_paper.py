"""Whether a person's answers came on paper."""

from __future__ import annotations

from bot.casework.ports import UnitOfWork


def made_from_paper(uow: UnitOfWork, client_id: str) -> bool:
    """Their first words are marked so; then no own secret stands before them."""
    first = uow.threads.after(client_id, 0)[:1]
    return bool(first and first[0].body.get("paper"))
