import secrets

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered

from bot.rasa_components.sealing import KeyRing
from bot.rasa_components.tracker_rows import SqliteRows, rows_for
from bot.rasa_components.tracker_store import SealedTrackerStore, TrackerStoreDown

pytestmark = pytest.mark.asyncio


@pytest.fixture
def file(tmp_path):
    return tmp_path / "tracker.db"


@pytest.fixture
def store(file):
    keys = KeyRing([("k1", secrets.token_bytes(32))])
    return SealedTrackerStore(Domain.empty(), rows=SqliteRows(file), keys=keys)


async def speak(store, sender, *texts):
    tracker = await store.get_or_create_tracker(sender)
    for text in texts:
        tracker.update(UserUttered(text, {"name": "inform"}, parse_data={"areas": ["housing"]}))
        tracker.update(ActionExecuted("action_take_answer"))
        tracker.update(BotUttered("", {"custom": {"say": "x"}}))
        tracker.update(ActionExecuted("action_listen"))
    await store.save(tracker)


async def test_a_kept_exchange_comes_back_as_it_was(store):
    await speak(store, "anna", "ei ole asuntoa")
    tracker = await store.retrieve("anna")
    assert tracker.latest_message.text == "ei ole asuntoa"
    assert tracker.latest_message.parse_data["areas"] == ["housing"]
    assert tracker.latest_action_name == "action_listen"


async def test_an_unknown_person_has_no_exchange(store):
    assert await store.retrieve("nobody") is None


async def test_the_row_does_not_grow(store, file):
    await speak(store, "anna", *(f"viesti {number}" for number in range(50)))
    tracker = await store.retrieve("anna")
    texts = [e.text for e in tracker.events if isinstance(e, UserUttered)]
    assert texts == ["viesti 48", "viesti 49"]
    assert tracker.events[0] == ActionExecuted("action_listen")


async def test_the_file_shows_neither_words_nor_persons(store, file):
    await speak(store, "sender-quokka", "kvitteröinti")
    kept = b"".join(path.read_bytes() for path in file.parent.glob("tracker.db*"))
    for word in (b"quokka", "kvitteröinti".encode(), b"inform", b"housing"):
        assert word not in kept


async def test_only_the_owner_may_read_the_file(store, file):
    await speak(store, "anna", "hei")
    assert file.stat().st_mode & 0o077 == 0


async def test_a_row_moved_to_another_person_does_not_open(store):
    await speak(store, "anna", "salaisuus")
    [anna], [bert] = store._keys.row_ids("anna"), store._keys.row_ids("bert")
    await store._call(lambda: store._rows.put(bert, store._rows.get([anna])[anna], []))
    with pytest.raises(TrackerStoreDown):
        await store.retrieve("bert")


async def test_a_store_that_is_away_raises_and_heals_by_itself(store, file):
    await speak(store, "anna", "ennen")
    kept = file.with_name("kept.db")
    for part in file.parent.glob("tracker.db-*"):
        part.unlink()
    file.rename(kept)
    file.mkdir()
    for call in (store.retrieve("anna"), store.check(), speak(store, "bert", "x")):
        with pytest.raises(TrackerStoreDown):
            await call
    file.rmdir()
    await speak(store, "carl", "uusi")
    assert (await store.retrieve("carl")).latest_message.text == "uusi"


async def test_after_a_change_of_keys_the_old_row_is_replaced(file):
    old, new = ("k1", secrets.token_bytes(32)), ("k2", secrets.token_bytes(32))
    before = SealedTrackerStore(None, rows=SqliteRows(file), keys=KeyRing([old]))
    after = SealedTrackerStore(None, rows=SqliteRows(file), keys=KeyRing([new, old]))
    await speak(before, "anna", "ennen")
    assert (await after.retrieve("anna")).latest_message.text == "ennen"
    await speak(after, "anna", "jälkeen")
    assert await before.retrieve("anna") is None
    assert (await after.retrieve("anna")).latest_message.text == "jälkeen"


async def test_forgetting_erases_the_row(store):
    await speak(store, "anna", "hei")
    await store.forget("anna")
    assert await store.retrieve("anna") is None


async def test_missing_settings_stop_the_start(monkeypatch):
    monkeypatch.delenv("REITTI_TRACKER_URL", raising=False)
    with pytest.raises(ValueError, match="REITTI_TRACKER_URL"):
        SealedTrackerStore(None)


async def test_another_kind_of_database_is_refused():
    with pytest.raises(ValueError, match="sqlite"):
        rows_for("mysql://x/y")
