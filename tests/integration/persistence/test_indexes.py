"""However many rows there are, the queries of a page and of a message find theirs by index."""

import pytest
import sqlalchemy as sa

from bot.casework.meeting import OPEN_STATES
from bot.casework.queue_view import Asked
from bot.casework.referral import ReferralState
from bot.persistence.engines import sqlite_engine
from bot.persistence.sealing import Sealer
from bot.persistence.unit_of_work import SqlUnitOfWork
from tests.integration.persistence.situations import NOW, TODAY

ASKED = {
    "a message": lambda uow: uow.threads.get("matti", "m1"),
    "the thread": lambda uow: uow.threads.everything("matti"),
    "the end of the thread": lambda uow: uow.threads.latest("matti", 9),
    "what is new": lambda uow: uow.threads.after("matti", 9),
    "what waits": lambda uow: uow.threads.waiting("matti"),
    "who waits": lambda uow: uow.threads.clients_waiting(NOW, 9),
    "the queue": lambda uow: uow.queue.page("kainuu", TODAY, Asked()),
    "everything": lambda uow: uow.queue.page("kainuu", TODAY, Asked(states=tuple(ReferralState))),
    "mine": lambda uow: uow.queue.page("kainuu", TODAY, Asked(claimed_by="w1")),
    "where I stand in": lambda uow: uow.queue.page("kainuu", TODAY, Asked(stand_in="w1")),
    "a search": lambda uow: uow.queue.page("kainuu", TODAY, Asked(words="nimi", area="housing")),
    "a prison's referrals": lambda uow: uow.queue.page(
        "kainuu", TODAY, Asked(prison="x", lang="fi")
    ),
    "tallies": lambda uow: uow.queue.tallies("kainuu", "w1", TODAY),
    "who wrote last": lambda uow: uow.queue.wrote_last(["r1"]),
    "who has it open": lambda uow: uow.presence.others("r1", "w1", NOW),
    "saved views": lambda uow: uow.saved_views.of_owner("w1"),
    "how many": lambda uow: uow.referrals.counts("kainuu"),
    "a person's referral": lambda uow: uow.referrals.of_client("matti"),
    "events": lambda uow: uow.referrals.events("r1"),
    "overdue": lambda uow: uow.meetings.overdue(NOW, 9),
    "a county's": lambda uow: uow.meetings.list_of_county("kainuu", OPEN_STATES, None, 9),
    "a prison's": lambda uow: uow.meetings.list_of_prison("kylmakoski", OPEN_STATES, 9),
    "a person's": lambda uow: uow.meetings.list_of_client("matti"),
    "taken": lambda uow: uow.meetings.taken("worker", "w1", NOW, NOW),
    "open alerts": lambda uow: uow.alerts.open_of_prison("kylmakoski"),
    "shown alerts": lambda uow: uow.alerts.mark_shown("kylmakoski", NOW),
    "my alerts": lambda uow: uow.alerts.open_of_client("matti"),
    "a code": lambda uow: uow.codes.by_fingerprint("mark"),
    "codes": lambda uow: uow.codes.of_prison("kylmakoski", 9),
    "a draft": lambda uow: uow.drafts.get("matti"),
    "help reports": lambda uow: uow.help_reports.of_client("matti"),
    "sign-ins": lambda uow: uow.sign_ins.of_client("matti", 9),
    "who read mine": lambda uow: uow.trail.of_client("matti", ("open",), 9),
    "failed tries": lambda uow: uow.throttle.count("code", NOW),
    "sessions": lambda uow: uow.sessions.end_all_of("client", "matti"),
    "workers": lambda uow: uow.staff.workers_of_county("kainuu"),
}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("asked", ASKED)
def test_no_whole_table_is_read_for(asked, settings):
    engine = sqlite_engine(settings.database_url)
    asked_for = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, parameters, _context, _many):
        asked_for.append((statement, parameters))

    with engine.begin() as connection:
        ASKED[asked](SqlUnitOfWork(connection, Sealer.from_file(settings.key_file)))
        queries = [pair for pair in asked_for if pair[0].startswith(("SELECT", "UPDATE", "DELETE"))]
        assert queries
        for statement, parameters in queries:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [row[3] for row in plan]
            # The index of what waits holds only that, so it may be read from end to end.
            whole = [
                step
                for step in steps
                if step.startswith("SCAN")
                and not step.endswith(("ix_message_waiting", "CONSTANT ROW", "(subquery-1)"))
            ]
            assert not whole, (statement, steps)
    engine.dispose()
