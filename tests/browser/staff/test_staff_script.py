"""What the scripts add, and that everything works without them."""

import datetime as dt
import re

from bot.casework.services.desk_views import note_open
from tests.browser.staff.walks import sign_in
from tests.integration.staff_situations import eight_needs, person_who_sent


async def test_a_new_alert_comes_up_by_itself_and_keeps_what_is_typed(open_page, office):
    page = await open_page()
    await page.clock.install()
    await sign_in(page, office.vesa)
    await page.goto("/prison/codes")
    await page.fill("#name", "Aino")
    alert = await office.matti.alert()
    await page.clock.run_for(11_000)
    await page.wait_for_selector(f'[data-alert="{alert}"]')
    assert (await page.title()).startswith("(1) ")
    assert await page.input_value("#name") == "Aino"
    await page.click(".btn--alarm")
    await page.wait_for_url("**/prison/codes?done=acknowledge")


async def test_an_alert_that_a_colleague_answered_goes_by_itself(open_page, office):
    page, other = await open_page(), await open_page()
    await page.clock.install()
    await office.matti.alert()
    await sign_in(page, office.vesa)
    await page.goto("/prison/alerts")
    assert await page.locator(".alarm").count() == 1
    await sign_in(other, office.vesa)
    await other.goto("/prison/alerts")
    await other.click(".btn--alarm")
    await page.clock.run_for(11_000)
    await page.wait_for_selector(".alarm", state="detached")
    assert not (await page.title()).startswith("(")


async def test_a_lost_connection_is_said_and_not_taken_for_a_quiet_evening(open_page, office):
    page = await open_page()
    await page.clock.install()
    await sign_in(page, office.vesa)
    await page.goto("/prison/alerts")
    assert not await page.is_visible("#alerts-lost")
    await page.route("**/prison/alerts/open*", lambda route: route.fulfill(status=429))
    for _ in range(2):
        async with page.expect_response("**/prison/alerts/open*"):
            await page.clock.run_for(11_000)
    await page.wait_for_selector("#alerts-lost", state="visible")
    await page.unroute("**/prison/alerts/open*")
    async with page.expect_response("**/prison/alerts/open*"):
        await page.clock.run_for(11_000)
    await page.wait_for_selector("#alerts-lost", state="hidden")


async def test_only_one_request_stands_open_at_a_time(open_page, office):
    page = await open_page()
    await sign_in(page, office.vesa)
    await page.click("details[name=request]:not([open]) > summary")
    await page.wait_for_function(
        "document.querySelectorAll('details[name=request][open]').length === 1"
    )


async def test_the_print_button_is_there_only_with_script(open_page, office):
    with_script, without = await open_page(), await open_page(java_script_enabled=False)
    for page, seen in ((with_script, True), (without, False)):
        await sign_in(page, office.siiri)
        await page.goto(f"/desk/referrals/{office.matti.referral_id}")
        assert await page.is_visible("[data-print]") is seen


async def test_nothing_is_kept_in_the_browser(open_page, office):
    page = await open_page()
    await sign_in(page, office.vesa)
    await page.goto("/prison/alerts")
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
    cookies = await page.context.cookies()
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Strict" for cookie in cookies)


async def test_from_queue_to_held_meeting_without_script(open_page, office, clock):
    """The worker takes it, offers a time; the person picks; the prison permits and holds."""
    desk = await open_page(java_script_enabled=False)
    await sign_in(desk, office.siiri)
    referral = office.free
    await desk.click(f'form[action="/desk/referrals/{referral.referral_id}/claim"] button')
    await desk.click(f'form[action="/desk/referrals/{referral.referral_id}/meetings"] button')
    await desk.fill("#date1", "25.11.2026")
    await desk.fill("#time1", "9.00")
    await desk.click(".send .btn--main")
    meeting = re.search(r"/desk/meetings/(\w+)", desk.url)[1]
    await referral.pick(meeting)
    prison = await open_page(java_script_enabled=False)
    await sign_in(prison, office.vesa)
    await prison.goto(f"/prison?open={meeting}")
    await prison.click(f'form[action="/prison/meetings/{meeting}/approve"] .btn--main')
    # It is begun on its day, by whoever is on duty then.
    clock.moment = dt.datetime(2026, 11, 25, 7, tzinfo=dt.UTC)
    await sign_in(prison, office.vesa)
    await prison.goto(f"/prison?open={meeting}")
    for verb in ("start", "finish"):
        await prison.click(f'form[action="/prison/meetings/{meeting}/{verb}"] button')
    await sign_in(desk, office.siiri)
    await desk.goto(f"/desk/meetings/{meeting}")
    assert "Pidetty" in await desk.inner_text("main")


async def test_a_referral_of_eight_needs_prints_on_one_sheet(open_page, office, service):
    page = await open_page()
    await sign_in(page, office.siiri)
    eight = await person_who_sent(service, eight_needs(service.context.clock.now()))
    await page.goto(f"/desk/referrals/{eight.referral_id}")
    assert await page.locator(".need").count() == 8
    assert sheets(await page.pdf(format="A4", prefer_css_page_size=True)) == 1


async def test_the_slip_prints_on_one_sheet_without_the_menu(open_page, office):
    page = await open_page()
    await sign_in(page, office.vesa)
    await page.goto("/prison/codes")
    await page.fill("#name", "Aino")
    await page.fill("#place", "Osasto 1")
    await page.check("[name=release_unknown]")
    await page.select_option("#county", "kainuu")
    await page.click("form.card .btn--main")
    await page.emulate_media(media="print")
    assert not await page.is_visible(".top")
    assert await page.is_visible(".slip__code")
    assert sheets(await page.pdf(format="A4", prefer_css_page_size=True)) == 1


def sheets(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


async def test_arrows_go_from_row_to_row_and_each_view_has_a_key(open_page, office):
    page = await open_page()
    await sign_in(page, office.siiri)
    await page.goto("/desk")
    rows = page.locator("a[data-row]")
    await rows.nth(0).focus()
    for key, at in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1)):
        await page.keyboard.press(key)
        assert await rows.nth(at).evaluate("row => row === document.activeElement")
    keys = await page.eval_on_selector_all("[accesskey]", "all => all.map(one => one.accessKey)")
    assert sorted(keys) == ["1", "2", "3", "4", "5", "6", "7", "s"]


async def test_who_opens_it_later_is_seen_without_a_reload(open_page, office, service):
    page = await open_page()
    await page.clock.install()
    await sign_in(page, office.siiri)
    await page.goto(f"/desk/referrals/{office.free.referral_id}")
    assert await page.is_hidden("#also-open")
    kalle = await service.database.read(lambda uow: uow.staff.by_username("kalle"))
    await office.free.run(
        lambda uow: note_open(uow, service.context, kalle.actor(), office.free.referral_id)
    )
    await page.clock.run_for(31_000)
    await page.wait_for_selector("#also-open:not([hidden])")
    assert "Kalle Kokeilija" in await page.inner_text("#also-open")
