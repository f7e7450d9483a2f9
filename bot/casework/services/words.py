"""Words that somebody typed into a form: cleaned and masked like typed messages."""

from __future__ import annotations

from bot.casework.errors import BadInput
from bot.safety.clean_up import clean_message
from bot.safety.masks import mask_codes

MAX_WORDS = 4000


def usable_words(text: object, limit: int = MAX_WORDS) -> str:
    """The words as they are kept; raises BadInput for none and for too many."""
    if not isinstance(text, str):
        raise BadInput("text_missing")
    # Half of a code that a cut has made is no code: the length is looked at, not cut.
    words = clean_message(text).strip()
    if not words:
        raise BadInput("text_empty")
    if len(words) > limit:
        raise BadInput("text_too_long", limit=limit)
    return mask_codes(words)
