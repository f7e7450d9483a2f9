"""What goes when its time is over, and what stays."""

import asyncio
import dataclasses
import datetime as dt

from bot.bootstrap import build_context
from bot.casework.actor import SYSTEM
from bot.casework.people import Session
from bot.casework.services.codes import issue
from bot.casework.services.purge import erase_gone, purge
from bot.casework.services.secrets import set_secret
from bot.casework.services.sign_in import find_code, finish_sign_in
from bot.casework.services.codes import set_client

YEAR = dt.timedelta(days=365)


class Moved:
    """A clock that somebody sets."""

    def __init__(self):
        self.moment = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)

    def now(self):
        return self.moment
