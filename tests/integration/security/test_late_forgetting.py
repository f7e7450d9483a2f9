"""Erasing while Rasa is away; an access log that a person can read; long texts hold up nobody."""

import asyncio
import time

import pytest

from bot.safety import danger
from bot.web.forgetting import FORGETTING
from tests.integration.api.situations import ok, send_summary


async def test_who_was_erased_while_rasa_was_away_is_forgotten_when_it_is_back(
    service, person, rasa
):
    client = await person()
    await ok(client.post("/api/v1/client/messages", json={"choice": "agree"}))
    rasa.away = True
    assert (await client.post("/api/v1/client/erase")).status < 300
    forgetting = service.server.app[FORGETTING]
    assert await forgetting.catch_up() == 0
    rasa.away = False
    assert await forgetting.catch_up() == 1
    assert await forgetting.catch_up() == 0


async def test_reading_again_within_the_hour_is_one_line_for_the_person_and_all_in_the_trail(
    service, issue_code, sign_in_person, staff_user, sign_in_staff, clock
):
    issued = await issue_code()
    person = await sign_in_person(issued.code)
    referral = await send_summary(person)
    login = await staff_user()
    for minutes in (0, 5, 5, 120):
        clock.move_on(minutes=minutes)
        social = await sign_in_staff(login)
        await ok(social.get(f"/api/v1/referrals/{referral}"))
    person = await sign_in_person(issued.code)
    shown = (await ok(person.get("/api/v1/client/access-log")))["items"]
    assert len(shown) == 2
    rows = await service.database.read(
        lambda uow: uow.trail.of_client(issued.client.id, ("open",), 50)
    )
    assert len([row for row in rows if row.thing == "referral"]) == 4


async def test_while_a_long_text_is_looked_through_others_write(person, monkeypatch):
    slow, quick = await person(), await person(name="Joku Toinen")
    look = danger._find

    def taking_its_time(text):
        if len(text) > danger.LONG:
            time.sleep(1.5)
        return look(text)

    monkeypatch.setattr(danger, "_find", taking_its_time)
    long = {"text": "Asunto meni. " * 1400}
    sending = asyncio.create_task(slow.post("/api/v1/client/messages", json=long))
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await ok(quick.post("/api/v1/client/messages", json={"choice": "agree"}))
    assert time.monotonic() - began < 1
    assert (await sending).status == 200


def test_a_long_text_is_looked_through_once_and_its_words_are_not_kept(monkeypatch):
    looks = []
    monkeypatch.setattr(danger, "_find", looks.append)
    monkeypatch.setattr(danger, "_lately", danger.OrderedDict())
    for _ in range(3):
        assert danger.find_danger("x" * 3000) is None
    assert len(looks) == 1
    assert all(isinstance(mark, bytes) and len(mark) == 32 for mark in danger._lately)
    with pytest.raises(KeyError):
        danger._lately["x" * 3000]
