"""What a guard must know of requests and meetings that somebody else, or the clock, ends."""

import datetime as dt

from bot.casework.prison_rules import MeetingRules
from bot.casework.services import meeting_day, meetings
from tests.integration.staff_browser import signed_in

FRIDAY = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)
TODAY = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


async def test_the_prison_is_told_what_others_or_the_clock_have_ended(
    office, matti, siiri, vesa, service, clock, new_client
):
    context, client = service.context, matti.client
    meeting = await matti.approved(siiri, vesa, FRIDAY)
    assert "Peruuntuneet tapaamiset" not in (await office.open("/prison")).text
    await matti.run(lambda uow: meetings.cancel_by_client(uow, context, client.id, meeting))
    page = await office.open("/prison")
    assert "Peruuntuneet tapaamiset" in page.text and "Asiakas perui" in page.text
    await matti.requested(siiri, TODAY + dt.timedelta(hours=1))
    clock.moment = TODAY + dt.timedelta(hours=1)
    await matti.run(lambda uow: meeting_day.expire(uow, context))
    later = await signed_in(new_client(), vesa)
    assert "Vankila ei päättänyt ajoissa" in (await later.open("/prison")).text


async def test_what_the_prison_ended_itself_is_no_news_to_it(office, matti, siiri, vesa):
    meeting = await matti.approved(siiri, vesa, FRIDAY)
    await office.open("/prison")
    page = await office.send(f"/prison/meetings/{meeting}/cancel", code="lockdown")
    assert "Peruuntuneet tapaamiset" not in page.text


async def test_until_when_the_prison_can_answer_is_said_beside_the_request(office, matti, siiri):
    def notice(uow):
        uow.rules.set_rules("kuopio", MeetingRules(notice_hours=24))

    await matti.run(notice)
    await matti.requested(siiri, FRIDAY)
    page = await office.open("/prison")
    assert "Vastaa viimeistään to 26.11.2026 klo 10.00" in page.text
