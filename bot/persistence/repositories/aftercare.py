"""Words that came too late, and what a person says of the help they got: sealed."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from bot.casework.people import HelpReport
from bot.persistence.rows import Rows
from bot.persistence.tables import draft, help_report


class SqlDrafts(Rows):
    """The Drafts port."""

    def keep(self, client_id: str, words: str, at: dt.datetime) -> None:
        sealed = self._sealer.seal_text(words, "draft.words", client_id)
        self._upsert(draft, {"client_id": client_id, "words": sealed, "at": at})

    def get(self, client_id: str) -> str | None:
        row = self._first(sa.select(draft).where(draft.c.client_id == client_id))
        if row is None:
            return None
        return self._sealer.open(row["words"], "draft.words", client_id).decode()

    def drop(self, client_id: str) -> None:
        self._change(sa.delete(draft).where(draft.c.client_id == client_id))


class SqlHelpReports(Rows):
    """The HelpReports port."""

    def add(self, client_id: str, report: HelpReport) -> None:
        body = {"area": report.area, "answer": report.answer}
        sealed = self._sealer.seal_json(body, "help_report.report", client_id)
        self._change(
            sa.insert(help_report).values(client_id=client_id, at=report.at, report=sealed)
        )

    def of_client(self, client_id: str) -> list[HelpReport]:
        query = sa.select(help_report).where(help_report.c.client_id == client_id)
        return [
            HelpReport(
                **self._sealer.open_json(row["report"], "help_report.report", client_id),
                at=row["at"],
            )
            for row in self._all(query.order_by(help_report.c.number))
        ]
