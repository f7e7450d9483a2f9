"""Every column that holds sealed values, and what each value is bound to besides its column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from bot.persistence.tables import metadata

# What the row part of the binding is made of: see the repositories.
_ROWS = {
    "alert.kind": ("id",),
    "client.name": ("id",),
    "client.number": ("id",),
    "client.place": ("id",),
    "client_times.times": ("client_id",),
    "consent_log.consent": ("client_id",),
    "draft.words": ("client_id",),
    "help_report.report": ("client_id",),
    "idempotency.body": ("subject", "key"),
    "intake.state": ("client_id",),
    "meeting.reason_text": ("id",),
    "meeting.room": ("id",),
    "meeting.wish": ("id",),
    "message.body": ("id",),
    "outbox.body": ("id",),
    "referral.facts": ("id",),
    "referral_event.text": ("referral_id",),
    "referral_version.content": ("referral_id", "version"),
    "review.review": ("client_id",),
    "saved_view.name": ("id",),
    "staff.totp_secret": ("id",),
    "support_event.body": ("referral_id",),
}


@dataclass(frozen=True)
class SealedColumn:
    """One of them."""

    column: sa.Column[bytes]
    bound_to: tuple[str, ...]

    @property
    def name(self) -> str:
        """As the seal has it: "table.column"."""
        return f"{self.table.name}.{self.column.name}"

    @property
    def table(self) -> sa.Table:
        """Where it stands."""
        return self.column.table

    @property
    def keys(self) -> list[sa.Column[object]]:
        """What finds the row again."""
        return list(self.table.primary_key.columns)

    def row(self, values: sa.RowMapping) -> str:
        """The row part of the binding."""
        return ".".join(str(values[part]) for part in self.bound_to)


def sealed_columns() -> Iterator[SealedColumn]:
    """All of them; KeyError for one that nobody has named here."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sa.LargeBinary):
                yield SealedColumn(column, _ROWS[f"{table.name}.{column.name}"])
