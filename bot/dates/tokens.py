"""Cuts a text into words and figures and says what each may be."""

from __future__ import annotations

import re
from typing import Any

from bot.dates import figures
from bot.dates.lexicon import Lexicon, fold, lexicon
from bot.dates.spelling import senses
from bot.dates.wordlists import Sense

# One pass, no nested repetition: the time grows with the length of the text and no faster.
_PIECE = re.compile(
    r"(?P<num>\d+(?:[.,:/-]\d+)*)(?P<dot>\.?)"
    r"|(?P<ampm>[ap]\.\s?m\b\.?)"
    r"|(?P<word>[^\W\d_]+(?:['’´`][^\W\d_]+)*)"
    r"|(?P<stop>[.!?;\n…]+)|(?P<comma>,)|(?P<dash>[-–—‒−]+)|(?P<stroke>/)|(?P<sign>[€%$§°²])"
    r"|(?P<other>[^\s\w])",
    re.IGNORECASE,
)
_ORDINAL_COLON = re.compile(r":(?:e|a|s|nä|na|ntenä|ntena|tenä|tena|as|es)\b", re.IGNORECASE)
_HOUR_COLON = re.compile(r":(?:lta|ltä|lt)\b", re.IGNORECASE)
_CASE_COLON = re.compile(r":(?:n|ksi|lle|na|nä|sta|stä|een|aan|iin)\b", re.IGNORECASE)
_SUFFIX = re.compile(r"[^\W\d_]+")
_ORDINAL_ENDS = {
    **dict.fromkeys(("st", "nd", "rd", "th"), "en"),
    **dict.fromkeys(("e", "a"), "sv"),
    **dict.fromkeys(("s", "nä", "na", "ntenä", "tena", "ntena", "n"), "fi"),
}
_GLUED_WORDS = frozenset({"WD", "MON", "CLOCK", "DAYU", "WEEKU"})


class Token:
    """A word or figure with its possible kinds, for all languages or for one."""

    __slots__ = ("by_lang", "common", "end", "known", "start", "stop_after", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.common: dict[str, Any] = {}
        self.by_lang: dict[str, dict[str, tuple[Any, bool]]] = {}
        self.stop_after = False
        self.known = False

    def get(self, lang: str, kind: str) -> tuple[Any, bool] | None:
        """The value and weakness of this token as that kind, if it can be that kind."""
        if kind in self.common:
            return self.common[kind], False
        senses = self.by_lang.get(lang)
        return senses.get(kind) if senses else None

    def has(self, lang: str, *kinds: str) -> bool:
        """Whether the token can be one of the kinds."""
        senses = self.by_lang.get(lang)
        return any(k in self.common or (senses is not None and k in senses) for k in kinds)


def _put(token: Token, found: tuple[Sense, ...], known: bool) -> None:
    token.known = known and bool(found)
    for sense in found:
        token.by_lang.setdefault(sense.lang, {})[sense.kind] = (sense.value, sense.weak)


def _starts_sentence(text: str, at: int) -> bool:
    """Whether a dot before this place closes a sentence: the text ends or a capital follows."""
    following = text[at : at + 2].strip()
    return not text[at : at + 40].strip() or (
        text[at : at + 1].isspace() and following[:1].isupper()
    )


def _suffix(text: str, at: int, token: Token, tokens: list[Token]) -> int | None:
    """What is glued to the end of a figure: "15th", "5:e", "2pm", "12kg". None: nothing of that."""
    short = token.text.isdigit() and len(token.text) <= 2
    if ending := _HOUR_COLON.match(text, at):
        token.common = figures.shapes(token.text, dot=False)
        if "INT" in token.common:
            token.by_lang["fi"] = {"ABL": (token.common.pop("INT"), False)}
        return ending.end()
    if ending := _CASE_COLON.match(text, at):
        token.common = figures.shapes(token.text, dot=True)
        return ending.end()
    colon = _ORDINAL_COLON.match(text, at)
    if colon and short:
        token.common["ORD"] = int(token.text)
        return colon.end()
    suffix = _SUFFIX.match(text, at)
    if suffix is None:
        return None
    tail = suffix[0].lower()
    if short and tail in _ORDINAL_ENDS:
        token.by_lang[_ORDINAL_ENDS[tail]] = {"ORD": (int(token.text), False)}
        return suffix.end()
    if any(s.kind in _GLUED_WORDS for s in senses(tail)[0]):
        return None
    glued = Token(tail, suffix.start(), suffix.end())
    if tail in {"am", "pm"}:
        token.common.update(figures.shapes(token.text, dot=False))
        glued.common["AMPM"] = tail
    else:
        glued.common["UNITQ"] = None
    tokens.append(glued)
    return suffix.end()


def _read_figure(text: str, piece: re.Match[str], tokens: list[Token]) -> int:
    """Adds the tokens of a figure and of what is glued to it; gives the place to go on from."""
    number, dot, end = piece["num"], bool(piece["dot"]), piece.end()
    start = piece.start()
    if start and text[start - 1].isalpha() and not (tokens and tokens[-1].has("fi", "CLOCK")):
        tokens.append(Token(number, start, end))
        return end
    *before, (last, start) = figures.split(number, start)
    for part, at in before:
        token = Token(part, at, at + len(part))
        token.common = {"DASH": None} if part == "-" else figures.shapes(part, dot=False)
        tokens.append(token)
    token = Token(last, start, end)
    tokens.append(token)
    if not dot:
        after = _suffix(text, end, token, tokens)
        if after is not None:
            return after
    token.common = figures.shapes(last, dot)
    if dot and _starts_sentence(text, end):
        token.stop_after = True
        if "ORD" in token.common:
            token.common["NUM"] = token.common["ORD"]
    return end


def _merge(tokens: list[Token], lex: Lexicon) -> list[Token]:
    """Makes one token of expressions of several words ("i morgon", "new year's eve")."""
    merged: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        rows = lex.phrases.get(token.text) or lex.phrases.get(fold(token.text)) or ()
        for words, found in rows:
            last = i + len(words)
            if last <= len(tokens) and all(
                tokens[i + k].text == w or fold(tokens[i + k].text) == w
                for k, w in enumerate(words)
            ):
                joined = Token(" ".join(words), token.start, tokens[last - 1].end)
                joined.stop_after = tokens[last - 1].stop_after
                _put(joined, found, known=True)
                merged.append(joined)
                i = last
                break
        else:
            merged.append(token)
            i += 1
    return merged


def _add_tens(tokens: list[Token]) -> list[Token]:
    """Tens: "twenty fourth" in two words is the twenty-fourth, never the twentieth."""
    summed: list[Token] = []
    for token in tokens:
        before = summed[-1] if summed else None
        for lang in () if before is None or not before.by_lang else token.by_lang:
            tens = before and (before.get(lang, "ORD") or before.get(lang, "NUM"))
            unit = token.get(lang, "ORD")
            if (
                before
                and tens
                and unit
                and tens[0] in (20, 30)
                and 1 <= unit[0] <= 9
                and not before.common
            ):
                before.by_lang = {lang: {"ORD": (tens[0] + unit[0], False)}}
                before.end = token.end
                break
        else:
            summed.append(token)
    return summed


def _word(token: Token, piece: re.Match[str]) -> None:
    token.text = re.sub("['’´`]", "", piece[0]).lower()
    found, known = senses(token.text)
    _put(token, found, known)


def _is_dotted(piece: re.Match[str], tokens: list[Token]) -> bool:
    """Whether a dot belongs to a shortened word ("kl.", "dec.") and ends no sentence."""
    return (
        piece[0] == "." and bool(tokens) and any("DOTTED" in s for s in tokens[-1].by_lang.values())
    )


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, in order."""
    tokens: list[Token] = []
    at = 0
    while piece := _PIECE.search(text, at):
        at = piece.end()
        kind = piece.lastgroup or ""
        if kind in {"num", "dot"}:
            at = _read_figure(text, piece, tokens)
            continue
        if kind == "stop" and _is_dotted(piece, tokens):
            continue
        token = Token(piece[0], piece.start(), piece.end())
        tokens.append(token)
        if kind == "word":
            _word(token, piece)
        elif kind == "ampm":
            token.common["AMPM"] = piece[0][0].lower() + "m"
        else:
            token.common["UNITQ" if kind == "sign" else kind.upper()] = None
    merged = _merge(tokens, lexicon())
    return _add_tens([t for t in merged if not any("EXACT" in s for s in t.by_lang.values())])
