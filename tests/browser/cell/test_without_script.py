"""Everything works with scripts switched off, from the code to the sent summary and back."""

from tests.browser.cell.walks import press, say, send, sign_in, tell


async def test_from_code_to_sent_summary_without_script(open_page, issue_code, service):
    page = await open_page(java_script_enabled=False)
    issued = await issue_code(lang="fi")
    await sign_in(page, issued.code)
    await tell(page)
    await send(page)
    assert page.url.endswith("/sent")
    referral = await service.database.read(lambda uow: uow.referrals.of_client(issued.client.id))
    assert referral.areas == ["housing"]


async def test_help_now_without_script_is_one_press(open_page, issue_code, service):
    page = await open_page(java_script_enabled=False)
    await sign_in(page, (await issue_code(lang="fi")).code)
    await page.click(".top .btn--danger")
    assert page.url.endswith("/crisis")
    alerts = await service.database.read(lambda uow: uow.alerts.open_of_prison("kuopio"))
    assert [alert.kind for alert in alerts] == ["asked_for_help"]


async def test_nothing_that_needs_script_is_shown_without_it(open_page, issue_code):
    page = await open_page(java_script_enabled=False)
    await sign_in(page, (await issue_code(lang="fi")).code)
    assert not await page.is_visible("[data-read-aloud]")
    assert not await page.is_visible("#idle")


async def test_back_after_signing_out_shows_nothing_of_the_conversation(open_page, issue_code):
    page = await open_page()
    await sign_in(page, (await issue_code(lang="fi")).code)
    await press(page, "agree")
    await say(page, "Asunto meni.")
    async with page.expect_navigation():
        await page.click('form[action="/sign-out"] button')
    await page.go_back()
    assert "Asunto meni." not in await page.content()
    assert await page.is_visible("#code")
