"""Ways through the staff's pages, for tests that look at each of them."""

import datetime as dt
from dataclasses import dataclass

from tests.integration.conftest import PASSWORD
from tests.integration.staff_situations import Situation, person_who_sent, quiet_summary

# Acts under the fold.
FOLDED = ("assign", "stand-in", "forward", "close")
FRIDAY = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)


@dataclass
class Office:
    """What there is to look at: people, a request, a draft, an agreed meeting."""

    siiri: object
    vesa: object
    matti: Situation
    free: Situation
    colleagues: Situation
    draft: str
    asked: str


async def furnish(service, staff_user):
    siiri = await staff_user("social_worker", username="siiri", name="Siiri Sosiaalinen")
    kalle = await staff_user("social_worker", username="kalle", name="Kalle Kokeilija")
    vesa = await staff_user("prison_staff", username="vesa", name="Vesa Vartija")
    matti = await person_who_sent(service)
    free = await person_who_sent(service, quiet_summary(), name=None, release_date=None, lang="sv")
    colleagues = await person_who_sent(service, name="Malla Esimerkki", number="2044", lang="en")
    await matti.claimed_by(siiri)
    await colleagues.claimed_by(kalle)
    asked = await matti.requested(siiri, FRIDAY)
    await colleagues.requested(kalle, FRIDAY + dt.timedelta(hours=1))
    await colleagues.approved(kalle, vesa, dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC))
    draft = await matti.draft(siiri)
    return Office(siiri, vesa, matti, free, colleagues, draft, asked)


async def sign_in(page, login, lang="fi"):
    await page.goto("/staff")
    await page.click(f"button[name=lang][value={lang}]")
    await page.fill("#username", login.username)
    await page.fill("#password", PASSWORD)
    await page.click("main .btn--main")
    assert not page.url.endswith("/staff"), await page.inner_text("main")


async def desk_pages(page, office):
    """Each page of the desk, and its folded parts open."""
    referral = f"/desk/referrals/{office.matti.referral_id}"
    for path in ("/desk", "/desk?show=closed", "/desk?q=nobody", referral):
        yield await shown(page, path)
    for number in range(3):
        await page.goto("/desk?show=urgent&lang=fi")
        await page.click(f"details[name=narrow] > summary >> nth={number}")
        yield f"/desk folded part {number}"
    for act in ("message", "contact", "judge", "note", "assign", "stand-in", "forward", "close"):
        await page.goto(referral)
        if act in FOLDED:
            await page.click("#acts-more > summary")
        await page.click(f"#act-{act} > summary")
        yield f"{referral} {act}"
    await page.click("#act-close button.btn--main")
    await page.goto(f"{referral}/letter")
    await page.fill("#letter-words", "Tulen käymään perjantaina.")
    await page.click("main .btn--main")
    yield f"{referral} letter"
    for path in (
        f"/desk/referrals/{office.free.referral_id}",
        f"/desk/referrals/{office.colleagues.referral_id}",
        "/desk/meetings",
        f"/desk/meetings/{office.asked}",
        f"/desk/meetings/{office.draft}",
        "/desk/meetings/none",
    ):
        yield await shown(page, path)
    await page.goto(f"/desk/meetings/{office.draft}")
    await page.fill("#date1", "28.11.2026")
    await page.fill("#time1", "10.00")
    await page.click(".send .btn--main")
    yield "offer refused"


async def prison_pages(page, office):
    """Each page of the prison: calm, with a request's forms open, with two alerts, the slip."""
    for path in ("/prison", "/prison/alerts", "/prison/codes"):
        yield await shown(page, path)
    for number, act in ((0, "propose"), (1, "reject")):
        await page.goto("/prison")
        await page.click(f"details[name=request][open] .acts summary >> nth={number}")
        yield f"/prison {act}"
    yield await shown(page, f"/prison/clients/{office.matti.client.id}")
    await page.goto("/prison/codes")
    await page.fill("#name", "Aino Uusi")
    await page.check("[name=release_unknown]")
    await page.select_option("#county", "kainuu")
    await page.click("form.card .btn--main")
    yield "code refused"
    await page.fill("#place", "Osasto 1, selli 2")
    await page.click("form.card .btn--main")
    assert await page.is_visible(".slip__code")
    yield "slip"
    await office.matti.alert("suicide")
    await office.colleagues.alert("asked_for_help")
    for path in ("/prison", "/prison/alerts", "/prison/codes"):
        yield await shown(page, path)
    await page.goto("/prison/alerts")
    await page.click(".btn--alarm >> nth=0")
    yield "/prison/alerts answered"


async def shown(page, path):
    await page.goto(path)
    return path
