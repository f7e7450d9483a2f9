"""Wishes for a meeting."""

from __future__ import annotations

from actions.turn import TurnAction


class ActionRequestMeeting(TurnAction):
    """The person wants to meet the social worker."""

    action_name = "action_request_meeting"


class ActionCancelMeeting(TurnAction):
    """The person can't or won't come."""

    action_name = "action_cancel_meeting"
