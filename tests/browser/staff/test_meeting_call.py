"""From the pages into the call: the link is there from a quarter of an hour before until the
end, leads to the room alone, and tells the video service nothing of where it was pressed."""

import datetime as dt
import os

import pytest

from bot.casework.actor import SYSTEM
from bot.casework.services.codes import issue
from tests.browser.staff.walks import sign_in
from tests.integration.staff_situations import person_who_sent

START = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
STUB = "<!doctype html><title>Stub</title><h1>In the room</h1>"
# Where to put pictures of the pages, for a look by eye.
PICTURES = os.environ.get("REITTI_PICTURES", "")


@pytest.fixture
async def met(service, staff_user):
    """Matti and Siiri have an agreed meeting at eleven o'clock today."""
    siiri = await staff_user("social_worker", username="siiri", name="Siiri Sosiaalinen")
    vesa = await staff_user("prison_staff", username="vesa", name="Vesa Vartija")
    matti = await person_who_sent(service)
    await matti.claimed_by(siiri)
    meeting = await matti.approved(siiri, vesa, START)
    return matti, siiri, vesa, meeting


async def picture(page, name):
    if PICTURES:
        await page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


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
        await picture(page, "desk-meeting" if page is desk else "cell-meetings")
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


@pytest.mark.skipif(not PICTURES, reason="only to look at")
async def test_pictures_of_the_new_pages(open_page, service, met):
    matti, siiri, vesa, meeting = met
    desk, prison, cell = await open_page(), await open_page(), await open_page()
    await sign_in(desk, siiri)
    draft = await matti.draft(siiri)
    for path, name in ((f"/desk/meetings/{draft}", "desk-offer"), ("/desk/calendar", "desk-cal")):
        await desk.goto(path)
        for details in await desk.locator("details.more > summary").all():
            await details.click()
        await picture(desk, name)
    await sign_in(prison, vesa)
    for path in ("/prison", "/prison/rules", "/prison/day"):
        await prison.goto(path)
        await picture(prison, path.strip("/").replace("/", "-"))
    await into_the_cell(cell, service, matti)
    for path, name in (
        ("/meetings", "cell-agreed"),
        ("/meetings/week", "cell-week"),
        (f"/meetings/{meeting}/slip", "cell-slip"),
    ):
        await cell.goto(path)
        await picture(cell, name)
