"""Threads, interviews, reviews and alerts in memory."""

from __future__ import annotations

import copy

from bot.casework.errors import WrongState
from bot.casework.intake_state import IntakeState
from bot.casework.people import Message
from bot.casework.summary import Review


class FakeThreads:
    def __init__(self):
        self.rows = []

    def add(self, client_id, message_id, sender, at, body, *, handled=True):
        seq = 1 + max((m.seq for m in self.rows if m.client_id == client_id), default=0)
        message = Message(
            message_id, client_id, seq, sender, at, copy.deepcopy(dict(body)), handled
        )
        self.rows.append(message)
        return copy.deepcopy(message)

    def get(self, client_id, message_id):
        found = [m for m in self.rows if (m.client_id, m.id) == (client_id, message_id)]
        return copy.deepcopy(found[0]) if found else None

    def everything(self, client_id):
        return copy.deepcopy([m for m in self.rows if m.client_id == client_id])

    def after(self, client_id, seq):
        return [m for m in self.everything(client_id) if m.seq > seq]

    def latest(self, client_id, limit):
        return self.everything(client_id)[-limit:]

    def amend(self, message):
        for index, known in enumerate(self.rows):
            if known.id == message.id:
                self.rows[index] = copy.deepcopy(message)

    def waiting(self, client_id):
        return [m for m in self.everything(client_id) if not m.handled]

    def clients_waiting(self, before, limit):
        ids = [m.client_id for m in self.rows if not m.handled and m.at < before]
        return list(dict.fromkeys(ids))[:limit]


class FakeIntakes:
    def __init__(self):
        self.rows = {}

    def get(self, client_id):
        if client_id not in self.rows:
            return None
        data, revision = self.rows[client_id]
        return IntakeState.from_json(copy.deepcopy(data)), revision

    def put(self, client_id, state, revision):
        if self.rows.get(client_id, (None, 0))[1] != revision:
            raise WrongState("out_of_date")
        self.rows[client_id] = (copy.deepcopy(state.to_json()), revision + 1)


class FakeReviews:
    def __init__(self):
        self.rows, self.log = {}, []

    def get(self, client_id):
        data = self.rows.get(client_id)
        return Review() if data is None else Review.from_json(copy.deepcopy(data))

    def put(self, client_id, review, at):
        self.rows[client_id] = copy.deepcopy(review.to_json())

    def note_consent(self, client_id, part, receiver, given, at):
        self.log.append((client_id, part, receiver, given, at))


class FakeAlerts:
    def __init__(self, clients, prisons):
        self.rows, self.watched = {}, {}
        self._clients, self._prisons = clients, prisons

    def move(self, client_id, prison):
        for alert in self.rows.values():
            if alert.client_id == client_id and alert.acknowledged_at is None:
                alert.prison, alert.shown_at = prison, None

    def _out(self, alert):
        found = copy.deepcopy(alert)
        client = self._clients.get(found.client_id)
        if client is not None:
            found.client_name, found.client_number = client.name, client.number
            found.client_place = client.place
        return found

    def add(self, alert):
        self.rows[alert.id] = copy.deepcopy(alert)

    def of_client(self, alert_id, client_id):
        found = self.rows.get(alert_id)
        return copy.deepcopy(found) if found and found.client_id == client_id else None

    def open_of_client(self, client_id):
        found = [
            a for a in self.rows.values() if a.client_id == client_id and a.acknowledged_at is None
        ]
        return copy.deepcopy(sorted(found, key=lambda a: a.raised_at, reverse=True))

    def of_client_since(self, client_id, at):
        found = [a for a in self.rows.values() if a.client_id == client_id and a.raised_at >= at]
        return copy.deepcopy(sorted(found, key=lambda a: a.raised_at))

    def of_prison(self, alert_id, prison):
        found = self.rows.get(alert_id)
        return self._out(found) if found and found.prison == prison else None

    def open_of_prison(self, prison):
        found = [a for a in self.rows.values() if a.prison == prison and not a.acknowledged_at]
        return [self._out(a) for a in sorted(found, key=lambda a: a.raised_at)]

    def answered_of_prison(self, prison, since, limit):
        found = [
            a
            for a in self.rows.values()
            if a.prison == prison and a.acknowledged_at is not None and a.acknowledged_at >= since
        ]
        found.sort(key=lambda a: a.acknowledged_at, reverse=True)
        return [self._out(a) for a in found[:limit]]

    def acknowledge(self, alert_id, prison, by, at):
        alert = self.rows.get(alert_id)
        if alert is None or alert.prison != prison or alert.acknowledged_at is not None:
            return False
        alert.acknowledged_at, alert.acknowledged_by = at, by
        return True

    def to_escalate(self, raised_before):
        found = []
        for alert in sorted(self.rows.values(), key=lambda a: a.raised_at):
            prison = self._prisons.get(alert.prison)
            still = alert.acknowledged_at is None and alert.escalated_at is None
            if still and alert.raised_at < raised_before and prison and prison.escalate_to:
                found.append((copy.deepcopy(alert), prison.escalate_to))
        return found

    def mark_escalated(self, alert_id, at):
        alert = self.rows[alert_id]
        if alert.acknowledged_at is not None or alert.escalated_at is not None:
            return False
        alert.escalated_at = at
        return True

    def mark_shown(self, prison, at):
        self.watched[prison] = at
        for alert in self.rows.values():
            if alert.prison == prison and not alert.acknowledged_at and alert.shown_at is None:
                alert.shown_at = at

    def last_watched(self, prison):
        return self.watched.get(prison)
