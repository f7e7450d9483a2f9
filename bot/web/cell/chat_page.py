"""The conversation as a page: what was said, the one question, its answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.casework.intake_state import CONSENT, DELETE, ENOUGH, LANGUAGE, RESTART, REVIEW, SENT
from bot.casework.need_area import Interview
from bot.casework.people import Message
from bot.casework.services.conversation import MAX_TEXT
from bot.casework.services.thread import ThreadView
from bot.content import Texts
from bot.content.texts import SOFT_HYPHEN
from bot.dates.phrases import say_when
from bot.web.wording import Wording

Json = dict[str, Any]

# So many entries are sent with the page; the rest is a link away.
LATEST = 16
# An old message in the fold is cut here; the whole of it stands on its own page.
CUT = 400
IN_RAIL = ("explain", "stop", "human")
QUIET = ("dont_know", "skip", "no_answer", "enough")
PRESS_ONLY = (CONSENT, RESTART, DELETE, LANGUAGE)
NARROW = 26


class ChatPage:
    """Builds the values of chat.html for one reader."""

    def __init__(self, texts: Texts, lang: str, wording: Wording, interview: Interview) -> None:
        self._texts = texts
        self._lang = lang
        self._wording = wording
        self._interview = interview

    def values(
        self, view: ThreadView, typed: str = "", error: str = "", *, late: bool = False
    ) -> Json:
        """Everything that the template names. ``late``: what is in the box came too late once."""
        asks = view.asks
        question = asks.question or ""
        buttons = self._wording.choices(asks.as_json())
        answers = [b for b in buttons if self._is_answer(b["id"], question)]
        quiet = [b for b in buttons if b not in answers and b["id"] not in IN_RAIL]
        old, new = self._old_and_new(view)
        return {
            "stage": view.stage,
            "area": asks.area,
            "number": min(view.done + 1, view.total),
            "done": view.done,
            "total": view.total,
            "old": old,
            "new": new,
            "more_old": len(view.messages) >= LATEST,
            "waiting": view.waiting,
            "question": question,
            "heading": self._heading(view),
            "late": late,
            "hint": self._wording.hint(asks.as_json()),
            "choices": asks.choices,
            "answers": self._marked(answers),
            "quiet": quiet,
            "two_columns": all(_width(b["label"]) <= NARROW for b in answers),
            "links": self._links(question),
            "takes_words": question not in PRESS_ONLY,
            "words_label": self._words_label(view, bool(answers)),
            "limit": MAX_TEXT,
            "left_text": self._texts.by_language[self._lang]["chat.left"],
            "typed": typed,
            "error": error,
        }

    def entry(self, message: Message, *, asks: bool = True, cut: bool = False) -> Json:
        """One message as it is read; ``asks=False`` leaves out what it asks."""
        body: Mapping[str, Any] = message.body
        lines = self._lines(message, asks)
        if cut and sum(len(line["text"]) for line in lines) > CUT:
            words = "".join(line["text"] for line in lines)[:CUT]
            lines = [{"text": words + self._say("chat.cut"), "lang": None}]
        entry: Json = {
            "id": message.id,
            "sender": message.sender,
            "texts": [line for line in lines if line["text"]],
            "name": body.get("name"),
            "at": "",
            "change": None,
        }
        if message.sender == "worker":
            entry["at"] = say_when(message.at, self._lang)
        if message.sender == "client":
            entry["change"] = self._where_to_change(body)
        return entry

    def _lines(self, message: Message, asks: bool) -> list[Json]:
        """Its sentences; one in another language than the page says in which."""
        entries, body = self._wording.entries(message), dict[str, Any](message.body)
        if message.sender != "assistant":
            return [{"text": entry["text"], "lang": None} for entry in entries]
        return [
            {"text": entry["text"], "lang": say.get("params", {}).get("lang")}
            for entry, say in zip(entries, body["says"], strict=True)
            if asks or not say["say"].startswith("ask.")
        ]

    def _old_and_new(self, view: ThreadView) -> tuple[list[Json], list[Json]]:
        """New is the person's last message and what came after it; the question stands below."""
        messages = view.messages
        last = max((n for n, m in enumerate(messages) if m.sender == "client"), default=0)
        old = [self.entry(m, cut=True) for m in messages[:last]]
        new = [self.entry(m, asks=False) for m in messages[last:]]
        return [e for e in old if e["texts"]], [e for e in new if e["texts"]]

    @staticmethod
    def _is_ask(view: ThreadView) -> bool:
        return view.asks.key.startswith("ask.")

    def _heading(self, view: ThreadView) -> str:
        if self._is_ask(view):
            return self._wording.say(view.asks.as_json())
        return self._say(f"chat.heading.{view.asks.question}")

    @staticmethod
    def _is_answer(choice: str, question: str) -> bool:
        if question == ENOUGH:
            return choice not in IN_RAIL
        return choice not in IN_RAIL and choice not in QUIET

    def _marked(self, answers: list[Json]) -> list[Json]:
        """The name of a language stands in that language."""
        languages = self._texts.languages
        return [{**b, "lang": b["id"] if b["id"] in languages else None} for b in answers]

    def _links(self, question: str) -> list[Json]:
        if question == REVIEW:
            return [{"href": "/summary", "label": self._say("chat.to_summary")}]
        if question == SENT:
            return [
                {"href": "/sent", "label": self._say("chat.to_sent")},
                {"href": "/meetings", "label": self._say("chat.to_meetings")},
            ]
        return []

    def _words_label(self, view: ThreadView, has_answers: bool) -> str:
        if view.waiting:
            return self._say("chat.more")
        if view.asks.question in (REVIEW, SENT):
            return self._say("chat.add_words")
        return self._say("chat.own_words" if has_answers else "chat.write")

    def _where_to_change(self, body: Mapping[str, Any]) -> str | None:
        """The part of the summary in which these words or this answer stand."""
        question = str(body.get("question") or "")
        if body.get("role") not in ("statement", "answer") and body.get("choice") in (
            None,
            *IN_RAIL,
            *QUIET,
        ):
            return None
        if self._interview.has_question(question):
            asked = self._interview.question(question)
            part = asked.area or asked.feeds
        elif body.get("role") in ("statement", "answer"):
            part = next(iter(body.get("areas") or ()), None)
        else:
            return None
        return f"/summary#part-{part}" if part else "/summary"

    def _say(self, key: str) -> str:
        return self._texts.say(self._lang, key)


def _width(label: str) -> int:
    return len(label.replace(SOFT_HYPHEN, ""))
