import datetime as dt

from bot.casework.ports import Clock, Ids
from bot.clock import SystemClock, SystemIds


def test_the_clock_tells_utc():
    clock: Clock = SystemClock()
    assert clock.now().utcoffset() == dt.timedelta(0)


def test_ids_and_tokens_do_not_repeat():
    ids: Ids = SystemIds()
    assert len({ids.new() for _ in range(100)} | {ids.token() for _ in range(100)}) == 200
    assert len(ids.token()) >= 43
