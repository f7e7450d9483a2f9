"""Notices by e-mail: that something new waits, never what; at most once."""

import dataclasses
import email

import pytest
from aiosmtpd.controller import Controller

from bot.casework.outbox import CUT_OFF
from bot.casework.services.notices import EVERY
from bot.casework.services.sending import begin
from bot.casework.services.talking import write
from bot.web.delivering import Postman
from tests.integration.staff_situations import WORDS, person_who_sent
from tests.servers import free_port

TEXT = "Voisitko soittaa äidilleni Kuopioon?"


class Mailbox:
    """A mail server that keeps what it takes."""

    def __init__(self):
        self.mails, self.answers = [], []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.mails.append((envelope.rcpt_tos, envelope.content))
        return answer


@pytest.fixture
def mailbox():
    box = Mailbox()
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def postman(service, content, mailbox):
    settings = dataclasses.replace(
        service.settings,
        smtp_host="127.0.0.1",
        smtp_port=mailbox.port,
        smtp_tls="none",
        smtp_from="reitti@county.example",
    )
    return Postman(service.database, service.context, settings, content.texts)


@pytest.fixture
async def written(service):
    """A person has written to their worker, three times."""
    situation = await person_who_sent(service)

    def work(uow):
        for n in range(3):
            write(uow, service.context, situation.client.id, f"{TEXT} {n}")

    await service.database.run(work)
    return situation


def over(clock):
    clock.move_on(seconds=EVERY.total_seconds())


async def test_one_line_tells_that_something_waits_and_nothing_of_what(
    written, postman, mailbox, clock
):
    assert await postman.deliver() == 0
    over(clock)
    assert await postman.deliver() == 1
    assert await postman.deliver() == 0
    ((to, raw),) = mailbox.mails
    mail = email.message_from_bytes(raw)
    text = mail.get_payload(decode=True).decode()
    assert to == ["tiimi@county.example"]
    assert "odottaa jotain uutta" in text
    for secret in (*WORDS, TEXT, written.client.id, written.referral_id, "Matti", "2041", "http"):
        assert secret.encode() not in raw
        assert secret not in text


async def test_what_comes_later_brings_another_one(written, postman, mailbox, clock, service):
    over(clock)
    await postman.deliver()
    await service.database.run(lambda uow: write(uow, service.context, written.client.id, TEXT))
    over(clock)
    await postman.deliver()
    assert len(mailbox.mails) == 2


async def test_a_server_that_is_busy_is_tried_again(written, postman, mailbox, clock):
    mailbox.answers = ["451 later"]
    over(clock)
    await postman.deliver()
    assert mailbox.mails == []
    clock.move_on(minutes=1)
    await postman.deliver()
    assert len(mailbox.mails) == 1


async def test_what_was_cut_off_is_not_sent_a_second_time(
    written, postman, mailbox, clock, service
):
    over(clock)
    assert len(await service.database.run(lambda uow: begin(uow, service.context))) == 1
    clock.move_on(seconds=CUT_OFF.total_seconds())
    await postman.deliver()
    assert mailbox.mails == []


async def test_a_county_without_addresses_gets_none(service, postman, mailbox, clock):
    other = await person_who_sent(service, county="vantaa-kerava")
    await service.database.run(lambda uow: write(uow, service.context, other.client.id, TEXT))
    over(clock)
    assert await postman.deliver() == 0
    assert mailbox.mails == []
