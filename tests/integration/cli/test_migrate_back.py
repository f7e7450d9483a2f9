def test_back_and_forward_again(shell):
    back = shell("migrate --back-to 0005")
    assert (back.code, back.out) == (0, "The database is at revision 0005\n")
    assert shell("audit verify").code == 1
    assert shell("migrate").code == 0
    assert shell("audit verify").code == 0


def test_back_to_nowhere_is_one_line(shell):
    refused = shell("migrate --back-to 9999")
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
