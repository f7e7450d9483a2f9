"""The summary as the person reads it: each part with its words, its answers and its tick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from bot.casework.need_area import Interview
from bot.casework.summary import EXTRA_PARTS, RECEIVER
from bot.content import Texts

Json = dict[str, Any]
# What the person wrote that belongs to no part with a tick of its own.
OTHER = "other"
# Letters on a line of the box in which words are corrected.
LINE, MOST_LINES = 50, 8


class SummaryPage:
    """Builds what the templates show out of the referral object, for one reader."""

    def __init__(self, texts: Texts, lang: str, interview: Interview, shown: Json) -> None:
        self._texts = texts
        self._lang = lang
        self._interview = interview
        self._shown = shown
        self._consent: Mapping[str, Mapping[str, bool]] = shown.get("consent", {})
        self._left_out: list[Json] = shown.get("left_out", [])
        # Words go only if all the areas that they are about are ticked.
        self._areas_of: Mapping[str, list[str]] = shown.get("areas_of", {})

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look at yet."""
        some = ("needs", "no_need", "dont_know", "other_statements", "not_understood")
        return not any(self._shown[name] for name in some) and not self._extra_parts()

    def parts(self) -> list[Json]:
        """The needs, then the parts that were asked once."""
        needs = [
            self._part(need["area"], need["statements"], need["answers"])
            for need in self._shown["needs"]
        ]
        return needs + self._extra_parts()

    def group(self, name: str) -> list[Json]:
        """The areas without a need (``no_need``, ``dont_know``), each with its tick."""
        return [self._head(area) for area in self._shown[name]]

    def labels(self, areas: Iterable[str]) -> str:
        """The names of areas, in one line."""
        return ", ".join(self.label(area) for area in areas)

    def other_words(self) -> list[Json]:
        """Words about no need, and words that were not understood."""
        rows = [*self._shown["other_statements"], *self._shown["not_understood"]]
        return [{**row, "about": self.labels(self._areas_of.get(row["id"], ()))} for row in rows]

    def left_out_of(self, part: str) -> int:
        """How many items of the part the person has left out."""
        return sum(1 for item in self._left_out if self._part_of(item) == part)

    def unticked(self) -> str:
        """The parts with something in them that no tick lets go."""
        parts = [*self.parts(), *self.group("no_need"), *self.group("dont_know")]
        return ", ".join(part["label"] for part in parts if not part["ticked"])

    def items(self, part: str) -> list[Json]:
        """What can be corrected or left out in a part; what is left out can be taken in."""
        if part == OTHER:
            rows: list[Json] = self.other_words()
        else:
            rows = [
                item
                for each in self.parts()
                if each["id"] == part
                for item in [*each["words"], *each["answers"]]
            ]
        gone = [item for item in self._left_out if self._part_of(item) == part]
        return [self._item(row, n, included=True) for n, row in enumerate(rows, 1)] + [
            self._item(row, n, included=False) for n, row in enumerate(gone, len(rows) + 1)
        ]

    def value_of(self, part: str, item: str) -> str | None:
        """The words of one item as they read now."""
        return next((str(row["value"]) for row in self.items(part) if row["id"] == item), None)

    def label(self, part: str) -> str:
        """The name of a part."""
        if part == OTHER:
            return self._say("review.other_words")
        area = f"area.{part}"
        return self._say(area if self._texts.has(self._lang, area) else f"review.part.{part}")

    def knows(self, part: str) -> bool:
        """Whether there is such a part at all."""
        return part in {OTHER, *EXTRA_PARTS} or part in {a.id for a in self._interview.areas}

    def _head(self, part: str) -> Json:
        ticked = self._consent.get(part, {}).get(RECEIVER, False)
        return {"id": part, "label": self.label(part), "ticked": ticked}

    def _part(self, part: str, words: list[Json], answers: list[Json]) -> Json:
        left_out = self.left_out_of(part)
        return {
            **self._head(part),
            "words": [
                {"edited": False, **row, "also": self._also(row["id"], part)} for row in words
            ],
            "answers": [{**self._answer(row), "also": self._also_in(row, part)} for row in answers],
            "left_out": left_out,
            "correctable": bool(words or answers or left_out),
        }

    def _extra_parts(self) -> list[Json]:
        parts = []
        for name in EXTRA_PARTS:
            rows = self._extra_rows(name)
            if rows or self.left_out_of(name):
                parts.append(self._part(name, [], rows))
        return parts

    def _extra_rows(self, name: str) -> list[Json]:
        found = self._shown[name]
        if name == "contact":
            return list(found.values())
        if name == "meeting_wish":
            return [found] if found else []
        rows = list(found)
        if name == "access_needs" and self._shown["interpreter"]:
            rows.append(self._shown["interpreter"])
        return rows

    def _answer(self, row: Json) -> Json:
        question = row["question"]
        value = row.get("text")
        if row.get("choice") == "skip":
            value = self._say("review.skipped")
        elif value is None and row.get("choice"):
            value = self._texts.choice(self._lang, question, row["choice"])
        label = self._say(f"label.{question}")
        return {"edited": False, **row, "label": label, "value": value or ""}

    def _also(self, item: str, part: str) -> str:
        return self.labels(area for area in self._areas_of.get(item, ()) if area != part)

    def _also_in(self, answer: Json, part: str) -> str:
        """The other areas whose ticks a typed answer needs as well (see ``share``): of what was
        asked once only needs hold it back."""
        ticks = {need["area"] for need in self._shown["needs"]}
        if part not in EXTRA_PARTS:
            ticks |= {*self._shown["no_need"], *self._shown["dont_know"]}
        about = self._areas_of.get(str(answer.get("message_id")), ()) if answer.get("text") else ()
        return self.labels(area for area in about if area in ticks - {part})

    def _part_of(self, item: Json) -> str:
        needs = Counter(need["area"] for need in self._shown["needs"])
        question = item.get("question")
        if question and self._interview.has_question(question):
            asked = self._interview.question(question)
            if asked.area is None:
                return "access_needs" if asked.feeds == "interpreter" else asked.feeds or "contact"
            return asked.area
        area = str(item.get("area"))
        return area if area in needs else OTHER

    def _item(self, row: Json, number: int, *, included: bool) -> Json:
        is_answer = "question" in row
        row = self._answer(row) if is_answer else row
        value: str = row["value"] if is_answer else row["text"]
        label = (
            self._say("review.answer_to", question=row["label"])
            if is_answer
            else self._say("review.your_words", number=number)
        )
        rows = min(MOST_LINES, 1 + len(value) // LINE + value.count("\n"))
        return {
            "id": row["id"],
            "label": label,
            "value": value,
            "included": included,
            "rows": max(2, rows),
            # A pressed answer is answered anew, not rewritten: the interview goes by it.
            "pressed": is_answer and row.get("text") is None,
        }

    def _say(self, key: str, **params: Any) -> str:
        return self._texts.say(self._lang, key, **params)
