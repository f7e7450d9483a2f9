"""The main job with everything real: from the slip with the code to the approved meeting."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from bot.casework.public_holidays import is_public_holiday
from bot.clock import SystemClock
from bot.dates.phrases import HELSINKI
from tests.browser.conftest import ARGUMENTS, DESK
from tests.browser.main_job.people import PASSWORD, Guard, Person, Worker, sign_in_staff
from tests.live_reitti import LiveReitti, live_reitti
from tests.programs import chromium

pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_rasa, pytest.mark.timeout(300)]

PERSONAS = [
    json.loads(line)
    for line in (Path(__file__).parent / "personas.jsonl").read_text("utf-8").splitlines()
]
PRISON = "harjoituslahti"
SHOTS = os.environ.get("REITTI_TEST_SHOTS")


@pytest.fixture(scope="module")
def reitti(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveReitti]:
    with live_reitti(tmp_path_factory.mktemp("reitti")) as running:
        running.run("prison", "add", "--id", PRISON, "--name", "Harjoituslahden vankila")
        running.add_staff("prison_staff", "vartija", PASSWORD, prison=PRISON)
        for county in sorted({persona["county"] for persona in PERSONAS}):
            running.add_staff("social_worker", f"sosiaali-{county}", PASSWORD, county=county)
        yield running


def next_working_day() -> str:
    day = SystemClock().now().astimezone(HELSINKI).date() + dt.timedelta(days=2)
    while day.weekday() > 4 or is_public_holiday(day):
        day += dt.timedelta(days=1)
    return f"{day.day}.{day.month}.{day.year}"


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona["id"])
async def test_from_the_code_to_the_approved_meeting(reitti, persona):
    name = persona["name"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)

        async def new_page():
            context = await browser.new_context(base_url=reitti.url, viewport=DESK, locale="fi-FI")
            return await context.new_page()

        guard, person, worker = (
            Guard(await new_page()),
            Person(await new_page(), persona),
            Worker(await new_page()),
        )
        await sign_in_staff(guard.page, "vartija")
        await sign_in_staff(worker.page, f"sosiaali-{persona['county']}")

        code = await guard.issue_code(persona, name, persona["county"])
        await person.sign_in(code)
        asked = await person.answer_everything()
        assert len([question for question in asked if question.endswith(".start")]) == 13

        leaving = await person.send_everything()
        for words in persona["notes"]:
            assert words in leaving, "the person recognises their own words"

        summary = await worker.open_first(name)
        for words in persona["notes"]:
            assert words in summary, "nothing is changed on the way to the worker"

        await person.wish("aamupäivä sopii")
        # The prison has one room: each person another hour.
        await worker.offer(next_working_day(), f"{10 + PERSONAS.index(persona)}.00")
        await person.choose_first_time()

        seen = await guard.approve(name)
        told = [persona["opening"], *persona["answers"].values(), "aamupäivä sopii"]
        for words in told:
            assert len(words) < 12 or words not in seen, "the prison sees no word of the person"
        assert not [words for words in persona["notes"] if words in seen]

        await person.page.goto("/meetings")
        await worker.page.reload()
        if SHOTS:
            for who in (guard, person, worker):
                path = f"{SHOTS}/{persona['id']}-{type(who).__name__.lower()}.png"
                await who.page.screenshot(path=path, full_page=True)
        states = {
            "person": await person.page.inner_text("main"),
            "worker": await worker.page.inner_text("main"),
        }
        texts = json.loads((Path(__file__).parent / "approved.json").read_text("utf-8"))
        assert texts["person"][persona["lang"]] in states["person"]
        assert texts["worker"] in states["worker"]
        assert "meet.example" not in await person.page.content(), "the link is not open yet"
        await browser.close()
