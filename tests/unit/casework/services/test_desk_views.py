"""Who else has a referral open, and the views that a worker keeps."""

import pytest

from bot.casework.errors import BadInput, NotFound
from bot.casework.queue_view import View
from bot.casework.services.desk_views import drop_view, keep_view, kept_views, note_open
from bot.casework.services.queue import Filters


@pytest.fixture
def sent(house):
    return house.sent()


def test_who_else_has_it_open_is_seen_for_a_while(house, sent):
    assert house.call(note_open, house.worker, sent) == []
    house.clock.move_on(minutes=2)
    assert [o["name"] for o in house.call(note_open, house.colleague, sent)] == ["Maija"]
    house.clock.move_on(minutes=9)
    assert house.call(note_open, house.colleague, sent) == []
    with pytest.raises(NotFound):
        house.call(note_open, house.stranger, sent)


def test_a_view_is_kept_under_its_name_without_what_was_searched_for(house):
    house.call(keep_view, house.worker, "Pian  vapautuvat", View.FREE, Filters(window="30"))
    house.call(keep_view, house.worker, "pian vapautuvat", View.URGENT, Filters(lang="sv"))
    (kept,) = kept_views(house.uow, house.worker)
    assert (kept.name, kept.asks) == ("pian vapautuvat", {"show": "urgent", "lang": "sv"})
    assert kept_views(house.uow, house.colleague) == []
    with pytest.raises(NotFound):
        drop_view(house.uow, house.colleague, kept.id)
    drop_view(house.uow, house.worker, kept.id)
    assert kept_views(house.uow, house.worker) == []
    for name in (" ", "x" * 41):
        with pytest.raises(BadInput):
            house.call(keep_view, house.worker, name, View.OPEN, Filters())
