"""Nobody is left out: axe on every page in every language, narrow screens, zoom, forced
colours, the keyboard alone."""

import pytest

from tests.browser.conftest import NARROW
from tests.browser.staff.walks import desk_pages, prison_pages, sign_in

WALKS = {"siiri": desk_pages, "vesa": prison_pages}
# 1366 pixels at 200 % zoom.
ZOOMED = {"width": 683, "height": 384}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
@pytest.mark.parametrize("who", WALKS)
async def test_axe_finds_nothing_on_any_page(open_page, office, check_access, who, lang):
    page = await open_page()
    await page.goto("/staff")
    wrong = await check_access(page)
    await sign_in(page, getattr(office, who), lang)
    async for name in WALKS[who](page, office):
        assert await page.get_attribute("html", "lang") == lang, name
        wrong += [(name, *each) for each in await check_access(page)]
    assert wrong == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", WALKS)
async def test_a_narrow_screen_loses_nothing_and_scrolls_one_way(
    open_page, office, check_access, who
):
    page = await open_page(viewport=NARROW)
    await sign_in(page, getattr(office, who))
    wrong = []
    async for name in WALKS[who](page, office):
        wrong += [(name, *each) for each in await check_access(page)]
        wrong += await sideways(page, name)
    assert wrong == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", WALKS)
async def test_nothing_scrolls_sideways_at_twice_the_size(open_page, office, who):
    page = await open_page(viewport=ZOOMED)
    await sign_in(page, getattr(office, who))
    wide = []
    async for name in WALKS[who](page, office):
        wide += await sideways(page, name)
    assert wide == []


async def sideways(page, name):
    over = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [(name, over)] if over > 0 else []


async def test_every_target_is_large_enough_for_an_unsteady_hand(open_page, office):
    page = await open_page()
    await sign_in(page, office.vesa)
    small = await page.evaluate(
        """() => [...document.querySelectorAll('button, select, input:not([type=hidden]), summary')]
        .filter((e) => e.offsetParent !== null)
        .map((e) => [e.textContent.trim(), (e.closest('label') || e).getBoundingClientRect().height])
        .filter(([, height]) => height < 40)"""
    )
    assert small == []


async def test_an_alarm_and_urgency_are_seen_without_colours(open_page, office):
    page = await open_page(forced_colors="active")
    await sign_in(page, office.vesa)
    await office.matti.alert()
    await page.goto("/prison")
    width = await page.evaluate("getComputedStyle(document.querySelector('.alarm')).borderTopWidth")
    assert width == "6px"
    await page.goto("/prison/alerts")
    assert "Mene paikalle heti" in await page.inner_text(".alarm")


async def test_an_alert_is_answered_with_the_keyboard_alone(open_page, office):
    page = await open_page()
    await sign_in(page, office.vesa)
    await office.matti.alert()
    await page.goto("/prison")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    assert "btn--alarm" in await page.evaluate("document.activeElement.className")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/prison?done=acknowledge")
    assert await page.locator(".alarm").count() == 0


async def test_a_note_is_written_with_the_keyboard_alone(open_page, office):
    page = await open_page()
    await sign_in(page, office.siiri)
    await page.goto(f"/desk/referrals/{office.matti.referral_id}")
    await page.focus("#act-note > summary")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Soitettu Kelaan.")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**done=note")
    assert "Soitettu Kelaan." in await page.inner_text("main")
