"""Every address of the cell: nobody without a session, nobody of another role, no post
without the form's token, no change by GET."""

from bot.casework.services.sessions import STAFF, open_session
from bot.web.access import ACCESS
from bot.web.cell.routes import ROUTES
from bot.web.cookies import SESSION

CLOSED = [r for r in ROUTES if not r.public]
POSTS = [r for r in ROUTES if r.method == "POST"]


def address(route):
    return route.path.replace("{part}", "housing").replace("{id}", "m1")


async def test_without_a_session_nothing_is_shown_or_done(browser):
    for route in CLOSED:
        if route.method == "GET":
            page = await browser.open(address(route))
            assert page.path == "/", route
        else:
            page = await browser.post(address(route), {})
            assert page.status == 401, route


async def test_staff_have_no_way_into_the_cell(service, staff_user, new_client):
    client = new_client()
    for role in ("social_worker", "prison_staff", "leader", "admin"):
        user = (await staff_user(role)).user
        token, _ = await service.database.run(
            lambda uow, who=user.id: open_session(uow, service.context, STAFF, who, "fi")
        )
        cookies = {SESSION["staff"]: token}
        for route in CLOSED:
            async with client.request(
                route.method, address(route), allow_redirects=False, cookies=cookies
            ) as answer:
                assert answer.status == 403, (role, route)


async def test_a_post_without_the_token_of_the_form_is_refused(cell):
    for route in POSTS:
        page = await cell.post(address(route), {"choice": "agree", "lang": "sv", "sure": "yes"})
        assert page.status == 403, route
        assert "vanhentunut" in page.text or route.path == "/help-now"


async def test_a_post_from_another_site_is_refused(cell):
    token = cell.page.form("/text-size")["fields"]["csrf"]
    headers = {"Origin": "https://example.org", "Sec-Fetch-Site": "cross-site"}
    for route in POSTS:
        page = await cell.post(address(route), {"csrf": token}, headers=headers)
        assert page.status == 403, route


async def test_reading_an_address_changes_nothing(cell, issued, service):
    def everything(uow):
        state, _ = uow.intakes.get(issued.client.id)
        client = uow.clients.get(issued.client.id)
        alerts = uow.alerts.open_of_prison(client.prison)
        return state.to_json(), len(uow.threads.everything(client.id)), client, alerts

    before = await service.database.read(everything)
    for route in POSTS:
        await cell.open(address(route))
        assert await service.database.read(everything) == before, route


async def test_every_page_forbids_keeping_it_and_scripts_of_others(cell):
    for path in ("/chat", "/summary", "/sent", "/access-log", "/erase", "/meetings", "/secret"):
        page = await cell.open(path)
        assert page.status == 200
        assert page.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert "style=" not in page.html and "onclick" not in page.html


async def test_no_address_holds_what_a_person_wrote(told):
    page = await told.press("/chat", text=None, fields={"text": "Raha on lopussa."})
    assert "Raha" not in page.path


def test_the_table_of_access_knows_every_route(service):
    table = service.server.app[ACCESS]
    assert all((route.method, route.path) in table for route in ROUTES)
