"""Each test runs on SQLite and on PostgreSQL, in an empty database with all its tables."""

import dataclasses
import shutil
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from bot.persistence.database import open_database
from bot.persistence.keys import ensure_key_file
from bot.persistence.migrate import upgrade
from bot.persistence.tables import metadata
from bot.settings import Settings
from tests.integration.persistence.situations import add_prisons


def settings_in(directory, database_url=None):
    env = {"REITTI_VAR_DIR": str(directory)}
    if database_url:
        env["REITTI_DATABASE_URL"] = database_url
    settings = Settings.from_environment(env)
    ensure_key_file(settings.key_file)
    return settings


@pytest.fixture(scope="session")
def upgraded_file(tmp_path_factory):
    """An SQLite file with all tables, to copy: quicker than to make them for each test."""
    settings = settings_in(tmp_path_factory.mktemp("upgraded"))
    upgrade(settings)
    return settings.var_dir / "reitti.db"


@pytest.fixture(scope="session")
def upgraded_postgres(postgres_url, tmp_path_factory):
    """The URL of one database with all tables, which each test finds empty."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE upgraded")
    url = urlunsplit(urlsplit(postgres_url)._replace(path="/upgraded"))
    upgrade(settings_in(tmp_path_factory.mktemp("upgraded"), url))
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def kind(request):
    """Which database."""
    return request.param


@pytest.fixture
def settings(kind, tmp_path, request):
    """The settings of a database with tables and nothing in them."""
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("upgraded_file"), tmp_path / "reitti.db")
        yield settings_in(tmp_path)
        return
    url = request.getfixturevalue("upgraded_postgres")
    yield settings_in(tmp_path, url)
    with psycopg.connect(url, autocommit=True) as connection:
        # Somebody whose test failed may still be connected.
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        tables = ", ".join(f'"{name}"' for name in metadata.tables)
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY")


@pytest.fixture
async def database(settings):
    """The database with two prisons and two persons in it: see situations.py."""
    opened = open_database(settings)
    await opened.run(add_prisons)
    yield opened
    await opened.close()


@pytest.fixture
def empty_settings(kind, tmp_path, request):
    """The settings of a database without tables."""
    if kind == "sqlite":
        return settings_in(tmp_path)
    url = request.getfixturevalue("postgres_database")
    return dataclasses.replace(settings_in(tmp_path), database_url=url)
