"""Every operation asks who it is, before anything else: no session, wrong role, wrong scope,
another site. One service for all of them, so that a new operation is in the test by itself."""

import re

import pytest

from bot.casework.actor import Right, Role
from bot.web.api.routes import OPERATIONS
from tests.integration.api.situations import WEDNESDAY, ok, problem, say
from tests.integration.conftest import OTHER_COUNTY, OTHER_PRISON

# A body of each shape that nothing is wrong with.
BODIES = {
    "Nothing": {},
    "SignIn": {"code": "AAAA CCCC DDDD"},
    "Language": {"lang": "sv"},
    "Secret": {"secret": "a word of mine"},
    "StaffSignIn": {"username": "nobody", "password": "nothing at all"},
    "NewMessage": {"text": "hello"},
    "SummaryChange": {"consent": {"housing": {"social_worker": True}}},
    "CountyAnswer": {"yes": False},
    "HelpReport": {"area": "housing", "help": "no"},
    "Wish": {"wish": "on Wednesday"},
    "Choice": {"slot": "s1"},
    "Words": {"text": "some words"},
    "Assignment": {"to": "somebody"},
    "Closing": {"outcome": "met"},
    "Forwarding": {"to": OTHER_COUNTY},
    "StandIn": {"to": None},
    "Contact": {"kind": "call"},
    "Judgement": {"judged": "at_once"},
    "NetworkActor": {"area": "housing", "does": "Helps with the move.", "listed": "rets"},
    "NetworkHelper": {"helper": "h1"},
    "NetworkStatus": {"area": "housing", "status": "met", "responsible": "worker"},
    "NetworkTodo": {"whose": "client", "what": "Fill in the form."},
    "NetworkDone": {"todo": "t1"},
    "PlanAnswer": {"plan": 1, "yes": True},
    "PlanConsent": {"helper": "h1", "yes": True},
    "NewMeeting": {"referral": "r1"},
    "Offer": {"slots": [{"start": WEDNESDAY, "minutes": 45}]},
    "CountyOffer": {"slots": [{"start": WEDNESDAY, "minutes": 45}]},
    "NotHeld": {"code": "device_broken"},
    "Approval": {},
    "Rejection": {"code": "no_staff"},
    "NewCode": {
        "county": OTHER_COUNTY,
        "release_date": "unknown",
        "name": "Maija",
        "place": "B 1",
    },
}
GUARDED = [operation for operation in OPERATIONS if not operation.public]
CHANGES = [operation for operation in GUARDED if operation.method != "GET"]


def asked(client, operation, thing="nothing", **more):
    """The request of an operation, with a body that is fine."""
    path = re.sub(r"\{id\}", thing, operation.path)
    if operation.method not in ("GET", "DELETE") and not {"json", "data"} & set(more):
        more["json"] = BODIES[operation.body]
    return client.request(operation.method, path, **more)


async def statuses(client, operations, **more):
    found = {}
    for operation in operations:
        answer = await asked(client, operation, **more)
        assert answer.content_type == "application/problem+json", operation.path
        found[operation.method, operation.path] = answer.status
    return found


def every(operations, status):
    return {(operation.method, operation.path): status for operation in operations}


async def test_without_a_session_nothing_is_done(app_client):
    assert await statuses(app_client, GUARDED) == every(GUARDED, 401)


@pytest.mark.parametrize("role", list(Role)[:-1])
async def test_a_role_reaches_its_own_operations_only(role, person, staff_user, sign_in_staff):
    if role is Role.CLIENT:
        client = await person()
    else:
        client = await sign_in_staff(await staff_user(role))
    others = [operation for operation in GUARDED if role not in operation.roles]
    assert others
    assert await statuses(client, others) == every(others, 403)


async def test_prison_staff_need_the_right_of_each_operation(staff_user, sign_in_staff):
    for right in Right:
        rest = [other for other in Right if other is not right]
        client = await sign_in_staff(await staff_user(Role.PRISON_STAFF, rights=rest))
        needed = [operation for operation in GUARDED if operation.right is right]
        assert needed
        assert await statuses(client, needed) == every(needed, 403)
        if right is Right.APPROVE:
            await problem(client.get("/api/v1/meetings"), 403, "right_missing")


async def test_what_does_not_exist_is_not_found(person, worker, guard):
    for client in (await person(), await worker(), await guard()):
        role = Role.CLIENT
        session = await client.get("/api/v1/staff/session")
        if session.status == 200:
            role = Role((await session.json())["role"])
        mine = [o for o in GUARDED if role in o.roles and "{id}" in o.path]
        assert await statuses(client, mine) == every(mine, 404)
        odd = await client.get("/api/v1/meetings/%00%ED%A0%80")
        assert odd.status in (403, 404)


async def test_others_referrals_are_not_found(sent, worker):
    theirs = await sent()
    stranger = await worker(county=OTHER_COUNTY)
    mine = [o for o in GUARDED if o.path.startswith("/api/v1/referrals/{id}")]
    assert await statuses(stranger, mine, thing=theirs.referral) == every(mine, 404)
    new = {"referral": theirs.referral}
    await problem(stranger.post("/api/v1/meetings", json=new), 404)
    assert (await ok(stranger.get("/api/v1/referrals")))["items"] == []


async def test_others_meetings_are_not_found(requested, person, worker, guard):
    case = await requested()
    strangers = {
        Role.CLIENT: await person(name="Joku Toinen"),
        Role.SOCIAL_WORKER: await worker(county=OTHER_COUNTY),
        Role.PRISON_STAFF: await guard(prison=OTHER_PRISON),
    }
    for role, stranger in strangers.items():
        mine = [o for o in GUARDED if "meetings/{id}" in o.path and role in o.roles]
        assert mine
        assert await statuses(stranger, mine, thing=case.meeting) == every(mine, 404)
    for role in (Role.SOCIAL_WORKER, Role.PRISON_STAFF):
        listed = await ok(strangers[role].get("/api/v1/meetings?mine=false"))
        assert listed["items"] == []


async def test_others_alerts_are_not_found(person, guard):
    someone = await person()
    alert = (await ok(someone.post("/api/v1/client/help"), 201))["alert"]
    stranger = await guard(prison=OTHER_PRISON)
    assert (await ok(stranger.get("/api/v1/alerts")))["items"] == []
    await problem(stranger.post(f"/api/v1/alerts/{alert}/acknowledge"), 404)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "X-CSRF-Token": "guessed"},
    ],
)
async def test_a_browser_changes_nothing_without_the_token(headers, person, worker, guard):
    for client, role in (
        (await person(), Role.CLIENT),
        (await worker(), Role.SOCIAL_WORKER),
        (await guard(), Role.PRISON_STAFF),
    ):
        mine = [operation for operation in CHANGES if role in operation.roles]
        assert await statuses(client, mine, headers=headers) == every(mine, 403)


async def test_a_browser_with_the_token_is_let_through(person):
    client = await person()
    csrf = (await ok(client.get("/api/v1/client/session")))["csrf"]
    origin = str(client.make_url("/")).rstrip("/")
    headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin", "X-CSRF-Token": csrf}
    body = {"choice": "agree"}
    await ok(client.post("/api/v1/client/messages", json=body, headers=headers))


@pytest.mark.parametrize("public", [False, True])
async def test_a_form_is_no_body_for_the_api(public, app_client, person):
    client = app_client if public else await person()
    posts = [o for o in OPERATIONS if o.method == "POST" and o.public is public]
    mine = [o for o in posts if public or Role.CLIENT in o.roles]
    for data in ({"text": "hello"}, b'{"text": "hello"}'):
        headers = {} if isinstance(data, dict) else {"Content-Type": "text/plain"}
        found = await statuses(client, mine, data=data, headers=headers)
        assert found == every(mine, 403)


async def test_a_wrong_method_is_told_which_is_right(app_client, person):
    answer = await app_client.get("/api/v1/client/messages")
    assert answer.status == 405 and answer.headers["Allow"] == "POST"
    assert answer.content_type == "application/problem+json"
    await problem(app_client.get("/api/v1/nothing"), 404)


async def test_a_session_ends_when_it_is_left(person):
    client = await person()
    await say(client, choice="agree")
    cookies = client.session.cookie_jar.filter_cookies(client.make_url("/"))
    kept = cookies["reitti_client"].value
    assert (await client.delete("/api/v1/client/session")).status == 204
    headers = {"Cookie": f"reitti_client={kept}"}
    await problem(client.get("/api/v1/client/thread", headers=headers), 401, "not_signed_in")


async def test_a_session_ends_when_nobody_is_there(person, clock):
    client = await person()
    clock.move_on(minutes=21)
    await problem(client.get("/api/v1/client/thread"), 401, "not_signed_in")
