"""The pages of a meeting on its harder days: a lost time, nothing that fits, many requests at
once, the slip, the calendar. axe, a narrow screen, and pictures to look at."""

import datetime as dt
import os

import pytest

from bot.casework.actor import SYSTEM, Role
from bot.casework.services.codes import issue
from bot.casework.services.meetings import cancel_by_client, wish
from tests.browser.cell.walks import sign_in as enter_cell
from tests.browser.conftest import NARROW
from tests.browser.staff.walks import sign_in
from tests.integration.staff_situations import person_who_sent, quiet_summary

# A folder for pictures of the pages, to look at them.
PICTURES = os.environ.get("REITTI_TEST_PICTURES")
THURSDAY = dt.datetime(2026, 11, 26, 8, tzinfo=dt.UTC)
NAMES = ("Aatu", "Bertta", "Celia", "David", "Eevi", "Frans", "Greta", "Heikki", "Iida", "Jussi")
HOUR = dt.timedelta(hours=1)


@pytest.fixture
async def people(service, staff_user):
    """Ten requests in one prison, one of them for help with logging in; an agreed meeting; one
    that was called off; and Matti with two times to pick from."""
    siiri = await staff_user(Role.SOCIAL_WORKER, username="siiri", name="Siiri Sosiaalinen")
    kalle = await staff_user(Role.SOCIAL_WORKER, username="kalle", name="Kalle Kokeilija")
    vesa = await staff_user(Role.PRISON_STAFF, username="vesa", name="Vesa Vartija")
    await staff_user(Role.PRISON_STAFF, username="venla", name="Venla Valvoja")
    matti = await person_who_sent(service)
    await matti.claimed_by(siiri)
    offered = await matti.offered(siiri, THURSDAY, THURSDAY + 2 * HOUR)
    context = service.context
    for number, name in enumerate(NAMES):
        other = await person_who_sent(
            service,
            quiet_summary(),
            name=f"{name} Esimerkki",
            number=str(3000 + number),
            place=f"Osasto {number % 3 + 1}, selli {number}",
        )
        await other.claimed_by(kalle)
        if name == "Aatu":
            await other.run(
                lambda uow, who=other.client.id: wish(uow, context, who, "Apua", "e_service")
            )
        days = dt.timedelta(days=1 if number < 5 else 4)
        asked = await other.requested(kalle, THURSDAY + days + number % 5 * HOUR)
        if name == "Jussi":
            await other.run(
                lambda uow, who=other.client.id, id_=asked: cancel_by_client(uow, context, who, id_)
            )
    agreed = await matti.approved(siiri, vesa, dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC))
    code = await matti.run(lambda uow: issue(uow, context, SYSTEM, client_id=matti.client.id))
    return siiri, vesa, matti, offered, agreed, code.code


async def lost(service, siiri):
    """Siiri's Thursday hour goes to somebody else while Matti looks at it."""
    other = await person_who_sent(service, quiet_summary(), name="Oona Ohittaja", number="2999")
    await other.claimed_by(siiri)
    await other.requested(siiri, THURSDAY)


async def pages(open_page, service, people, lang, **how):
    """(name, page) of each page in turn."""
    siiri, vesa, matti, offered, agreed, code = people
    page = await open_page(**how)
    await enter_cell(page, code, lang)
    await page.goto("/meetings")
    await lost(service, siiri)
    await page.click(f'form[action="/meetings/{offered}/choose"] button >> nth=0')
    yield "cell-lost", page
    await page.goto(f"/meetings/{agreed}/slip")
    yield "cell-slip", page
    desk = await open_page(**how)
    await sign_in(desk, siiri, lang)
    await desk.goto("/desk/calendar")
    await desk.click('form[action="/desk/calendar"] button')
    yield "desk-calendar", desk
    page = await open_page(**how)
    await sign_in(page, vesa, lang)
    await page.goto("/prison")
    await page.click('form[action="/prison/approve"] summary')
    yield "prison-several", page
    for name in ("day?day=2026-11-25", "rules"):
        await page.goto(f"/prison/{name}")
        yield f"prison-{name[:3]}", page
    await page.fill("#limits_longest", "30")
    await page.click('form[action="/prison/rules/limits"] button.btn--main')
    draft = await matti.draft(siiri)
    await desk.goto(f"/desk/meetings/{draft}?minutes=60")
    yield "desk-nothing-fits", desk


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("lang", "how"), [("en", {}), ("fi", {"viewport": NARROW})])
async def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    open_page, service, people, check_access, lang, how
):
    wrong = []
    async for name, page in pages(open_page, service, people, lang, **how):
        wrong += [(name, *each) for each in await check_access(page)]
        over = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wrong += [(name, "scrolls sideways", over)] if over > 0 else []
        if PICTURES:
            await page.screenshot(path=f"{PICTURES}/{name}-{lang}.png", full_page=True)
    assert wrong == []
