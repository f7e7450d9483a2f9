"""Referrals and meetings in memory."""

from __future__ import annotations

import copy
import datetime as dt

from bot.casework.errors import WrongState
from bot.casework.meeting import OPEN_STATES
from bot.casework.ports import Clash
from bot.casework.referral import ReferralState
from bot.casework.summary import Content


class FakeReferrals:
    def __init__(self, clients):
        self.rows, self.versions, self.log, self._clients = {}, {}, [], clients

    def _out(self, referral):
        if referral is None:
            return None
        client = self._clients.get(referral.client_id)
        found = copy.deepcopy(referral)
        if client is not None:
            found.client_name, found.client_number = client.name, client.number
        return found

    def add(self, referral):
        self.rows[referral.id] = copy.deepcopy(referral)

    def of_client(self, client_id):
        found = [
            r
            for r in self.rows.values()
            if r.client_id == client_id and r.state != ReferralState.FORWARDED
        ]
        return self._out(found[-1]) if found else None

    def of_county(self, referral_id, county):
        found = self.rows.get(referral_id)
        return self._out(found) if found is not None and found.county == county else None

    def save(self, referral):
        if self.rows[referral.id].revision != referral.revision:
            raise WrongState("out_of_date")
        referral.revision += 1
        self.rows[referral.id] = copy.deepcopy(referral)

    def counts(self, county):
        counts = {}
        for referral in self.rows.values():
            if referral.county == county:
                counts[referral.state] = counts.get(referral.state, 0) + 1
        return counts

    def add_version(self, referral_id, version, content, at):
        self.versions[(referral_id, version)] = (copy.deepcopy(content.to_json()), at)

    def version(self, referral_id, version):
        found = self.versions.get((referral_id, version))
        return (Content.from_json(copy.deepcopy(found[0])), found[1]) if found else None

    def add_event(self, event):
        self.log.append(event)

    def events(self, referral_id):
        return [event for event in self.log if event.referral_id == referral_id]


class FakeMeetings:
    def __init__(self, clients):
        self.rows, self.held, self._clients = {}, {}, clients

    def _out(self, meeting, *, wish=True):
        found = copy.deepcopy(meeting)
        client = self._clients.get(found.client_id)
        if client is not None:
            found.client_name, found.client_number = client.name, client.number
            found.client_place = client.place
        if not wish:
            found.wish = None
        return found

    def add(self, meeting):
        self.rows[meeting.id] = copy.deepcopy(meeting)

    def _of(self, meeting_id, name, value, *, wish=True):
        found = self.rows.get(meeting_id)
        if found is None or getattr(found, name) != value:
            return None
        return self._out(found, wish=wish)

    def of_client(self, meeting_id, client_id, *, to_change=False):
        return self._of(meeting_id, "client_id", client_id)

    def of_county(self, meeting_id, county, *, to_change=False):
        return self._of(meeting_id, "county", county)

    def of_prison(self, meeting_id, prison, *, to_change=False):
        return self._of(meeting_id, "prison", prison, wish=False)

    def save(self, meeting):
        known = self.rows[meeting.id]
        if known.revision != meeting.revision:
            raise WrongState("out_of_date")
        meeting.revision += 1
        # What a prison reads has no wish in it, and saving it must not lose the wish.
        kept = copy.deepcopy(meeting)
        kept.wish = kept.wish if kept.wish is not None else known.wish
        self.rows[meeting.id] = kept

    def list_of_client(self, client_id):
        found = [m for m in self.rows.values() if m.client_id == client_id]
        found.sort(key=lambda m: m.created_at, reverse=True)
        return [self._out(m) for m in found]

    @staticmethod
    def _by_start(meetings):
        first = dt.datetime.min.replace(tzinfo=dt.UTC)
        return sorted(meetings, key=lambda m: m.start or first)

    def list_of_county(self, county, states, worker_id, limit):
        found = [
            m
            for m in self.rows.values()
            if m.county == county
            and m.state in states
            and (worker_id is None or m.worker_id == worker_id)
        ]
        return [self._out(m) for m in self._by_start(found)[:limit]]

    def list_of_prison(self, prison, states, limit):
        found = [m for m in self.rows.values() if m.prison == prison and m.state in states]
        return [self._out(m, wish=False) for m in self._by_start(found)[:limit]]

    def hold(self, meeting, places=()):
        if places:
            free = [p for p in places if self._is_free(p, meeting)]
            if not free:
                raise Clash("place")
            meeting.place_id = free[0].id
        for kind, subject in self._subjects(meeting):
            for _, _, other in self.taken(kind, subject, meeting.start, meeting.end):
                if other != meeting.id:
                    raise Clash(kind)
        self.held[meeting.id] = copy.deepcopy(meeting)

    def _is_free(self, place, meeting):
        taken = self.taken("place", place.id, meeting.start, meeting.end)
        return all(other == meeting.id for _, _, other in taken)

    @staticmethod
    def _subjects(meeting):
        pairs = (
            ("person", meeting.client_id),
            ("worker", meeting.worker_id),
            ("place", meeting.place_id),
            ("host", meeting.host_id),
        )
        return [(kind, subject) for kind, subject in pairs if subject is not None]

    def let_go(self, meeting_id):
        self.held.pop(meeting_id, None)

    def taken(self, kind, subject, start, end):
        return [
            (held.start, held.end, held.id)
            for held in self.held.values()
            if (kind, subject) in self._subjects(held) and held.start < end and start < held.end
        ]

    def overdue(self, now, limit):
        def last(meeting):
            if meeting.state == "requested" and meeting.decide_by is not None:
                return meeting.decide_by
            if meeting.end is not None:
                return meeting.end
            return max((slot.end for slot in meeting.slots), default=None)

        found = [
            m
            for m in self.rows.values()
            if m.state in OPEN_STATES and last(m) is not None and last(m) <= now
        ]
        return [self._out(m) for m in found[:limit]]
