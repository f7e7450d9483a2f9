"""A person instead of a machine."""

from __future__ import annotations

from actions.turn import TurnAction


class ActionAskHuman(TurnAction):
    """The person wants to talk to a human being."""

    action_name = "action_ask_human"
