"""Finds the mentions of dates and times in a row of words, in one language at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from bot.dates.days import DATED, TIMELESS
from bot.dates.hours import HOURS
from bot.dates.lexicon import MENDED, Language, lexicon
from bot.dates.mention import Made, Mention
from bot.dates.tokens import Token
from bot.dates.wordlists import Pattern

_ORDINARY_ORDINALS = 3
BARE = {
    "bad": "bad",
    "vague": "bad",
    "badtime": "badtime",
    "kill": "kill",
    "past": "past",
    "void": "void",
}
_TIMELESS = TIMELESS | HOURS

# What may stand beside a word that is a date only with support ("ke", "sat", "10.12").
_SUPPORT = (
    "OR", "AND", "SOFT", "SUP", "COMMA", "STOP", "DASH", "BUT", "CLAUSE", "CORR", "NEG", "APPROX", "APPROXA",
    "PREREL", "CLOCK", "AT", "NEXT", "HEDGE", "OTHER", "GREET", "AMPM", "HABIT", "MEET", "PREP",
)  # fmt: skip


def _make(maker: str, today: dt.date, slots: dict[str, Any]) -> Made:
    """The meaning of a pattern; a maker without a function is a kind of mention with no value."""
    if maker in BARE:
        return Mention(BARE[maker])
    if maker in DATED:
        return DATED[maker](today, **slots)
    return _TIMELESS[maker](**slots)


def _written(token: Token) -> dict[str, bool]:
    """How an hour is written: "06" is never moved to the evening, "6" may be."""
    return {"literal": "LITERAL" in token.common, "figures": "INT" in token.common}


def _weakness(token: Token, pattern: Pattern, lang: str, *, weak_word: bool) -> str:
    """The support a match needs; a word alone may need more than its pattern says."""
    if len(pattern.steps) == 1:
        if weak_word:
            return "short"
        if token.has(lang, "GENITIVE"):
            return "next"
    return pattern.weak


def _try(
    tokens: list[Token], at: int, lang: str, pattern: Pattern, today: dt.date
) -> Mention | None:
    end = at + len(pattern.steps)
    if end > len(tokens) or (
        pattern.never and end < len(tokens) and tokens[end].has(lang, *pattern.never)
    ):
        return None
    slots: dict[str, Any] = dict(pattern.given)
    weak = pattern.weak
    mended = False
    for token, (name, kinds) in zip(tokens[at:end], pattern.steps, strict=True):
        matched = next(((k, got) for k in kinds if (got := token.get(lang, k)) is not None), None)
        if matched is None:
            return None
        kind, (value, weak_word) = matched
        mended = mended or (kind in MENDED and not token.known)
        weak = _weakness(token, pattern, lang, weak_word=weak_word)
        if name is not None and value is not None:
            slots[name] = value
            if name == "h" and pattern.maker == "clock":
                slots.update(_written(token))
    made = _make(pattern.maker, today, slots)
    if made is None:
        return None
    return replace(made, start=at, end=end, weak=weak, lang=lang, mended=mended)


def _best(
    tokens: list[Token], at: int, lang: str, language: Language, today: dt.date
) -> Mention | None:
    token = tokens[at]
    kinds = [*token.common, *token.by_lang.get(lang, ())]
    best: Mention | None = None
    for kind in kinds:
        for pattern in language.patterns.get(kind, ()):
            if best is not None and len(pattern.steps) <= best.end - best.start:
                break
            found = _try(tokens, at, lang, pattern, today)
            if found is not None:
                best = found
                break
    return best


def _beside(tokens: list[Token], at: int, lang: str, covered: set[int]) -> bool:
    """Whether the neighbour at this place lends support: an edge, another mention, a small word."""
    if at < 0 or at >= len(tokens) or at in covered:
        return True
    return tokens[at].has(lang, *_SUPPORT)


def _counted(tokens: list[Token], at: int, lang: str) -> bool:
    """Whether a number that was not understood stands here: "sadan päivän päästä"."""
    if at < 0:
        return False
    token = tokens[at]
    if not token.text[:1].isalpha():
        return not token.has(lang, *_SUPPORT)
    if token.has(lang, "NUM", "GEN", "ORD", "FEW"):
        return True
    endings = lexicon().languages[lang].lists["number_endings"]
    return lang not in token.by_lang and bool(endings) and token.text.endswith(endings)


def _alone(tokens: list[Token], m: Mention, lang: str, covered: set[int]) -> bool:
    """Whether the rest of the message is other mentions and small words only.

    "The second" and "den andra" are no dates even so.
    """
    for token in tokens[m.start : m.end]:
        got = token.get(lang, "ORD")
        if got and got[0] <= _ORDINARY_ORDINALS and token.text[:1].isalpha():
            return False
    return all(
        i in covered or tokens[i].has(lang, *_SUPPORT) for i in range(len(tokens)) if i != m.start
    )


def _short_word(tokens: list[Token], m: Mention, lang: str, covered: set[int]) -> bool:
    """Short words that are something else as well ("to", "sun", "ma"): a date must stand close."""
    if len(tokens) == m.end - m.start:
        return True
    if m.start and tokens[m.start - 1].has(lang, "NEXT", "THIS", "COMING"):
        return True
    before, after = m.start - 1, m.end
    if before in covered or after in covered:
        return True
    if after < len(tokens) and tokens[after].has(lang, "AT", "OR", "DASH", "CLOCK", "COMMA"):
        return after + 1 in covered
    if before >= 0 and tokens[before].has(lang, "OR", "DASH", "COMMA"):
        return before - 1 in covered
    return before == 0 and tokens[0].has(lang, "ATON", "PA") and after == len(tokens)


def _today(tokens: list[Token], lang: str, found: list[Mention]) -> bool:
    """Weather: "it rains today" names no date anybody asked for; "could we meet today" does."""
    return any(m.kind == "time" for m in found) or any(t.has(lang, "MEET", "SUP") for t in tokens)


def _supported(
    tokens: list[Token], m: Mention, lang: str, found: list[Mention], covered: set[int]
) -> bool:
    if not m.weak:
        return True
    if m.weak == "unit":
        return not _counted(tokens, m.start - 1, lang)
    others = covered.difference(range(m.start, m.end))
    if m.weak == "alone":
        return _alone(tokens, m, lang, covered)
    if m.weak == "today":
        return _alone(tokens, m, lang, covered) or _today(tokens, lang, found)
    if m.weak == "short":
        return _short_word(tokens, m, lang, others)
    before = _beside(tokens, m.start - 1, lang, covered)
    after = _beside(tokens, m.end, lang, covered) or tokens[m.end - 1].stop_after
    if m.weak == "next":
        return after
    if m.weak == "hour":
        # "kahdelta kaverilta": the number belongs to the noun, which has the same ending.
        following = tokens[m.end] if m.end < len(tokens) else None
        if following is None or after or following.known:
            return True
        suffixes = lexicon().languages[lang].lists["hour_noun_suffixes"]
        return not following.text.endswith(suffixes)
    return before and after


def find(tokens: list[Token], lang: str, today: dt.date) -> list[Mention]:
    """All mentions, longest first at each place, those without the support they need left out."""
    language = lexicon().languages[lang]
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention = _best(tokens, at, lang, language, today)
        if mention is None:
            at += 1
        else:
            found.append(mention)
            at = mention.end
    telling = ("date", "weekday", "time", "part", "span", "bad", "badtime")
    covered = {i for m in found if m.kind in telling for i in range(m.start, m.end)}
    return [m for m in found if _supported(tokens, m, lang, found, covered)]
