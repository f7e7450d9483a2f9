"""A unit of work in memory: enough for the rules of the use cases, nothing of a database.

Records are copied on the way in and out, so that a use case that forgets to save is found out.
"""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt

from bot.casework.errors import WrongState
from tests.unit.casework.fakes_aftercare import FakeDrafts, FakeHelpReports
from tests.unit.casework.fakes_cases import FakeMeetings, FakeReferrals
from tests.unit.casework.fakes_desk import FakePresence, FakeQueue, FakeSavedViews
from tests.unit.casework.fakes_rules import FakeAvailability, FakeRules
from tests.unit.casework.fakes_thread import FakeAlerts, FakeIntakes, FakeReviews, FakeThreads


class FakeClock:
    def __init__(self, now=dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)):
        self.moment = now

    def now(self):
        return self.moment

    def move_on(self, **how):
        self.moment += dt.timedelta(**how)


class FakeIds:
    def __init__(self):
        self.count = 0

    def new(self):
        self.count += 1
        return f"id{self.count}"

    def token(self):
        self.count += 1
        return f"token{self.count}"


class FakeHasher:
    def hash(self, secret):
        return f"hash:{secret}"

    def verify(self, stored, secret):
        return stored == f"hash:{secret}"


class FakePrisons:
    def __init__(self):
        self.rows, self.places_of, self.hours_of = {}, {}, {}

    def add(self, prison, places, hours):
        self.rows[prison.id] = prison
        self.places_of[prison.id], self.hours_of[prison.id] = list(places), list(hours)

    def get(self, prison_id):
        return self.rows.get(prison_id)

    def set_escalation(self, prison_id, address):
        if prison_id not in self.rows:
            return False
        self.rows[prison_id] = dataclasses.replace(self.rows[prison_id], escalate_to=address)
        return True

    def everyone(self):
        return sorted(self.rows.values(), key=lambda prison: prison.name)

    def places(self, prison_id):
        return list(self.places_of.get(prison_id, []))

    def hours(self, prison_id):
        return list(self.hours_of.get(prison_id, []))


class FakeClients:
    def __init__(self):
        self.rows = {}

    def add(self, client):
        self.rows[client.id] = copy.deepcopy(client)

    def get(self, client_id):
        return copy.deepcopy(self.rows.get(client_id))

    def of_prison(self, client_id, prison):
        client = self.get(client_id)
        return client if client is not None and client.prison == prison else None

    def save(self, client):
        self.rows[client.id] = copy.deepcopy(client)

    def erase(self, client_id, at):
        client = self.rows[client_id]
        client.erased_at = at
        client.name = client.number = client.place = None


class FakeCodes:
    def __init__(self, clients):
        self.rows, self._clients = {}, clients

    def add(self, code):
        self.rows[code.id] = copy.deepcopy(code)

    def by_fingerprint(self, fingerprint):
        found = [c for c in self.rows.values() if c.fingerprint == fingerprint]
        return copy.deepcopy(found[0]) if found else None

    def of_client(self, client_id):
        found = [c for c in self.rows.values() if c.client_id == client_id]
        return copy.deepcopy(sorted(found, key=lambda c: c.issued_at, reverse=True))

    def of_prison(self, prison, limit):
        found = [c for c in self.rows.values() if c.prison == prison]
        found.sort(key=lambda c: c.issued_at, reverse=True)
        return [(copy.deepcopy(c), self._clients.get(c.client_id)) for c in found[:limit]]

    def revoke(self, code_id, prison, at):
        code = self.rows.get(code_id)
        if code is None or prison not in (None, code.prison):
            return False
        if code.revoked_at is not None or code.expires_at <= at:
            return False
        code.revoked_at = at
        return True

    def revoke_of_client(self, client_id, at):
        for code in self.rows.values():
            if code.client_id == client_id and code.revoked_at is None:
                code.revoked_at = at

    def move(self, client_id, prison):
        for code in self.rows.values():
            if code.client_id == client_id:
                code.prison = prison


class FakeSignIns:
    def __init__(self):
        self.rows = []

    def add(self, sign_in):
        self.rows.append(sign_in)

    def of_client(self, client_id, limit):
        return [s for s in reversed(self.rows) if s.client_id == client_id][:limit]


class FakeStaff:
    def __init__(self):
        self.rows = {}

    def add(self, user):
        if any(known.username == user.username for known in self.rows.values()):
            raise WrongState("username_taken")
        self.rows[user.id] = copy.deepcopy(user)

    def by_username(self, username):
        found = [u for u in self.rows.values() if u.username == username]
        return copy.deepcopy(found[0]) if found else None

    def get(self, user_id):
        return copy.deepcopy(self.rows.get(user_id))

    def workers_of_county(self, county):
        found = [
            u
            for u in self.rows.values()
            if u.county == county and u.active and u.role == "social_worker"
        ]
        return copy.deepcopy(sorted(found, key=lambda u: u.name))

    def of_prison(self, prison):
        found = [u for u in self.rows.values() if u.prison == prison and u.active]
        return copy.deepcopy(sorted(found, key=lambda u: u.name))

    def set_password(self, user_id, password_hash):
        self.rows[user_id].password_hash = password_hash

    def set_active(self, user_id, active):
        self.rows[user_id].active = active

    def set_totp(self, user_id, secret):
        self.rows[user_id].totp_secret, self.rows[user_id].totp_last_step = secret, 0

    def use_totp_step(self, user_id, step):
        user = self.rows[user_id]
        if user.totp_last_step >= step:
            return False
        user.totp_last_step = step
        return True


class FakeSessions:
    def __init__(self):
        self.rows = {}

    def add(self, session):
        self.rows[session.id] = copy.deepcopy(session)

    def get(self, session_id):
        return copy.deepcopy(self.rows.get(session_id))

    def touch(self, session_id, at):
        self.rows[session_id].seen_at = at

    def set_lang(self, session_id, lang):
        self.rows[session_id].lang = lang

    def of_subject(self, kind, subject):
        found = [s for s in self.rows.values() if (s.kind, s.subject) == (kind, subject)]
        return copy.deepcopy(sorted(found, key=lambda s: s.created_at, reverse=True))

    def end(self, session_id):
        self.rows.pop(session_id, None)

    def end_all_of(self, kind, subject, keep=None):
        self.rows = {
            i: s
            for i, s in self.rows.items()
            if i == keep or (s.kind, s.subject) != (kind, subject)
        }


class FakeTrail:
    def __init__(self):
        self.rows = []

    def add(self, entry):
        self.rows.append(entry)

    def of_client(self, client_id, verbs, limit):
        found = [e for e in reversed(self.rows) if e.client_id == client_id and e.verb in verbs]
        return found[:limit]

    def broken_at(self):
        return None


class FakeIdempotency:
    def __init__(self):
        self.rows = {}

    def get(self, subject, key):
        return self.rows.get((subject, key))

    def put(self, subject, key, fingerprint, status, body, at):
        self.rows[(subject, key)] = (fingerprint, status, body)


class FakeThrottle:
    def __init__(self):
        self.rows = []

    def count(self, bucket, since):
        return sum(1 for name, at in self.rows if name == bucket and at >= since)

    def oldest(self, bucket, since):
        return min((at for name, at in self.rows if name == bucket and at >= since), default=None)

    def add(self, bucket, at):
        self.rows.append((bucket, at))

    def clear(self, bucket):
        self.rows = [row for row in self.rows if row[0] != bucket]


@dataclasses.dataclass
class FakeUnitOfWork:
    """All fakes together."""

    prisons: FakePrisons = dataclasses.field(default_factory=FakePrisons)
    clients: FakeClients = dataclasses.field(default_factory=FakeClients)
    sign_ins: FakeSignIns = dataclasses.field(default_factory=FakeSignIns)
    staff: FakeStaff = dataclasses.field(default_factory=FakeStaff)
    sessions: FakeSessions = dataclasses.field(default_factory=FakeSessions)
    threads: FakeThreads = dataclasses.field(default_factory=FakeThreads)
    intakes: FakeIntakes = dataclasses.field(default_factory=FakeIntakes)
    reviews: FakeReviews = dataclasses.field(default_factory=FakeReviews)
    drafts: FakeDrafts = dataclasses.field(default_factory=FakeDrafts)
    help_reports: FakeHelpReports = dataclasses.field(default_factory=FakeHelpReports)
    trail: FakeTrail = dataclasses.field(default_factory=FakeTrail)
    idempotency: FakeIdempotency = dataclasses.field(default_factory=FakeIdempotency)
    throttle: FakeThrottle = dataclasses.field(default_factory=FakeThrottle)

    def __post_init__(self):
        self.codes = FakeCodes(self.clients)
        self.referrals = FakeReferrals(self.clients)
        self.queue, self.presence = FakeQueue(self.referrals), FakePresence()
        self.saved_views = FakeSavedViews()
        self.meetings = FakeMeetings(self.clients)
        self.rules = FakeRules(self.prisons)
        self.availability = FakeAvailability(self.meetings)
        self.alerts = FakeAlerts(self.clients, self.prisons)
