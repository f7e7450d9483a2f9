"""What a person told, wished and is, in front of everybody who has no business with it."""

from bot.casework.actor import Role
from bot.casework.services.codes import list_of_prison, set_client
from tests.integration.api.situations import ok, problem, say
from tests.integration.conftest import OTHER_PRISON

WISH = "Mornings, I am ashamed of my debts"


async def wish_before_the_claim(sent, worker):
    case = await sent()
    wished = await ok(case.person.post("/api/v1/client/meetings", json={"wish": WISH}), 201)
    mine, colleague = await worker(), await worker()
    return case, wished["id"], mine, colleague


async def test_a_wish_is_for_the_worker_who_has_the_referral(sent, worker):
    case, meeting, mine, colleague = await wish_before_the_claim(sent, worker)
    await ok(mine.post(f"/api/v1/referrals/{case.referral}/claim"))
    for path in (f"/api/v1/meetings/{meeting}", "/api/v1/meetings", "/api/v1/meetings?mine=false"):
        assert WISH not in await (await colleague.get(path)).text()
        assert WISH in await (await mine.get(path)).text()
    assert (await ok(colleague.get(f"/api/v1/meetings/{meeting}")))["verbs"] == []


async def test_while_nobody_has_the_referral_the_county_sees_the_wish(sent, worker):
    _, meeting, mine, colleague = await wish_before_the_claim(sent, worker)
    for each in (mine, colleague):
        assert (await ok(each.get(f"/api/v1/meetings/{meeting}")))["wish"] == WISH


async def test_a_worker_of_another_county_finds_nothing(sent, worker):
    case, meeting, _, _ = await wish_before_the_claim(sent, worker)
    stranger = await worker(county="vantaa-kerava")
    for path in (f"referrals/{case.referral}", f"referrals/{case.referral}/export"):
        await problem(stranger.get(f"/api/v1/{path}"), 404)
        await problem(stranger.get(f"/api/v1/{path}?reason=absence"), 404)
    await problem(stranger.get(f"/api/v1/meetings/{meeting}"), 404)
    for act in ("claim", "release", "reopen"):
        await problem(stranger.post(f"/api/v1/referrals/{case.referral}/{act}"), 404)
    for act, body in (("note", {"text": "x"}), ("message", {"text": "x"})):
        await problem(stranger.post(f"/api/v1/referrals/{case.referral}/{act}", json=body), 404)
    for each in ("referrals?state=all", "meetings?mine=false"):
        assert (await ok(stranger.get(f"/api/v1/{each}")))["items"] == []


async def test_leaders_and_admins_read_no_content(sent, staff_user, sign_in_staff):
    case = await sent()
    for role in (Role.LEADER, Role.ADMIN, Role.PRISON_STAFF):
        client = await sign_in_staff(await staff_user(role))
        for path in (
            "referrals",
            f"referrals/{case.referral}",
            f"referrals/{case.referral}/export",
        ):
            await problem(client.get(f"/api/v1/{path}"), 403)
        for path in ("client/thread", "client/summary", "client/access-log", "client/sign-ins"):
            await problem(client.get(f"/api/v1/{path}"), 403)


async def test_the_prison_that_somebody_has_left_sees_nothing_of_where_they_are(
    service, issue_code, staff_user
):
    issued = await issue_code(name="Matti Muuttaja")
    old, new = (
        (await staff_user(Role.PRISON_STAFF)),
        (await staff_user(Role.PRISON_STAFF, prison=OTHER_PRISON)),
    )
    context = service.context

    def move(uow):
        set_client(uow, context, old.user.actor(), issued.client.id, prison=OTHER_PRISON)
        set_client(uow, context, new.user.actor(), issued.client.id, place="B 7 secret")

    await service.database.run(move)

    def listed(login):
        return lambda uow: list_of_prison(uow, context, login.user.actor())

    assert await service.database.read(listed(old)) == []
    # Whoever has the person now must be able to take the code back.
    found = await service.database.read(listed(new))
    assert [client.place for _, client in found] == ["B 7 secret"]


async def test_nothing_that_a_person_told_is_in_any_answer_to_the_prison(offered, service):
    case = await offered()
    await say(case.person, text="My sister Sirkka lives in Oulu")
    await ok(case.person.post("/api/v1/client/worker-messages", json={"text": "Sirkka knows"}), 201)
    await ok(case.person.post("/api/v1/client/help"), 201)
    path = f"/api/v1/client/meetings/{case.meeting}/choose"
    await ok(case.person.post(path, json={"slot": case.slot}))
    pages = ("", "/alerts", "/codes", f"/clients/{case.client_id}", f"?open={case.meeting}")
    texts = []
    for page in [f"/prison{page}" for page in pages] + [
        "/api/v1/meetings",
        f"/api/v1/meetings/{case.meeting}",
        "/api/v1/alerts",
    ]:
        async with case.guard.session.get(case.guard.make_url(page)) as answer:
            texts.append(await answer.text())
    for text in texts:
        for word in ("Sirkka", "housing", "no home", "debts", "asunto"):
            assert word not in text
