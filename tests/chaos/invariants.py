"""What must hold afterwards, whatever was broken. Each finding is one line without words."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

from bot.casework.people import Message
from bot.casework.ports import UnitOfWork
from tests.chaos.persons import Person
from tests.chaos.place import Place

SETTLED = 20.0


async def settle(place: Place, people: list[Person]) -> list[str]:
    """Wait until nothing waits any more."""
    deadline = time.monotonic() + SETTLED
    while True:
        waiting = await place.database.read(
            lambda uow: [p.number for p in people if uow.threads.waiting(p.client_id)]
        )
        if not waiting:
            return []
        if time.monotonic() > deadline:
            return [f"a message of person {number} waits for ever" for number in waiting]
        await asyncio.sleep(0.1)


async def check(place: Place, people: list[Person]) -> list[str]:
    """Everything that was lost or came twice."""

    def look(uow: UnitOfWork) -> list[str]:
        found = []
        for person in people:
            thread = uow.threads.everything(person.client_id)
            found += [f"person {person.number}: {what}" for what in _of(uow, person, thread)]
        broken = uow.trail.broken_at()
        return [*found, *([f"the audit chain breaks at {broken}"] if broken else [])]

    said = [f"person {p.number}: {what}" for p in people for what in p.faults]
    return [*said, *await place.database.read(look)]


def _of(uow: UnitOfWork, person: Person, thread: list[Message]) -> list[str]:
    found = []
    texts = Counter(m.body["text"] for m in thread if m.sender == "client" and m.body["text"])
    there = [texts[words] for words in person.acknowledged]
    found += [f"an acknowledged message is there {times} times" for times in there if times != 1]
    if any(count > 1 for count in texts.values()):
        found.append("a message is there twice")
    found += _questions(thread)
    found += _replies(thread)
    referral = uow.referrals.of_client(person.client_id)
    if person.sent and (referral is None or referral.content_version != person.sent):
        found.append("a summary was sent twice or not at all")
    if len(uow.meetings.list_of_client(person.client_id)) != person.wishes:
        found.append("a meeting is double or missing")
    return found


def _questions(thread: list[Message]) -> list[str]:
    """A question that is asked again says why: its words do not stand alone."""
    found, before = [], None
    for message in thread:
        if message.sender != "assistant":
            continue
        says = message.body["says"]
        asked = says[-1].get("question") if says else None
        if asked is not None and asked == before and len(says) == 1:
            found.append(f"{asked} is asked twice without a word")
        before = asked or before
    return found


def _replies(thread: list[Message]) -> list[str]:
    """Each message has its own answer, and no answer is nobody's."""
    replies = [m.body["reply"] for m in thread if m.sender == "client" and m.body.get("reply")]
    # Sending is no message: it is told all the same.
    told = [m for m in thread if m.sender == "assistant" and m.body["stage"] != "sent"]
    answers = [m.id for m in told]
    found = ["one answer to two messages"] if len(replies) != len(set(replies)) else []
    # The first words of a thread answer nobody.
    if len(set(answers) - set(replies)) > 1:
        found.append("an answer that no message led to")
    return found
