"""Filters, views, searches and counts of the queue; who has what open; kept views."""

import datetime as dt
from types import SimpleNamespace

import pytest

from bot.casework.actor import Role
from bot.casework.clocks import Targets, next_due
from bot.casework.errors import BadInput
from bot.casework.people import StaffUser
from bot.casework.ports.desk import SavedView
from bot.casework.queue_view import Asked, View
from bot.casework.referral import ReferralEvent, ReferralState
from bot.persistence.repositories import queue
from bot.web.reordering import reorder, reorder_if_changed
from tests.integration.persistence.situations import NOW, TODAY, a_client, a_referral, after

S = ReferralState
EVERY = tuple(S)


def day(number):
    return TODAY + dt.timedelta(days=number)


def fill(uow):
    uow.clients.add(a_client("aino", name="Aino Äyräs", number="4242"))
    rows = [
        a_referral("new", release_date=day(5), urgent=day(-1)),
        a_referral("mine", release_date=day(20), state=S.CLAIMED, claimed_by="w1", lang="sv"),
        a_referral("waits", state=S.WAITING, claimed_by="w2", stand_in="w1"),
        a_referral("aino", release_date=day(60), client="aino"),
        a_referral("gone", state=S.FORWARDED),
        a_referral("old", state=S.CLOSED, closed_at=after(-9)),
        a_referral("older", state=S.CLOSED, closed_at=after(-99), areas=["debts"]),
    ]
    rows[3].due_on = day(1)
    for row in rows:
        uow.referrals.add(row)


async def found(database, asked, **more):
    page, token = await database.read(lambda uow: uow.queue.page("kainuu", TODAY, asked, **more))
    return [row.id for row in page], token


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        (Asked(), ["new", "mine", "aino", "waits"]),
        (Asked(states=EVERY), ["new", "mine", "aino", "waits", "old", "older"]),
        (Asked(urgent=True), ["new"]),
        (Asked(states=(S.NEW,)), ["new", "aino"]),
        (Asked(states=(S.WAITING,)), ["waits"]),
        (Asked(states=(S.FORWARDED,)), []),
        (Asked(claimed_by="w1"), ["mine"]),
        (Asked(stand_in="w1"), ["waits"]),
        (Asked(states=(S.CLOSED,)), ["old", "older"]),
        (Asked(prison="pyhaselka"), ["aino"]),
        (Asked(lang="sv"), ["mine"]),
        (Asked(released_by=day(20)), ["new", "mine"]),
        (Asked(release_unknown=True), ["waits"]),
        (Asked(states=EVERY, area="debts"), ["older"]),
        (Asked(words="äyr"), ["aino"]),
        (Asked(words="4242"), ["aino"]),
        (Asked(words="äyr", lang="sv"), []),
    ],
)
async def test_what_each_question_finds_in_its_order(database, asked, ids):
    await database.run(fill)
    assert await found(database, asked) == (ids, None)


async def test_pages_go_over_from_open_to_closed_without_a_gap(database):
    await database.run(fill)
    seen, token = [], None
    for _ in range(7):
        ids, token = await found(database, Asked(states=EVERY), limit=1, after=token)
        seen += ids
        if token is None:
            break
    assert seen == ["new", "mine", "aino", "waits", "old", "older"]


async def test_a_search_that_has_opened_much_ends_its_page_and_goes_on(database, monkeypatch):
    monkeypatch.setattr(queue, "MOST_OPENED", 1)
    monkeypatch.setattr(queue, "_CHUNK", 1)
    await database.run(fill)
    seen, token, pages = [], None, 0
    while token is not None or pages == 0:
        ids, token = await found(database, Asked(states=EVERY, words="nimi matti"), after=token)
        seen, pages = seen + ids, pages + 1
    assert seen == ["new", "mine", "waits", "old", "older"]
    assert pages > 3


async def test_a_token_of_another_view_leads_nowhere(database):
    await database.run(fill)
    _, token = await found(database, Asked(states=(S.CLOSED,)), limit=1)
    with pytest.raises(BadInput):
        await found(database, Asked(), after=token)


async def test_how_many_stand_in_each_view(database):
    await database.run(fill)
    tallies = await database.read(lambda uow: uow.queue.tallies("kainuu", "w1", TODAY))
    assert tallies == {
        View.OPEN: 4,
        View.URGENT: 1,
        View.FREE: 2,
        View.MINE: 1,
        View.STAND_IN: 1,
        View.WAITING: 1,
    }


async def test_in_which_referrals_the_person_wrote_last(database):
    def work(uow):
        fill(uow)
        for referral_id, verbs in (
            ("mine", ["message", "write", "note"]),
            ("new", ["write", "message"]),
        ):
            for verb in verbs:
                uow.referrals.add_event(ReferralEvent(referral_id, verb, "x", "client", NOW))
        return uow.queue.wrote_last(["mine", "new", "waits"])

    assert await database.run(work) == {"mine"}


async def test_who_has_it_open_since_when(database):
    def work(uow):
        fill(uow)
        for worker, at in (("w1", after(-30)), ("w2", after(-20)), ("w1", after(-1)), ("w3", NOW)):
            uow.presence.note("new", worker, at)
        uow.presence.leave("new", "w3")
        return uow.presence.others("new", "w2", after(-10)), uow.presence.others("mine", "w2", NOW)

    assert await database.run(work) == ([("w1", after(-1))], [])


async def test_a_kept_view_is_its_owners(database):
    view = SavedView("v1", "Pian vapautuvat", {"show": "open", "window": "30"})

    def work(uow):
        for name in ("w1", "w2"):
            uow.staff.add(StaffUser(name, name, name, "", Role.SOCIAL_WORKER, NOW, "kainuu"))
        uow.saved_views.add("w1", view, NOW)
        return uow.saved_views.of_owner("w1"), uow.saved_views.drop("w2", "v1")

    assert await database.run(work) == ([view], False)
    assert await database.run(lambda uow: uow.saved_views.drop("w1", "v1")) is True
    assert await database.read(lambda uow: uow.saved_views.of_owner("w1")) == []


async def test_a_changed_goal_gives_open_referrals_another_place(database):
    await database.run(fill)
    goals = {"kainuu": Targets(contact=2)}
    context = SimpleNamespace(targets=goals, targets_of=goals.get, today=lambda: TODAY)
    before = await database.read(lambda uow: uow.referrals.of_county("aino", "kainuu"))
    assert await reorder(database, context) > 0
    aino = await database.read(lambda uow: uow.referrals.of_county("aino", "kainuu"))
    assert aino.due_on == next_due(aino, Targets(contact=2)) != before.due_on
    # No page becomes old by it, and the second time there is nothing to do.
    assert aino.revision == before.revision
    assert await reorder(database, context) == 0


async def test_the_same_goals_are_not_looked_at_again_at_the_next_start(database):
    await database.run(fill)

    def under(days):
        goals = {"kainuu": Targets(contact=days)}
        clock = SimpleNamespace(now=lambda: NOW)
        return SimpleNamespace(
            targets=goals, targets_of=goals.get, today=lambda: TODAY, clock=clock
        )

    async def row(database):
        return await database.read(lambda uow: uow.referrals.of_county("aino", "kainuu"))

    assert await reorder_if_changed(database, under(2)) > 0
    aino = await row(database)
    await database.run(lambda uow: uow.queue.reorder("aino", aino.revision, day(1)))
    assert await reorder_if_changed(database, under(2)) == 0
    assert (await row(database)).due_on == day(1)
    assert await reorder_if_changed(database, under(5)) > 0
