"""The support network's rows, and the outbox, as the database keeps them."""

import datetime as dt

from bot.casework.outbox import Delivery, DeliveryKind, DeliveryState
from bot.casework.support_network import SupportEvent
from tests.integration.persistence.lives import live
from tests.integration.persistence.situations import after

LATER = dt.timedelta(minutes=5)


def delivery(id_, mark, **how):
    made = {"county": "kainuu", "made_by": "w1", "at": after(1), "due_at": after(1), **how}
    return Delivery(id_, DeliveryKind.HAND_OVER, mark, body={"id": id_}, **made)


async def test_rows_come_back_in_the_order_in_which_they_were_written(database):
    def work(uow):
        live(uow)
        for n in (3, 1, 2):
            body = {"id": str(n)}
            uow.support.add(
                SupportEvent("r-matti", "matti", "todo", "w1", "social_worker", after(n), body)
            )
        return uow.support.of_referral("r-matti"), uow.support.of_referral("r-liisa")

    mine, others = await database.run(work)
    assert [event.body["id"] for event in mine][-3:] == ["3", "1", "2"]
    assert [event.number for event in mine] == sorted(event.number for event in mine)
    assert others == []


async def test_the_same_thing_waits_once(database):
    def work(uow):
        first = uow.outbox.put(delivery("o1", "same"))
        second = uow.outbox.put(delivery("o2", "same"))
        return first, second, uow.outbox.with_mark("same")

    first, second, kept = await database.run(work)
    assert (first, second) == (True, False)
    assert (kept.id, kept.body) == ("o1", {"id": "o1"})


async def test_what_is_due_and_what_was_cut_off_comes_up_and_nothing_else(database):
    def work(uow):
        for id_, state, due in (
            ("due", DeliveryState.WAITING, after(1)),
            ("later", DeliveryState.WAITING, after(90)),
            ("cut", DeliveryState.SENDING, after(1)),
            ("under-way", DeliveryState.SENDING, after(29)),
            ("sent", DeliveryState.SENT, after(1)),
            ("failed", DeliveryState.FAILED, after(1)),
        ):
            uow.outbox.put(delivery(id_, id_, state=state, due_at=due))
        return uow.outbox.due(after(30), after(30) - LATER, 10)

    found = await database.run(work)
    assert {each.id for each in found} == {"due", "cut"}


async def test_what_has_left_keeps_no_body(database):
    def work(uow):
        one = delivery("o1", "m1")
        uow.outbox.put(one)
        one.state, one.done_at = DeliveryState.SENT, after(2)
        uow.outbox.save(one)
        return uow.outbox.with_mark("m1")

    kept = await database.run(work)
    assert (kept.state, kept.body, kept.done_at) == (DeliveryState.SENT, None, after(2))
