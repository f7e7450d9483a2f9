"""Who reads what, and deleting it all."""

from __future__ import annotations

from actions.turn import TurnAction


class ActionTellPrivacy(TurnAction):
    """The person asks who sees the answers."""

    action_name = "action_tell_privacy"


class ActionDeleteMyData(TurnAction):
    """The person wants everything deleted; asks first."""

    action_name = "action_delete_my_data"
