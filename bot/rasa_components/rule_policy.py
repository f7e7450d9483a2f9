"""Rasa's rules without its built-in commands."""

from __future__ import annotations

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class InterviewRulePolicy(RulePolicy):
    """The stock policy answers the intents `restart`, `back` and `session_start`
    with commands of its own that overrule every rule and tell casework nothing.
    A person who wants to begin again must reach casework, so `restart` is an
    intent like any other here."""

    @staticmethod
    def _find_action_from_default_actions(
        tracker: DialogueStateTracker,
    ) -> tuple[str | None, str | None]:
        return None, None

    @staticmethod
    def _default_sources() -> set[str]:
        return set()
