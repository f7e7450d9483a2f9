"""Each test runs on SQLite and on PostgreSQL, in an empty database with all its tables."""

import dataclasses
import shutil
import uuid
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from bot.persistence.database import open_database
from bot.persistence.keys import ensure_key_file
from bot.persistence.migrate import upgrade
from bot.settings import Settings
from tests.integration.persistence.situations import add_prisons


def settings_in(directory, database_url=None):
    env = {"REITTI_VAR_DIR": str(directory)}
    if database_url:
        env["REITTI_DATABASE_URL"] = database_url
    settings = Settings.from_environment(env)
    ensure_key_file(settings.key_file)
    return settings


def _run(postgres_url, statement):
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def upgraded_file(tmp_path_factory):
    """An SQLite file with all tables, to copy: quicker than to make them for each test."""
    settings = settings_in(tmp_path_factory.mktemp("upgraded"))
    upgrade(settings)
    return settings.var_dir / "reitti.db"


@pytest.fixture(scope="session")
def upgraded_postgres(postgres_url, tmp_path_factory):
    """The name of a database with all tables, to copy."""
    _run(postgres_url, "CREATE DATABASE upgraded")
    url = urlunsplit(urlsplit(postgres_url)._replace(path="/upgraded"))
    upgrade(settings_in(tmp_path_factory.mktemp("upgraded"), url))
    return "upgraded"


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
    server = request.getfixturevalue("postgres_url")
    template = request.getfixturevalue("upgraded_postgres")
    name = f"copy_{uuid.uuid4().hex[:12]}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield settings_in(tmp_path, urlunsplit(urlsplit(server)._replace(path=f"/{name}")))
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


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
