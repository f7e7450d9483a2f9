"""The queue, who has what open, and saved views in memory."""

import datetime as dt

from bot.casework.need_area import Urgency
from bot.casework.queue_view import View, asked_of
from bot.casework.referral import OPEN_STATES, ReferralState


class FakeQueue:
    def __init__(self, referrals):
        self._referrals = referrals

    def _those(self, county, asked):
        for r in self._referrals.rows.values():
            same = (("claimed_by", asked.claimed_by), ("stand_in", asked.stand_in))
            same += (("prison", asked.prison), ("lang", asked.lang))
            if (
                r.county == county
                and r.state in asked.states
                and r.state is not ReferralState.FORWARDED
                and all(value is None or getattr(r, name) == value for name, value in same)
                and (asked.area is None or asked.area in r.areas)
                and not (asked.release_unknown and r.release_date)
                and (r.release_date or dt.date.max) <= (asked.released_by or dt.date.max)
            ):
                yield self._referrals._out(r)

    def page(self, county, today, asked, *, limit=50, after=None):
        def level(r):
            return Urgency(r.urgency_on(today)["urgency"]).rank

        found = [
            r
            for r in self._those(county, asked)
            if (not asked.urgent or level(r) == Urgency.URGENT.rank)
            and any(
                asked.words in (text or "").casefold() for text in (r.client_name, r.client_number)
            )
        ]
        found.sort(
            key=lambda r: (
                r.state not in OPEN_STATES,
                level(r),
                r.release_date or dt.date.max,
                r.due_on or dt.date.max,
                r.received_at,
            )
        )
        first = int(after or 0)
        more = len(found) > first + limit
        return found[first : first + limit], str(first + limit) if more else None

    def tallies(self, county, worker, today):
        return {
            view: len(self.page(county, today, asked_of(view, worker), limit=10**6)[0])
            for view in View
            if view is not View.CLOSED
        }

    def wrote_last(self, referral_ids):
        last = {}
        for event in self._referrals.log:
            if event.verb in ("message", "write"):
                last[event.referral_id] = event.verb
        return {each for each in referral_ids if last.get(each) == "write"}


class FakePresence:
    def __init__(self):
        self.rows = {}

    def note(self, referral_id, worker_id, at):
        self.rows[(referral_id, worker_id)] = at

    def leave(self, referral_id, worker_id):
        self.rows.pop((referral_id, worker_id), None)

    def others(self, referral_id, worker_id, since):
        found = [
            (worker, at)
            for (referral, worker), at in self.rows.items()
            if referral == referral_id and worker != worker_id and at >= since
        ]
        return sorted(found, key=lambda pair: pair[1], reverse=True)


class FakeSavedViews:
    def __init__(self):
        self.rows = {}

    def add(self, owner, view, at):
        self.rows.setdefault(owner, []).append(view)

    def of_owner(self, owner):
        return list(self.rows.get(owner, []))

    def drop(self, owner, view_id):
        kept = [view for view in self.rows.get(owner, []) if view.id != view_id]
        changed = len(kept) != len(self.rows.get(owner, []))
        self.rows[owner] = kept
        return changed
