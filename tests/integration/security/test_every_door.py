"""Every route of the application × everybody who may stand before it × own and other scope.

The routes come from the application's own table: a new one is in the walk by itself. What the
walk finds wrong is collected, so that one run names every door that stands open.
"""

import dataclasses
import re
from typing import Any

import pytest

from bot.casework.actor import Right, Role
from bot.web.access import ACCESS, NOBODY_SIGNED_IN, Route
from tests.integration.api.test_guarded import BODIES
from tests.integration.conftest import OTHER_COUNTY, OTHER_PRISON
from tests.integration.staff_situations import person_who_sent

NAME = "Tiina Tunnistettava"
START = "2026-12-01T08:00:00+00:00"
# They change what others find: their turn comes late. And these end the session: last of all.
LATE = ("forward", "close", "cancel", "reject", "no-show")
ENDS = ("/sign-out", "/idle", "/staff/sign-out")
# What can't be in an address by chance; each is told only to whoever may know it.
MARKS = (NAME, "4711/26", "Siipi 9")


@dataclasses.dataclass
class Visitor:
    """Somebody before the door: a cookie jar, a role, rights, and whether the thing is theirs."""

    title: str
    client: Any
    role: Role | None
    rights: frozenset = frozenset()
    own: bool = False
    csrf: str = ""

    def may(self, route: Route) -> bool:
        if route.public:
            return True
        needed = route.right
        if self.role is Role.PRISON_STAFF and "/meetings" in route.path:
            # The worker uses the same address and needs no right: the use case asks for it.
            needed = Right.APPROVE
        return self.role in route.roles and (needed is None or needed in self.rights)


async def _csrf(client, role):
    kind = "client" if role is Role.CLIENT else "staff"
    async with client.get(f"/api/v1/{kind}/session") as answer:
        return (await answer.json())["csrf"]


@pytest.fixture
async def cast(service, new_client, issue_code, sign_in_person, staff_user, sign_in_staff):
    """Everybody, and the ids of one person's things: a referral, a meeting, an alert, a code."""
    siiri = await staff_user(Role.SOCIAL_WORKER, name="Siiri Sosiaalinen")
    tiina = await person_who_sent(service, name=NAME, number="4711/26", place="Siipi 9")
    await tiina.claimed_by(siiri)
    meeting = await tiina.requested(siiri, START)
    alert = await tiina.alert()
    issued = await issue_code(client_id=tiina.client.id)
    things = {
        "referrals": tiina.referral_id,
        "meetings": meeting,
        "alerts": alert,
        "clients": tiina.client.id,
    }
    codes = await service.database.read(lambda uow: uow.codes.of_client(tiina.client.id))
    things["codes"] = codes[0].id
    own = await sign_in_person(issued.code)
    other = await sign_in_person((await issue_code(name="Joku Toinen")).code)
    people = [
        Visitor("nobody", new_client(), None),
        Visitor("the person", own, Role.CLIENT, own=True),
        Visitor("another person", other, Role.CLIENT),
        Visitor("her worker", await sign_in_staff(siiri), Role.SOCIAL_WORKER, own=True),
    ]
    staff = [
        ("worker of another county", Role.SOCIAL_WORKER, {"county": OTHER_COUNTY}),
        ("leader of the county", Role.LEADER, {}),
        ("leader of another county", Role.LEADER, {"county": OTHER_COUNTY}),
        ("admin", Role.ADMIN, {}),
        ("staff with no right", Role.PRISON_STAFF, {"rights": ()}),
        ("staff of another prison", Role.PRISON_STAFF, {"prison": OTHER_PRISON}),
        ("staff with all rights", Role.PRISON_STAFF, {}),
        *((f"staff with {right}", Role.PRISON_STAFF, {"rights": (right,)}) for right in Right),
    ]
    for title, role, scope in staff:
        login = await staff_user(role, **scope)
        client = await sign_in_staff(login)
        mine = role is Role.PRISON_STAFF and "prison" not in scope
        people.append(Visitor(title, client, role, login.user.rights, own=mine))
    for visitor in people:
        if visitor.role is not None:
            visitor.csrf = await _csrf(visitor.client, visitor.role)
    return people, things


def address(route, things):
    """The address of the thing that this route is about."""
    kind = next((kind for kind in things if f"/{kind}/{{id}}" in route.path), "")
    path = route.path.replace("{id}", things.get(kind, "nothing"))
    return re.sub(r"\{\w+\}", "housing", path)


async def knock(visitor, route, things, shapes):
    """Ask for the route as a browser or a program would; the status and the text."""
    how: dict[str, Any] = {"allow_redirects": False}
    if route.path.startswith("/api/"):
        if route.method not in ("GET", "DELETE"):
            how["json"] = BODIES[shapes[route.method, route.path]]
    elif route.method == "POST":
        form = {"csrf": visitor.csrf, "text": "x", "outcome": "met", "to": OTHER_COUNTY}
        how["data"] = {**form, "code": "no_staff", "lang": "fi", "slot": "s1"}
    path = address(route, things)
    async with visitor.client.session.request(
        route.method, visitor.client.make_url(path), **how
    ) as answer:
        return answer.status, (await answer.read()).decode("utf-8", "replace")


def expected(visitor, route):
    """The statuses that are right before this door; None: anything that is no refusal."""
    api = route.path.startswith("/api/")
    if route.public:
        return None
    if visitor.role is None:
        return {303} if route.method == "GET" and not api else {401}
    if not visitor.may(route):
        return {403}
    if "{id}" in route.path and not visitor.own:
        return {404}
    return None


def ends(route):
    return route.method == "DELETE" or route.path in ENDS


def in_order(table, visitor):
    """Those last that end something, and last of all what ends this visitor's own session."""

    def lateness(route):
        mine = ends(route) and visitor.role in route.roles
        return mine, route.path.endswith("/erase"), route.path.endswith(LATE), route.path

    return sorted(table, key=lateness)


async def test_every_route_for_everybody(service, cast):
    from bot.web.api.routes import OPERATIONS

    people, things = cast
    shapes = {(o.method, o.path): o.body for o in OPERATIONS}
    table = service.server.app[ACCESS].values()
    wrong, asked = [], 0
    # The strangers first: whoever may act changes what the others would find.
    for visitor in sorted(people, key=lambda each: (each.own, each.role is Role.CLIENT)):
        for route in in_order(table, visitor):
            if route.public and route.method != "GET":
                # Signing in and out: test_sign_in.py, test_staff_session.py.
                continue
            status, text = await knock(visitor, route, things, shapes)
            asked += 1
            right = expected(visitor, route)
            door = f"{visitor.title}: {route.method} {route.path} → {status}"
            # Of the person's own things no one is refused; a state may be wrong by now.
            if status >= 500 or (right is not None and status not in right):
                wrong.append(f"{door}, not {right}")
            # Whoever has just signed out or erased everything is nobody any more.
            shut = (403,) if ends(route) or route.path.endswith("/erase") else (401, 403)
            if right is None and not route.public and status in shut:
                wrong.append(f"{door}, though it is theirs")
            if not visitor.own and any(mark in text for mark in MARKS):
                wrong.append(f"{door} and tells who she is")
    print(f"{len(table)} routes × {len(people)} visitors: {asked} requests")
    assert wrong == []
    assert asked > 1000


async def test_leaders_and_admins_have_no_door_to_content(service):
    rooms = [r for r in service.server.app[ACCESS].values() if not r.public]
    for role in (Role.LEADER, Role.ADMIN):
        inside = {r.path for r in rooms if role in r.roles}
        assert not any(
            part in path for path in inside for part in ("referral", "client", "summary", "meeting")
        ), inside


def test_a_route_that_names_nobody_can_not_be_made():
    async def handler(request):
        return None

    with pytest.raises(ValueError, match="names no role"):
        Route("GET", "/open", handler, NOBODY_SIGNED_IN)
