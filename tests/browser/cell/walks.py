"""Ways through the cell's pages that several tests take."""

DANGER = {"fi": "Haluan kuolla", "sv": "Jag vill dö", "en": "I want to die"}


async def sign_in(page, code, lang="fi"):
    await page.goto("/")
    await page.click(f"button[name=lang][value={lang}]")
    await page.fill("#code", code)
    await page.click("main form .btn--main")
    await page.goto("/chat")


async def say(page, words):
    await page.fill("#words", words)
    await page.click("form .say .btn--main")


async def press(page, choice):
    await page.click(f"main button[name=choice][value={choice}]")


async def tell(page):
    """Consent, two needs, an answer and a skip."""
    await press(page, "agree")
    await say(page, "Asunto meni ja velkoja on. Raha ei riitä.")
    await press(page, "no")
    await press(page, "nowhere")


async def send(page):
    await page.goto("/summary")
    await page.check("input[name=consent][value=housing]")
    await page.click("button[name=do][value=leaving]")
    await page.click('form[action="/summary/send"] .btn--main')


async def every_page(page, code, lang="fi"):
    """Yields the name of each page in turn, with the browser standing on it."""
    await page.goto("/")
    await page.click(f"button[name=lang][value={lang}]")
    yield "sign in"
    await page.fill("#code", "ABC")
    await page.click("main form .btn--main")
    yield "sign in, refused"
    await page.goto("/help")
    yield "help before signing in"
    await page.goto("/")
    await page.fill("#code", code)
    await page.click("main form .btn--main")
    yield "own password"
    await page.fill("#secret", "abc")
    await page.fill("#repeat", "abd")
    await page.click("main form .btn--main")
    yield "own password, refused"
    await page.goto("/summary")
    yield "summary, empty"
    await page.goto("/sent")
    yield "after sending, empty"
    await page.goto("/meetings")
    yield "meetings, none"
    await page.goto("/chat")
    yield "consent"
    await tell(page)
    await page.click(".old summary")
    yield "question"
    await say(page, "  ")
    yield "question, refused"
    await page.goto("/chat/all")
    yield "whole conversation"
    await page.goto("/summary")
    yield "summary"
    await page.click("button[name=correct][value=housing]")
    await page.locator("button[value=leave_out]").last.click()
    yield "correct"
    await page.goto("/summary/send")
    yield "nothing leaves"
    await page.goto("/summary")
    await page.check("input[name=consent][value=housing]")
    await page.click("button[name=do][value=leaving]")
    yield "what leaves"
    await page.click('form[action="/summary/send"] .btn--main')
    yield "after sending"
    await page.goto("/chat")
    yield "conversation after sending"
    await page.goto("/meetings")
    await page.fill("#wish", "Aamulla")
    await page.click("form .say .btn--main")
    yield "meetings"
    await page.goto("/access-log")
    yield "access log"
    await page.goto("/erase")
    await page.click("main form .btn:not(.btn--quiet)")
    yield "delete, without the tick"
    await page.goto("/nowhere")
    yield "not found"
    await page.goto("/chat")
    await say(page, DANGER[lang])
    yield "crisis"
    await page.click('form[action="/sign-out"] button')
    yield "signed out"
    await page.goto("/idle")
    yield "idle"
