"""Called by alembic with the connection that bot/persistence/migrate.py has opened."""

from __future__ import annotations

from alembic import context

from bot.persistence.migrate import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
