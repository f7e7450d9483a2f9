"""The paper way: questions to print, answers typed in by a worker and by nobody else."""

import pytest

from bot.casework.services.referrals import access_log
from tests.integration.socialwork.test_verbs import path
from tests.integration.staff_browser import signed_in
from tests.integration.staff_situations import HOUSING, person_who_sent

WORDS = "Ei oo mitään, ei ees ekaks yöks."
ANSWERS = {
    "name": "Paperi Pekka",
    "prison": "kuopio",
    "release_date": "1.12.2026",
    "lang": "fi",
    "choice:housing.start": "no",
    "choice:housing.first_night": "nowhere",
    "choice:money.start": "",
    "words:housing": WORDS,
    "share": "housing",
}


async def typed(desk, **changes):
    await desk.open("/desk/paper")
    return await desk.send("/desk/paper", **{**ANSWERS, **changes})


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fi", "Onko sinulla asunto, kun vapaudut?"),
        ("sv", "Har du en bostad"),
        ("en", "Will you have a home"),
    ],
)
async def test_the_questions_print_in_the_language_of_the_person(desk, lang, said):
    page = await desk.open(f"/desk/paper/questions?lang={lang}")
    assert said in page.text
    assert f'lang="{lang}"' in page.html


async def test_an_unknown_language_prints_in_the_workers_own(desk):
    page = await desk.open("/desk/paper/questions?lang=xx")
    assert page.status == 200
    assert "Onko sinulla asunto, kun vapaudut?" in page.text


async def test_typed_answers_become_a_referral_marked_as_paper(desk):
    page = await typed(desk)
    assert page.path.startswith("/desk/referrals/")
    assert WORDS in page.text
    assert "kirjattu paperilta" in page.text
    assert "Vastaukset on kirjattu paperilta." in page.text


async def test_what_cannot_be_used_comes_back_as_it_was_typed(desk):
    page = await typed(desk, release_date="pian")
    assert page.status == 422
    assert WORDS in page.html
    assert 'value="pian"' in page.html
    page = await typed(desk, name="")
    assert page.status == 422
    assert "Kirjaa nimi tai numero." in page.text


async def test_nothing_ticked_is_said_and_nothing_is_kept(desk, service):
    page = await typed(desk, share="documents")
    assert page.status == 409
    assert WORDS in page.html
    counts = await service.database.read(lambda uow: uow.referrals.counts("pohjois-savo"))
    assert sum(counts.values()) == 0


async def test_a_paper_sent_twice_counts_once(desk, service):
    form = await desk.open("/desk/paper")
    for _ in range(2):
        desk.page = form
        page = await desk.send("/desk/paper", **ANSWERS)
        assert page.status == 200
    counts = await service.database.read(lambda uow: uow.referrals.counts("pohjois-savo"))
    assert sum(counts.values()) == 1


async def test_prison_staff_have_no_way_to_it(vesa, new_client):
    browser = await signed_in(new_client(), vesa)
    for page in ("/desk/paper", "/desk/paper/questions"):
        assert (await browser.open(page)).status == 403
    assert (await browser.post("/desk/paper", ANSWERS)).status == 403


async def test_a_post_without_the_token_is_refused(desk):
    await desk.open("/desk/paper")
    async with desk.client.post("/desk/paper", data=ANSWERS) as answer:
        assert answer.status == 403


async def test_the_persons_own_copy_is_in_their_language_and_holds_what_they_sent(desk, service):
    swede = await person_who_sent(service, lang="sv")
    page = await desk.open(path(swede, "copy"))
    assert page.status == 200 and 'lang="sv"' in page.html
    for words in ("Hej Matti Meikäläinen!", HOUSING, "Sök bostad", "suljetussa kuoressa"):
        assert words in page.text, words


async def test_the_person_sees_that_a_copy_was_printed(desk, service, matti):
    await desk.open(path(matti, "copy"))
    log = await service.database.read(lambda uow: access_log(uow, service.context, matti.client.id))
    assert [(row["verb"], row["name"]) for row in log] == [("export", "Siiri Sosiaalinen")]


async def test_a_copy_is_for_the_worker_who_has_it_in_the_county(desk, matti, kalle, elsewhere):
    await matti.claimed_by(kalle)
    assert (await desk.open(path(matti, "copy"))).status == 409
    assert (await desk.open(path(matti, "copy?reason=absence"))).status == 200
    assert (await elsewhere.open(path(matti, "copy"))).status == 404


async def test_who_types_danger_is_told_that_the_prison_was_told(desk, service):
    page = await typed(desk, **{"words:housing": "Haluan kuolla"})
    assert "Vankilaan lähti hälytys. Soita vankilaan heti." in page.text
    found = await service.database.read(lambda uow: uow.alerts.open_of_prison("kuopio"))
    assert [alert.kind for alert in found] == ["suicide"]


async def test_who_types_danger_that_is_refused_is_told_that_nobody_was_told(desk, service):
    page = await typed(desk, **{"words:housing": "Haluan kuolla", "release_date": "pian"})
    assert "Vankilalle ei ole kerrottu. Soita vankilaan heti." in page.text
    assert await service.database.read(lambda uow: uow.alerts.open_of_prison("kuopio")) == []
