"""A referral on paper, for the county's own records: accessible PDF out of the referral object."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import typst

from bot.content import Texts
from bot.web.staff import say_day, say_hour

Json = dict[str, Any]
TEMPLATE = Path(__file__).parent / "shared" / "summary.typ"
_SILENT = ("skip", "dont_know", "no_answer")


async def summary_pdf(referral: Json, texts: Texts, lang: str) -> bytes:
    """The referral in words of that language; what the person said stays in their own."""
    paper = json.dumps(Paper(texts, lang).of(referral))
    return await asyncio.to_thread(_compiled, paper)


def _compiled(paper: str) -> bytes:
    template, inputs = TEMPLATE.read_bytes(), {"paper": paper}
    try:
        return bytes(typst.compile(template, sys_inputs=inputs, pdf_standards=["ua-1"]))
    except typst.TypstError:
        # A sign that no font has may not stand in an accessible PDF. Better a box than nothing.
        return bytes(typst.compile(template, sys_inputs=inputs))


class Paper:
    """Puts a referral into the words of one language."""

    def __init__(self, texts: Texts, lang: str) -> None:
        self._texts, self._lang = texts, lang

    def of(self, referral: Json) -> Json:
        """Plain data for the template: facts on top, then sections."""
        sections = [self._section("desk.needs.title", empty=not referral["needs"])]
        sections += [self._need(need) for need in referral["needs"]]
        for name, items in (
            ("other", referral["other_statements"]),
            ("not_understood", referral["not_understood"]),
        ):
            if items:
                sections.append(self._section(f"desk.{name}.title", quotes=items))
        contact = list(referral["contact"].values())
        if referral["meeting_wish"]:
            contact.insert(0, referral["meeting_wish"])
        for name, answers in (
            ("contact", contact),
            ("access", referral["access_needs"]),
            ("strengths", referral["strengths"]),
            ("network", referral["network"]),
        ):
            if answers:
                sections.append(self._section(f"desk.{name}.title", answers=answers))
        sections += [self._start(referral), self._rest(referral)]
        return {
            "title": f"{self._t('desk.referral.title')}: {_who(referral['client'])}",
            "notice": f"{self._t('desk.notice.is')} {self._t('desk.notice.is_not')}",
            "lang": self._lang,
            "said_lang": referral["lang"],
            "facts": self._facts(referral),
            "sections": [sections[0], *(each for each in sections[1:] if any(_filled(each)))],
        }

    def _facts(self, referral: Json) -> list[list[str]]:
        release = referral["release"]["date"]
        day = self._day(release) if release else self._t("desk.days.unknown")
        received = self._moment(referral["received_at"])
        interpreter = referral["interpreter"]
        return [
            [self._t("desk.queue.urgency"), self._t(f"desk.urgency.{referral['urgency']}")],
            [self._t("desk.strip.release"), day],
            [self._t("desk.strip.lang"), self._t(f"staff.lang.{referral['lang']}")],
            [self._t("desk.strip.received"), received],
            *([self._answer(interpreter)] if interpreter else []),
        ]

    def _need(self, need: Json) -> Json:
        section = self._section(
            f"area.{need['area']}", level=3, quotes=need["statements"], answers=need["answers"]
        )
        reasons = [self._t(f"reason.{reason}") for reason in need["urgency_reasons"]]
        urgency = self._t(f"desk.urgency.{need['urgency']}")
        section["text"] = f"{urgency}: {'; '.join(reasons)}" if reasons else urgency
        return section

    def _start(self, referral: Json) -> Json:
        section = self._section("desk.start.title")
        for step in referral["start_by"]:
            what = f"{self._t('start_by.' + step['what'])} ({self._t('area.' + step['area'])})"
            section["facts"].append([self._day(step["date"]), what])
        return section

    def _rest(self, referral: Json) -> Json:
        section = self._section("desk.rest.title")
        for name in ("no_need", "dont_know", "declined", "not_asked"):
            areas = ", ".join(self._t(f"area.{area}") for area in referral[name])
            if areas:
                section["facts"].append([self._t(f"desk.rest.{name}"), areas])
        return section

    def _section(
        self,
        title: str,
        *,
        level: int = 2,
        quotes: list[Json] | None = None,
        answers: list[Json] | None = None,
        empty: bool = False,
    ) -> Json:
        return {
            "title": self._t(title),
            "level": level,
            "text": self._t("desk.needs.none") if empty else "",
            "quotes": [self._quote(item) for item in quotes or ()],
            "facts": [self._answer(item) for item in answers or ()],
        }

    def _quote(self, item: Json) -> Json:
        when = self._moment(item["said_at"])
        edited = f", {self._t('desk.quote.edited')}" if item.get("edited") else ""
        paper = f", {self._t('paper.mark')}" if item.get("paper") else ""
        return {"text": item["text"], "when": when + edited + paper}

    def _answer(self, item: Json) -> list[str]:
        choice = item.get("choice")
        if choice in _SILENT:
            value = self._t(f"desk.answer.{choice}")
        elif choice:
            value = self._texts.choice(self._lang, item["question"], choice)
        else:
            value = f"”{item.get('text', '')}”"
        return [self._t(f"desk.{item['question']}"), value]

    def _t(self, key: str, **params: Any) -> str:
        return self._texts.say(self._lang, key, **params)

    def _day(self, value: str) -> str:
        return say_day(self._texts, self._lang, "day", value)

    def _moment(self, value: str) -> str:
        hour = say_hour(self._texts, self._lang, value)
        return self._t("staff.at", date=self._day(value), time=hour)


def _filled(section: Json) -> tuple[Any, ...]:
    return section["text"], section["quotes"], section["facts"]


def _who(client: Json) -> str:
    return ", ".join(part for part in (client["name"], client["number"]) if part) or client["id"]
