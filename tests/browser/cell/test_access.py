"""Nobody is left out: axe on every page in every language, narrow screens, large text,
forced colours, the keyboard alone."""

import pytest

from tests.browser.cell.walks import every_page, press, say, sign_in, tell
from tests.browser.conftest import NARROW


@pytest.mark.timeout(300)
@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
async def test_axe_finds_nothing_on_any_page(open_page, issue_code, check_access, lang):
    page = await open_page()
    wrong = []
    async for name in every_page(page, (await issue_code(lang=lang)).code, lang):
        assert await page.get_attribute("html", "lang") == lang, name
        wrong += [(name, *each) for each in await check_access(page)]
    assert wrong == []


@pytest.mark.timeout(300)
async def test_nothing_scrolls_sideways_on_a_narrow_screen_with_large_text(open_page, issue_code):
    page = await open_page(viewport=NARROW)
    await page.goto("/")
    await page.click("button[name=size][value='3']")
    wide = []
    async for name in every_page(page, (await issue_code(lang="fi")).code):
        width = await page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW["width"]:
            wide.append((name, width))
    assert wide == []


@pytest.mark.timeout(300)
async def test_axe_finds_nothing_on_a_narrow_screen(open_page, issue_code, check_access):
    page = await open_page(viewport=NARROW)
    wrong = []
    async for name in every_page(page, (await issue_code(lang="fi")).code):
        wrong += [(name, *each) for each in await check_access(page)]
    assert wrong == []


async def test_the_skip_link_leads_past_everything_to_the_question(open_page, issue_code):
    page = await open_page()
    await sign_in(page, (await issue_code(lang="fi")).code)
    await tell(page)
    await page.goto("/chat")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.name") == "choice"


async def test_the_interview_can_be_answered_with_the_keyboard_alone(open_page, issue_code):
    page = await open_page()
    await sign_in(page, (await issue_code(lang="fi")).code)
    await page.focus("button[value=agree]")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#words")
    await page.focus("#words")
    await page.keyboard.type("Asunto meni.")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("main button[value=dont_know]")
    assert "Asunto meni." in await page.inner_text("main")


async def test_every_target_in_the_cell_is_large_enough_for_a_shaking_hand(open_page, issue_code):
    page = await open_page()
    await sign_in(page, (await issue_code(lang="fi")).code)
    await tell(page)
    small = await page.evaluate(
        """() => Array.from(document.querySelectorAll("main button, .rail button, .top button"))
          .filter((b) => b.offsetHeight > 0 && b.offsetHeight < 44).map((b) => b.textContent)"""
    )
    assert small == []


async def test_the_question_and_its_answers_fit_on_a_screen_of_768_lines(open_page, issue_code):
    page = await open_page()
    await sign_in(page, (await issue_code(lang="fi")).code)
    await press(page, "agree")
    await say(page, "Asunto meni.")
    await press(page, "no")
    last = await page.evaluate(
        """() => Array.from(document.querySelectorAll("main .choice, main .btn--quiet"))
          .pop().getBoundingClientRect().bottom"""
    )
    assert last <= 768


async def test_with_forced_colours_the_chosen_size_and_the_focus_still_show(open_page, issue_code):
    page = await open_page(forced_colors="active")
    await sign_in(page, (await issue_code(lang="fi")).code)
    await page.focus("button[value=agree]")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Shift+Tab")
    style = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"
