"""Cuts a message into clauses, and says which of them deny, doubt, tell of the past or of habits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.dates.lexicon import lexicon
from bot.dates.mention import Mention
from bot.dates.tokens import Token

_SHORTEST_PAST = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """A message with its mentions, in the language that explains most of it.

    `tied`: languages that explain as much; a denial or a past in any of them counts.
    """

    tokens: list[Token]
    mentions: list[Mention]
    lang: str
    tied: tuple[str, ...]
    today: dt.date


def _begins_clause(
    token: Token, following: Token | None, before: Token | None, lang: str, *, fine: bool
) -> bool:
    if token.has(lang, "COMMA", "STOP", "BUT", "CORR", "CLAUSE", "ANDNEG"):
        return True
    if before is not None and before.has(lang, "REPORT"):
        return True
    if token.has(lang, "BUTME"):
        # Finnish "mut" is "but" and "me": a tense goes on through it, a denial may not.
        return not fine
    if token.has(lang, "DASH"):
        return before is not None and token.start > before.end
    if following is None or not token.has(lang, "AND"):
        return False
    return following.has(lang, "NEG", "PASTW") or (fine and following.has(lang, "PRON"))


def numbers(tokens: list[Token], lang: str, *, fine: bool = False) -> list[int]:
    """The number of its clause for each token; a denial or a past tense reaches no further.

    `fine`: "and he" begins a clause too. That holds for tenses; a denial may refer back.
    """
    found: list[int] = []
    current = 0
    for i, token in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if _begins_clause(token, following, tokens[i - 1] if i else None, lang, fine=fine):
            current += 1
        found.append(current)
        if token.stop_after:
            current += 1
    return found


def _is_past(token: Token, lang: str) -> bool:
    if token.has(lang, "PASTW"):
        return True
    if token.known or len(token.text) < _SHORTEST_PAST:
        return False
    lists = lexicon().languages[lang].lists
    return token.text.endswith(lists["past_suffixes"]) and token.text not in lists["not_past"]


def past(r: Reading, at: list[int]) -> set[int]:
    """The clauses that tell what has been, numbered finely."""
    within = {i for m in r.mentions for i in range(m.start, m.end)}
    found = {
        at[i]
        for i, token in enumerate(r.tokens)
        if i not in within and any(_is_past(token, lang) for lang in r.tied)
    }
    # A form that only points ahead ("perjantaille") tells of what was agreed, not of what was.
    return found - {at[m.start] for m in r.mentions if m.future}


def with_words(r: Reading, at: list[int], kind: str) -> set[int]:
    """The clauses that hold a word of that kind."""
    return {at[i] for i, t in enumerate(r.tokens) if any(t.has(lang, kind) for lang in r.tied)}


def denied(r: Reading, at: list[int]) -> set[int]:
    """The clauses that deny; "Monday, that doesn't work" denies the clause before it."""
    own = with_words(r, at, "NEG")
    spoken = {at[m.start] for m in r.mentions}
    back = {clause - 1 for clause in with_words(r, at, "UNFIT") - spoken}
    return own | back


def habitual(r: Reading, at: list[int]) -> set[int]:
    """The clauses that tell of every Monday or of mornings."""
    said = {at[m.start] for m in r.mentions if m.kind in ("habit_day", "habit_part")}
    return said | with_words(r, at, "HABIT")
