"""Reads a meeting wish: up to three ranked options, and what does not suit.

A wish is softer than a date: "ke tai to iltapäivällä" is two good options where `read_date`
sees none. The worker always reads the person's own words beside it, so that what is not
understood here is left out and nothing is lost.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from bot.dates import clauses
from bot.dates.clauses import Reading
from bot.dates.judge import settle
from bot.dates.mention import Clock, Mention
from bot.dates.reading import understand
from bot.dates.tokens import Token

MOST_OPTIONS = 3
_MOST_EVENTS = 40


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A day and a time of day, as far as they were said; at least one field is set.

    `weekday` (Monday 0) stands for any such day, `date` for one; `between` is a stretch of days
    (first, last). `part` is morning, forenoon, day, afternoon, evening or night.
    """

    weekday: int | None = None
    date: dt.date | None = None
    between: tuple[dt.date, dt.date] | None = None
    time: dt.time | None = None
    part: str | None = None
    not_before: dt.time | None = None
    not_after: dt.time | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What suits, best first, and what does not; both are empty if nothing was understood."""

    options: tuple[Suggestion, ...] = ()
    unsuitable: tuple[Suggestion, ...] = ()


_EMPTY = Suggestion()


@dataclass(slots=True)
class _Event:
    """One thing said about a day or an hour, with its place."""

    start: int
    end: int
    says: Suggestion
    is_day: bool
    preferred: bool = False


def _hour(token: Token, lang: str, part: str | None) -> dt.time | None:
    """The hour that a number beside "after" or in "9-11" means."""
    for kind in ("HM", "HMD"):
        if got := token.get(lang, kind):
            hours, minutes, literal = got[0]
            return settle(Clock(hours * 60 + minutes, literal or hours > 12, True), part)
    for kind in ("NUM", "PART", "ABL", "ORD", "GEN"):
        got = token.get(lang, kind)
        if got and 0 <= got[0] <= 23:
            return settle(Clock(got[0] * 60, got[0] > 12), part)
    return dt.time(12) if token.has(lang, "NOON") else None


def _beside(tokens: list[Token], lang: str, at: int, step: int) -> int | None:
    """The place of an hour next to a word, past "klo" or "at"."""
    for i in (at + step, at + 2 * step):
        if not 0 <= i < len(tokens):
            return None
        if _hour(tokens[i], lang, None) is not None:
            return i
        if not tokens[i].has(lang, "CLOCK", "AT", "PREP", "OCLOCK"):
            return None
    return None


def _ranges(r: Reading) -> list[_Event]:
    """Stretches: "9-11", "between 9 and 11"."""
    found: list[_Event] = []
    for i in range(1, len(r.tokens) - 1):
        joined = r.tokens[i].has(r.lang, "DASH")
        if not joined and r.tokens[i].has(r.lang, "AND"):
            around = r.tokens[max(0, i - 3) : i - 1] + r.tokens[i + 2 : i + 3]
            joined = any(t.has(r.lang, "BETWEENW") for t in around)
        if not joined:
            continue
        first, last = (_hour(r.tokens[k], r.lang, None) for k in (i - 1, i + 1))
        if first and last and first < last:
            says = Suggestion(not_before=first, not_after=last)
            found.append(_Event(i - 1, i + 2, says, is_day=False))
    return found


def _bounds(r: Reading) -> list[_Event]:
    """Limits: "after 14", "ennen kymmentä"."""
    found: list[_Event] = []
    for i, token in enumerate(r.tokens):
        after = token.has(r.lang, "AFTERW")
        if not after and not token.has(r.lang, "BEFOREW"):
            continue
        at = _beside(r.tokens, r.lang, i, 1)
        if at is None:
            at = _beside(r.tokens, r.lang, i, -1)
        hour = _hour(r.tokens[at], r.lang, None) if at is not None else None
        if at is not None and hour is not None:
            says = Suggestion(not_before=hour) if after else Suggestion(not_after=hour)
            found.append(_Event(min(i, at), max(i, at) + 1, says, is_day=False))
    return found


def _said(m: Mention, stretch: tuple[dt.date, dt.date] | None, today: dt.date) -> Suggestion | None:
    """What one mention says, hours left to `_timed`."""
    if m.kind == "date":
        return Suggestion(date=m.value)
    if m.kind in ("weekday", "habit_day") or (m.kind == "bad" and isinstance(m.value, int)):
        if stretch and m.kind == "weekday":
            days = (stretch[0] + dt.timedelta(days=n) for n in range(7))
            fitting = [d for d in days if d.weekday() == m.value and today <= d <= stretch[1]]
            return Suggestion(date=fitting[0]) if fitting else None
        return Suggestion(weekday=m.value)
    if m.kind == "span":
        return Suggestion(between=m.value)
    return None


def _times(r: Reading, m: Mention) -> Suggestion | None:
    """The hour or part of the day a mention says."""
    if m.kind in ("part", "habit_part"):
        return Suggestion(part=m.value)
    if m.kind != "time":
        return Suggestion(part=m.part) if m.part else None
    parts = {
        p.value if p.kind == "part" else p.part for p in r.mentions if p.part or p.kind == "part"
    }
    near = m.part or (parts.pop() if len(parts) == 1 else None)
    time = settle(m.value, near) or settle(m.value, None)
    return Suggestion(time=time) if time else None


def _week(m: Mention) -> tuple[dt.date, dt.date] | None:
    """The week that a mention sets for the weekdays beside it ("ensi viikolla ke tai to")."""
    if m.kind == "span" and (m.value[1] - m.value[0]).days < 7:
        return (m.value[0], m.value[1])
    return m.week


def _events(r: Reading) -> list[_Event]:
    found = _ranges(r) + _bounds(r)
    taken = {i for e in found for i in range(e.start, e.end)}
    week = next((w for w in map(_week, r.mentions) if w), None)
    has_days = any(m.kind == "weekday" for m in r.mentions)
    for m in r.mentions:
        if taken.intersection(range(m.start, m.end)) or (
            m.kind == "span" and m.value == week and has_days
        ):
            continue
        preferred = any(t.has(r.lang, "PREFER") for t in r.tokens[max(0, m.start - 2) : m.start])
        day = _said(m, week, r.today)
        if day is not None:
            found.append(_Event(m.start, m.end, day, is_day=True, preferred=preferred))
        hours = _times(r, m)
        if hours is not None:
            found.append(_Event(m.start, m.end, hours, is_day=False))
    return sorted(found, key=lambda e: (e.start, not e.is_day))[:_MOST_EVENTS]


def _join(a: Suggestion, b: Suggestion) -> Suggestion:
    """Both at once; what the first says stays."""
    return Suggestion(
        weekday=b.weekday if a.weekday is None else a.weekday,
        date=a.date or b.date,
        between=a.between or b.between,
        time=b.time if a.time is None else a.time,
        part=a.part or b.part,
        not_before=b.not_before if a.not_before is None else a.not_before,
        not_after=b.not_after if a.not_after is None else a.not_after,
    )


def _gather(r: Reading, events: list[_Event]) -> list[Suggestion]:
    """Puts days and hours together: hours belong to the days before them, else to those after."""
    done: list[tuple[bool, Suggestion]] = []
    group: list[tuple[bool, Suggestion]] = []
    leading = _EMPTY
    hours_said = False
    last_end = 0
    for e in events:
        or_between = any(r.tokens[i].has(r.lang, "OR", "AND") for i in range(last_end, e.start))
        said = group[-1][1].weekday if group else None
        if e.is_day and e.start == last_end and e.says.date and e.says.date.weekday() == said:
            # "Tiistaina 1.12.": one day said twice.
            group[-1] = (group[-1][0], replace(group[-1][1], weekday=None, date=e.says.date))
        elif e.is_day:
            if hours_said and group:
                done, group = done + group, []
            hours_said = False
            group.append((e.preferred, _join(e.says, leading)))
        elif group:
            if hours_said and or_between:
                more = [(p, _join(e.says, replace(s, time=None, part=None))) for p, s in group]
                done, group = done + group, more
            else:
                group = [(p, _join(s, e.says)) for p, s in group]
            hours_said = True
        elif or_between and leading != _EMPTY:
            done.append((False, leading))
            leading = e.says
        else:
            leading = _join(leading, e.says)
        last_end = e.end
    done += group
    if (
        leading != _EMPTY
        and (not group or done != group)
        and not any(s.weekday is not None or s.date or s.between for _, s in done)
    ):
        done.append((False, leading))
    done.sort(key=lambda item: not item[0])
    unique = dict.fromkeys(s for _, s in done)
    return list(unique)


def _is_denied(r: Reading, at: list[int], e: _Event, events: list[_Event]) -> bool:
    """Whether the clause says that this does not suit, or tells what fills that time."""
    clause = at[e.start]
    places = [i for i, number in enumerate(at) if number == clause]
    if any(
        r.tokens[i].has(r.lang, "BUSY") and not (i and r.tokens[i - 1].has(r.lang, "AFTERW"))
        for i in places
    ):
        return True
    denials = [i for i in places if r.tokens[i].has(r.lang, "NEG")]
    if not denials:
        return False
    if e.start > denials[0]:
        return True
    return not any(at[other.start] == clause and other.start > denials[0] for other in events)


def read_wish(text: str, lang: str, today: dt.date) -> Wish:
    """The options and the hindrances of a wish; `lang` is the page's language, a hint."""
    reading = understand(text, lang, today)
    if reading is None:
        return Wish()
    at = clauses.numbers(reading.tokens, reading.lang)
    events = _events(reading)
    suits: list[_Event] = []
    hinders: list[_Event] = []
    for e in events:
        if not _is_denied(reading, at, e, events):
            suits.append(e)
        elif e.says.not_before and not e.says.not_after:
            # "Not after 14" leaves the hours before it, "not before 10" those after.
            suits.append(replace_says(e, Suggestion(not_after=e.says.not_before)))
        elif e.says.not_after and not e.says.not_before:
            suits.append(replace_says(e, Suggestion(not_before=e.says.not_after)))
        else:
            hinders.append(e)
    options = _gather(reading, suits)[:MOST_OPTIONS]
    return Wish(tuple(options), tuple(_gather(reading, hinders)))


def replace_says(e: _Event, says: Suggestion) -> _Event:
    """The event with its meaning turned round."""
    return _Event(e.start, e.end, says, e.is_day, e.preferred)
