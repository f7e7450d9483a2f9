import pytest
from argon2 import PasswordHasher

from bot.persistence.hashing import Argon2Hasher


@pytest.fixture
def hasher():
    """As quick as argon2 goes; the service takes its defaults."""
    return Argon2Hasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def test_the_right_secret_and_only_that_one_is_taken(hasher):
    stored = hasher.hash("kissa123")
    assert "kissa123" not in stored
    assert hasher.verify(stored, "kissa123") is True
    assert hasher.verify(stored, "kissa124") is False


@pytest.mark.parametrize("stored", [None, "", "not a hash"])
def test_where_nothing_usable_is_stored_no_secret_is_right(hasher, stored):
    assert hasher.verify(stored, "nobody has this secret") is False


def test_a_name_that_does_not_exist_costs_as_much_as_one_that_does(monkeypatch):
    asked = []

    class Counting(PasswordHasher):
        def verify(self, stored, secret):
            asked.append(stored)
            return super().verify(stored, secret)

    hasher = Argon2Hasher(Counting(time_cost=1, memory_cost=8, parallelism=1))
    hasher.verify(None, "x")
    assert len(asked) == 1 and asked[0].startswith("$argon2id$")
