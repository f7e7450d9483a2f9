"""The first step: what is read of a message, and what can never happen with it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.safety.clean_up import clean_message

WHOLE_TEXT = "whole_text"
"""The message key under which danger finds the text uncut."""

_COMMAND_SIGN = "/"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class TextCleaner(GraphComponent):
    """Cleans a text, caps what is read, and takes the sign of a Rasa command away.

    A long letter says what it is about at its beginning and its end; reading all
    of 20,000 characters would hold everybody else up. Rasa's last step runs text
    that begins with `/` as a command: no text leaves here beginning so.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._head = int(config["head_characters"])
        self._tail = int(config["tail_characters"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"head_characters": 600, "tail_characters": 200}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TextCleaner:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            whole = clean_message(message.get(TEXT) or "")
            message.set(WHOLE_TEXT, whole)
            message.set(TEXT, self._readable(whole))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for example in training_data.training_examples:
            if example.get(TEXT):
                example.set(TEXT, self._readable(clean_message(example.get(TEXT))))
        return training_data

    def _readable(self, text: str) -> str:
        text = text.lstrip(_COMMAND_SIGN + " \n")
        if len(text) > self._head + self._tail:
            text = f"{text[: self._head]}\n{text[-self._tail :]}"
        return text
