"""The language of the conversation."""

from __future__ import annotations

from actions.turn import TurnAction


class ActionChangeLanguage(TurnAction):
    """The person wants another language."""

    action_name = "action_change_language"
