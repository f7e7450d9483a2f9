"""What has become of the summary."""

from __future__ import annotations

from actions.turn import TurnAction


class ActionTellStatus(TurnAction):
    """The person asks whether anybody has read it."""

    action_name = "action_tell_status"
