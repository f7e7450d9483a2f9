from bot.casework import access_code


def test_a_code_has_twelve_characters_without_look_alikes():
    for _ in range(200):
        code = access_code.new_code()
        assert access_code.looks_like_code(code)
        assert not set(code) & set("0O1IL2Z5S8BUV")


def test_spaces_dashes_and_small_letters_do_not_matter():
    code = access_code.new_code()
    typed = access_code.spaced(code).lower().replace(" ", " - ")
    assert access_code.normalise(typed) == code


def test_the_fingerprint_depends_on_the_key():
    assert access_code.fingerprint("A", b"1") != access_code.fingerprint("A", b"2")
