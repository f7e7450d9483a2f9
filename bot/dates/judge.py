"""Decides which of the mentions, if any, is the date and which the time.

Everything here leans one way: where two readings are possible there is none, because the
assistant then asks, while a wrong date sends somebody to the wrong day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.dates import almanac, clauses
from bot.dates.clauses import Reading
from bot.dates.lexicon import lexicon
from bot.dates.mention import MIDNIGHT, Clock, Mention
from bot.dates.tokens import Token

# Minutes of the day that a part of the day covers; the hour said is moved by twelve to fit.
_PARTS: dict[str | None, tuple[int, int]] = {
    None: (7 * 60, 19 * 60),
    "morning": (60, 12 * 60),
    "forenoon": (6 * 60, 12 * 60 + 31),
    "day": (9 * 60, 17 * 60 + 31),
    "afternoon": (12 * 60, 19 * 60),
    "evening": (16 * 60, 24 * 60),
}
_HALF_DAY = 12 * 60
_DATES = ("date", "weekday", "span", "bad")
_TIMES = ("time", "badtime")


def settle(clock: Clock, part: str | None) -> dt.time | None:
    """The hour of the day that is meant: bare hours are daytime, a part of the day overrules."""
    if clock.literal:
        fits = part is None or part == "night" or _PARTS[part][0] <= clock.minutes < _PARTS[part][1]
        minutes = [clock.minutes] if fits else []
    else:
        low = clock.minutes % _HALF_DAY
        if part == "night":
            minutes = [m for m in (low, low + _HALF_DAY) if m < 6 * 60 or m >= 21 * 60]
        else:
            start, end = _PARTS[part]
            minutes = [m for m in (low, low + _HALF_DAY) if start <= m < end]
            if part is None and clock.figures and low // 60 == 6:
                minutes = []
    if len(minutes) != 1:
        return None
    return dt.time(minutes[0] // 60 % 24, minutes[0] % 60)


def _near(
    tokens: list[Token], lang: str, at: int, step: int, kinds: tuple[str, ...], reach: int = 1
) -> bool:
    """Whether a word of those kinds stands within reach on that side of a place."""
    for i in range(at, at + step * reach, step):
        if not 0 <= i < len(tokens) or tokens[i].has(lang, "COMMA", "STOP"):
            return False
        if tokens[i].has(lang, *kinds):
            return True
        if not tokens[i].has(lang, "PREP", "SOFT"):
            return False
    return False


def _doubtful(r: Reading, m: Mention) -> bool:
    """Approximate, one of several, or a limit rather than a point."""
    before, after = m.start - 1, m.end
    if _near(r.tokens, r.lang, before, -1, ("APPROX", "PREREL", "OR", "PAST"), 2):
        return True
    if m.kind == "time" and _near(r.tokens, r.lang, before, -1, ("TILL",)):
        return True
    if _near(r.tokens, r.lang, after, 1, ("APPROXA", "OR"), 1):
        return True
    if _near(r.tokens, r.lang, after, 1, ("DASH",), 1) and not _spaced_dash(r.tokens, after):
        return True
    if _near(r.tokens, r.lang, before, -1, ("DASH",), 1) and not _spaced_dash(r.tokens, before):
        return True
    return _begins_list(r, after)


def _begins_list(r: Reading, at: int) -> bool:
    """Whether numbers and an "or" follow: "kello 12, 13 tai 14"."""
    while (
        at + 2 < len(r.tokens)
        and r.tokens[at].has(r.lang, "COMMA")
        and r.tokens[at + 1].has(r.lang, "NUM", "ABL", "ORD")
    ):
        at += 2
        if r.tokens[at].has(r.lang, "OR", "AND"):
            return True
    return False


def _spaced_dash(tokens: list[Token], at: int) -> bool:
    """Whether a dash is a pause (" - ") and no range ("10-12")."""
    after = tokens[at + 1].start if at + 1 < len(tokens) else -1
    before = tokens[at - 1].end if at > 0 else -1
    return tokens[at].start != before and tokens[at].end != after


def _counts_something(r: Reading, at: list[int], m: Mention) -> bool:
    """Debts of 12.3: the figures follow a word for an amount, a cell or a number."""
    if r.tokens[m.start].has(r.lang, "NDATE", "DM", "HMD", "SLASH") and m.end - m.start == 1:
        year = r.tokens[m.start].get(r.lang, "NDATE")
        if year is not None and year[0][2] is not None:
            return False
        return any(
            at[i] == at[m.start] and r.tokens[i].has(r.lang, "QCUE")
            for i in range(max(0, m.start - 3), m.start)
        )
    return False


def _counted_from_event(r: Reading, m: Mention) -> bool:
    """A week from the release ("vapautumisesta viikon päästä"): the starting day is not today."""
    suffixes = lexicon().languages[r.lang].lists["from_suffixes"]
    if m.start == 0 or m.kind != "date" or not suffixes:
        return False
    if not any(r.tokens[i].has(r.lang, "AFTER") for i in range(m.start, m.end)):
        return False
    before = r.tokens[m.start - 1]
    return len(before.text) > 5 and before.text.endswith(suffixes) and not before.known


def weigh(r: Reading) -> list[Mention]:
    """Leaves out what is denied, past or a count; makes what is doubtful kill the answer."""
    at = clauses.numbers(r.tokens, r.lang)
    finely = clauses.numbers(r.tokens, r.lang, fine=True)
    denied = clauses.denied(r, at)
    hedged = clauses.with_words(r, at, "HEDGE")
    habitual = clauses.habitual(r, at)
    past = clauses.past(r, finely)
    unsure = any(t.has(r.lang, "UNSURE") for t in r.tokens)
    kept = [m for m in r.mentions if m.kind == "kill"]
    for m in r.mentions:
        clause = at[m.start]
        if m.kind in ("void", "past", "kill") or clause in denied or _counts_something(r, at, m):
            continue
        told = clause in habitual or (finely[m.start] in past and not m.future)
        if told and m.kind in (*_DATES, *_TIMES):
            continue
        doubted = unsure or clause in hedged or _doubtful(r, m)
        if m.kind in ("date", "weekday") and (doubted or _counted_from_event(r, m)):
            kept.append(replace(m, kind="bad"))
        elif m.kind == "time" and doubted:
            kept.append(replace(m, kind="badtime"))
        else:
            kept.append(m)
    corrections = [i for i, t in enumerate(r.tokens) if t.has(r.lang, "CORR")]
    for place in corrections:
        for kinds in (_DATES, _TIMES):
            if any(m.kind in kinds and m.start > place for m in kept):
                kept = [m for m in kept if m.kind not in kinds or m.start > place]
    return kept


def _weekday_date(
    weekday: int, spans: list[Mention], exact: set[dt.date], today: dt.date
) -> dt.date | None:
    """A bare weekday: the day that an exact date or a week beside it names, else the next one."""
    for date in exact:
        if date.weekday() == weekday:
            return date
    for span in spans:
        start, end = span.value
        if (end - start).days < 7:
            days = [start + dt.timedelta(days=d) for d in range((end - start).days + 1)]
            fitting = [d for d in days if d.weekday() == weekday and d >= today]
            return fitting[0] if len(fitting) == 1 else None
    return almanac.coming_weekday(weekday, today)


def the_date(kept: list[Mention], today: dt.date) -> dt.date | None:
    """The one date of the mentions that count, or None."""
    if any(m.kind in ("bad", "kill") for m in kept):
        return None
    exact = {m.value for m in kept if m.kind == "date"}
    spans = [m for m in kept if m.kind == "span"]
    days: set[dt.date | None] = set(exact)
    weekdays = {m.value for m in kept if m.kind == "weekday"}
    days |= {_weekday_date(w, spans, exact, today) for w in weekdays}
    if len(days) != 1:
        return None
    day = days.pop()
    if day is None or day < today or any(not s.value[0] <= day <= s.value[1] for s in spans):
        return None
    if any(m.kind == "time" and m.value == MIDNIGHT for m in kept):
        return None
    return day


def the_time(kept: list[Mention]) -> dt.time | None:
    """The one time of the mentions that count, or None."""
    if any(m.kind == "badtime" for m in kept):
        return None
    parts = {m.value if m.kind == "part" else m.part for m in kept if m.kind == "part" or m.part}
    times = [m for m in kept if m.kind == "time"]
    if not times or len(parts) > 1:
        return None
    part = parts.pop() if parts else None
    settled = {settle(m.value, part) for m in times}
    return settled.pop() if len(settled) == 1 else None
