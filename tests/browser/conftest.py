"""A real Chromium before the real application; Rasa is stood in for.

``open_page(**how)`` gives a page of a browser of its own; ``how`` is what Playwright takes
for a new context: ``java_script_enabled=False``, ``viewport``, ``forced_colors``.
"""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import async_playwright

from tests.integration.conftest import (
    clock,
    content,
    issue_code,
    migrated,
    new_client,
    rasa,
    service,
    service_settings,
    staff_user,
)
from tests.programs import chromium

__all__ = [
    "clock",
    "content",
    "issue_code",
    "migrated",
    "new_client",
    "rasa",
    "service",
    "service_settings",
    "staff_user",
]

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
TAGS = "wcag2a wcag2aa wcag2aaa wcag21a wcag21aa wcag21aaa wcag22aa best-practice".split()
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}}
DESK = {"width": 1366, "height": 768}
NARROW = {"width": 320, "height": 640}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.needs_chromium)


@pytest.fixture
async def open_page(service):
    """Makes pages; whatever the browser complains of fails the test."""
    complaints = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)

        async def make(**how):
            base = str(service.server.make_url("/"))
            context = await browser.new_context(
                base_url=base, **{"locale": "fi-FI", "viewport": DESK, **how}
            )
            page = await context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: _note(complaints, said))
            return page

        yield make
        await browser.close()
    assert complaints == []


def _note(complaints, said):
    # A refusal is shown as a page: its status is no fault of the page.
    if said.type == "error" and "status of 4" not in said.text:
        complaints.append(said.text)


@pytest.fixture
def check_access():
    """Asks axe for everything from A to AAA and best practice; tells what is wrong, where."""

    async def check(page):
        found = await Axe().run(page, options=EVERYTHING)
        assert len(found.response["passes"]) > 10, "axe has looked at nothing"
        return [
            (page.url, violation["id"], [node["html"][:120] for node in violation["nodes"]])
            for violation in found.response["violations"]
        ]

    return check
