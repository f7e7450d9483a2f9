"""Puts what the assistant said as keys into words of the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bot.casework.people import Message
from bot.content import Texts
from bot.dates.phrases import HELSINKI, say_date

Json = dict[str, Any]


class Wording:
    """Words for one reader: a language, the county names, the prison's call button."""

    def __init__(
        self,
        texts: Texts,
        counties: Mapping[str, Mapping[str, str]],
        lang: str,
        call_button: str | None = None,
    ) -> None:
        self._texts = texts
        self._counties = counties
        self._lang = lang
        self._call_button = call_button or texts.say(lang, "crisis.call_button_default")

    def say(self, say: Mapping[str, Any]) -> str:
        """The sentence of one stored Say."""
        params = {name: self._value(name, v) for name, v in say.get("params", {}).items()}
        params.setdefault("call_button", self._call_button)
        # An offer of another language is made in that language.
        lang = say.get("params", {}).get("lang", self._lang)
        return self._texts.say(lang, say["say"], **params)

    def hint(self, say: Mapping[str, Any]) -> str | None:
        """The hint below a question, if it has one."""
        question = str(say.get("question"))
        key = f"hint.{'check' if question.endswith('.check') else question}"
        if not self._texts.has(self._lang, key):
            return None
        params = {name: self._value(name, v) for name, v in say.get("params", {}).items()}
        return self._texts.say(self._lang, key, **params)

    def choices(self, say: Mapping[str, Any]) -> list[Json]:
        """The buttons of a question."""
        question = say.get("question")
        return [
            {"id": choice, "label": self._texts.choice(self._lang, question, choice)}
            for choice in say.get("choices", ())
        ]

    def entries(self, message: Message) -> list[Json]:
        """A stored entry as the messages of contract section 3; a press shows its label."""
        body: Mapping[str, Any] = message.body
        if message.sender != "assistant":
            text = body.get("text")
            if text is None and body.get("choice"):
                text = self._texts.choice(self._lang, body.get("question"), body["choice"])
            return [self._entry(message.id, message.sender, text or "")]
        return [
            self._entry(
                f"{message.id}.{number}",
                "assistant",
                self.say(say),
                say.get("area"),
                say.get("question"),
                self.choices(say),
            )
            for number, say in enumerate(body["says"])
        ]

    @staticmethod
    def _entry(
        entry_id: str,
        sender: str,
        text: str,
        area: str | None = None,
        question: str | None = None,
        choices: list[Json] | None = None,
    ) -> Json:
        return {
            "id": entry_id,
            "from": sender,
            "text": text,
            "area": area,
            "question": question,
            "choices": choices or [],
        }

    def _value(self, name: str, value: Any) -> str:
        if name == "areas":
            return ", ".join(self._texts.say(self._lang, f"area.{area}") for area in value)
        if name == "area":
            return self._texts.say(self._lang, f"area.{value}")
        if name == "county":
            names = self._counties.get(value, {})
            return names.get(self._lang, str(value))
        if name == "date" and value:
            return say_date(dt.date.fromisoformat(str(value)[:10]), self._lang)
        if name == "time" and isinstance(value, dt.datetime):
            return value.astimezone(HELSINKI).strftime("%-H.%M")
        if name == "time" and "T" in str(value):
            return self._value(name, dt.datetime.fromisoformat(str(value)))
        if name == "time" and ":" in str(value):
            return dt.time.fromisoformat(str(value)).strftime("%-H.%M")
        return str(value)
