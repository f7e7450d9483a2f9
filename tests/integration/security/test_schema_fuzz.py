"""Requests made from the service's own document, and conversations of any words and buttons.

Schemathesis makes requests that the document allows, and such that it does not; hypothesis
talks. Whatever comes: no fault, no answer that the document does not know, no state lost.
A few examples here, many with `make fuzz` (REITTI_FUZZ_EXAMPLES).
"""

import asyncio
import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.web.api.openapi import document
from bot.web.api.routes import OPERATIONS

EXAMPLES = int(os.environ.get("REITTI_FUZZ_EXAMPLES", "2"))
TALKS = max(3, EXAMPLES)
SCHEMA = schemathesis.openapi.from_dict(document(OPERATIONS))
QUICK = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
WORDS = st.one_of(
    st.text(min_size=1, max_size=200),
    st.sampled_from(
        ["asunto puuttuu", "ei", "jo", "velkoja", "haluan kuolla", "poista kaikki", "/restart"]
    ),
)
CHOICES = st.sampled_from(
    "agree disagree yes no skip dont_know no_answer explain stop enough human continue".split()
)
TURNS = st.lists(st.one_of(WORDS.map(lambda w: ("text", w)), CHOICES.map(lambda c: ("choice", c))),
                 min_size=1, max_size=8)  # fmt: skip


@pytest.fixture
def in_loop(service):
    """Runs a coroutine in the loop of the service from hypothesis's own, blocking, world."""
    loop = asyncio.get_event_loop()

    def run(coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result(60)

    return run


def operations(role):
    """The operations of one role, those that end the session left out."""
    mine = []
    for result in SCHEMA.get_all_operations():
        operation = result.ok()
        roles = operation.definition.raw.get("x-roles", [])
        ends = operation.method == "delete" or operation.path.endswith(("/erase", "/session"))
        if role in roles and not ends:
            mine.append(operation)
    return mine


@pytest.mark.parametrize("role", ["client", "social_worker", "prison_staff"])
async def test_requests_made_from_the_document_lead_to_no_fault(
    service, in_loop, person, worker, guard, role, caplog
):
    client = await {"client": person, "social_worker": worker, "prison_staff": guard}[role]()
    asked = []

    async def ask(case):
        path = case.formatted_path
        kept = {
            name: str(value)
            for name, value in (case.headers or {}).items()
            if name.lower() == "idempotency-key"
        }
        query = {name: str(value) for name, value in (case.query or {}).items()}
        more = {} if type(case.body).__name__ == "NotSet" else {"json": case.body}
        try:
            url = client.make_url("/").join(client.make_url(path)).with_query(query)
        except ValueError:
            return
        try:
            async with client.session.request(
                case.method, url, headers=kept, allow_redirects=False, **more
            ) as answer:
                await answer.read()
                asked.append(f"{case.method} {case.operation.path} {answer.status}")
                assert answer.status < 500, asked[-1]
        except ValueError:
            # No HTTP client can send such a header or address.
            return

    def work():
        for operation in operations(role):
            strategy = operation.as_strategy()

            @QUICK
            @given(case=strategy)
            def once(case):
                in_loop(ask(case))

            once()

    await asyncio.to_thread(work)
    assert len(asked) >= len(operations(role))
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_any_words_and_any_order_of_buttons_lose_nothing(
    service, in_loop, issue_code, sign_in_person, caplog
):
    async def talk(turns):
        person = await sign_in_person((await issue_code(lang="fi")).code)
        said = 0
        for kind, what in turns:
            url = person.make_url("/api/v1/client/messages")
            async with person.session.post(url, json={kind: what}) as answer:
                assert answer.status in (200, 409, 422), (kind, what, answer.status)
                said += answer.status == 200
        url = person.make_url("/api/v1/client/thread")
        async with person.session.get(url) as answer:
            assert answer.status == 200
            thread = await answer.json()
        mine = [message for message in thread["messages"] if message["from"] == "client"]
        assert len(mine) == said, "each message that was taken stands in the thread once"
        assert thread["messages"][-1]["from"] == "assistant", "somebody always has the next word"
        if any(kind == "text" and what == "haluan kuolla" for kind, what in turns):
            states = [message["question"] for message in thread["messages"]]
            assert "crisis" in states

    def work():
        @settings(QUICK, max_examples=TALKS)
        @given(turns=TURNS)
        def once(turns):
            in_loop(talk(turns))

        once()

    await asyncio.to_thread(work)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
