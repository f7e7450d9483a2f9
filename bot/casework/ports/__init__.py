"""What casework needs from outside, as protocols that the outside fulfils.

Every method that reads what belongs to somebody takes the scope as an argument
(a client, a county or a prison); there is none without it.
"""

from bot.casework.ports.alerts import Alerts
from bot.casework.ports.conversation import Intakes, Reviews, Threads
from bot.casework.ports.housekeeping import Housekeeping
from bot.casework.ports.machine import Clock, Hasher, Ids
from bot.casework.ports.meetings import Clash, Meetings
from bot.casework.ports.people import Clients, Codes, Prisons, Sessions, SignIns, Staff
from bot.casework.ports.referrals import Referrals
from bot.casework.ports.trail import Idempotency, Throttle, Trail
from bot.casework.ports.unit_of_work import Database, DatabaseAway, UnitOfWork

__all__ = [
    "Alerts",
    "Clash",
    "Clients",
    "Clock",
    "Codes",
    "Database",
    "DatabaseAway",
    "Hasher",
    "Housekeeping",
    "Idempotency",
    "Ids",
    "Intakes",
    "Meetings",
    "Prisons",
    "Referrals",
    "Reviews",
    "Sessions",
    "SignIns",
    "Staff",
    "Threads",
    "Throttle",
    "Trail",
    "UnitOfWork",
]
