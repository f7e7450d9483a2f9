"""A wish becomes up to three options and what does not suit."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.dates import Suggestion, Wish, read_wish
from tests.unit.dates.phrase_tables import TODAY

MON, TUE, WED, THU, FRI = range(5)


def suits(*options: Suggestion) -> Wish:
    return Wish(options)


def at(hour: int, minute: int = 0) -> dt.time:
    return dt.time(hour, minute)


def day(month: int, number: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, number)


S = Suggestion
WISHES = [
    ("fi", "ke tai to iltapäivällä, aamut verstaalla",
     Wish((S(weekday=WED, part="afternoon"), S(weekday=THU, part="afternoon")), (S(part="morning"),))),
    ("fi", "maanantai tai tiistai kymmeneltä",
     suits(S(weekday=MON, time=at(10)), S(weekday=TUE, time=at(10)))),
    ("en", "after 14 any day not Friday", Wish((S(not_before=at(14)),), (S(weekday=FRI),))),
    ("fi", "ma klo 10 tai ti klo 12", suits(S(weekday=MON, time=at(10)), S(weekday=TUE, time=at(12)))),
    ("fi", "iltapäivällä ke tai to",
     suits(S(weekday=WED, part="afternoon"), S(weekday=THU, part="afternoon"))),
    ("fi", "ke aamulla tai to iltapäivällä, ei perjantaina",
     Wish((S(weekday=WED, part="morning"), S(weekday=THU, part="afternoon")), (S(weekday=FRI),))),
    ("fi", "mieluiten torstaina, käy myös perjantai", suits(S(weekday=THU), S(weekday=FRI))),
    ("fi", "keskiviikko käy, mutta mieluummin torstai", suits(S(weekday=THU), S(weekday=WED))),
    ("fi", "ensi viikolla maanantai tai keskiviikko, ei ennen kymmentä",
     suits(S(date=day(11, 30), not_before=at(10)), S(date=day(12, 2), not_before=at(10)))),
    ("fi", "klo 9-11 maanantaina", suits(S(weekday=MON, not_before=at(9), not_after=at(11)))),
    ("fi", "ihan sama kunhan ei aamulla", Wish((), (S(part="morning"),))),
    ("fi", "maanantaisin koulu, muuten käy", Wish((), (S(weekday=MON),))),
    ("fi", "ti 1.12. klo 13 tai to 3.12.", suits(S(date=day(12, 1), time=at(13)), S(date=day(12, 3)))),
    ("fi", "aamulla tai illalla", suits(S(part="morning"), S(part="evening"))),
    ("fi", "maanantaina en pääse aamulla", Wish((S(weekday=MON),), (S(part="morning"),))),
    ("fi", "en tiiä", Wish()),
    ("fi", "", Wish()),
    ("fi", "ma, ti, ke tai to", suits(S(weekday=MON), S(weekday=TUE), S(weekday=WED))),
    ("fi", "huomenna klo 10", suits(S(date=day(11, 25), time=at(10)))),
    ("fi", "ensi viikolla", suits(S(between=(day(11, 30), day(12, 6))))),
    ("fi", "kello 14 jälkeen", suits(S(not_before=at(14)))),
    ("sv", "onsdag eller torsdag eftermiddag, inte på morgonen",
     Wish((S(weekday=WED, part="afternoon"), S(weekday=THU, part="afternoon")), (S(part="morning"),))),
    ("sv", "helst fredag efter klockan 12", suits(S(weekday=FRI, not_before=at(12)))),
    ("sv", "måndag går inte, tisdag går bra", Wish((S(weekday=TUE),), (S(weekday=MON),))),
    ("sv", "mellan 9 och 11 på tisdag", suits(S(weekday=TUE, not_before=at(9), not_after=at(11)))),
    ("sv", "nästa vecka på tisdag eller torsdag",
     suits(S(date=day(12, 1)), S(date=day(12, 3)))),
    ("sv", "vilken dag som helst utom måndag", Wish((), (S(weekday=MON),))),
    ("en", "Monday morning or Tuesday afternoon",
     suits(S(weekday=MON, part="morning"), S(weekday=TUE, part="afternoon"))),
    ("en", "Tuesday or Wednesday, mornings I work",
     Wish((S(weekday=TUE), S(weekday=WED)), (S(part="morning"),))),
    ("en", "any day between 10 and 12", suits(S(not_before=at(10), not_after=at(12)))),
    ("en", "Thursday works, Monday doesn't", Wish((S(weekday=THU),), (S(weekday=MON),))),
    ("en", "Friday before noon", suits(S(weekday=FRI, not_after=at(12)))),
    ("en", "next week Tuesday or Thursday in the afternoon",
     suits(S(date=day(12, 1), part="afternoon"), S(date=day(12, 3), part="afternoon"))),
    ("en", "not before 10", suits(S(not_before=at(10)))),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "wish"), WISHES)
def test_wish_is_read(lang: str, text: str, wish: Wish) -> None:
    assert read_wish(text, lang, TODAY) == wish


@pytest.mark.parametrize(("lang", "text", "wish"), WISHES)
def test_wish_is_read_on_a_page_of_another_language(lang: str, text: str, wish: Wish) -> None:
    assert read_wish(text, {"fi": "en", "sv": "fi", "en": "sv"}[lang], TODAY) == wish


def test_a_weekday_is_never_both_wished_and_refused() -> None:
    for lang, text, _ in WISHES:
        wish = read_wish(text, lang, TODAY)
        assert not set(wish.options) & set(wish.unsuitable)
