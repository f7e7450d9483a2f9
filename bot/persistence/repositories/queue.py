"""The queue, page by page: it walks along an index and opens only what it must."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.casework.errors import BadInput
from bot.casework.queue_view import Asked, View, asked_of
from bot.casework.referral import OPEN_STATES, Referral, ReferralState
from bot.persistence.columns import NEVER, UtcTime, text_of
from bot.persistence.repositories.referrals import WITH_CLIENT, SqlReferrals
from bot.persistence.rows import Rows
from bot.persistence.sealing import SealBroken, Sealer
from bot.persistence.tables import client, referral, referral_event

# What is sealed no index knows: so many rows are opened for one page, then the page ends
# and its token goes on from there.
MOST_OPENED = 4_000
_CHUNK = 2_000
_R = referral.c
_OPEN_ORDER = (_R.release_by, _R.due_on, _R.received_at, _R.id)
_CLOSED_ORDER = (_R.closed_at, _R.id)


@dataclass(frozen=True)
class _Part:
    """A run of the queue that one index gives in order."""

    name: str
    where: tuple[sa.ColumnElement[bool], ...]
    order: tuple[sa.ColumnElement[Any], ...]
    backwards: bool = False

    def sorted(self, query: sa.Select[Any]) -> sa.Select[Any]:
        return query.order_by(*(c.desc() for c in self.order) if self.backwards else self.order)

    def beyond(self, key: Sequence[Any]) -> sa.ColumnElement[bool]:
        place = sa.tuple_(
            *(sa.literal(value, c.type) for value, c in zip(key, self.order, strict=True))
        )
        here = sa.tuple_(*self.order)
        return here < place if self.backwards else here > place


class SqlQueue(Rows):
    """The Queue port."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        super().__init__(connection, sealer)
        self._referrals = SqlReferrals(connection, sealer)

    def page(
        self,
        county: str,
        today: dt.date,
        asked: Asked,
        *,
        limit: int = 50,
        after: str | None = None,
    ) -> tuple[list[Referral], str | None]:
        parts = _parts(asked, today)
        number: int = 0
        key: list[Any] | None = None
        if after is not None:
            number, key = self._place(after, county, parts)
        found: list[tuple[_Part, str]] = []
        fits = self._fitting(asked)
        opened = 0
        for part in parts[number:]:
            size = _CHUNK if asked.opens else limit + 1 - len(found)
            while True:
                rows = self._scan(county, asked, part, key, size)
                for row in rows:
                    if fits(row):
                        found.append((part, row.id))
                    if len(found) > limit:
                        return self._records(found[:limit]), self._token(*found[limit - 1], county)
                opened += len(rows)
                if len(rows) < size:
                    break
                if opened >= MOST_OPENED:
                    return self._records(found), self._token(part, rows[-1].id, county)
                key = self._key(part, rows[-1].id)
            key = None
        return self._records(found), None

    def tallies(self, county: str, worker: str, today: dt.date) -> dict[View, int]:
        count = sa.func.count()
        is_open = (_R.county == county, _R.is_open == sa.true())
        urgent = sa.func.sum(sa.case((_R.urgent_from <= today, 1), else_=0))
        by_state = sa.select(_R.state, count, urgent).where(*is_open).group_by(_R.state)
        rows = self._connection.execute(by_state).all()
        states: dict[str, int] = {row[0]: row[1] for row in rows}
        tally = {
            View.OPEN: sum(states.values()),
            View.FREE: states.get(ReferralState.NEW.value, 0),
            View.WAITING: states.get(ReferralState.WAITING.value, 0),
            View.URGENT: sum(row[2] for row in rows),
        }
        for view in (View.MINE, View.STAND_IN):
            wanted = _filters(asked_of(view, worker))
            query = sa.select(count).where(*is_open, *wanted)
            tally[view] = self._connection.execute(query).scalar_one()
        return tally

    def wrote_last(self, referral_ids: Collection[str]) -> set[str]:
        e = referral_event.c
        last = sa.select(sa.func.max(e.number)).where(
            e.referral_id.in_(referral_ids), e.verb.in_(("message", "write"))
        )
        query = sa.select(e.referral_id).where(
            e.number.in_(last.group_by(e.referral_id)), e.verb == "write"
        )
        return set(self._connection.execute(query).scalars())

    def reorder(self, referral_id: str, revision: int, due_on: dt.date | None) -> None:
        same = sa.update(referral).where(_R.id == referral_id, _R.revision == revision)
        self._change(same.values(due_on=due_on or NEVER))

    def _scan(
        self, county: str, asked: Asked, part: _Part, key: Sequence[Any] | None, size: int
    ) -> Sequence[Row[Any]]:
        # Only what is looked at: a moment that is read costs more than a name that is opened.
        query = sa.select(_R.id)
        if asked.area:
            query = query.add_columns(_R.facts)
        if asked.words:
            query = query.join(client, client.c.id == _R.client_id).add_columns(
                client.c.id.label("who"), client.c.name, client.c.number
            )
        query = query.where(_R.county == county, *part.where, *_filters(asked))
        if key is not None:
            query = query.where(part.beyond(key))
        return self._connection.execute(part.sorted(query).limit(size)).all()

    def _fitting(self, asked: Asked) -> Callable[[Row[Any]], bool]:
        """Whether a row belongs, as far as only what is sealed can tell."""
        words, area, open_ = asked.words, asked.area, self._sealer.open

        def is_named(row: Row[Any]) -> bool:
            who = row.who
            return any(
                sealed is not None and words in open_(sealed, column, who).decode().casefold()
                for sealed, column in ((row.name, "client.name"), (row.number, "client.number"))
            )

        def needs(row: Row[Any]) -> bool:
            return area in self._sealer.open_json(row.facts, "referral.facts", row.id)["areas"]

        tests = [test for test, wanted in ((is_named, words), (needs, area)) if wanted]
        return lambda row: all(test(row) for test in tests)

    def _records(self, found: Sequence[tuple[_Part, str]]) -> list[Referral]:
        ids = [each for _, each in found]
        rows = {row["id"]: row for row in self._all(WITH_CLIENT.where(_R.id.in_(ids)))}
        return [self._referrals.record(rows[each]) for each in ids]

    def _key(self, part: _Part, referral_id: str) -> list[Any]:
        """Where the referral stands in that part."""
        query = sa.select(*part.order).where(_R.id == referral_id)
        return list(self._connection.execute(query).one())

    def _token(self, part: _Part, referral_id: str, county: str) -> str:
        """Where a page ends, sealed: the release date in it is the person's."""
        key = [_plain(value) for value in self._key(part, referral_id)]
        sealed = self._sealer.seal_json([part.name, *key], "referral.queue", county)
        return base64.urlsafe_b64encode(sealed).decode("ascii").rstrip("=")

    def _place(self, token: str, county: str, parts: list[_Part]) -> tuple[int, list[Any]]:
        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            name, *key = orjson.loads(self._sealer.open(sealed, "referral.queue", county))
        except (ValueError, binascii.Error, SealBroken):
            raise BadInput("bad_request") from None
        for number, part in enumerate(parts):
            if part.name == name and len(key) == len(part.order):
                typed = zip(key, part.order, strict=True)
                return number, [_typed(value, c.type) for value, c in typed]
        # A token of another view leads nowhere here.
        raise BadInput("bad_request")


def _parts(asked: Asked, today: dt.date) -> list[_Part]:
    is_open = _R.is_open == sa.true()
    urgent, soon = _R.urgent_from <= today, _R.soon_from <= today
    not_urgent = sa.or_(_R.urgent_from.is_(None), _R.urgent_from > today)
    not_soon = sa.or_(_R.soon_from.is_(None), _R.soon_from > today)
    wanted = [state.value for state in OPEN_STATES if state in asked.states]
    if wanted and len(wanted) < len(OPEN_STATES):
        in_state: tuple[sa.ColumnElement[bool], ...] = (_R.state.in_(wanted),)
    else:
        in_state = ()
    parts = []
    if wanted:
        parts = [_Part("urgent", (is_open, urgent, *in_state), _OPEN_ORDER)]
        if not asked.urgent:
            parts += [
                _Part("soon", (is_open, not_urgent, soon, *in_state), _OPEN_ORDER),
                _Part("normal", (is_open, not_urgent, not_soon, *in_state), _OPEN_ORDER),
            ]
    if ReferralState.CLOSED in asked.states:
        closed = _R.state == ReferralState.CLOSED.value
        parts.append(_Part("closed", (closed,), _CLOSED_ORDER, backwards=True))
    return parts


def _filters(asked: Asked) -> list[sa.ColumnElement[bool]]:
    same = {
        _R.claimed_by: asked.claimed_by,
        _R.stand_in: asked.stand_in,
        _R.prison: asked.prison,
        _R.lang: asked.lang,
    }
    wanted = [column == value for column, value in same.items() if value is not None]
    if asked.released_by is not None:
        wanted.append(_R.release_by <= asked.released_by)
    if asked.release_unknown:
        wanted.append(_R.release_by == NEVER)
    return wanted


def _plain(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return text_of(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _typed(value: str, kind: sa.types.TypeEngine[Any]) -> Any:
    if isinstance(kind, UtcTime):
        return dt.datetime.fromisoformat(value)
    return dt.date.fromisoformat(value) if isinstance(kind, sa.Date) else value
