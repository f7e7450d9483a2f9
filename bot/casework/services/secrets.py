"""The person's own secret: a short number or word that only they know.

Staff hand out the code, so the code alone must not be the key to what somebody has told.
Once a secret is set, no code opens the old answers without it, whoever holds the slip.

A forgotten secret can't be replaced by anybody: staff who could reset it could read the
answers. What they can do is give a fresh start (services/codes.py, ``start_afresh``): a code
for a new, empty record. What was sent before stays with the social worker.
"""

from __future__ import annotations

import unicodedata

from bot.casework.access_code import looks_like_code, normalise
from bot.casework.actor import client_actor
from bot.casework.context import Context
from bot.casework.errors import BadInput, NotFound
from bot.casework.journal import entry
from bot.casework.ports import UnitOfWork
from bot.casework.services.sessions import CLIENT

SHORTEST, LONGEST = 4, 64


def plain_secret(text: str) -> str:
    """The secret as it is hashed: case, width and spaces around don't matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def check_secret(text: str) -> str:
    """The plain secret of what somebody chose; raises BadInput saying what to do instead."""
    plain = plain_secret(text)
    if len(plain) < SHORTEST:
        raise BadInput("secret_too_short", least=SHORTEST)
    if len(plain) > LONGEST:
        raise BadInput("secret_too_long", most=LONGEST)
    if looks_like_code(normalise(plain)):
        raise BadInput("secret_is_code")
    return plain


def set_secret(
    uow: UnitOfWork,
    context: Context,
    client_id: str,
    secret_hash: str,
    session: str | None = None,
) -> None:
    """Set or change the own secret of a signed-in person; the slow hash comes from outside.

    Every other session ends: until now the code alone was enough to open one. ``session``:
    the id of the one that stays.
    """
    client = uow.clients.get(client_id)
    if client is None or client.erased_at is not None:
        raise NotFound("unknown_client")
    client.secret_hash = secret_hash
    uow.clients.save(client)
    uow.sessions.end_all_of(CLIENT, client_id, keep=session)
    actor = client_actor(client_id)
    uow.trail.add(entry(context.clock.now(), actor, "set_secret", "client", client_id, client_id))
