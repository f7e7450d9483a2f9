"""A stolen database shows no words and no names, and sealed values can't be moved about."""

import pytest

from bot.persistence.sealing import SealBroken
from tests.integration.persistence.direct import change, everything
from tests.integration.persistence.lives import live, tokens_of


async def test_nothing_that_a_person_wrote_or_is_called_stands_in_the_clear(database, settings):
    await database.run(live)
    stored = everything(settings)
    for token in tokens_of("matti"):
        assert token not in stored
    # The search would find it: what is not sealed is there.
    assert "Kylmäkoski".encode() in stored and b"mark-matti" in stored


@pytest.mark.parametrize(
    ("table", "column", "key", "read"),
    [
        ("client", "name", "id", lambda uow: uow.clients.get("liisa")),
        ("message", "body", "client_id", lambda uow: uow.threads.everything("liisa")),
        ("intake", "state", "client_id", lambda uow: uow.intakes.get("liisa")),
        ("review", "review", "client_id", lambda uow: uow.reviews.get("liisa")),
        ("referral", "facts", "client_id", lambda uow: uow.referrals.of_client("liisa")),
        ("meeting", "wish", "client_id", lambda uow: uow.meetings.of_client("k-liisa", "liisa")),
        ("alert", "kind", "client_id", lambda uow: uow.alerts.open_of_client("liisa")),
    ],
)
async def test_a_sealed_value_does_not_open_for_another_person(
    database, settings, table, column, key, read
):
    await database.run(lambda uow: (live(uow), live(uow, "liisa")))
    await database.read(read)
    moved = f"(SELECT {column} FROM {table} WHERE {key} = 'matti')"
    change(settings, f"UPDATE {table} SET {column} = {moved} WHERE {key} = 'liisa'")
    with pytest.raises(SealBroken, match=f"{table}.{column}"):
        await database.read(read)


async def test_a_sealed_value_does_not_open_in_another_column(database, settings):
    change(settings, "UPDATE client SET name = number WHERE id = 'matti'")
    with pytest.raises(SealBroken):
        await database.read(lambda uow: uow.clients.get("matti"))


async def test_errors_of_the_database_name_no_values(database):
    await database.run(live)
    with pytest.raises(Exception, match="access_code") as failed:
        await database.run(live)
    assert not any(token.decode() in str(failed.value) for token in tokens_of("matti"))


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_the_file_is_for_its_owner_alone(database, settings):
    await database.run(live)
    modes = {file.name: file.stat().st_mode & 0o077 for file in settings.var_dir.glob("reitti.db*")}
    assert set(modes.values()) == {0}, modes
