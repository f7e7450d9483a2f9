"""The person says once when they can't come, picks what suits, and takes a paper along."""

import datetime as dt

import pytest

from bot.casework.prison_rules import WeeklyTime
from bot.dates import read_wish
from bot.web.cell.views_meetings import DAYS, PARTS

WEEK = {"work-day0": "1", "work-day2": "1", "work-from": "8", "work-to": "11.30"}


async def sent(cell, fields):
    form = cell.page.form("/meetings/week")["fields"]
    return await cell.post("/meetings/week", {**form, **fields})


async def test_the_week_is_kept_until_it_is_changed(cell, service, issued):
    async def kept():
        return await service.database.read(lambda uow: uow.availability.weekly(issued.client.id))

    for _ in range(2):
        await cell.open("/meetings/week")
        page = await sent(cell, WEEK)
        assert (page.status, page.path) == (200, "/meetings")
    told = [WeeklyTime(d, dt.time(8), dt.time(11, 30), "work") for d in (0, 2)]
    assert await kept() == told
    assert 'value="08.00"' in (await cell.open("/meetings/week")).html
    page = await sent(cell, {"school-day1": "1", "school-from": "x"})
    assert page.status == 422
    assert await kept() == told


async def test_the_week_is_asked_for_until_it_is_answered_once(cell):
    asks = "Kerrot sen vain kerran"
    assert asks in (await cell.open("/meetings")).text
    await cell.open("/meetings/week")
    page = await sent(cell, {})
    assert page.path == "/meetings" and asks not in page.text


async def test_the_week_needs_its_token(cell):
    assert (await cell.post("/meetings/week", WEEK)).status == 403


async def test_there_is_no_paper_of_a_meeting_that_is_not_there(cell):
    assert (await cell.open("/meetings/unknown/slip")).status == 404


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_what_is_pressed_is_understood_as_it_was_meant(content, lang):
    say = content.texts.say
    for part in PARTS:
        words = ", ".join(
            f"{say(lang, f'rules.weekday.{day}')} {say(lang, f'wish.part.{part}')}"
            for day in DAYS[2:5]
        )
        wish = read_wish(words, lang, dt.date(2026, 11, 24))
        assert [option.weekday for option in wish.options] == [2, 3, 4], words
        assert {option.part for option in wish.options} <= {part, "morning"}, words
