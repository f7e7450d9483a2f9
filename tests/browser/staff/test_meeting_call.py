"""From the pages into the call: the link is there from a quarter of an hour before until the
end, leads to the room alone, and tells the video service nothing of where it was pressed."""

import datetime as dt

import pytest

from bot.casework.actor import SYSTEM
from bot.casework.services.codes import issue
from tests.browser.staff.walks import sign_in
from tests.integration.staff_situations import person_who_sent

START = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
STUB = "<!doctype html><title>Stub</title><h1>In the room</h1>"


@pytest.fixture
async def met(service, staff_user):
    """Matti and Siiri have an agreed meeting at eleven o'clock today."""
    siiri = await staff_user("social_worker", username="siiri", name="Siiri Sosiaalinen")
    vesa = await staff_user("prison_staff", username="vesa", name="Vesa Vartija")
    matti = await person_who_sent(service)
    await matti.claimed_by(siiri)
    meeting = await matti.approved(siiri, vesa, START)
    return matti, siiri, vesa, meeting


async def into_the_cell(page, service, matti):
    context = service.context
    code = await matti.run(lambda uow: issue(uow, context, SYSTEM, client_id=matti.client.id))
    await page.goto("/")
    await page.fill("#code", code.code)
    await page.click("main .btn--main")


def stub(seen):
    async def answer(route):
        seen.append((route.request.url, await route.request.all_headers()))
        await route.fulfill(body=STUB, content_type="text/html")

    return answer


async def test_person_and_worker_come_into_one_room_and_only_in_its_time(
    open_page, service, met, clock
):
    matti, siiri, _, meeting = met
    desk, cell = await open_page(), await open_page()
    seen = []
    for page in (desk, cell):
        await page.route("https://meet.example/**", stub(seen))
    await sign_in(desk, siiri)
    await into_the_cell(cell, service, matti)
    for page, path in ((desk, f"/desk/meetings/{meeting}"), (cell, "/meetings")):
        await page.goto(path)
        assert await page.locator('a[href^="https://meet.example/"]').count() == 0
    clock.moment = START - dt.timedelta(minutes=14)
    await into_the_cell(cell, service, matti)
    for page, path in ((desk, f"/desk/meetings/{meeting}"), (cell, "/meetings")):
        await page.goto(path)
        await page.click('a[href^="https://meet.example/"]')
        await page.wait_for_selector("text=In the room")
    rooms = {url for url, _ in seen}
    assert len(rooms) == 1
    assert all("referer" not in headers and "cookie" not in headers for _, headers in seen)
    clock.moment = START + dt.timedelta(minutes=45)
    await into_the_cell(cell, service, matti)
    await cell.goto("/meetings")
    assert await cell.locator(f"#meeting-{meeting}").count() == 1
    assert await cell.locator('a[href^="https://meet.example/"]').count() == 0
