"""Numbers that name a person or open a purse are hidden before anything is stored.

Nobody needs them to plan a release, and people write them all the same. When a
number might be one of these and can hardly be anything else, it is hidden:
a marker too many costs a word, a code too many stays in a database.
"""

from __future__ import annotations

import re
from bisect import bisect_right

MASK = "[●●●]"
"""Stands for what was hidden; the same in every language."""


def mask_codes(text: str) -> str:
    """Hide Finnish identity codes, payment card numbers and IBAN account numbers.

    Expects text from `clean_message`: an invisible sign inside a code is not
    looked for here.
    """
    if not any(char.isdigit() for char in text):
        return text
    text = _IDENTITY_CODE.sub(_mask_identity_code, text)
    text = _ANNOUNCED_CODE.sub(lambda m: m[1] + MASK, text)
    return _mask_cards(_mask_ibans(text))


# --- identity codes -------------------------------------------------------------

# All marks of the decree: + for the 1800s, - and Y X W V U for the 1900s,
# A to F for the 2000s; the letters besides - and A came in 2023.
_MARK = r"[-+\u2010-\u2015\u2212ABCDEFYXWVUabcdefyxwvu]"
_IDENTITY_CODE = re.compile(
    rf"(?<![\w])(\d\d)([. /]?)(\d\d)\2((?:18|19|20)?\d\d)(\s{{0,2}}{_MARK}\s{{0,2}}|\s{{1,2}})"
    r"(\d{3})(\s{0,2}[-.]?)([0-9A-Ya-y])(?![\w])"
)
_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_ANNOUNCED_CODE = re.compile(
    r"((?:hetu|henkil[öo]tunnu|sotu|sosiaaliturvatunnu|personbeteckning|personnummer|personsignum|"
    r"personal identity|identity code|id code|social security)[^\d\n]{0,30})"
    rf"\d{{2}}[. /]?\d{{2}}[. /]?(?:18|19|20)?\d{{2}}\s{{0,2}}{_MARK}?\s{{0,2}}\d{{3}}\s?[0-9A-Za-z](?!\w)",
    re.IGNORECASE,
)


def _mask_identity_code(match: re.Match[str]) -> str:
    day, _, month, year, mark, serial, gap, check = match.groups()
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return match[0]
    remainder = int(day + month + year[-2:] + serial) % 31
    if _CHECK[remainder] == check.upper():
        return MASK
    # A slip in the last sign still names the person. Written in one piece and with
    # a letter in it, it is no telephone number either.
    in_one_piece = not gap and mark == mark.strip() and len(match[0]) <= 13
    has_letter = mark.isalpha() or (check.isalpha() and check.upper() in _CHECK)
    looks_like_phone = day in {"01", "02", "03", "04", "05", "06", "08", "09"}
    return MASK if in_one_piece and (has_letter or not looks_like_phone) else match[0]


# --- account numbers ------------------------------------------------------------

_IBAN_START = re.compile(r"(?<![^\W_])[A-Za-z]{2} ?\d{2}(?=[ -]?\w{2})")
_IBAN_BODY = re.compile(r"[A-Za-z]{2} ?\d{2}(?:[ -]?[A-Za-z0-9]){8,30}")
# Where the length is known it decides; elsewhere the check sum does.
_IBAN_LENGTHS = {
    "FI": 18, "SE": 24, "EE": 20, "NO": 15, "DK": 18, "DE": 22, "LV": 21, "LT": 20,
    "GB": 22, "NL": 18, "FR": 27, "ES": 24, "IT": 27, "PL": 28, "RO": 24, "BE": 16,
}  # fmt: skip


def _mask_ibans(text: str) -> str:
    out, kept_to = "", 0
    for start in _IBAN_START.finditer(text):
        body = _IBAN_BODY.match(text, start.start())
        if body is None or start.start() < kept_to:
            continue
        length = _iban_length(body[0])
        if length:
            out += text[kept_to : start.start()] + MASK
            kept_to = start.start() + length
    return out + text[kept_to:]


def _iban_length(written: str) -> int:
    """How much of it, gaps included, is an account number; 0 when nothing is."""
    compact = ""
    ends: dict[int, int] = {}  # length without gaps -> where it ends as written
    for place, char in enumerate(written):
        if char.isalnum():
            compact += char.upper()
            ends[len(compact)] = place + 1
    known = _IBAN_LENGTHS.get(compact[:2])
    for length in [known] if known else range(min(34, len(compact)), 14, -1):
        end = ends.get(length)
        if end is None or (end < len(written) and written[end].isalnum()):
            continue
        body = compact[:length]
        plausible = known is not None and body[4:].isdigit()
        if plausible or _iban_remainder(body) == 1:
            return end
    return 0


def _iban_remainder(iban: str) -> int:
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97


# --- payment cards --------------------------------------------------------------

_DIGIT_GROUPS = re.compile(r"(?<![\w+])\d+(?:[ -]{1,2}\d+)*(?!\w)")
_GROUP = re.compile(r"\d+")
# No card that people carry begins otherwise; the 2s leave out rows of years.
_CARD_START = re.compile(r"[3456]|2(?:2[2-9]|[3-6]\d|7[01]|720)")


def _mask_cards(text: str) -> str:
    return _DIGIT_GROUPS.sub(_mask_card_run, text)


def _mask_card_run(match: re.Match[str]) -> str:
    """Any window of whole groups with 13 to 19 digits that passes the Luhn check."""
    run = match[0]
    groups = list(_GROUP.finditer(run))
    digits = "".join(group[0] for group in groups)
    if len(digits) < 13:
        return run
    ends: list[int] = []
    for group in groups:
        ends.append((ends[-1] if ends else 0) + len(group[0]))
    luhn = _Luhn(digits)
    out, kept_to, index = "", 0, 0
    while index < len(groups):
        start = ends[index - 1] if index else 0
        last = _card_end(digits, start, ends, luhn)
        if last is None:
            index += 1
            continue
        out += run[kept_to : groups[index].start()] + MASK
        kept_to = groups[last].end()
        index = last + 1
    return out + run[kept_to:]


def _card_end(digits: str, start: int, ends: list[int], luhn: _Luhn) -> int | None:
    if not _CARD_START.match(digits, start):
        return None
    for index in range(bisect_right(ends, start + 19) - 1, -1, -1):
        if ends[index] < start + 13:
            return None
        if luhn.passes(start, ends[index]):
            return index
    return None


class _Luhn:
    """Luhn sums of any stretch of digits in constant time."""

    def __init__(self, digits: str) -> None:
        # sums[p][i]: digits before i, those at places of parity p doubled
        self._sums: tuple[list[int], list[int]] = ([0], [0])
        for place, char in enumerate(digits):
            plain = int(char)
            doubled = plain * 2 - 9 if plain > 4 else plain * 2
            for parity in (0, 1):
                value = doubled if place % 2 == parity else plain
                self._sums[parity].append(self._sums[parity][-1] + value)

    def passes(self, start: int, end: int) -> bool:
        sums = self._sums[end % 2]  # the last digit counts plain, the one before doubled
        return (sums[end] - sums[start]) % 10 == 0
