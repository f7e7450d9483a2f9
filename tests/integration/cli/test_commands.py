import shutil
import sqlite3
import threading

import pytest

from bot.bootstrap import build_context
from bot.casework.actor import Right
from bot.casework.services.sign_in import find_code
from bot.persistence.hashing import Argon2Hasher
from bot.settings import ROOT

NEW = "code issue --prison sukeva --county pohjois-savo --release-date 2027-01-15"
ACCOUNT = "user add --username vesa --password-stdin"


def opens(shell, code):
    """The person that the code leads to now, or the refusal."""
    context = build_context(shell.settings)
    lookup = shell.look(lambda uow: find_code(uow, context, code, None))
    return lookup.refused.key if lookup.refused else lookup.client_id


def test_a_code_is_issued_for_a_new_person(shell):
    issued = shell([*NEW.split(), "--name", "Oma Nimi", "--place", "A 12", "--json"]).json
    assert set(issued) == {"code", "client_id"}
    assert opens(shell, issued["code"]) == issued["client_id"]
    client = shell.look(lambda uow: uow.clients.get(issued["client_id"]))
    assert (client.name, client.place, client.county) == ("Oma Nimi", "A 12", "pohjois-savo")
    assert client.release_date.isoformat() == "2027-01-15"


def test_without_json_the_code_is_printed_as_on_the_slip(shell):
    words = shell(NEW).out.split()
    assert opens(shell, "".join(words[1:4]).rstrip(",")) == words[-1]


def test_the_day_of_release_may_be_unknown(shell):
    line = "code issue --prison sukeva --county helsinki --release-date unknown --json"
    client_id = shell(line).json["client_id"]
    assert shell.look(lambda uow: uow.clients.get(client_id)).release_date is None


def test_a_new_code_for_the_same_person_ends_the_old_one(shell, person):
    again = shell(f"{NEW} --client {person['client_id']} --json").json
    assert again["client_id"] == person["client_id"]
    assert opens(shell, person["code"]) == "code_wrong"
    assert opens(shell, again["code"]) == person["client_id"]


def test_a_new_code_needs_nothing_else_said_again(shell, person):
    assert shell(f"code issue --client {person['client_id']} --json").code == 0
    client = shell.look(lambda uow: uow.clients.get(person["client_id"]))
    assert client.release_date.isoformat() == "2027-01-15"


@pytest.mark.parametrize("by", ["--code {code}", "--client {client_id}"])
def test_a_code_is_revoked_by_slip_or_by_person(shell, person, by):
    assert shell(f"code revoke {by.format(**person)}").code == 0
    assert opens(shell, person["code"]) == "code_wrong"


def test_a_person_moves_to_another_cell_and_their_day_becomes_unknown(shell, person):
    where = ["--place", "B 3", "--release-date", "unknown"]
    done = shell(["client", "set", "--id", person["client_id"], *where])
    client = shell.look(lambda uow: uow.clients.get(person["client_id"]))
    assert done.code == 0
    assert (client.place, client.release_date) == ("B 3", None)


def test_a_new_prison_has_one_place_and_a_working_week(shell):
    places = shell.look(lambda uow: uow.prisons.places("sukeva"))
    hours = shell.look(lambda uow: uow.prisons.hours("sukeva"))
    assert [place.name for place in places] == ["Etätapaamisten huone"]
    assert [(h.weekday, h.opens.hour, h.closes.hour) for h in hours] == [
        (day, 9, 15) for day in range(5)
    ]


def test_prison_staff_have_all_rights_unless_named(shell):
    shell(f"{ACCOUNT} --role prison_staff --prison sukeva", "salasana-1\n")
    vesa = shell.look(lambda uow: uow.staff.by_username("vesa"))
    assert vesa.rights == frozenset(Right)
    assert Argon2Hasher().verify(vesa.password_hash, "salasana-1")
    line = "user add --role prison_staff --prison sukeva --rights alerts --password-stdin"
    shell(f"{line} --username yö", "salasana-1\n")
    assert shell.look(lambda uow: uow.staff.by_username("yö")).rights == {Right.ALERTS}


def test_an_account_with_one_time_codes_gets_its_secret_once(shell):
    done = shell(f"{ACCOUNT} --role admin --totp", "salasana-1\n")
    secret = shell.look(lambda uow: uow.staff.by_username("vesa")).totp_secret
    assert f"secret={secret}" in done.out


@pytest.mark.parametrize(
    "role",
    ["social_worker --county pohjois-savo", "leader --county kainuu", "admin"],
)
def test_other_roles_have_their_scope(shell, role):
    assert shell(f"{ACCOUNT} --role {role}", "salasana-1\n").code == 0


@pytest.mark.parametrize(
    ("line", "stdin", "says"),
    [
        ("prison add --id sukeva --name Toinen", "", "exists"),
        (NEW.replace("sukeva", "atlantis"), "", "no such prison"),
        (NEW.replace("pohjois-savo", "atlantis"), "", "no such wellbeing services county"),
        (f"{NEW} --client nobody", "", "no such client"),
        ("code revoke --code 333333333333", "", "no such code"),
        ("client set --id nobody --place A", "", "no such client"),
        (f"{ACCOUNT} --role social_worker --county kainuu", "lyhyt\n", "8 characters"),
        (f"{ACCOUNT} --role social_worker --prison sukeva", "salasana-1\n", "need"),
    ],
)
def test_what_is_refused_ends_with_1_and_one_line(shell, line, stdin, says):
    done = shell(line, stdin)
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert says in done.err


@pytest.mark.parametrize(
    "line",
    [
        "code issue --prison sukeva",
        NEW.replace("2027-01-15", "15.1.2027"),
        "code revoke",
        "client set --id x",
        "user add --role king --username x --password-stdin",
        f"{ACCOUNT} --role prison_staff --prison sukeva --rights all",
        "prison",
        "purge --retention-days 0",
        "",
    ],
)
def test_wrong_use_ends_with_2(new_shell, line):
    assert new_shell(line).code == 2


@pytest.mark.parametrize(
    "line",
    [
        *("prison add", "user add", "code issue", "code revoke", "client set", "migrate"),
        *("purge", "audit verify", "check-content", "understand", "serve"),
    ],
)
def test_every_command_has_help(new_shell, line):
    assert new_shell(f"{line} --help").code == 0


def test_the_first_command_makes_the_tables_of_a_new_database(new_shell):
    assert new_shell("prison add --id sukeva --name Sukeva").code == 0
    assert new_shell("migrate").code == 0
    assert new_shell("audit verify").code == 0


def test_a_database_that_is_behind_is_left_alone(shell):
    with sqlite3.connect(shell.settings.var_dir / "reitti.db") as file:
        file.execute("UPDATE reitti_version SET version_num = '0001'")
    done = shell(NEW)
    assert (done.code, "reitti migrate" in done.err) == (1, True)


def test_a_changed_row_of_the_audit_trail_is_found(shell, person):
    assert shell("audit verify").code == 0
    with sqlite3.connect(shell.settings.var_dir / "reitti.db") as file:
        for (trigger,) in file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
        ).fetchall():
            file.execute(f"DROP TRIGGER {trigger}")
        file.execute("UPDATE audit SET actor = 'somebody' WHERE number = 2")
    done = shell("audit verify")
    assert (done.code, "row 2" in done.err) == (1, True)


def test_a_purge_of_a_new_database_removes_nothing(shell, person):
    assert shell("purge").code == 0
    assert opens(shell, person["code"]) == person["client_id"]


def test_a_command_waits_for_the_service_that_is_just_writing(shell):
    file = sqlite3.connect(
        shell.settings.var_dir / "reitti.db", isolation_level=None, check_same_thread=False
    )
    file.execute("BEGIN IMMEDIATE")
    threading.Timer(0.5, lambda: file.execute("COMMIT")).start()
    assert shell(NEW).code == 0


def test_a_server_that_is_away_is_one_line_without_its_password(new_shell, monkeypatch):
    monkeypatch.setenv("REITTI_DATABASE_URL", "postgresql://u:secret@127.0.0.1:9/none")
    done = new_shell("prison add --id sukeva --name Sukeva")
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert "secret" not in done.err


def test_the_commands_work_on_postgresql(postgres_database, new_shell, monkeypatch):
    monkeypatch.setenv("REITTI_DATABASE_URL", postgres_database)
    assert new_shell("prison add --id sukeva --name Sukeva").code == 0
    issued = new_shell(f"{NEW} --json").json
    assert new_shell(f"code revoke --code {issued['code']}").code == 0
    assert new_shell("audit verify").code == 0
    assert new_shell("purge").code == 0


@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [
        ("clocks.yml", "default: {contact: -1}", "contact is a number of working days"),
        ("directory.yml", "counties: {atlantis: []}", "atlantis is no county"),
    ],
)
def test_the_counties_own_files_are_checked_too(
    new_shell, monkeypatch, tmp_path, name, wrong, said
):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("nlu", "safety", "dates"))
    (data / name).write_text(wrong, encoding="utf-8")
    monkeypatch.setenv("REITTI_DATA_DIR", str(data))
    done = new_shell("check-content")
    assert (done.code, said in done.err) == (1, True)
