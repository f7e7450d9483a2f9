import dataclasses

import pytest

from bot.casework.actor import SYSTEM
from bot.casework.errors import BadInput, TooMany
from bot.casework.services import sessions
from bot.casework.services.codes import issue, revoke
from bot.casework.services.erase import erase
from bot.casework.services.secrets import check_secret, plain_secret, set_secret
from bot.casework.services.sign_in import find_code, finish_sign_in

HASH = "hash:lumi"


@pytest.fixture
def code(house):
    return house.call(issue, SYSTEM, client_id=house.person).code


@pytest.fixture
def with_secret(house):
    house.call(set_secret, house.person, HASH)


def sign_in(house, code, secret=None, browser="laptop", lang=None):
    lookup = house.call(find_code, code, browser)
    ok = house.context.hasher.verify(lookup.secret_hash, secret) if secret else None
    return house.call(finish_sign_in, lookup, ok, lang, browser)


def key_of(answer):
    return answer.refused.key if answer.refused else None


def wrong_codes(count, letters="34679ACDEFGHJKMNPQRTWXY"):
    return [f"{letters[i % 20]}{letters[i // 20 % 20]}34 4444 4444" for i in range(count)]


def test_the_code_alone_lets_in_who_has_no_secret_and_asks_for_one(house, code):
    answer = sign_in(house, code)
    assert answer.client.id == house.person
    assert answer.asks_for_secret


@pytest.mark.parametrize("change", [str.lower, lambda c: f" {c[:4]}-{c[4:8]} {c[8:]} "])
def test_spaces_dashes_and_case_of_a_typed_code_do_not_matter(house, code, change):
    assert key_of(sign_in(house, change(code))) is None


def test_a_new_code_without_the_secret_opens_nothing(house, code, with_secret):
    new = house.call(issue, SYSTEM, client_id=house.person).code
    assert key_of(sign_in(house, new)) == "secret_needed"
    assert key_of(sign_in(house, new, "arvaus")) == "secret_wrong"
    assert key_of(sign_in(house, new, "lumi")) is None


def test_asking_for_the_secret_is_no_failure(house, code, with_secret):
    for _ in range(10):
        assert key_of(sign_in(house, code)) == "secret_needed"
    assert key_of(sign_in(house, code, "lumi")) is None


def test_a_secret_set_between_the_two_steps_is_asked_for(house, code):
    lookup = house.call(find_code, code, None)
    house.call(set_secret, house.person, HASH)
    answer = house.call(finish_sign_in, lookup, None, None, None)
    assert key_of(answer) == "secret_needed" and not answer.token


def test_an_unknown_and_a_revoked_code_read_the_same(house, code):
    house.call(revoke, SYSTEM, house.person)
    revoked, unknown = sign_in(house, code), sign_in(house, "3333 3333 3333")
    assert key_of(revoked) == key_of(unknown) == "code_wrong"


def test_a_code_revoked_between_the_two_steps_opens_nothing(house, code):
    lookup = house.call(find_code, code, None)
    house.call(revoke, SYSTEM, house.person)
    assert key_of(house.call(finish_sign_in, lookup, None, None, None)) == "code_wrong"


def test_an_expired_code_says_to_ask_for_a_new_one(house, code):
    house.clock.move_on(days=14)
    assert key_of(sign_in(house, code)) == "code_expired"


def test_the_code_of_an_erased_person_is_unknown(house, code):
    house.call(erase, house.person, SYSTEM)
    assert key_of(sign_in(house, code)) == "code_wrong"


def test_fifty_people_with_right_codes_from_one_browser_are_never_refused(house):
    for number in range(50):
        person = issue(
            house.uow, house.context, SYSTEM, prison="sukeva", county="pohjois-savo", lang="fi"
        )
        assert key_of(sign_in(house, person.code)) is None, number


def test_the_secret_of_a_code_can_be_guessed_five_times_only(house, code, with_secret):
    for number in range(5):
        assert key_of(sign_in(house, code, "väärä", browser=f"b{number}")) == "secret_wrong"
    answer = sign_in(house, code, "lumi", browser="another")
    assert isinstance(answer.refused, TooMany)
    assert answer.refused.retry_after == 15 * 60
    house.clock.move_on(minutes=15, seconds=1)
    assert key_of(sign_in(house, code, "lumi")) is None


def test_guessing_slowly_ends_after_twenty_tries_in_a_day(house, code, with_secret):
    for _ in range(20):
        assert key_of(sign_in(house, code, "väärä", browser=None)) == "secret_wrong"
        house.clock.move_on(minutes=16)
    assert key_of(sign_in(house, code, "väärä", browser=None)) == "too_many_tries"


def test_guesses_made_at_the_same_time_count_before_they_are_answered(house, code, with_secret):
    lookups = [house.call(find_code, code, None) for _ in range(20)]
    answers = [house.call(finish_sign_in, lookup, False, None, None) for lookup in lookups]
    assert [key_of(a) for a in answers].count("secret_wrong") == 5
    last = house.call(finish_sign_in, lookups[-1], True, None, None)
    assert key_of(last) == "too_many_tries"


def test_the_right_secret_clears_the_tries_of_the_code(house, code, with_secret):
    for _ in range(3):
        for _ in range(4):
            sign_in(house, code, "väärä", browser=None)
        assert key_of(sign_in(house, code, "lumi", browser=None)) is None


def test_a_browser_that_guesses_codes_has_to_wait_and_no_other(house, code):
    for typed in wrong_codes(10):
        assert key_of(sign_in(house, typed, browser="guesser")) == "code_wrong"
    assert key_of(sign_in(house, code, browser="guesser")) == "too_many_tries"
    assert key_of(sign_in(house, code, browser="another")) is None


def test_nonsense_from_everywhere_is_slowed_and_locks_out_no_right_code(house, code):
    for number, typed in enumerate(wrong_codes(100)):
        assert key_of(sign_in(house, typed, browser=f"b{number}")) == "code_wrong"
    rows = len(house.uow.throttle.rows)
    assert key_of(sign_in(house, "3333 3333 3333", browser="new")) == "too_many_tries"
    assert len(house.uow.throttle.rows) == rows
    assert key_of(sign_in(house, code, browser="new")) is None


def test_nothing_that_was_typed_stands_in_the_buckets(house, with_secret, code):
    sign_in(house, "3333 3333 3333", browser="laptop-17")
    sign_in(house, code, "oma sana", browser="laptop-17")
    kept = str(house.uow.throttle.rows)
    assert not [word for word in ("3333", code, "oma", "laptop-17") if word in kept]


def test_every_try_that_reached_the_secret_is_shown_to_the_person(house, code, with_secret):
    sign_in(house, code, "väärä")
    sign_in(house, code, "lumi")
    outcomes = [s.outcome for s in house.uow.sign_ins.of_client(house.person, 10)]
    assert outcomes == ["signed_in", "wrong_secret"]


def test_the_token_is_kept_only_as_a_hash(house, code):
    answer = sign_in(house, code)
    assert answer.token not in str(house.uow.sessions.rows)
    assert house.call(sessions.resume, answer.token).actor.id == house.person


def test_the_language_chosen_at_the_door_stays(house, code):
    assert sign_in(house, code, lang="sv").session.lang == "sv"
    assert house.uow.clients.get(house.person).lang == "sv"
    with pytest.raises(BadInput):
        sign_in(house, code, lang="xx")


@pytest.mark.parametrize("kind", ["client", "staff"])
def test_a_session_ends_after_idle_time_and_after_a_working_day(house, kind):
    subject = house.person if kind == "client" else "vesa"
    token, _ = house.call(sessions.open_session, kind, subject, "fi")
    idle = getattr(house.context.limits, f"{kind}_idle")
    house.clock.move_on(seconds=idle - 1)
    found = house.call(sessions.resume, token)
    assert found.touch_due
    house.call(sessions.touch, found.session)
    house.clock.move_on(seconds=30)
    assert not house.call(sessions.resume, token).touch_due
    house.clock.move_on(seconds=idle)
    assert house.call(sessions.resume, token) is None


def test_no_amount_of_use_makes_a_session_last_longer_than_twelve_hours(house):
    token, session = house.call(sessions.open_session, "client", house.person, "fi")
    for _ in range(12 * 4 - 1):
        house.clock.move_on(minutes=15)
        house.call(sessions.touch, session)
    assert house.call(sessions.resume, token)
    house.clock.move_on(minutes=15)
    assert house.call(sessions.resume, token) is None


def test_signing_out_ends_the_session_and_is_harmless_twice(house, code):
    token = sign_in(house, code).token
    house.call(sessions.sign_out, token)
    house.call(sessions.sign_out, token)
    assert house.call(sessions.resume, token) is None


def test_a_member_of_staff_who_was_shut_out_is_out_at_once(house):
    token, _ = house.call(sessions.open_session, "staff", "vesa", "fi")
    house.uow.staff.rows["vesa"] = dataclasses.replace(house.uow.staff.get("vesa"), active=False)
    assert house.call(sessions.resume, token) is None


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("123", "secret_too_short"),
        ("  12  ", "secret_too_short"),
        ("x" * 65, "secret_too_long"),
        ("346 79A-CDE FGH", "secret_is_code"),
    ],
)
def test_a_secret_that_can_not_be_used_says_why(text, refusal):
    with pytest.raises(BadInput) as caught:
        check_secret(text)
    assert caught.value.key == refusal


@pytest.mark.parametrize("typed", ["Lumi", " lumi ", "LUMI", "\uff2cumi"])
def test_a_secret_is_the_same_however_it_is_typed(typed):
    assert plain_secret(typed) == "lumi"
