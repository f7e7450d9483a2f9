"""Three people at three screens, each in a browser of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page

PASSWORD = "pitkä-salasana-1"
SECRET = "4711-kissa"
MOST_TURNS = 120


async def press(button: Locator) -> None:
    """Press, and wait for the page that answers."""
    async with button.page.expect_navigation():
        await button.click()


async def sign_in_staff(page: Page, username: str) -> None:
    await page.goto("/staff")
    await page.fill("[name=username]", username)
    await page.fill("[name=password]", PASSWORD)
    await press(page.locator("main form[action='/staff'] button"))


@dataclass
class Guard:
    page: Page

    async def issue_code(self, persona: dict, name: str, county: str) -> str:
        """Fill the form, read the code off the slip."""
        await self.page.goto("/prison/codes")
        year, month, day = persona["release_date"].split("-")
        await self.page.fill("[name=name]", name)
        await self.page.fill("[name=place]", "A-osasto, selli 12")
        await self.page.fill("[name=release_date]", f"{int(day)}.{int(month)}.{year}")
        await self.page.select_option("[name=county]", county)
        await self.page.check(f"input[name=lang][value={persona['lang']}]")
        await press(self.page.locator("form.card button.btn--main"))
        return await self.page.inner_text(".slip__code")

    async def approve(self, name: str) -> str:
        """Approve the one request of that person; the page as it was before."""
        await self.page.goto("/prison")
        seen = await self.page.content()
        card = self.page.locator("li.card", has=self.page.locator(f".who:has-text('{name}')"))
        button = card.locator("form[action$='/approve'] button.btn--main")
        if not await button.is_visible():
            await card.locator("summary:has(.who)").click()
        await press(button)
        return seen


@dataclass
class Person:
    page: Page
    persona: dict

    async def sign_in(self, code: str) -> None:
        await self.page.goto("/")
        await self.page.fill("[name=code]", code)
        await self.page.click("form.card button.btn--main")
        await self.page.wait_for_url("**/secret")
        await self.page.fill("[name=secret]", SECRET)
        await self.page.fill("[name=repeat]", SECRET)
        await self.page.click("form.card button.btn--main")
        await self.page.wait_for_url("**/chat")

    async def answer_everything(self) -> list[str]:
        """Answer until the summary is ready; the questions that were asked."""
        asked: list[str] = []
        for _ in range(MOST_TURNS):
            question = await self._question()
            if question == "review":
                return asked
            if question in asked:
                # Words that were taken for danger answered nothing: not said twice.
                await self._press("skip")
            else:
                asked.append(question)
                await self._answer(question)
        raise AssertionError(f"the interview does not end: {asked[-5:]}")

    async def _question(self) -> str:
        if "/crisis" in self.page.url:
            # An alarm too many costs a press and a visit of the staff, and no answer.
            await press(self.page.locator("button[name=choice][value=continue]"))
        if self.page.url.endswith("/summary"):
            return "review"
        return await self.page.locator("#question input[name=question]").first.input_value()

    async def _answer(self, question: str) -> None:
        area, _, rest = question.partition(".")
        if question == "consent":
            await self._press("agree")
        elif question == "opening":
            await self._write(self.persona["opening"])
        elif question == "enough":
            await self._press("continue")
        elif question == "general.meeting_wish" and self.persona["meeting_wish"]:
            await self._write(self.persona["meeting_wish"])
        elif rest == "start" and self.persona["answers"][area] != "skip":
            await self._write(self.persona["answers"][area])
        elif rest == "check":
            await self._press("yes" if area in self.persona["expected_needs"] else "no")
        elif question in ("county", "which"):
            await self._press("no" if question == "county" else "dont_know")
        else:
            await self._press("skip")

    async def _press(self, choice: str) -> None:
        await press(self.page.locator(f"#question button[name=choice][value={choice}]"))

    async def _write(self, words: str) -> None:
        await self.page.fill("#words", words)
        await press(self.page.locator("form:has(#words) button.btn--main"))

    async def send_everything(self) -> str:
        """Tick all, look at what leaves, send; the page that shows what leaves."""
        await self.page.goto("/summary")
        for tick in await self.page.locator("input[type=checkbox]").all():
            assert not await tick.is_checked()
            await tick.check()
        await self.page.click("button[name=do][value=leaving]")
        await self.page.wait_for_url("**/summary/send")
        leaving = await self.page.inner_text("main")
        await self.page.click("form[action='/summary/send'] button.btn--main")
        await self.page.wait_for_url("**/sent")
        return leaving

    async def wish(self, words: str) -> None:
        await self.page.goto("/meetings")
        await self.page.fill("[name=wish]", words)
        await press(self.page.locator("form:has([name=wish]) button.btn--main"))

    async def choose_first_time(self) -> None:
        await self.page.goto("/meetings")
        await press(self.page.locator("form[action$='/choose'] button").first)


@dataclass
class Worker:
    page: Page

    async def open_first(self, name: str) -> str:
        """Open that person's referral from the queue, claim it, read it."""
        await self.page.goto("/desk")
        await self.page.click(f"table a:has-text('{name}')")
        await press(self.page.locator("form[action$='/claim'] button"))
        return await self.page.inner_text("main")

    async def offer(self, day: str, clock: str) -> None:
        await self.page.click("form[action$='/meetings'] button")
        await self.page.wait_for_url(re.compile("/desk/meetings/"))
        await self.page.fill("[name=date1]", day)
        await self.page.fill("[name=time1]", clock)
        await press(self.page.locator("form[action$='/offer'] button.btn--main"))
