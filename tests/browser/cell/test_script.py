"""What the script adds, and that it keeps nothing."""

from bot.casework.services.alerts import acknowledge, watch
from tests.browser.cell.walks import press, say, sign_in, tell


async def test_the_script_keeps_nothing_in_the_browser(open_page, issue_code):
    page = await open_page()
    await sign_in(page, (await issue_code(lang="fi")).code)
    await tell(page)
    kept = await page.evaluate("localStorage.length + sessionStorage.length")
    assert kept == 0
    cookies = await page.context.cookies()
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Strict" for cookie in cookies)


async def test_the_crisis_page_shows_an_answer_without_a_press(
    open_page, issue_code, staff_user, service
):
    page = await open_page()
    await page.clock.install()
    await sign_in(page, (await issue_code(lang="fi")).code)
    actor = (await staff_user("prison_staff")).user.actor()
    await service.database.run(lambda uow: watch(uow, service.context, actor))
    await page.click(".top .btn--danger")
    assert "Kukaan ei ole vielä vastannut" in await page.inner_text("main")
    alert = (await service.database.read(lambda uow: uow.alerts.open_of_prison("kuopio")))[0]
    await service.database.run(lambda uow: acknowledge(uow, service.context, actor, alert.id))
    await page.clock.run_for(11_000)
    await page.wait_for_function(
        "document.querySelector('[data-alert]').textContent.includes('on saanut tiedon')"
    )


async def test_before_the_session_ends_the_page_asks_and_then_closes(open_page, issue_code):
    page = await open_page()
    await page.clock.install()
    await sign_in(page, (await issue_code(lang="fi")).code)
    await press(page, "agree")
    await page.clock.run_for(18 * 60 * 1000 + 5000)
    assert await page.is_visible("#idle")
    await page.click("[data-stay]")
    assert not await page.is_visible("#idle")
    await page.clock.run_for(20 * 60 * 1000 + 5000)
    await page.wait_for_url("**/idle")
    await page.goto("/chat")
    assert await page.is_visible("#code")


async def test_what_is_typed_stays_when_the_question_has_changed_in_another_window(
    open_page, issue_code
):
    page = await open_page()
    await sign_in(page, (await issue_code(lang="fi")).code)
    await tell(page)
    other = await page.context.new_page()
    await other.goto("/chat")
    await press(other, "skip") if await other.is_visible("main button[value=skip]") else None
    await say(page, "Kuopiossa on sukua.")
    assert await page.input_value("#words") == "Kuopiossa on sukua."
    assert "Tässä on uusi kysymys" in await page.inner_text("main")


async def test_near_the_limit_the_page_says_how_much_room_is_left(open_page, issue_code):
    page = await open_page()
    await sign_in(page, (await issue_code(lang="fi")).code)
    await press(page, "agree")
    await page.fill("#words", "a" * 19_900)
    assert "100 merkkiä" in await page.inner_text(".left")


async def test_a_double_click_sends_one_form(open_page, issue_code, service):
    page = await open_page()
    issued = await issue_code(lang="fi")
    await sign_in(page, issued.code)
    await page.dblclick("main button[value=agree]")
    await page.wait_for_selector("#words")
    entries = await service.database.read(lambda uow: uow.threads.everything(issued.client.id))
    assert sum(1 for entry in entries if entry.sender == "client") == 1


async def test_without_a_connection_the_page_says_so_and_the_words_stay(open_page, issue_code):
    page = await open_page()
    await sign_in(page, (await issue_code(lang="fi")).code)
    await press(page, "agree")
    await page.context.set_offline(True)
    await say(page, "Asunto meni.")
    assert await page.is_visible("#offline")
    assert await page.input_value("#words") == "Asunto meni."
    await page.context.set_offline(False)
    await page.wait_for_selector("#offline", state="hidden")
    await page.click("form .say .btn--main")
    await page.wait_for_selector("main button[value=dont_know]")
