"""Text as it is kept, and text as it is looked at.

Two needs pull apart. What is stored and shown are the person's own words, so
only what nobody can see is taken out. What danger is looked for in may be bent
as far as it helps: a person who writes `k u o l l a`, `<b>kuolla</b>` or
`ku0lla` must be heard like anybody else.

Everything here takes time in proportion to the length of the text.
"""

from __future__ import annotations

import html
import re
import unicodedata

# What nobody can see: controls, soft hyphen, zero-width and bidi marks, tags,
# lone surrogates (they can't be stored as UTF-8), blank letters of other scripts.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_NEWLINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Unicode's own limit for text that can be normalised in a stream; beyond it the
# sorting of marks takes quadratic time.
_MARKS_IN_A_ROW = 30


def clean_message(text: str) -> str:
    """What is stored and shown: the person's words, less what can't be seen."""
    text = _NEWLINES.sub("\n", text).replace("\t", " ")
    text = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", _limit_marks(text))


def _limit_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept) if len(kept) < len(text) else text


# Letters of other alphabets and signs that look like Latin ones. Whole words in
# another alphabet turn into nonsense, which harms nothing: no entry is written
# in those alphabets.
_LOOKALIKES = str.maketrans(
    {
        **dict(zip("авекмнорстухіїјѕԁһӏё", "abekmhopctyxiijsdhle", strict=True)),
        **dict(zip("αβεικνορτυχ", "abeikvoptux", strict=True)),
        **dict(zip("ıłøđŧħ", "ilodth", strict=True)),
        "æ": "ae",
        "œ": "oe",
    }
)
_LEET = str.maketrans("013457@$€!|", "oieastaseil")
_LEET_WORD = re.compile(r"[\w@$€!|]{4,}")
_UNIT = re.compile(r"\d+[a-z]{0,3}")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,200}>|<!--.{0,200}?-->")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_PERCENT_SPACE = re.compile(r"%20|(?<=\w)\+(?=\w)|\\[nrt]")
# Four letters or more that stand one by one: k u o l l a, k-u-o-l-l-a, k.u.o.l.l.a
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_*/·,]{1,2}[^\W\d_]){3,}(?![^\W_])")
_SPACED_GAP = re.compile(r"[ .\-_*/·,]+")
_LONG_RUN = re.compile(r"([^\W\d])\1{3,}")
_APOSTROPHE = re.compile("[\u2018\u2019\u02bc\u00b4`\u2032]")


def for_matching(text: str) -> str:
    """The text bent for matching, å, ä and ö still in it."""
    return _bend(text, tag_gap=" ")


def readings(text: str) -> tuple[str, ...]:
    """Every form that danger is looked for in: without marks on letters, and once
    more with tags closed up when they stood inside a word (`kuo<b>lla</b>`)."""
    first = fold(_bend(text, tag_gap=" "))
    if "<" not in text:
        return (first,)
    second = fold(_bend(text, tag_gap=""))
    return (first,) if second == first else (first, second)


def fold(text: str) -> str:
    """å and ä become a, ö becomes o: many keyboards and people do without them."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LOOKALIKES)


def _bend(text: str, tag_gap: str) -> str:
    text = clean_message(text)
    if "\\u" in text:
        text = clean_message(_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text))
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(tag_gap, text)
    text = unicodedata.normalize("NFKC", text.replace("\ufdfa", " ")).casefold()
    if not text.isascii():
        text = _APOSTROPHE.sub("'", text).translate(_LOOKALIKES)
        text = unicodedata.normalize("NFC", text)
    if "%" in text or "+" in text or "\\" in text:
        text = _PERCENT_SPACE.sub(" ", text)
    text = _LEET_WORD.sub(_unleet, text)
    text = _SPACED.sub(_join_letters, text)
    return _LONG_RUN.sub(r"\1\1\1", text)


def _unleet(match: re.Match[str]) -> str:
    """Digits and signs back to letters, but never in `16v`, `5mg` or `24h`."""
    word = match[0].rstrip("!|")
    rest = match[0][len(word) :]
    if len(word) < 4 or len(word) > 24 or word.isalpha() or _UNIT.fullmatch(word):
        return match[0]
    if len(word) > 6 and ("!" in word or "|" in word):
        return match[0].replace("!", " ").replace("|", " ")
    letters = sum(char.isalpha() for char in word)
    return word.translate(_LEET) + rest if letters * 2 >= len(word) else match[0]


def _join_letters(match: re.Match[str]) -> str:
    """Letters closed up; a wider gap than the usual one parts words."""
    words = match[0].split("  ")
    return " ".join(_SPACED_GAP.sub("", word) for word in words)
