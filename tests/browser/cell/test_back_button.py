"""A shared machine: who sits down next finds nothing of the person before, by no button."""

from tests.browser.cell.walks import press, say, sign_in

WORDS = "Qvaxtilomb asunto meni"


async def test_after_signing_out_the_back_button_shows_nothing_of_it(open_page, issue_code):
    page = await open_page()
    await sign_in(page, (await issue_code(lang="fi")).code)
    await press(page, "agree")
    await say(page, WORDS)
    await page.goto("/summary")
    assert "Qvaxtilomb" in await page.content()
    await page.click('form[action="/sign-out"] button')
    await page.wait_for_url("**/?said=signed_out")
    for _ in range(5):
        await page.go_back()
        assert "Qvaxtilomb" not in await page.content()
    for path in ("/chat", "/summary", "/chat/all"):
        await page.goto(path)
        assert "Qvaxtilomb" not in await page.content()
        assert await page.is_visible("#code")
    kept = await page.evaluate("localStorage.length + sessionStorage.length")
    assert kept == 0
    names = {cookie["name"] for cookie in await page.context.cookies()}
    assert "reitti_client" not in names


async def test_markup_from_a_script_is_refused_by_the_browser(open_page, service):
    # A browser of its own: what it complains of is what is asked for here.
    browser = (await open_page()).context.browser
    page = await (await browser.new_context()).new_page()
    await page.goto(str(service.server.make_url("/")))
    refused = await page.evaluate(
        "() => { try { document.body.innerHTML = '<b>x</b>'; return ''; }"
        " catch (error) { return error.name; } }"
    )
    assert refused == "TypeError"
