"""The queue's order and pages; who comes second; versions and events."""

import datetime as dt

import pytest

from bot.casework.errors import BadInput, WrongState
from bot.casework.queue_view import Asked
from bot.casework.referral import ReferralEvent, ReferralState
from bot.casework.summary import Content
from tests.integration.persistence.situations import NOW, TODAY, a_referral, after

# In the order in which a worker should read them today.
EXPECTED = ["urgent", "urgent-older", "soon-near", "soon", "first", "second", "unknown", "unknown2"]


def day(number):
    return TODAY + dt.timedelta(days=number)


def fill(uow):
    rows = [
        a_referral("unknown2", received_at=after(5)),
        a_referral("unknown"),
        a_referral("second", release_date=day(90), received_at=after(2)),
        # It will be urgent, but not today.
        a_referral("first", release_date=day(90), received_at=after(1), urgent=day(3)),
        a_referral("soon", release_date=day(29), soon=day(0)),
        a_referral("soon-near", release_date=day(20), soon=day(-9), urgent=day(6)),
        a_referral("urgent-older", release_date=day(10), soon=day(-20), urgent=day(-4)),
        a_referral("urgent", release_date=day(2), urgent=day(0)),
        a_referral("closed", release_date=day(1), urgent=day(0), state=ReferralState.CLOSED),
        a_referral("other", release_date=day(1), urgent=day(0), client="liisa", county="satakunta"),
    ]
    for row in rows:
        uow.referrals.add(row)


async def test_the_queue_is_by_urgency_today_then_release_then_time_received(database):
    await database.run(fill)
    page, following = await database.read(lambda uow: uow.queue.page("kainuu", TODAY, Asked()))
    assert [row.id for row in page] == EXPECTED and following is None
    assert page[0].client_name == "Nimi matti"


async def test_the_queue_is_right_on_a_later_day_without_opening_anything(database):
    await database.run(fill)
    page, _ = await database.read(lambda uow: uow.queue.page("kainuu", day(6), Asked()))
    urgent_then = ["urgent", "urgent-older", "soon-near", "first"]
    assert [row.id for row in page][:4] == urgent_then


@pytest.mark.parametrize("size", [1, 3, 7, 8])
async def test_pages_follow_each_other_without_a_gap_or_a_repeat(database, size):
    await database.run(fill)
    seen, token = [], None
    while True:
        page, token = await database.read(
            lambda uow, after=token: uow.queue.page(
                "kainuu", TODAY, Asked(), limit=size, after=after
            )
        )
        seen += [row.id for row in page]
        if token is None:
            break
    assert seen == EXPECTED


async def test_what_arrives_between_two_pages_moves_nothing(database):
    await database.run(fill)

    def page(uow, after=None):
        return uow.queue.page("kainuu", TODAY, Asked(), limit=3, after=after)

    _, token = await database.read(page)
    await database.run(
        lambda uow: uow.referrals.add(a_referral("new", release_date=day(0), urgent=day(0)))
    )
    rest, _ = await database.read(lambda uow: page(uow, token))
    assert [row.id for row in rest] == EXPECTED[3:6]


async def test_the_token_of_a_page_tells_nothing_and_works_in_its_own_county_only(database):
    await database.run(fill)
    _, token = await database.read(lambda uow: uow.queue.page("kainuu", TODAY, Asked(), limit=1))
    assert "urgent" not in token and str(TODAY.year) not in token
    for wrong in ("nonsense!", "", token[:-4]):
        with pytest.raises(BadInput):
            await database.read(
                lambda uow, after=wrong: uow.queue.page("kainuu", TODAY, Asked(), after=after)
            )
    with pytest.raises(BadInput):
        await database.read(lambda uow: uow.queue.page("satakunta", TODAY, Asked(), after=token))


async def test_my_referrals_and_how_many_stand_where(database):
    def work(uow):
        fill(uow)
        uow.referrals.add(a_referral("mine", state=ReferralState.CLAIMED, claimed_by="w1"))
        mine, _ = uow.queue.page("kainuu", TODAY, Asked(claimed_by="w1"))
        return [row.id for row in mine], uow.referrals.counts("kainuu")

    mine, counts = await database.run(work)
    assert mine == ["mine"]
    assert counts == {ReferralState.NEW: 8, ReferralState.CLOSED: 1, ReferralState.CLAIMED: 1}


async def test_of_two_who_claim_the_same_referral_the_second_is_refused(database):
    await database.run(lambda uow: uow.referrals.add(a_referral("r1")))
    first = await database.read(lambda uow: uow.referrals.of_county("r1", "kainuu"))
    second = await database.read(lambda uow: uow.referrals.of_county("r1", "kainuu"))
    first.state, first.claimed_by = ReferralState.CLAIMED, "w1"
    second.state, second.claimed_by = ReferralState.CLAIMED, "w2"
    await database.run(lambda uow: uow.referrals.save(first))
    with pytest.raises(WrongState, match="out_of_date"):
        await database.run(lambda uow: uow.referrals.save(second))
    stored = await database.read(lambda uow: uow.referrals.of_county("r1", "kainuu"))
    assert (stored.claimed_by, stored.revision) == ("w1", 1)


async def test_a_persons_referral_is_the_one_that_was_not_forwarded(database):
    def work(uow):
        uow.referrals.add(a_referral("old", state=ReferralState.FORWARDED, received_at=after(9)))
        uow.referrals.add(a_referral("new", county="satakunta"))
        return uow.referrals.of_client("matti"), uow.referrals.of_client("liisa")

    own, none = await database.run(work)
    assert (own.id, own.county) == ("new", "satakunta") and none is None


async def test_versions_and_events_come_back_as_they_were_stored(database):
    content = Content(needs=[{"area": "housing", "statements": []}], declined=["money"])
    events = [
        ReferralEvent("r1", "claim", "w1", "social_worker", after(2)),
        ReferralEvent("r1", "note", "w1", "social_worker", after(3), "Soitin Kelaan"),
    ]

    def work(uow):
        uow.referrals.add(a_referral("r1"))
        uow.referrals.add_version("r1", 1, content, NOW)
        for event in events:
            uow.referrals.add_event(event)
        return uow.referrals.version("r1", 1), uow.referrals.version("r1", 2)

    first, missing = await database.run(work)
    assert first == (content, NOW) and missing is None
    assert await database.read(lambda uow: uow.referrals.events("r1")) == events
