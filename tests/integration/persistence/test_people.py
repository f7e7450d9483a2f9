"""Prisons, persons, codes, sign-ins, staff, sessions."""

import datetime as dt

import pytest

from bot.casework.actor import Right, Role
from bot.casework.errors import Refused
from bot.casework.people import AccessCode, OpenHours, Prison, Session, SignIn, StaffUser
from tests.integration.persistence.situations import NOW, a_client, after


async def test_prisons_have_places_and_hours(database):
    def work(uow):
        prisons = uow.prisons
        return (
            prisons.everyone(),
            prisons.get("nowhere"),
            [place.name for place in prisons.places("kylmakoski")],
            prisons.hours("kylmakoski"),
        )

    everyone, none, places, hours = await database.read(work)
    assert everyone == [Prison("kylmakoski", "Kylmäkoski"), Prison("pyhaselka", "Pyhäselkä")]
    assert none is None and places == ["Huone 1", "Huone 2"]
    assert hours == [OpenHours(0, dt.time(9), dt.time(15))]


async def test_a_person_comes_back_as_stored(database):
    def work(uow):
        person = uow.clients.get("matti")
        person.place, person.release_date, person.secret_hash = "Osasto 9", dt.date(2027, 1, 7), "x"
        person.prison, person.number = "pyhaselka", None
        uow.clients.save(person)
        return person

    saved = await database.run(work)
    assert await database.read(lambda uow: uow.clients.get("matti")) == saved
    assert saved == a_client(
        "matti",
        "pyhaselka",
        place="Osasto 9",
        number=None,
        release_date=dt.date(2027, 1, 7),
        secret_hash="x",
    )


def a_code(code_id, client="matti", prison="kylmakoski", issued=NOW):
    expires = issued + dt.timedelta(days=14)
    return AccessCode(code_id, client, prison, f"mark-{code_id}", "guard", issued, expires)


async def test_codes_are_found_by_fingerprint_and_listed_newest_first(database):
    def work(uow):
        uow.codes.add(a_code("old"))
        uow.codes.add(a_code("new", issued=after(5)))
        uow.codes.add(a_code("other", "liisa", "pyhaselka"))
        of_prison = [(c.id, p.name) for c, p in uow.codes.of_prison("kylmakoski", 10)]
        mine = [code.id for code in uow.codes.of_client("matti")]
        return uow.codes.by_fingerprint("mark-old"), mine, of_prison

    found, mine, of_prison = await database.run(work)
    assert found == a_code("old") and mine == ["new", "old"]
    assert of_prison == [("new", "Nimi matti"), ("old", "Nimi matti")]


async def test_a_code_is_revoked_by_its_own_prison_once_while_it_is_valid(database):
    def work(uow):
        uow.codes.add(a_code("c1"))
        uow.codes.add(a_code("c2"))
        revoke = uow.codes.revoke
        return (
            revoke("c1", "pyhaselka", after(1)),
            revoke("c1", "kylmakoski", after(1)),
            revoke("c1", "kylmakoski", after(2)),
            revoke("c2", None, NOW + dt.timedelta(days=15)),
            revoke("c2", None, after(1)),
        )

    assert await database.run(work) == (False, True, False, False, True)


async def test_a_new_code_takes_the_place_of_the_earlier_ones(database):
    def work(uow):
        uow.codes.add(a_code("c1"))
        uow.codes.add(a_code("other", "liisa", "pyhaselka"))
        uow.codes.revoke_of_client("matti", after(1))
        return [uow.codes.by_fingerprint(f"mark-{one}").revoked_at for one in ("c1", "other")]

    assert await database.run(work) == [after(1), None]


async def test_a_person_sees_their_own_sign_ins_newest_first(database):
    def work(uow):
        for number, outcome in enumerate(["ok", "secret_wrong", "ok"]):
            uow.sign_ins.add(SignIn("matti", after(number), outcome))
        uow.sign_ins.add(SignIn("liisa", NOW, "ok"))
        return uow.sign_ins.of_client("matti", 2)

    newest = await database.run(work)
    assert newest == [SignIn("matti", after(2), "ok"), SignIn("matti", after(1), "secret_wrong")]


def a_worker(user_id, name="Virta", **more):
    values = {"county": "kainuu", "role": Role.SOCIAL_WORKER, "username": user_id}
    return StaffUser(id=user_id, name=name, password_hash="h", created_at=NOW, **{**values, **more})


async def test_staff_come_back_as_stored_and_a_username_is_taken_once(database):
    guard = a_worker(
        "g1",
        role=Role.PRISON_STAFF,
        county=None,
        prison="kylmakoski",
        rights=frozenset({Right.APPROVE, Right.ALERTS}),
        totp_secret="JBSWY3DPEHPK3PXP",
    )

    def work(uow):
        uow.staff.add(guard)
        with pytest.raises(Refused, match="username_taken"):
            uow.staff.add(a_worker("g2", username="g1"))
        return uow.staff.by_username("g1"), uow.staff.get("g1"), uow.staff.get("g2")

    assert await database.run(work) == (guard, guard, None)


async def test_a_referral_can_be_assigned_to_active_workers_of_the_county(database):
    def work(uow):
        uow.staff.add(a_worker("w1", "Virta"))
        uow.staff.add(a_worker("w2", "Aalto"))
        uow.staff.add(a_worker("w3", active=False))
        uow.staff.add(a_worker("w4", county="satakunta"))
        uow.staff.add(a_worker("w5", role=Role.LEADER))
        return [user.id for user in uow.staff.workers_of_county("kainuu")]

    assert await database.run(work) == ["w2", "w1"]


async def test_a_one_time_code_works_once_and_no_older_one_after_it(database):
    def work(uow):
        uow.staff.add(a_worker("w1"))
        return [uow.staff.use_totp_step("w1", step) for step in (10, 10, 9, 11)]

    assert await database.run(work) == [True, False, False, True]


async def test_sessions_end_one_by_one_or_all_of_a_person(database):
    def work(uow):
        sessions = uow.sessions
        for one, subject in (("s1", "matti"), ("s2", "matti"), ("s3", "matti"), ("s4", "liisa")):
            sessions.add(Session(one, "client", subject, "csrf", NOW, NOW, "fi"))
        sessions.touch("s1", after(3))
        sessions.set_lang("s1", "sv")
        changed = sessions.get("s1")
        sessions.end("s2")
        after_one = sessions.get("s2"), sessions.get("s3")
        sessions.end_all_of("client", "matti")
        return changed, after_one, [sessions.get(one) for one in ("s1", "s3", "s4")]

    changed, after_one, rest = await database.run(work)
    assert changed == Session("s1", "client", "matti", "csrf", NOW, after(3), "sv")
    assert after_one[0] is None and after_one[1] is not None
    assert rest[:2] == [None, None] and rest[2].subject == "liisa"
