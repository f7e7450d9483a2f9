"""Nothing is read from outside the reader's scope: it looks as if it did not exist."""

from bot.casework.people import Alert
from tests.integration.persistence.situations import NOW, a_meeting, a_referral, after


async def test_a_referral_is_found_by_its_own_county_only(database):
    await database.run(lambda uow: uow.referrals.add(a_referral("r1")))
    own = await database.read(lambda uow: uow.referrals.of_county("r1", "kainuu"))
    other = await database.read(lambda uow: uow.referrals.of_county("r1", "satakunta"))
    assert own.client_name == "Nimi matti" and own.areas == ["housing"]
    assert other is None


async def test_a_client_is_found_by_their_own_prison_only(database):
    own = await database.read(lambda uow: uow.clients.of_prison("matti", "kylmakoski"))
    other = await database.read(lambda uow: uow.clients.of_prison("matti", "pyhaselka"))
    assert own.name == "Nimi matti" and other is None


async def test_a_message_is_found_by_its_own_writer_only(database):
    await database.run(lambda uow: uow.threads.add("matti", "m1", "client", NOW, {"text": "hei"}))
    own = await database.read(lambda uow: uow.threads.get("matti", "m1"))
    other = await database.read(lambda uow: uow.threads.get("liisa", "m1"))
    assert own.body == {"text": "hei"} and other is None


async def test_a_message_cannot_be_amended_in_the_name_of_another(database):
    def work(uow):
        stored = uow.threads.add("matti", "m1", "client", NOW, {"text": "hei"})
        stored.client_id, stored.body = "liisa", {"text": "muuta"}
        uow.threads.amend(stored)
        return uow.threads.get("matti", "m1")

    assert (await database.run(work)).body == {"text": "hei"}


async def test_a_meeting_is_found_by_its_person_county_and_prison_only(database):
    await database.run(lambda uow: uow.meetings.add(a_meeting("k1")))

    def found(uow):
        meetings = uow.meetings
        own = (
            meetings.of_client("k1", "matti"),
            meetings.of_county("k1", "kainuu"),
            meetings.of_prison("k1", "kylmakoski"),
        )
        other = (
            meetings.of_client("k1", "liisa"),
            meetings.of_county("k1", "satakunta"),
            meetings.of_prison("k1", "pyhaselka"),
        )
        return own, other

    own, other = await database.read(found)
    assert None not in own and other == (None, None, None)


async def test_an_alert_is_found_and_answered_by_its_own_prison_only(database):
    def work(uow):
        uow.alerts.add(Alert("a1", "matti", "kylmakoski", "suicide", NOW))
        other = uow.alerts.of_prison("a1", "pyhaselka")
        by_other = uow.alerts.acknowledge("a1", "pyhaselka", "guard", after(1))
        return other, by_other, uow.alerts.of_prison("a1", "kylmakoski")

    other, by_other, own = await database.run(work)
    assert other is None and by_other is False
    assert (own.kind, own.client_name, own.client_place) == ("suicide", "Nimi matti", "Osasto 3")
    assert own.acknowledged_at is None


async def test_the_prison_never_reads_a_wish_and_saving_does_not_lose_it(database):
    def work(uow):
        uow.meetings.add(a_meeting("k1", after(60), wish="Haluan puhua veloista"))
        read = uow.meetings.of_prison("k1", "kylmakoski")
        listed = uow.meetings.list_of_prison("kylmakoski", [read.state], 10)
        uow.meetings.save(read)
        return read, listed, uow.meetings.of_client("k1", "matti")

    read, listed, own = await database.run(work)
    assert read.wish is None and [m.wish for m in listed] == [None]
    assert own.wish == "Haluan puhua veloista" and own.client_name is None


async def test_the_county_learns_who_it_is_only_once_a_summary_was_sent(database):
    def work(uow):
        uow.referrals.add(a_referral("r1"))
        uow.meetings.add(a_meeting("k1"))
        uow.meetings.add(a_meeting("k2", referral_id="r1"))
        return [uow.meetings.of_county(one, "kainuu").client_name for one in ("k1", "k2")]

    assert await database.run(work) == [None, "Nimi matti"]
