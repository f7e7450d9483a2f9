"""The database as an administrator or a thief has it: without the application and its keys."""

import contextlib
import sqlite3

import psycopg

from bot.persistence.tables import metadata


@contextlib.contextmanager
def connection(settings):
    url = settings.database_url
    if url.startswith("sqlite:"):
        opened = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=10)
    else:
        opened = psycopg.connect(url)
    with contextlib.closing(opened):
        yield opened
        opened.commit()


def change(settings, statement):
    with connection(settings) as opened:
        assert opened.execute(statement).rowcount > 0


def value(settings, query):
    with connection(settings) as opened:
        return opened.execute(query).fetchone()[0]


def everything(settings):
    """All bytes of all values; of SQLite also what lies about in its files."""
    found = []
    with connection(settings) as opened:
        for table in metadata.tables:
            for row in opened.execute(f'SELECT * FROM "{table}"').fetchall():
                found += [
                    bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row
                ]
    if settings.database_url.startswith("sqlite:"):
        found += [file.read_bytes() for file in settings.var_dir.glob("reitti.db*")]
    return b"\n".join(found)
