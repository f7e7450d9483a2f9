"""Words that reach the service after the session has ended: kept for the very same person.

In a cell the door locks in the middle of a sentence. What is posted then is kept, sealed, until
that person signs in again with their code and their own secret; it is shown to nobody else and
sent nowhere. The ended session tells whose words they are, and its token that they come from a
page that was made for that person.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from bot.casework.context import Context
from bot.casework.ports import UnitOfWork
from bot.casework.services.alerts import AlertState, state_for
from bot.casework.services.danger_watch import alert_about
from bot.casework.services.sessions import CLIENT, session_id
from bot.safety.clean_up import clean_message
from bot.safety.masks import mask_codes


@dataclass(frozen=True)
class Late:
    """Whether late words were kept; ``alert`` is the true state of the alert that danger in
    them raised, None without danger."""

    kept: bool
    alert: AlertState | None = None


def keep_late(uow: UnitOfWork, context: Context, token: str, csrf: str, words: list[str]) -> Late:
    """Keep what was posted with the cookie and the form of a session that has ended.

    Nothing is kept of somebody unknown, signed out or erased. Danger is told to staff all the
    same as at any other step (domain.md section 6).
    """
    session = uow.sessions.get(session_id(token)) if token else None
    if session is None or session.kind != CLIENT:
        return Late(kept=False)
    if not hmac.compare_digest(session.csrf.encode(), csrf.encode()):
        return Late(kept=False)
    client = uow.clients.get(session.subject)
    if client is None or client.erased_at is not None:
        return Late(kept=False)
    keep(uow, context, client.id, "\n".join(words))
    # The interview stops too: whoever signs in again finds the page of the crisis.
    alert = alert_about(uow, context, client.id, *words)
    if alert is None:
        return Late(kept=True)
    return Late(kept=True, alert=state_for(uow, context, client.id, alert.id))


def keep(uow: UnitOfWork, context: Context, client_id: str, words: str) -> None:
    """Keep what stands in the box of somebody whose session is about to end."""
    cleaned = clean_message(words).strip()
    if cleaned:
        uow.drafts.keep(client_id, mask_codes(cleaned), context.clock.now())
