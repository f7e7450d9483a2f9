import re
import stat

import pytest

from bot.bootstrap import build_context
from bot.casework.actor import SYSTEM, Right
from bot.casework.services.codes import revoke
from bot.casework.services.erase import erase
from bot.casework.services.sign_in import find_code
from bot.cli.working import make_database
from bot.demo import create
from bot.persistence.database import sync_run
from bot.persistence.hashing import Argon2Hasher
from bot.settings import Settings


@pytest.fixture
def settings(tmp_path):
    made = Settings.from_environment({"REITTI_VAR_DIR": str(tmp_path)})
    make_database(made)
    return made


def opens(settings, line):
    code = line.rsplit("code ", 1)[1]
    context = build_context(settings)
    return sync_run(settings, lambda uow: find_code(uow, context, code, None)).client_id


def test_the_printed_codes_and_log_ins_work(settings):
    lines = list(create(settings))
    codes = [line for line in lines if "code " in line]
    assert len({opens(settings, line) for line in codes} - {None}) == 3
    for line in lines:
        if found := re.search(r"username (\S+), password (\S+)", line):
            name, password = found.groups()
            user = sync_run(settings, lambda uow, name=name: uow.staff.by_username(name))
            assert Argon2Hasher().verify(user.password_hash, password)


def test_one_guard_sees_alerts_only(settings):
    create(settings)
    guard = sync_run(settings, lambda uow: uow.staff.by_username("vartija"))
    assert guard.rights == {Right.ALERTS}


def test_a_later_start_makes_nothing_and_prints_the_same(settings):
    first = list(create(settings))
    assert list(create(settings)) == first
    assert len(sync_run(settings, lambda uow: uow.codes.of_prison("esimerkkila", 50))) == 3


def test_passwords_are_random_and_their_file_is_the_owners_alone(settings, tmp_path):
    lines = "\n".join(create(settings))
    (file,) = tmp_path.glob("demo-*.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.unlink()
    again = "\n".join(create(settings))
    assert "username vankila2," in again
    assert not set(re.findall(r"password (\S+)", lines)) & set(re.findall(r"password (\S+)", again))


def test_a_code_that_ended_is_renewed_for_the_same_person(settings):
    line = list(create(settings))[1]
    person = opens(settings, line)
    context = build_context(settings)
    sync_run(settings, lambda uow: revoke(uow, context, SYSTEM, person))
    again = list(create(settings))[1]
    assert again != line
    assert opens(settings, again) == person


def test_after_a_person_erased_everything_there_is_a_new_one(settings):
    person = opens(settings, list(create(settings))[1])
    context = build_context(settings)
    sync_run(settings, lambda uow: erase(uow, context, person, SYSTEM))
    assert opens(settings, list(create(settings))[1]) not in (None, person)
