"""Says dates and times the way they are read back to a person, in Helsinki time.

Only forms that the reader understands without doubt: what is said here can be copied into an
answer. Hours before seven get a leading zero ("kello 02.30"), for a bare "2.30" is daytime.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo

from bot.dates.lexicon import lexicon

HELSINKI = zoneinfo.ZoneInfo("Europe/Helsinki")
_BARE_HOURS_FROM = 7


def say_date(date: dt.date, lang: str) -> str:
    """Said as "tiistaina 1.12.", "tisdag 1.12", "Tuesday 1 December"."""
    say = lexicon().languages[lang].say
    months = say.get("months")
    return str(say["date"]).format(
        weekday=say["weekdays"][date.weekday()],
        day=date.day,
        month=date.month,
        month_name=months[date.month - 1] if months else "",
    )


def say_time(time: dt.time, lang: str) -> str:
    """Said as "kello 14", "klockan 14.30", "at 14.00"; seconds are not said."""
    say = lexicon().languages[lang].say
    hour = f"{time.hour:02d}" if time.hour < _BARE_HOURS_FROM else str(time.hour)
    whole = time.minute == 0 and say["whole_hours"]
    clock = hour if whole else f"{hour}.{time.minute:02d}"
    return str(say["time"]).format(clock=clock)


def say_when(moment: dt.datetime, lang: str) -> str:
    """A moment in UTC as date and time in Helsinki: "tiistaina 1.12. kello 14"."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    local = moment.astimezone(HELSINKI)
    say = lexicon().languages[lang].say
    return str(say["when"]).format(
        date=say_date(local.date(), lang), time=say_time(local.time(), lang)
    )
