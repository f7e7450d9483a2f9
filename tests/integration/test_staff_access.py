"""Who gets into which page of the staff: each route, each wrong visitor, each wrong method.

One service for all routes: each test collects what answered otherwise than it should.
"""

import re

import pytest

from bot.casework.actor import Role
from bot.web.access import STAFF
from bot.web.prison import ROUTES as PRISON
from bot.web.socialwork import ROUTES as DESK
from tests.integration.staff_browser import StaffBrowser, signed_in

# Sign-in and what belongs to it is for all staff alike.
COMMON = [route for route in DESK if route.roles == STAFF]
ROUTES = [route for route in (*DESK, *PRISON) if route not in COMMON]
READABLE = {route.path for route in ROUTES if route.method == "GET"}
ROLES = (Role.SOCIAL_WORKER, Role.PRISON_STAFF, Role.LEADER, Role.ADMIN)


async def ask(browser, route, fields=None, method=None):
    address = re.sub(r"\{\w+\}", "0123456789abcdef", route.path)
    if (method or route.method) == "GET":
        return await browser.open(address, allow_redirects=False)
    return await browser.post(address, {"x": "1", **(fields or {})}, allow_redirects=False)


async def answers(browser, routes, fields=None, method=None):
    """{"POST /desk/…": status}"""
    return {
        f"{route.method} {route.path}": (await ask(browser, route, fields, method)).status
        for route in routes
    }


def unlike(found, *expected):
    return {route: status for route, status in found.items() if status not in expected}


def test_every_page_of_the_desk_is_the_social_workers_and_of_the_prison_its_staffs():
    own = [route for route in DESK if route not in COMMON]
    assert {role for route in own for role in route.roles} == {Role.SOCIAL_WORKER}
    assert all(route.path.startswith("/staff") for route in COMMON)
    assert {role for route in PRISON for role in route.roles} == {Role.PRISON_STAFF}
    assert all(route.right is not None for route in PRISON)
    assert not any(route.public for route in ROUTES)


async def test_nobody_gets_in_without_a_session(app_client):
    browser = StaffBrowser(app_client)
    token = (await browser.open("/staff")).form("/staff/language")["fields"]["csrf"]
    found = await answers(browser, ROUTES, {"csrf": token})
    assert unlike(found, 303, 401) == {}
    page = await ask(browser, ROUTES[0])
    assert page.headers["Location"] == "/staff"


@pytest.mark.parametrize("role", ROLES)
async def test_no_other_role_gets_in(staff_user, new_client, role):
    browser = await signed_in(new_client(), await staff_user(role))
    fields = browser.page.form("/staff/sign-out")["fields"]
    found = await answers(browser, [r for r in ROUTES if role not in r.roles], fields)
    assert found
    assert unlike(found, 403) == {}


async def test_a_person_in_a_cell_does_not_get_in(person):
    found = await answers(StaffBrowser(await person()), ROUTES)
    assert unlike(found, 403) == {}


@pytest.mark.parametrize("role", ROLES[:2])
async def test_reading_never_acts(staff_user, new_client, role):
    browser = await signed_in(new_client(), await staff_user(role))
    posts = [r for r in ROUTES if r.method == "POST" and role in r.roles]
    found = await answers(browser, [r for r in posts if r.path not in READABLE], method="GET")
    assert found
    assert unlike(found, 405) == {}


@pytest.mark.parametrize("role", ROLES[:2])
async def test_what_does_not_exist_is_not_found(staff_user, new_client, role):
    browser = await signed_in(new_client(), await staff_user(role))
    fields = browser.page.form("/staff/sign-out")["fields"]
    more = {"text": "x", "code": "no_staff", "outcome": "met", "to": "kainuu", "client": "x"}
    routes = [r for r in ROUTES if role in r.roles and "{id}" in r.path]
    assert unlike(await answers(browser, routes, {**fields, **more}), 404) == {}


@pytest.mark.parametrize("role", ROLES[:2])
async def test_no_form_counts_without_its_token(staff_user, new_client, role):
    browser = await signed_in(new_client(), await staff_user(role))
    routes = [r for r in ROUTES if r.method == "POST" and role in r.roles]
    assert unlike(await answers(browser, routes), 403) == {}
