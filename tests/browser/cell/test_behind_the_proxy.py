"""Real Chromium behind real squid that lets through what `reitti permitted-sites` prints."""

import base64

import aiohttp
import pytest
from playwright.async_api import Error, async_playwright

from bot.web.permitted_sites import as_pac, as_squid, sites
from tests.browser.cell.walks import every_page
from tests.browser.conftest import ARGUMENTS, DESK
from tests.programs import chromium
from tests.servers import run_squid

pytestmark = pytest.mark.needs_squid
# Chromium itself keeps away from a proxy for this machine's own addresses, unless told.
THROUGH = "--proxy-bypass-list=<-loopback>"


@pytest.fixture
def permitted(service):
    """What the cells of a prison without video may reach."""
    return sites(str(service.server.make_url("/")), None)


async def walk(service, code, **how):
    """The whole way, page by page; what the browser asked for besides pages and forms."""
    base = str(service.server.make_url("/")).rstrip("/")
    asked, odd = [], []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(), args=[*ARGUMENTS, THROUGH], **how
        )
        context = await browser.new_context(base_url=base, locale="fi-FI", viewport=DESK)
        page = await context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: odd.append(socket.url))
        page.on("requestfailed", lambda request: odd.extend(_gone_wrong(request)))
        page.on("pageerror", lambda error: odd.append(str(error)))
        async for name in every_page(page, code):
            if name == "not found":
                # The proxy's own page.
                continue
            links = await page.eval_on_selector_all("[href]", "all => all.map(a => a.href)")
            odd += [link for link in links if not link.startswith((f"{base}/", "tel:"))]
        assert context.service_workers == []
        await browser.close()
    odd += [url for url in asked if not url.startswith(f"{base}/")]
    return odd


def _gone_wrong(request):
    """Not what the next page cut off: a busy machine fetches an icon late."""
    return [] if request.failure == "net::ERR_ABORTED" else [request.url]


def lines_of(log):
    return [line.split(" ", 3) for line in log.read_text().splitlines()]


async def test_the_whole_interview_needs_nothing_that_is_not_on_the_list(
    service, permitted, issue_code
):
    with run_squid(as_squid(permitted)) as (proxy, log):
        server = {"server": f"http://{proxy}"}
        odd = await walk(service, (await issue_code(lang="fi")).code, proxy=server)
        requests = lines_of(log)
    # Chromium calls its maker by itself, whatever page it shows: that is refused, and no page's.
    base = str(service.server.make_url("/"))
    refused = [url for status, _, _, url in requests if status == "403" and url.startswith(base)]
    # The one address that the walk tries although there is no such page. The icon belongs to the
    # proxy's own page about it, and Chromium does not always get to it before the next page.
    assert refused[0] == f"{base}nowhere"
    assert set(refused[1:]) <= {f"{base}favicon.ico"}
    assert [each for each in odd if "/nowhere" not in each] == []
    # 0: a connection that the browser opened and gave up.
    assert {status for status, *_, url in requests if not url.startswith(base)} <= {"0", "403"}
    paths = {url.removeprefix(base).split("?")[0] for *_, url in requests}
    assert {"chat", "summary", "summary/send", "sent", "meetings", "crisis", "idle"} <= paths
    assert len(requests) > 60


async def test_the_proxy_refuses_everything_else_of_the_service_too(service, permitted):
    with run_squid(as_squid(permitted)) as (proxy, _):
        async with aiohttp.ClientSession() as http:
            for path, status in (
                ("/", 200),
                ("/help", 200),
                ("/staff", 403),
                ("/desk", 403),
                ("/prison", 403),
                ("/api/v1/client/thread", 403),
                ("/health/ready", 403),
            ):
                url = str(service.server.make_url(path))
                async with http.get(url, proxy=f"http://{proxy}") as answer:
                    assert answer.status == status, path
            async with http.get("http://127.0.0.1:9/", proxy=f"http://{proxy}") as answer:
                assert answer.status == 403


async def test_a_browser_with_the_pac_file_reaches_the_pages_and_nothing_else(service):
    # By name: a browser asks no proxy for an address of its own machine.
    base = f"http://reitti.test:{service.server.port}/"
    permitted = sites(base, None)
    with run_squid(as_squid(permitted)) as (proxy, log):
        script = base64.b64encode(as_pac(permitted, proxy).encode()).decode()
        pac = f"--proxy-pac-url=data:application/x-ns-proxy-autoconfig;base64,{script}"
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=chromium(), args=[*ARGUMENTS, pac]
            )
            page = await browser.new_page()
            answer = await page.goto(base)
            assert answer.status == 200
            assert await page.is_visible("#code")
            with pytest.raises(Error, match="ERR_PROXY"):
                await page.goto(f"{base}staff")
            await browser.close()
        assert [url for *_, url in lines_of(log) if "/staff" in url] == []
