"""The support network is what its rows add up to."""

import datetime as dt

from bot.casework.support_network import NeedStatus, SupportEvent, as_shown, network_of

NOW = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
HELPER = {"id": "h", "area": "housing", "actor": "rets", "name": None, "does": "x", "by_when": None}


def rows(*steps):
    return [
        SupportEvent("r", "c", kind, "siiri", role, NOW + dt.timedelta(minutes=n), body, n)
        for n, (role, kind, body) in enumerate(steps, start=1)
    ]


def worker(kind, **body):
    return "social_worker", kind, body


def person(kind, **body):
    return "client", kind, body


def test_the_latest_status_holds_and_the_earlier_ones_stay():
    network = network_of(
        rows(
            worker("status", area="housing", status="in_progress", responsible="worker"),
            worker("status", area="housing", status="met", responsible="client"),
        )
    )
    need = network.need("housing")
    assert (need.status, need.responsible) == (NeedStatus.MET, "client")
    assert [event.body["status"] for event in need.history] == ["in_progress", "met"]


def test_an_actor_begins_without_consent_and_the_persons_last_word_counts():
    events = rows(worker("actor", **HELPER), person("consent", id="h", yes=True))
    assert network_of(events[:1]).helpers["h"].consent is None
    assert network_of(events).helpers["h"].consent is True
    again = rows(
        worker("actor", **HELPER),
        person("consent", id="h", yes=True),
        person("consent", id="h", yes=False),
    )
    assert network_of(again).helpers["h"].consent is False


def test_the_person_sees_nothing_before_a_plan_is_shown():
    assert as_shown(rows(worker("actor", **HELPER))).helpers == {}


def test_the_person_sees_the_plan_as_it_was_shown_and_their_own_acts_since():
    events = rows(
        worker("actor", **HELPER),
        worker("plan"),
        worker("actor", **{**HELPER, "id": "later"}),
        person("consent", id="h", yes=True),
    )
    shown = as_shown(events)
    assert set(shown.helpers) == {"h"}
    assert shown.helpers["h"].consent is True
    assert network_of(events).changed


def test_a_yes_counts_for_the_plan_that_was_seen_only():
    events = rows(worker("plan"), worker("plan"), person("answer", plan=1, yes=True))
    assert network_of(events).answer is None
    events = rows(worker("plan"), person("answer", plan=1, yes=True))
    assert network_of(events).answer is True


def test_a_new_plan_asks_anew():
    events = rows(worker("plan"), person("answer", plan=1, yes=True), worker("plan"))
    assert network_of(events).answer is None
