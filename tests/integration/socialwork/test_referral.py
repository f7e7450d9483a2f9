"""The referral's page: the person's own words, who may open it, and what the log keeps."""

import dataclasses

import pytest

from bot.casework.services.referrals import access_log
from tests.integration.staff_browser import signed_in
from tests.integration.staff_situations import (
    CARE,
    HOUSING,
    MONEY,
    STRENGTH,
    UNCLEAR,
    WISH,
    summary,
)


def path(situation):
    return f"/desk/referrals/{situation.referral_id}"


async def test_the_persons_words_are_shown_unchanged_in_their_own_language(desk, matti):
    page = await desk.open(path(matti))
    for words in (HOUSING, MONEY, CARE, UNCLEAR, STRENGTH, WISH):
        assert f'<span lang="fi">”{words}”</span>' in page.html


async def test_the_urgent_three_stand_on_top_with_their_reasons(desk, matti):
    page = await desk.open(path(matti))
    top = page.html.split('class="note note--look first"')[1].split("</section>")[0]
    for words in ("Asuminen", "Ei yöpaikkaa ensimmäiseksi yöksi", "Raha", "Päihteet"):
        assert words in top


async def test_it_says_what_it_is_not_and_what_was_left_out_looks_like_declined(desk, matti):
    page = await desk.open(path(matti))
    assert "Se ei ole palvelutarpeen arviointi eikä päätös" in page.text
    assert "Asiakas ei kerro Mieliala ja uni" in page.text


@pytest.mark.parametrize(
    ("lang", "label", "answer"),
    [("sv", "Boende", "Jag har ingen plats"), ("en", "Home", "I have no place")],
)
async def test_questions_and_buttons_are_in_the_workers_language(
    siiri, new_client, matti, lang, label, answer
):
    desk = await signed_in(new_client(), siiri, lang)
    page = await desk.open(path(matti))
    assert label in page.text
    assert answer in page.text
    assert HOUSING in page.text


async def test_another_countys_referral_does_not_exist(elsewhere, matti):
    page = await elsewhere.open(path(matti))
    assert page.status == 404
    assert "Matti" not in page.text


async def test_each_opening_is_logged_for_the_person(desk, matti, service):
    await desk.open(path(matti))
    log = await matti.run(lambda uow: access_log(uow, service.context, matti.client.id))
    assert [(row["verb"], row["name"]) for row in log] == [("open", "Siiri Sosiaalinen")]


async def test_a_colleagues_referral_asks_for_a_reason_first(desk, matti, kalle, service):
    await matti.claimed_by(kalle)
    page = await desk.open(path(matti))
    assert page.status == 409
    assert "Kalle Kokeilija" in page.text
    assert HOUSING not in page.text
    page = await desk.open(f"{path(matti)}?reason=absence")
    assert page.status == 200
    assert HOUSING in page.text
    log = await matti.run(lambda uow: access_log(uow, service.context, matti.client.id))
    assert log[0]["reason"] == "absence"


async def test_a_made_up_reason_opens_nothing(desk, matti, kalle):
    await matti.claimed_by(kalle)
    page = await desk.open(f"{path(matti)}?reason=curious")
    assert page.status == 422
    assert HOUSING not in page.text


async def test_only_what_the_worker_may_do_now_is_offered(desk, matti, kalle):
    actions = {form["action"] for form in (await desk.open(path(matti))).forms}
    assert {f"{path(matti)}/claim", f"{path(matti)}/note"} <= actions
    assert f"{path(matti)}/message" not in actions
    await matti.claimed_by(kalle)
    actions = {form["action"] for form in (await desk.open(f"{path(matti)}?reason=absence")).forms}
    assert {a for a in actions if a.startswith(path(matti))} == {f"{path(matti)}/assign"}


async def test_words_that_look_like_markup_stay_words(desk, service, matti):
    content = summary(service.context.clock.now())
    need = {**content.needs[0], "statements": [{**content.needs[0]["statements"][0]}]}
    need["statements"][0]["text"] = "<script>alert(1)</script>"
    told = dataclasses.replace(content, needs=[need])
    await matti.run(
        lambda uow: uow.referrals.add_version(
            matti.referral_id, 2, told, service.context.clock.now()
        )
    )

    def newer(uow):
        referral = uow.referrals.of_county(matti.referral_id, "pohjois-savo")
        referral.content_version = 2
        uow.referrals.save(referral)

    await matti.run(newer)
    page = await desk.open(path(matti))
    assert "<script>alert" not in page.html
    assert "&lt;script&gt;alert(1)" in page.html
    assert "versio 2" in page.text


async def test_nothing_of_it_stays_in_the_browser(desk, matti):
    page = await desk.open(path(matti))
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("form", ["pdf", "json"])
async def test_the_referral_can_be_taken_into_the_countys_own_system(desk, matti, form):
    page = await desk.open(path(matti))
    link = f"/api/v1/referrals/{matti.referral_id}/export?format={form}"
    assert link in page.html
    async with desk.client.get(link) as answer:
        assert answer.status == 200
        assert form in answer.headers["Content-Type"]
