"""Loads and checks what is data: the interview, the sentences, the counties."""

from bot.content.interview import load_interview
from bot.content.problems import ContentError
from bot.content.texts import Texts, load_texts

__all__ = ["ContentError", "Texts", "load_interview", "load_texts"]
