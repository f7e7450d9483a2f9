"""Whatever is sent to whatever address: an answer or a refusal, never a fault."""

import json
import random
from urllib.parse import quote

import pytest

from bot.casework.actor import Role
from bot.web.api.routes import OPERATIONS
from tests.integration.api.test_guarded import BODIES
from tests.programs import strict

ROUNDS = 25
# What breaks parsers, databases and dates; each stands for a fault that is easily made.
ODD = [
    *(None, True, False, 0, -1, 1.5, 10**30, 1e308, "", " ", "\x00", "a\x00b", "\ud800"),
    *("\U0001f642", "ä" * 300, "x" * 25_000, "'; DROP TABLE client; --", "{call_button}", "%s"),
    *("2026-11-25T08:00:00Z", "2026-13-45", "9999-12-31T23:59:59-12:00", "NaN", "null"),
    *([], {}, [None], {"": None}, [[[[1]]]], {"a": {"b": {"c": []}}}, {"social_worker": True}),
]
RAW = [b"", b"{", b"[]", b"\xff", b"null", b'{"text": "\\ud83d"}', b'{"a":' * 2000, b"0" * 9999]
QUERIES = ["", "state=%00", "q=%ED%A0%80&mine=", "limit=%F0%9F%99%82", "next=" + "A" * 300]
HEADERS = [{}, {}, {"Idempotency-Key": "k"}, {"Accept-Language": "xx,;q=,-"}, {"X-CSRF-Token": "ä"}]


def odd_value(chance, depth=3):
    if depth and chance.random() < 0.2:
        return {chance.choice(list(BODIES)): odd_value(chance, depth - 1)}
    if depth and chance.random() < 0.2:
        return [odd_value(chance, depth - 1) for _ in range(chance.randint(1, 3))]
    return chance.choice(ODD)


def odd_body(chance, good):
    """A good body with something wrong in it, or nothing good at all."""
    kind = chance.random()
    if kind < 0.1:
        return chance.choice(RAW)
    body = json.loads(json.dumps(good))
    if kind < 0.2:
        body = odd_value(chance)
    elif body:
        name = chance.choice(list(body))
        inner = body[name]
        if isinstance(inner, list) and inner and chance.random() < 0.7:
            row = inner[0]
            row[chance.choice(list(row))] = odd_value(chance)
        elif isinstance(inner, dict) and chance.random() < 0.7:
            inner[chance.choice([*inner, "\x00", "nothing"])] = odd_value(chance)
        else:
            body[name] = odd_value(chance)
    if isinstance(body, dict) and chance.random() < 0.3:
        body[chance.choice(["revision", "lang", "reason", "question", "text"])] = odd_value(chance)
    return json.dumps(body).encode()


@pytest.mark.parametrize("role", [Role.CLIENT, Role.SOCIAL_WORKER, Role.PRISON_STAFF])
async def test_no_operation_answers_with_a_fault(role, requested, caplog):
    await odd_requests(role, await requested(), caplog)


async def odd_requests(role, case, caplog):
    seed = 1 if strict() else random.randrange(10**9)
    chance = random.Random(seed)
    client = {Role.CLIENT: case.person, Role.SOCIAL_WORKER: case.worker}.get(role, case.guard)
    things = [case.referral, case.meeting, "nothing", "\x00", "\U0001f642", "x" * 500, "a b"]
    mine = [o for o in OPERATIONS if role in o.roles]
    # These end the session; they have their turn when the others have had theirs.
    last = [o for o in mine if o.path.endswith("/erase") or o.method == "DELETE"]
    for operation in [*(o for o in mine if o not in last), *last]:
        for _ in range(ROUNDS if operation not in last else 1):
            thing = quote(chance.choice(things), safe="")
            path = f"{operation.path.replace('{id}', thing)}?{chance.choice(QUERIES)}"
            more = {"headers": dict(chance.choice(HEADERS))}
            if operation.method not in ("GET", "DELETE"):
                more["data"] = odd_body(chance, BODIES[operation.body])
                more["headers"]["Content-Type"] = "application/json"
            answer = await client.request(operation.method, path, **more)
            told = f"{operation.method} {operation.path} {more.get('data')} seed {seed}"
            assert answer.status < 500, told
            assert answer.status != 401 or operation.public or operation in last, told
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
