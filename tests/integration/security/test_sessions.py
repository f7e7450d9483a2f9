"""One's own sessions, the password, and what the browser is told."""

import dataclasses
import sqlite3

import pytest

from bot.casework.actor import Role
from bot.web.keys import SETTINGS
from tests.integration.conftest import PASSWORD
from tests.integration.staff_browser import StaffBrowser, signed_in

NEW = "seven quiet herons at noon"


@pytest.fixture
async def login(staff_user):
    return await staff_user(Role.PRISON_STAFF, username="vesa")


async def test_another_session_is_seen_and_ended_from_here(new_client, login):
    here, there = await signed_in(new_client(), login), await signed_in(new_client(), login)
    page = await here.open("/staff/account")
    assert "Toinen selain" in page.text
    await here.press("/staff/account/end", session=page.buttons("/staff/account/end")[0])
    assert "Lopetettu" in here.page.text and "Toinen selain" not in here.page.text
    assert (await there.open("/prison")).path == "/staff"
    assert (await here.open("/prison")).path == "/prison"
    token = here.page.form("/staff/sign-out")["fields"]["csrf"]
    assert (await here.post("/staff/account/end", {"csrf": token})).status == 200


@pytest.mark.parametrize(
    ("old", "new", "status", "says"),
    [
        (PASSWORD, NEW, 200, "vaihdettu"),
        ("wrong", NEW, 422, "väärä"),
        (PASSWORD, "short", 422, "8 merkkiä"),
        (PASSWORD, "password1", 422, "arvataan"),
    ],
)
async def test_the_password_changes_only_with_the_one_that_counts(
    new_client, login, old, new, status, says
):
    here, there = await signed_in(new_client(), login), await signed_in(new_client(), login)
    await here.open("/staff/account")
    page = await here.send("/staff/account/password", old=old, new=new)
    assert page.status == status and says in page.text
    assert ((await there.open("/prison")).path == "/staff") is (status == 200)
    again = StaffBrowser(new_client())
    await again.open("/staff")
    await again.send("/staff", username="vesa", password=new)
    assert (again.page.status == 200) is (status == 200)


async def test_an_open_desk_is_no_place_to_guess_the_password(new_client, login):
    browser = await signed_in(new_client(), login)
    for number in range(5):
        await browser.open("/staff/account")
        page = await browser.send("/staff/account/password", old=f"guess {number}", new=NEW)
        assert page.status == 422
    await browser.open("/staff/account")
    # Not even the right one, for a while.
    assert (await browser.send("/staff/account/password", old=PASSWORD, new=NEW)).status == 429


async def test_no_change_without_the_token(new_client, login):
    browser = await signed_in(new_client(), login)
    await browser.open("/staff/account")
    for path in ("/staff/account/end", "/staff/account/password"):
        assert (await browser.send_without_token(path)).status == 403


async def test_tries_from_the_cells_do_not_lock_the_staff_out(new_client, login):
    desk = await signed_in(new_client(), login)
    await desk.press("/staff/sign-out")
    for _ in range(6):
        cell = StaffBrowser(new_client())
        await cell.open("/staff")
        await cell.send("/staff", username="vesa", password="guessed wrong")
    assert cell.page.status == 429
    await desk.open("/staff")
    await desk.send("/staff", username="vesa", password=PASSWORD)
    assert desk.page.status == 200


async def test_a_person_sees_and_ends_a_session_elsewhere(issue_code, sign_in_person, new_client):
    issued = await issue_code(lang="fi")
    browser = StaffBrowser(new_client())
    await browser.open("/")
    await browser.press("/", fields={"code": issued.code})
    other = await sign_in_person(issued.code)
    await browser.open("/access-log")
    assert "myös toisaalla" in browser.page.text
    await browser.press("/sessions/end")
    assert browser.page.path == "/access-log" and "toisaalla" not in browser.page.text
    assert (await other.get("/api/v1/client/thread")).status == 401


async def test_leaving_tells_the_browser_to_forget(issue_code, new_client, login):
    cell = new_client()
    browser = StaffBrowser(cell)
    await browser.open("/")
    await browser.press("/", fields={"code": (await issue_code()).code})
    await browser.open("/chat")
    fields = browser.page.form("/sign-out")["fields"]
    async with cell.post("/sign-out", data=fields, allow_redirects=False) as answer:
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    staff = await signed_in(new_client(), login)
    fields = staff.page.form("/staff/sign-out")["fields"]
    async with staff.client.post("/staff/sign-out", data=fields, allow_redirects=False) as answer:
        assert "Clear-Site-Data" in answer.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_site_may_lead_here_and_nothing_else(person, site):
    client = await person()
    link = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert (await client.get("/help", headers=link)).status == 200
    for mode, target in (("no-cors", "image"), ("navigate", "iframe"), ("cors", "empty")):
        odd = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": target}
        for path in ("/chat", "/help", "/api/v1/client/thread"):
            assert (await client.get(path, headers=odd)).status == 403, (path, mode)


async def test_no_answer_allows_scripts_frames_or_other_sites(person, app_client):
    for client, path in ((await person(), "/chat"), (app_client, "/"), (app_client, "/nowhere")):
        headers = (await client.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert not any(name.startswith("Access-Control") for name in headers)


async def test_whoever_is_turned_away_is_in_the_audit_trail(service, login, sign_in_staff, person):
    staff, cell = await sign_in_staff(login), await person()
    assert (await staff.get("/api/v1/referrals")).status == 403
    assert (await staff.get("/api/v1/meetings/nothing")).status == 404
    assert (await staff.get("/desk/referrals/0123")).status == 403
    assert (await cell.get("/api/v1/referrals")).status == 403

    with sqlite3.connect(service.settings.var_dir / "reitti.db") as file:
        denied = file.execute(
            "SELECT role, thing, thing_id, reason FROM audit WHERE verb = 'denied' ORDER BY number"
        ).fetchall()
    assert denied == [
        ("prison_staff", "referrals", "none", "role_may_not"),
        ("prison_staff", "meetings", "nothing", "not_found"),
        ("prison_staff", "desk_referrals", "0123", "role_may_not"),
        ("client", "referrals", "none", "role_may_not"),
    ]
    assert await service.database.read(lambda uow: uow.trail.broken_at()) is None


@pytest.mark.parametrize("secure", [True, False])
async def test_over_https_cookies_are_bound_to_this_host(
    service, issue_code, new_client, secure, monkeypatch
):
    settings = service.server.app[SETTINGS]
    monkeypatch.setitem(
        service.server.app._state, SETTINGS, dataclasses.replace(settings, cookie_secure=secure)
    )
    body = {"code": (await issue_code()).code}
    answer = await new_client().post("/api/v1/client/session", json=body)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie
    assert ("Secure" in cookie) is secure and cookie.startswith("__Host-") is secure
    assert ("Strict-Transport-Security" in answer.headers) is secure
    if secure:
        value = cookie.split(";")[0]
        other = new_client()
        thread = await other.get("/api/v1/client/thread", headers={"Cookie": value})
        assert thread.status == 200


async def test_a_sign_in_over_another_one_ends_that_one(service, new_client, login, issue_code):
    browser = await signed_in(new_client(), login)
    first = {c.key: c.value for c in browser.client.session.cookie_jar}["reitti_staff"]
    token = browser.page.form("/staff/sign-out")["fields"]["csrf"]
    again = {"csrf": token, "username": "vesa", "password": PASSWORD}
    await browser.post("/staff", again)
    headers = {"Cookie": f"reitti_staff={first}"}
    assert (await new_client().get("/api/v1/staff/session", headers=headers)).status == 401
    assert (await browser.open("/prison")).path == "/prison"
