import pytest

LINE = "permitted-sites --prison sukeva --origin https://reitti.example"


@pytest.mark.parametrize(
    ("form", "mark"),
    [
        ("plain", "https://reitti.example:443 ^/chat"),
        ("squid", "http_access allow CONNECT reitti0_host reitti0_port"),
        ("pac", "function FindProxyForURL"),
    ],
)
def test_the_list_of_a_prison_in_each_format(shell, form, mark):
    done = shell(f"{LINE} --format {form}")
    assert done.code == 0 and mark in done.out and "meet.example" in done.out


def test_an_unknown_prison_has_no_list(shell):
    assert shell("permitted-sites --prison atlantis").code == 1


def test_an_origin_that_is_none_is_wrong_use(shell):
    assert shell("permitted-sites --prison sukeva --origin reitti").code == 2
