"""Words that came too late, reports of help, and alerts that must go further."""

from bot.casework.people import HelpReport
from tests.integration.persistence.situations import NOW, after
from tests.integration.persistence.test_alerts import an_alert


async def test_of_a_person_the_latest_words_are_kept_until_they_are_dropped(database):
    def work(uow):
        uow.drafts.keep("matti", "ensin", NOW)
        uow.drafts.keep("matti", "sitten", after(1))
        uow.drafts.keep("liisa", "muuta", NOW)
        kept = uow.drafts.get("matti")
        uow.drafts.drop("matti")
        return kept, uow.drafts.get("matti"), uow.drafts.get("liisa")

    assert await database.run(work) == ("sitten", None, "muuta")


async def test_reports_of_help_are_read_in_order_and_by_nobody_else(database):
    def work(uow):
        for minute, answer in enumerate(("no", "partly")):
            uow.help_reports.add("matti", HelpReport("housing", answer, after(minute)))
        return uow.help_reports.of_client("matti"), uow.help_reports.of_client("liisa")

    mine, others = await database.run(work)
    assert [(report.area, report.answer) for report in mine] == [
        ("housing", "no"),
        ("housing", "partly"),
    ]
    assert others == []


async def test_an_alert_goes_further_once_and_only_where_the_prison_has_an_address(database):
    def work(uow):
        alerts = uow.alerts
        for one in (an_alert("a1"), an_alert("a2", "liisa"), an_alert("a3", at=after(9))):
            alerts.add(one)
        assert not uow.prisons.set_escalation("nowhere", "paivystys@vankila.example")
        assert uow.prisons.set_escalation("kylmakoski", "paivystys@vankila.example")
        due = alerts.to_escalate(after(5))
        first, second = alerts.mark_escalated("a1", after(6)), alerts.mark_escalated("a1", after(7))
        left = alerts.to_escalate(after(5))
        alerts.acknowledge("a3", "kylmakoski", "g1", after(10))
        return due, first, second, left, alerts.mark_escalated("a3", after(11))

    due, first, second, left, answered = await database.run(work)
    assert [(alert.id, address) for alert, address in due] == [("a1", "paivystys@vankila.example")]
    assert first and not second and left == [] and not answered


async def test_where_a_person_moved_to_an_open_alert_goes_further_anew(database):
    def work(uow):
        uow.alerts.add(an_alert("a1"))
        uow.alerts.mark_escalated("a1", after(3))
        uow.alerts.move("matti", "pyhaselka")
        uow.prisons.set_escalation("pyhaselka", "paivystys@vankila.example")
        return [alert.id for alert, _ in uow.alerts.to_escalate(after(5))]

    assert await database.run(work) == ["a1"]
