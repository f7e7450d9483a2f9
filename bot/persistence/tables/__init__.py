"""The tables. ``sealed`` columns are bytes that only the key ring opens (sealing.py).

States and kinds are plain text: a new one needs no migration.
"""

from bot.persistence.columns import metadata
from bot.persistence.tables.conversation import (
    consent_log,
    draft,
    help_report,
    intake,
    message,
    review,
)
from bot.persistence.tables.meeting_rules import (
    absence,
    blocked_days,
    calendar_feed,
    client_times,
    closed_hours,
    standing_permit,
)
from bot.persistence.tables.meetings import alert, booking, meeting, prison_watch
from bot.persistence.tables.people import (
    access_code,
    client,
    open_hours,
    place,
    prison,
    session,
    sign_in,
    staff,
)
from bot.persistence.tables.referrals import (
    referral,
    referral_event,
    referral_presence,
    referral_version,
    saved_view,
)
from bot.persistence.tables.support import outbox, support_event
from bot.persistence.tables.trail import audit, failed_try, idempotency

__all__ = [
    "absence",
    "access_code",
    "alert",
    "audit",
    "blocked_days",
    "booking",
    "calendar_feed",
    "client",
    "client_times",
    "closed_hours",
    "consent_log",
    "draft",
    "failed_try",
    "help_report",
    "idempotency",
    "intake",
    "meeting",
    "message",
    "metadata",
    "open_hours",
    "outbox",
    "place",
    "prison",
    "prison_watch",
    "referral",
    "referral_event",
    "referral_presence",
    "referral_version",
    "review",
    "saved_view",
    "session",
    "sign_in",
    "staff",
    "standing_permit",
    "support_event",
]
