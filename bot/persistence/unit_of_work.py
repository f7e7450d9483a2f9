"""All repositories on one connection; the database opens and ends its transaction."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.persistence.repositories.access import SqlCodes, SqlSessions, SqlSignIns
from bot.persistence.repositories.aftercare import SqlDrafts, SqlHelpReports
from bot.persistence.repositories.alerts import SqlAlerts
from bot.persistence.repositories.availability import SqlAvailability
from bot.persistence.repositories.conversation import SqlIntakes, SqlReviews, SqlThreads
from bot.persistence.repositories.desk import SqlPresence, SqlSavedViews
from bot.persistence.repositories.figures import SqlFigures
from bot.persistence.repositories.housekeeping import SqlHousekeeping
from bot.persistence.repositories.meeting_rules import SqlRules
from bot.persistence.repositories.meetings import SqlMeetings
from bot.persistence.repositories.people import SqlClients, SqlPrisons
from bot.persistence.repositories.queue import SqlQueue
from bot.persistence.repositories.referrals import SqlReferrals
from bot.persistence.repositories.staff import SqlStaff
from bot.persistence.repositories.support import SqlOutbox, SqlSupportEvents
from bot.persistence.repositories.trail import SqlIdempotency, SqlThrottle, SqlTrail
from bot.persistence.sealing import Sealer


class SqlUnitOfWork:
    """The UnitOfWork port."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self.prisons = SqlPrisons(connection, sealer)
        self.clients = SqlClients(connection, sealer)
        self.codes = SqlCodes(connection, sealer)
        self.sign_ins = SqlSignIns(connection, sealer)
        self.staff = SqlStaff(connection, sealer)
        self.sessions = SqlSessions(connection, sealer)
        self.threads = SqlThreads(connection, sealer)
        self.intakes = SqlIntakes(connection, sealer)
        self.reviews = SqlReviews(connection, sealer)
        self.referrals = SqlReferrals(connection, sealer)
        self.queue = SqlQueue(connection, sealer)
        self.presence = SqlPresence(connection, sealer)
        self.saved_views = SqlSavedViews(connection, sealer)
        self.meetings = SqlMeetings(connection, sealer)
        self.rules = SqlRules(connection, sealer)
        self.availability = SqlAvailability(connection, sealer)
        self.alerts = SqlAlerts(connection, sealer)
        self.drafts = SqlDrafts(connection, sealer)
        self.help_reports = SqlHelpReports(connection, sealer)
        self.support = SqlSupportEvents(connection, sealer)
        self.outbox = SqlOutbox(connection, sealer)
        self.figures = SqlFigures(connection, sealer)
        self.trail = SqlTrail(connection, sealer)
        self.idempotency = SqlIdempotency(connection, sealer)
        self.throttle = SqlThrottle(connection, sealer)
        self.housekeeping = SqlHousekeeping(connection, sealer)

    def finish(self) -> None:
        """Write what waits for the end of the use case."""
        self.trail.flush()
