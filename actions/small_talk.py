"""Greetings, thanks, and what the assistant can't help with."""

from __future__ import annotations

from actions.turn import TurnAction


class ActionSmallTalk(TurnAction):
    """The question that was asked comes back."""

    action_name = "action_small_talk"
