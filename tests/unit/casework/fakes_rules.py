"""A prison's rules, and when people can't come, in memory."""

from __future__ import annotations

import dataclasses

from bot.casework.prison_rules import MeetingRules, Schedule


class FakeRules:
    def __init__(self, prisons):
        self._prisons = prisons
        self.approvers = {}
        self.rules, self.closed, self.blocked, self.given = {}, {}, {}, {}

    def schedule(self, prison, since):
        return Schedule(
            self.rules.get(prison, MeetingRules()),
            tuple(self.closed.get(prison, ())),
            tuple(b for b in self.blocked.get(prison, ()) if b.last_day >= since),
            tuple(self._prisons.hours_of.get(prison, ())),
            tuple(self._prisons.places_of.get(prison, ())),
            self.approvers.get(prison, {}),
        )

    def set_approvers(self, prison, approvers):
        self.approvers[prison] = dict(approvers)

    def set_rules(self, prison, rules):
        self.rules[prison] = rules

    def set_hours(self, prison, hours):
        self._prisons.hours_of[prison] = list(hours)

    def put_place(self, place):
        for prison, places in self._prisons.places_of.items():
            if prison != place.prison and any(p.id == place.id for p in places):
                return False
        kept = [p for p in self._prisons.places_of[place.prison] if p.id != place.id]
        self._prisons.places_of[place.prison] = [*kept, place]
        return True

    def remove_place(self, place_id, prison, at):
        before = self._prisons.places_of.get(prison, [])
        self._prisons.places_of[prison] = [p for p in before if p.id != place_id]
        return len(self._prisons.places_of[prison]) < len(before)

    def add_closed(self, prison, hours):
        self.closed.setdefault(prison, []).append(hours)

    def drop_closed(self, prison, hours_id):
        return self._drop(self.closed, prison, hours_id)

    def add_blocked(self, prison, days):
        self.blocked.setdefault(prison, []).append(days)

    def drop_blocked(self, prison, days_id):
        return self._drop(self.blocked, prison, days_id)

    @staticmethod
    def _drop(table, prison, row_id):
        before = table.get(prison, [])
        table[prison] = [row for row in before if row.id != row_id]
        return len(table[prison]) < len(before)

    def add_permit(self, permit):
        self.given[permit.id] = permit

    def withdraw_permit(self, prison, permit_id, at):
        permit = self.given.get(permit_id)
        if permit is None or permit.prison != prison or permit.withdrawn_at is not None:
            return False
        self.given[permit_id] = dataclasses.replace(permit, withdrawn_at=at)
        return True

    def permits(self, prison, since):
        return [
            p
            for p in self.given.values()
            if p.prison == prison and p.last_day >= since and p.withdrawn_at is None
        ]


class FakeAvailability:
    def __init__(self, meetings):
        self._meetings = meetings
        self.weeks, self.away, self.feeds = {}, [], {}

    def weekly(self, client_id):
        return self.weeks.get(client_id)

    def set_weekly(self, client_id, times):
        self.weeks[client_id] = list(times)

    def absences(self, staff_id, since):
        return [a for a in self.away if a.staff_id == staff_id and a.last_day >= since]

    def add_absence(self, absence):
        self.away.append(absence)

    def drop_absence(self, staff_id, absence_id):
        before = len(self.away)
        self.away = [a for a in self.away if (a.staff_id, a.id) != (staff_id, absence_id)]
        return len(self.away) < before

    def set_feed(self, staff_id, fingerprint, at):
        self.feeds.pop(staff_id, None)
        if fingerprint is not None:
            self.feeds[staff_id] = (fingerprint, at)

    def feed_made_at(self, staff_id):
        found = self.feeds.get(staff_id)
        return found[1] if found else None

    def feed_owner(self, fingerprint):
        for staff_id, (known, _) in self.feeds.items():
            if known == fingerprint:
                return staff_id
        return None

    def booked(self, subjects, start, end):
        return [
            (kind, subject, *row)
            for kind, subject in subjects
            for row in self._meetings.taken(kind, subject, start, end)
        ]
