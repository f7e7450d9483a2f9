"""Health and figures: they say which part is wrong, and nothing of any person."""

import datetime as dt

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot.casework.services.conversation import Incoming
from bot.web.conversation import CONVERSATION
from bot.web.keys import DRAINING, RASA
from bot.web.metrics import create_metrics_app
from bot.web.rasa_client import RasaClient

WORD = "Zanzibarzebra"


@pytest.fixture
async def metrics(service):
    client = TestClient(TestServer(create_metrics_app(service.server.app)))
    await client.start_server()
    yield client
    await client.close()


async def figures(metrics):
    answer = await metrics.get("/metrics")
    assert answer.status == 200
    text = await answer.text()
    samples = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            samples[sample.name, *sorted(sample.labels.items())] = sample.value
    return text, samples


async def health(client, name):
    answer = await client.get(f"/health/{name}")
    return answer.status, (await answer.json())["status"]


async def test_all_is_well(app_client):
    assert await health(app_client, "live") == (200, "live")
    assert await health(app_client, "serving") == (200, {"database": True, "stopping": False})
    status, parts = await health(app_client, "ready")
    assert status == 200
    assert parts == dict.fromkeys(("database", "rasa", "tracker", "model"), True)


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        ("tracker_store", {"rasa", "tracker"}),
        ("lock_store", {"rasa", "tracker"}),
        ("model", {"rasa", "tracker", "model"}),
        ("away", {"rasa", "tracker", "model"}),
    ],
)
async def test_ready_names_what_is_wrong_and_messages_are_still_taken(
    service, app_client, aiohttp_server, reason, wrong
):
    async def ill(_request):
        return web.json_response({"reason": reason}, status=503)

    app = web.Application()
    app.router.add_get("/webhooks/reitti/health", ill)
    server = await aiohttp_server(app)
    client = RasaClient([server.port], "x" * 16, 5)
    await client.open()
    try:
        parts = await client.parts()
    finally:
        await client.close()
    assert {part for part, well in parts.items() if not well} == wrong


async def test_rasa_away_is_red_for_the_alarm_and_green_for_the_balancer(app_client, rasa):
    rasa.away = True
    status, parts = await health(app_client, "ready")
    assert (status, parts["rasa"], parts["database"]) == (503, False, True)
    assert (await health(app_client, "serving"))[0] == 200


async def test_the_database_away_is_red_for_both(service, app_client, monkeypatch):
    async def away():
        return False

    monkeypatch.setattr(service.database, "healthy", away)
    assert (await health(app_client, "ready"))[0] == 503
    assert (await health(app_client, "serving"))[0] == 503


async def test_a_process_that_stops_is_taken_out_of_the_balancer_and_still_answers(
    service, app_client
):
    service.server.app[DRAINING].set()
    assert (await health(app_client, "serving"))[0] == 503
    assert (await health(app_client, "live"))[0] == 200
    assert (await app_client.get("/")).status == 200


async def test_what_waits_is_counted_and_how_long(service, issue_code, rasa, clock, metrics):
    rasa.away = True
    client_id = (await issue_code()).client.id
    await service.server.app[CONVERSATION].say(client_id, Incoming("m", text="hello"))
    clock.move_on(minutes=2)
    _, samples = await figures(metrics)
    assert samples["reitti_waiting", ("what", "message")] == 1
    assert samples["reitti_oldest_waiting_seconds", ("what", "message")] == 120
    assert samples["reitti_part_up", ("part", "rasa")] == 0
    assert samples["reitti_part_up", ("part", "database")] == 1
    assert samples[("reitti_rasa_away_total",)] == 1


async def test_figures_hold_no_word_name_or_id(person, service, metrics, app_client):
    client = await person(name=f"Matti {WORD}", place=f"A {WORD}")
    await client.post("/api/v1/client/messages", json={"choice": "agree"})
    await client.post("/api/v1/client/messages", json={"text": f"I have no {WORD}"})
    await app_client.get(f"/{WORD}/nowhere")
    await app_client.get(f"/api/v1/referrals/{WORD}")
    await app_client.request(WORD.upper(), "/")
    text, samples = await figures(metrics)
    assert WORD.lower() not in text.lower()
    route = ("route", "/api/v1/client/messages")
    assert samples["reitti_requests_total", ("method", "POST"), route, ("status", "200")] == 2
    assert ("reitti_requests_total", ("method", "GET"), ("route", "/api/v1/referrals/{id}"),
            ("status", "401")) in samples  # fmt: skip
    people = await service.database.read(
        lambda uow: uow.housekeeping.clients_gone(
            service.context.clock.now() + dt.timedelta(days=9999), 10
        )
    )
    assert all(one not in text for one in people)


async def test_figures_are_not_to_be_had_where_people_come(app_client):
    assert (await app_client.get("/metrics")).status == 404


async def test_a_lost_database_shows_no_old_counts(service, metrics, monkeypatch):
    from bot.casework.ports import DatabaseAway

    await figures(metrics)

    async def away(_work):
        raise DatabaseAway

    monkeypatch.setattr(service.database, "read", away)
    _, samples = await figures(metrics)
    assert samples["reitti_part_up", ("part", "database")] == 0
    assert not [name for name in samples if name[0] == "reitti_waiting"]
    assert RASA in service.server.app
