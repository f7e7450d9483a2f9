"""Cuts a text into words and figures and says what each may be.

Figures are judged here by their shape alone: "26.2." a date, "14:30" a time, "040-123456"
neither. Whether the shape means a date is for the grammar and the judge.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from bot.dates.lexicon import Lexicon, Sense, deletions, fold, lexicon

# One pass, no nested repetition: the time grows with the length of the text and no faster.
_PIECE = re.compile(
    r"(?P<num>\d+(?:[.,:/-]\d+)*)(?P<dot>\.?)"
    r"|(?P<ampm>[ap]\.\s?m\b\.?)"
    r"|(?P<word>[^\W\d_]+(?:['’´`][^\W\d_]+)*)"
    r"|(?P<stop>[.!?;\n…]+)|(?P<comma>,)|(?P<dash>[-–—‒−]+)|(?P<slash>/)|(?P<sign>[€%$§°²])"
    r"|(?P<other>[^\s\w])",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DMY = re.compile(
    r"(\d{1,2})[.](\d{1,2})[.](\d{4}|\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})|(\d{1,2})-(\d{1,2})-(\d{4})"
)
_DM = re.compile(r"(\d{1,2})\.(\d{1,2})")
_SLASH = re.compile(r"(\d{1,2})/(\d{1,2})")
_HM = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")
_ORDINAL_END = {"st", "nd", "rd", "th", "s", "nä", "na", "ntenä", "tena", "ntena", "n", "e", "a"}
_ORDINAL_COLON = re.compile(r":(e|a|s|nä|na|ntenä|ntena|tenä|tena|as|es)\b", re.IGNORECASE)
_SUFFIX = re.compile(r"[^\W\d_]+")
_KNOWN_UNIT = {"h": "h", "am": "am", "pm": "pm"}


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


def _figure(token: Token, number: str, dot: bool) -> None:
    """The shapes a figure can be read as."""
    put = token.common
    if number.isdigit():
        value = int(number) if len(number) <= 4 else -1
        if len(number) == 4 and 2000 <= value <= 2099:
            put["YEAR"] = value
        elif len(number) <= 2:
            put["ORD" if dot else "NUM"] = value
            put["DOTINT" if dot else "INT"] = value
            if len(number) == 2 and number[0] == "0":
                put["LITERAL"] = True
        return
    if found := _ISO.fullmatch(number):
        put["NDATE"] = (int(found[3]), int(found[2]), int(found[1]))
    elif found := _DMY.fullmatch(number):
        d, m, y = (int(g) for g in found.groups() if g is not None)
        put["NDATE"] = (d, m, y + 2000 if y < 100 else y)
    elif found := _HM.fullmatch(number):
        put["HM"] = (int(found[1]), int(found[2]), number[0] == "0")
    elif found := _SLASH.fullmatch(number):
        put["SLASH"] = (int(found[1]), int(found[2]), None)
    elif found := _DM.fullmatch(number):
        d, m = int(found[1]), int(found[2])
        if 1 <= m <= 12 and d >= 1 and len(found[2]) <= 2:
            put["NDATE" if dot else "DM"] = (d, m, None)
        if len(found[2]) == 2 and d < 24 and m < 60:
            put["HMD"] = (d, m, number[0] == "0")
        elif dot and "NDATE" not in put:
            put["NDATE"] = (d, m, None)


def _split_figure(text: str, number: str, start: int) -> list[tuple[str, int]]:
    """ "1.12-5.12" is two figures and a dash; "040-123456" is one figure that says nothing."""
    if "-" not in number or _ISO.fullmatch(number) or _DMY.fullmatch(number):
        return [(number, start)]
    parts = number.split("-")
    if any(len(p) > 10 or (p.isdigit() and len(p) > 2) for p in parts):
        return [(number, start)]
    placed: list[tuple[str, int]] = []
    for part in parts:
        if placed:
            placed.append(("-", start - 1))
        placed.append((part, start))
        start += len(part) + 1
    return placed


@functools.lru_cache(maxsize=4096)
def _senses(word: str) -> tuple[tuple[Sense, ...], bool]:
    """The senses of a word: as written, without dots, without a clitic, mended. Second: exactly known?"""
    lex = lexicon()
    folded = fold(word)
    found = lex.words.get(word) or lex.words.get(folded)
    if found:
        return found, True
    for clitic in lex.clitics:
        if folded.endswith(clitic) and len(folded) - len(clitic) >= 6:
            found = lex.words.get(folded[: -len(clitic)])
            if found:
                return found, True
    if len(folded) >= 6 and len(folded) <= 16:
        return _mend(folded, lex), False
    return (), False


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter dropped, added, changed or two swapped turn one word into the other."""
    if abs(len(a) - len(b)) > 1:
        return False
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail_a, tail_b = a[head:], b[head:]
    if len(a) != len(b):
        return tail_a[1:] == tail_b or tail_a == tail_b[1:]
    return tail_a[1:] == tail_b[1:] or (tail_a[:2] == tail_b[1::-1] and tail_a[2:] == tail_b[2:])


def _mend(word: str, lex: Lexicon) -> tuple[Sense, ...]:
    """A misspelt weekday, month, feast or "tomorrow", only if all near words mean the same."""
    near = {
        w
        for cut in deletions(word)
        for w in lex.near.get(cut, ())
        if w[0] == word[0] and _one_slip(word, w)
    }
    found: dict[tuple[str, str], Sense] = {}
    for sense in (s for w in near for s in lex.words[w]):
        found[sense.lang, sense.kind] = sense
    meanings = {(s.kind, s.value) for s in found.values()}
    if (
        len({kind for kind, _ in meanings} - {"WDT"}) > 1
        or len({value for _, value in meanings}) > 1
    ):
        return ()
    return tuple(found.values())


def _put(token: Token, senses: tuple[Sense, ...], known: bool) -> None:
    token.known = known and bool(senses)
    for sense in senses:
        token.by_lang.setdefault(sense.lang, {})[sense.kind] = (sense.value, sense.weak)


def _starts_sentence(text: str, at: int) -> bool:
    """Whether a dot before this place closes a sentence: the text ends or a capital follows."""
    following = text[at : at + 2].strip()
    return not text[at : at + 40].strip() or (
        text[at : at + 1].isspace() and following[:1].isupper()
    )


def _read_number(text: str, piece: re.Match[str], tokens: list[Token]) -> int:
    """Adds the tokens of a figure and whatever is glued to it; gives the place to go on from."""
    number, dot, end = piece["num"], bool(piece["dot"]), piece.end()
    glued = piece.start() > 0 and text[piece.start() - 1].isalpha()
    if glued and not (
        (tokens and tokens[-1].has("fi", "CLOCK")) or (tokens and tokens[-1].has("en", "AT"))
    ):
        tokens.append(Token(number, piece.start(), end))
        return end
    parts = _split_figure(text, number, piece.start())
    for part, start in parts[:-1]:
        token = Token(part, start, start + len(part))
        token.common.update({"DASH": None} if part == "-" else {})
        if part != "-":
            _figure(token, part, False)
        tokens.append(token)
    last, start = parts[-1]
    token = Token(last, start, end)
    tokens.append(token)
    suffix = None if dot else _SUFFIX.match(text, end)
    colon = None if dot else _ORDINAL_COLON.match(text, end)
    if colon and last.isdigit() and len(last) <= 2:
        token.common["ORD"] = int(last)
        return colon.end()
    if suffix:
        tail = suffix[0].lower()
        if last.isdigit() and len(last) <= 2 and tail in _ORDINAL_END:
            langs = (
                ("en",)
                if tail in {"st", "nd", "rd", "th"}
                else ("sv",)
                if tail in {"e", "a"}
                else ("fi",)
            )
            for lang in langs:
                token.by_lang[lang] = {"ORD": (int(last), False)}
            return suffix.end()
        if tail in {"am", "pm"} or (tail == "h" and last.isdigit()):
            _figure(token, last, False)
            tail_token = Token(tail, suffix.start(), suffix.end())
            tail_token.common["AMPM" if tail != "h" else "HOURH"] = tail
            tokens.append(tail_token)
            return suffix.end()
        senses, known = _senses(tail)
        if not any(s.kind in {"WD", "MON", "CLOCK", "DAYU", "WEEKU"} for s in senses):
            tokens.append(Token(tail, suffix.start(), suffix.end()))
            tokens[-1].common["UNITQ"] = None
            return suffix.end()
    _figure(token, last, dot)
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
        for words, senses in rows:
            last = i + len(words)
            if last <= len(tokens) and all(
                tokens[i + k].text == w or fold(tokens[i + k].text) == w
                for k, w in enumerate(words)
            ):
                joined = Token(" ".join(words), token.start, tokens[last - 1].end)
                joined.stop_after = tokens[last - 1].stop_after
                _put(joined, senses, True)
                merged.append(joined)
                i = last
                break
        else:
            merged.append(token)
            i += 1
    return merged


def _add_tens(tokens: list[Token]) -> list[Token]:
    """ "Twenty fourth" in two words is the twenty-fourth, never the twentieth."""
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


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, in order."""
    lex = lexicon()
    tokens: list[Token] = []
    at = 0
    while piece := _PIECE.search(text, at):
        at = piece.end()
        kind = piece.lastgroup
        if kind == "num" or kind == "dot":
            at = _read_number(text, piece, tokens)
            continue
        token = Token(piece[0], piece.start(), piece.end())
        if kind == "word":
            token.text = re.sub("['’´`]", "", piece[0]).lower()
            senses, known = _senses(token.text)
            _put(token, senses, known)
        elif kind == "ampm":
            token.common["AMPM"] = piece[0][0].lower() + "m"
        elif kind == "stop":
            dotted = (
                tokens
                and piece[0] == "."
                and any("DOTTED" in s for s in tokens[-1].by_lang.values())
            )
            if dotted:
                continue
            token.common["STOP"] = None
        elif kind == "sign":
            token.common["UNITQ"] = None
        elif kind is not None:
            token.common[kind.upper()] = None
        tokens.append(token)
    return _add_tens(_merge(tokens, lex))
