"""Reads a date and a time out of what a person wrote."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.dates.clauses import Reading
from bot.dates.grammar import find
from bot.dates.judge import the_date, the_time, weigh
from bot.dates.lexicon import LANGS
from bot.dates.mention import Mention
from bot.dates.tokens import Token, tokenize


@dataclass(frozen=True, slots=True)
class DateReading:
    """What was understood; None is "not sure", and the assistant asks."""

    date: dt.date | None
    time: dt.time | None


# A text longer than this tells a story; whatever it names is no answer to "which day?".
LONGEST = 4000

_NOTHING = DateReading(None, None)


def _score(tokens: list[Token], mentions: list[Mention], lang: str) -> int:
    """How much of the text a language explains."""
    known = sum(lang in t.by_lang for t in tokens)
    strong = sum(m.end - m.start for m in mentions if not m.weak)
    return known + 2 * strong


def understand(text: str, lang: str, today: dt.date) -> Reading | None:
    """The tokens and mentions of a text in the language that explains most of it."""
    if len(text) > LONGEST:
        return None
    tokens = tokenize(text)
    if not any(t.common or t.by_lang for t in tokens):
        return None
    by_lang = {code: find(tokens, code, today) for code in LANGS}
    scores = {code: _score(tokens, by_lang[code], code) for code in LANGS}
    best = max(LANGS, key=lambda code: (scores[code], code == lang))
    tied = tuple(code for code in LANGS if scores[code] == scores[best])
    mentions = list(by_lang[best])
    taken = {i for m in mentions for i in range(m.start, m.end)}
    for code in LANGS:
        for m in by_lang[code]:
            places = range(m.start, m.end)
            foreign = any(
                best not in tokens[i].by_lang and code in tokens[i].by_lang for i in places
            )
            if (
                code != best
                and foreign
                and not m.weak
                and m.kind != "void"
                and not taken.intersection(places)
            ):
                mentions.append(m)
                taken.update(places)
    mentions.sort(key=lambda m: m.start)
    return Reading(tokens, mentions, best, tied, today)


def read_date(text: str, lang: str, today: dt.date) -> DateReading:
    """The date and the time of a text, each by itself None unless one careful reading stands.

    `lang` is the language of the page: a hint, for people also answer in another one.
    """
    reading = understand(text, lang, today)
    if reading is None:
        return _NOTHING
    kept = weigh(reading)
    return DateReading(the_date(kept, today), the_time(kept))
