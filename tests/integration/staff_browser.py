"""A staff member's browser without script: opens pages, fills in forms, presses buttons."""

from tests.integration.cell.browser import Browser

# What a form carries by itself; everything else the test types.
CARRIED = ("csrf", "once", "revision", "reason", "client", "afresh", "back")


class StaffBrowser(Browser):
    async def send(self, action, **typed):
        """Fill in the form that posts there and send it; the page after it."""
        form = self.page.form(action)
        carried = {name: value for name, value in form["fields"].items() if name in CARRIED}
        return await self.post(action, {**carried, **typed})

    async def send_without_token(self, action, **typed):
        """The same form without what only our own page can know."""
        return await self.post(action, {"x": "1", **typed})


async def signed_in(client, login, lang="fi"):
    """Sign in by the page, as people do."""
    browser = StaffBrowser(client)
    await browser.open("/staff")
    await browser.send("/staff/language", lang=lang)
    await browser.send("/staff", username=login.username, password=login.password)
    assert browser.page.status == 200, browser.page.text
    return browser
