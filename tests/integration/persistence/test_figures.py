"""What is counted for a leader, on both databases."""

import dataclasses
import datetime as dt

from bot.casework.referral import ReferralState
from tests.integration.persistence.situations import NOW, a_meeting, a_referral, after

YEAR = dt.timedelta(days=365)


async def test_only_the_countys_own_of_that_time_are_counted_and_without_a_name(database):
    def work(uow):
        for id_, county, state in (
            ("r1", "kainuu", ReferralState.NEW),
            ("r2", "kainuu", ReferralState.FORWARDED),
            ("r3", "lappi", ReferralState.NEW),
        ):
            made = a_referral(id_, client="matti", county=county, areas=["housing"])
            uow.referrals.add(dataclasses.replace(made, state=state))
        uow.meetings.add(a_meeting("k1", after(60), client="matti"))
        county = uow.meetings.list_of_client("matti")[0].county
        span = (NOW - YEAR, NOW + YEAR)
        return (
            uow.figures.referrals("kainuu", *span),
            uow.figures.by_county(*span),
            uow.figures.meetings(county, *span),
            uow.figures.referrals("kainuu", NOW + YEAR, NOW + 2 * YEAR),
        )

    rows, counties, meetings, later = await database.run(work)
    assert [(row.id, row.client_id, row.client_name, row.areas) for row in rows] == [
        ("", "", None, ["housing"])
    ]
    assert counties == {"kainuu": 1, "lappi": 1}
    assert [row.number for row in meetings] == [1]
    assert later == []
