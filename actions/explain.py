"""Plain explanations of questions and hard words."""

from __future__ import annotations

from actions.turn import TurnAction


class ActionExplain(TurnAction):
    """The person did not understand."""

    action_name = "action_explain"
