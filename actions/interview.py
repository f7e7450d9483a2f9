"""The interview: answers, skipping, putting right, stopping, starting over."""

from __future__ import annotations

from actions.turn import TurnAction


class ActionTakeAnswer(TurnAction):
    """An answer, in words or by a button."""

    action_name = "action_take_answer"


class ActionSkipQuestion(TurnAction):
    """The person does not want to answer this."""

    action_name = "action_skip_question"


class ActionChangeAnswer(TurnAction):
    """The person wants to put an earlier answer right."""

    action_name = "action_change_answer"


class ActionStopInterview(TurnAction):
    """The person stops for now; everything is kept."""

    action_name = "action_stop_interview"


class ActionRestartInterview(TurnAction):
    """The person wants to begin again; asks first."""

    action_name = "action_restart_interview"
