"""How the contact has felt: asked now and then, answered if the person likes.

The worker never reads it: who depends on somebody could not say "bad" to them. The county's
leader sees how many answered what, with small cells hidden.
"""

from __future__ import annotations

import datetime as dt

from bot.casework.context import Context
from bot.casework.errors import BadInput, WrongState
from bot.casework.people import CONTACT, HelpReport
from bot.casework.ports import UnitOfWork

FELT = ("good", "so_so", "bad")
# Not wanting to answer is an answer too: nobody is asked again the next day.
ANSWERS = (*FELT, "no_answer")
NOW_AND_THEN = dt.timedelta(days=28)


def asks_felt(uow: UnitOfWork, context: Context, client_id: str) -> bool:
    """Whether it is time to ask: somebody has been in contact, and no answer is recent."""
    referral = uow.referrals.of_client(client_id)
    if referral is None or referral.contacted_at is None:
        return False
    last = _last(uow, client_id)
    return last is None or last.at <= context.clock.now() - NOW_AND_THEN


def say_felt(uow: UnitOfWork, context: Context, client_id: str, answer: str) -> None:
    """Keep the answer. Pressed twice it counts once; another one takes its place.

    Raises BadInput for an answer that is none, WrongState before any contact.
    """
    if answer not in ANSWERS:
        raise BadInput("unknown_help_answer")
    referral = uow.referrals.of_client(client_id)
    if referral is None or referral.contacted_at is None:
        raise WrongState("send_summary_first")
    last = _last(uow, client_id)
    if last is not None and last.answer == answer and not asks_felt(uow, context, client_id):
        return
    uow.help_reports.add(client_id, HelpReport(CONTACT, answer, context.clock.now()))


def _last(uow: UnitOfWork, client_id: str) -> HelpReport | None:
    said = [each for each in uow.help_reports.of_client(client_id) if each.area == CONTACT]
    return said[-1] if said else None
