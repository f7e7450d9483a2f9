"""One run: people are interviewed, something breaks and heals, and then it is looked."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

from tests.chaos.faults import Fault
from tests.chaos.invariants import check, settle
from tests.chaos.persons import GaveUp, Person
from tests.chaos.place import Place


@dataclass(frozen=True)
class Plan:
    """What a seed leads to: which fault, after how many answers, and what people say."""

    seed: int
    fault: Fault
    after: int
    people: int
    turns: int
    long: bool

    def luck(self, number: int) -> random.Random:
        return random.Random(f"{self.seed}-{number}")

    @property
    def lasts(self) -> float:
        return self.fault.longer if self.long else self.fault.lasts


@dataclass
class Outcome:
    """What one run came to."""

    plan: Plan
    losses: list[str] = field(default_factory=list)
    acknowledged: int = 0
    retries: int = 0


def plan(seed: int, faults: list[Fault], people: int, turns: int, *, long: bool) -> Plan:
    """The same for the same seed."""
    luck = random.Random(seed)
    fault = faults[seed % len(faults)]
    # Signing in, agreeing, telling, and twice a turn.
    answers = people * (4 + 2 * turns)
    return Plan(seed, fault, int(answers * luck.uniform(0.05, 0.8)), people, turns, long)


async def run(place: Place, planned: Plan) -> Outcome:
    """Do it."""
    people = []
    for number in range(planned.people):
        code, client_id = await place.code()
        luck = planned.luck(number)
        people.append(Person(number, code, client_id, place.url, luck, planned.turns))
    outcome = Outcome(planned)

    async def live(person: Person) -> None:
        await asyncio.sleep(person.luck.uniform(0, 0.5))
        try:
            await person.live()
        except GaveUp as error:
            outcome.losses.append(f"person {person.number} gave up: {error}")

    lives = [asyncio.ensure_future(live(person)) for person in people]
    while sum(person.steps for person in people) < planned.after:
        await asyncio.sleep(0.005)
        if all(one.done() for one in lives):
            break
    async with planned.fault.breaking(place):
        await asyncio.sleep(planned.lasts)
    await asyncio.gather(*lives)
    outcome.losses += await settle(place, people)
    outcome.losses += await check(place, people)
    outcome.acknowledged = sum(len(person.acknowledged) + person.sent for person in people)
    outcome.retries = sum(person.retries for person in people)
    await place.until_well()
    return outcome
