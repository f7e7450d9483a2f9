"""The support network, the hand-over, the leader's figures and the person's plan: axe, narrow
screens, the picture."""

import datetime as dt
import os

import pytest

from bot.casework.actor import SYSTEM, Role
from bot.casework.services import support_network as network
from bot.casework.services.codes import issue
from bot.casework.summary import Content
from tests.browser.cell.walks import sign_in as enter_cell
from tests.browser.conftest import NARROW
from tests.browser.staff.walks import sign_in
from tests.integration.staff_situations import need, person_who_sent

# A folder for pictures of the pages, to look at them.
PICTURES = os.environ.get("REITTI_TEST_PICTURES")
DAY = dt.date(2026, 12, 3)


@pytest.fixture
async def people(service, staff_user):
    """Siiri's network for Matti, a plan that he was shown, a leader with some figures."""
    siiri = await staff_user(Role.SOCIAL_WORKER, username="siiri", name="Siiri Sosiaalinen")
    leena = await staff_user(Role.LEADER, username="leena", name="Leena Johtaja")
    matti = await person_who_sent(service)
    await matti.claimed_by(siiri)
    for areas, times in ((("housing",), 7), (("money", "debts"), 6), (("digital",), 2)):
        content = Content(needs=[need(area) for area in areas])
        for _ in range(times):
            await person_who_sent(service, content)

    def write(uow):
        context, actor, id_ = service.context, siiri.user.actor(), matti.referral_id
        for area, listed, name, does in (
            ("housing", "vva", "", "Etsii sinulle asunnon."),
            (
                "housing",
                "",
                "Serkku Pekka, joka asuu Kuopiossa ja tuntee kaikki",
                "Auttaa muutossa.",
            ),
            ("money", "kela", "", "Käsittelee hakemuksesi."),
            ("substance_use", "a_clinic", "", "Jatkaa hoitoasi."),
        ):
            network.add_actor(
                uow,
                context,
                actor,
                id_,
                area=area,
                listed=listed,
                name=name,
                does=does,
                by_when=DAY,
            )
        network.set_status(
            uow, context, actor, id_, area="housing", status="in_progress", responsible="worker"
        )
        for whose, what in (("client", "Täytä hakemus Kelaan."), ("worker", "Soita klinikalle.")):
            network.add_todo(uow, context, actor, id_, whose=whose, what=what, by_when=DAY)
        network.show_plan(uow, context, actor, id_)
        helpers = [e.body["id"] for e in uow.support.of_referral(id_) if e.kind == "actor"]
        for helper, yes in ((helpers[0], True), (helpers[2], False)):
            network.say_consent(uow, context, matti.client.id, helper, yes=yes)
        return issue(uow, context, SYSTEM, client_id=matti.client.id).code

    code = await service.database.run(write)
    return siiri, leena, matti, code


async def pages(open_page, people, lang, **how):
    """(name, page) of each page in turn."""
    siiri, leena, matti, code = people
    page = await open_page(**how)
    await sign_in(page, siiri, lang)
    base = f"/desk/referrals/{matti.referral_id}"
    await page.goto(f"{base}/network")
    yield "network", page
    for folded in await page.query_selector_all("main details:not([open]) > summary"):
        await folded.click()
    yield "network-open", page
    await page.goto(f"{base}/handover")
    yield "handover", page
    page = await open_page(**how)
    await sign_in(page, leena, lang)
    await page.goto("/leader")
    yield "leader", page
    page = await open_page(**how)
    await enter_cell(page, code, lang)
    await page.goto("/plan")
    yield "plan", page


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("lang", "how"),
    [("fi", {}), ("sv", {"viewport": NARROW}), ("en", {})],
)
async def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    open_page, people, check_access, lang, how
):
    wrong = []
    async for name, page in pages(open_page, people, lang, **how):
        wrong += [(name, *each) for each in await check_access(page)]
        over = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wrong += [(name, "scrolls sideways", over)] if over > 0 else []
        if PICTURES:
            await page.screenshot(path=f"{PICTURES}/{name}-{lang}.png", full_page=True)
    assert wrong == []
