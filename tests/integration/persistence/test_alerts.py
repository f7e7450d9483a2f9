"""Alerts: seen, answered once, and whether anybody watches."""

import dataclasses

from bot.casework.people import Alert
from tests.integration.persistence.situations import NOW, after


def an_alert(alert_id, client="matti", at=NOW, kind="suicide"):
    prison = "kylmakoski" if client == "matti" else "pyhaselka"
    return Alert(alert_id, client, prison, kind, at)


async def test_a_prison_reads_its_oldest_alert_first_the_person_their_newest(database):
    def work(uow):
        for one in (an_alert("a2", at=after(2)), an_alert("a1"), an_alert("a3", "liisa")):
            uow.alerts.add(one)
        prison = uow.alerts.open_of_prison("kylmakoski")
        return prison, uow.alerts.open_of_client("matti"), uow.alerts.of_client("a3", "matti")

    prison, own, none = await database.run(work)
    assert [alert.id for alert in prison] == ["a1", "a2"]
    assert (prison[0].client_name, prison[0].client_number) == ("Nimi matti", "Numero matti")
    assert own == [an_alert("a2", at=after(2)), an_alert("a1")] and none is None


async def test_an_alert_tells_where_the_person_is_now(database):
    def work(uow):
        uow.alerts.add(an_alert("a1"))
        person = uow.clients.get("matti")
        uow.clients.save(dataclasses.replace(person, place="Eristys 2"))
        return uow.alerts.of_prison("a1", "kylmakoski").client_place

    assert await database.run(work) == "Eristys 2"


async def test_an_open_alert_goes_with_the_person_and_is_not_shown_there_yet(database):
    def work(uow):
        uow.alerts.add(an_alert("a1"))
        uow.alerts.add(an_alert("a2"))
        uow.alerts.mark_shown("kylmakoski", after(1))
        uow.alerts.acknowledge("a2", "kylmakoski", "vartija", after(2))
        uow.alerts.move("matti", "pyhaselka")
        moved = uow.alerts.open_of_prison("pyhaselka")
        return moved, uow.alerts.open_of_prison("kylmakoski")

    moved, left = await database.run(work)
    assert [(alert.id, alert.shown_at) for alert in moved] == [("a1", None)]
    assert left == []


async def test_an_alert_is_answered_once(database):
    def work(uow):
        uow.alerts.add(an_alert("a1"))
        uow.alerts.add(an_alert("a2"))
        answer = uow.alerts.acknowledge
        first = answer("a1", "kylmakoski", "g1", after(1))
        second = answer("a1", "kylmakoski", "g2", after(2))
        alerts = uow.alerts
        still = [alert.id for alert in alerts.open_of_prison("kylmakoski")]
        answered = alerts.answered_of_prison("kylmakoski", NOW, 10)
        return first, second, still, answered, alerts.answered_of_prison("kylmakoski", after(2), 9)

    first, second, still, answered, later = await database.run(work)
    assert (first, second, still, later) == (True, False, ["a2"], [])
    assert [(a.id, a.acknowledged_by, a.acknowledged_at) for a in answered] == [
        ("a1", "g1", after(1))
    ]


async def test_the_first_moment_an_alert_was_shown_is_kept(database):
    def work(uow):
        alerts = uow.alerts
        alerts.add(an_alert("a1"))
        alerts.add(an_alert("a2", "liisa"))
        before = alerts.last_watched("kylmakoski")
        alerts.mark_shown("kylmakoski", after(1))
        alerts.mark_shown("kylmakoski", after(2))
        shown = [alerts.of_client(*pair).shown_at for pair in (("a1", "matti"), ("a2", "liisa"))]
        return before, shown, alerts.last_watched("kylmakoski"), alerts.last_watched("pyhaselka")

    assert await database.run(work) == (None, [after(1), None], after(2), None)
