"""How long a referral has waited, in working days: Monday to Friday without Finnish holidays."""

from __future__ import annotations

import datetime as dt

from bot.casework.public_holidays import is_public_holiday

# Longer waits are all the same to the reader.
MOST = 99


def working_days(since: dt.date, today: dt.date) -> int:
    """Working days after ``since`` up to and with ``today``."""
    days = min((today - since).days, MOST * 2)
    later = [since + dt.timedelta(days=n) for n in range(1, days + 1)]
    return min(sum(day.weekday() < 5 and not is_public_holiday(day) for day in later), MOST)
