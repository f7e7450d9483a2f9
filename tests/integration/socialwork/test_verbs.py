"""What a worker does with a referral: it works, twice is once, and nothing typed is lost."""

import pytest

from bot.web.socialwork.referral_acts import ACTS
from tests.integration.staff_browser import signed_in
from tests.integration.staff_situations import HOUSING

NOTE = "Soitettu asumispalveluihin."


def path(situation, verb=""):
    return f"/desk/referrals/{situation.referral_id}" + (f"/{verb}" if verb else "")


def events(page):
    return page.text.split("Tapahtumat")[-1]


def notes(page):
    return page.text.split("Muistiinpanot")[-1]


async def test_a_referral_is_taken_from_the_queue(desk, matti):
    await desk.open("/desk")
    page = await desk.send(path(matti, "claim"))
    assert page.path == path(matti)
    assert "Yhteydenotto on nyt sinun käsittelyssäsi" in page.text
    assert "Käsittelijä Sinä" in page.text


async def test_taking_it_twice_is_taking_it_once(desk, matti):
    form = (await desk.open(path(matti))).form(path(matti, "claim"))["fields"]
    await desk.post(path(matti, "claim"), form)
    page = await desk.post(path(matti, "claim"), form)
    assert page.status == 200
    assert events(page).count("Otti käsittelyyn") == 1


async def test_the_second_who_takes_it_learns_who_was_first(desk, matti, kalle):
    await desk.open(path(matti))
    await matti.claimed_by(kalle)
    page = await desk.send(path(matti, "claim"))
    assert page.status == 409
    assert "Kalle Kokeilija" in page.text
    assert HOUSING not in page.text


async def test_a_note_is_kept_once_although_the_form_was_sent_twice(desk, matti):
    form = (await desk.open(path(matti))).form(path(matti, "note"))["fields"]
    for _ in range(2):
        page = await desk.post(path(matti, "note"), {**form, "text": NOTE})
    assert page.status == 200
    assert notes(page).count(NOTE) == 1


async def test_the_same_note_can_be_written_again_with_a_new_form(desk, matti):
    for _ in range(2):
        await desk.open(path(matti))
        page = await desk.send(path(matti, "note"), text=NOTE)
    assert notes(page).count(NOTE) == 2


async def test_a_message_reaches_the_person_once_with_the_workers_name(desk, claimed):
    form = (await desk.open(path(claimed))).form(path(claimed, "message"))["fields"]
    for _ in range(2):
        page = await desk.post(path(claimed, "message"), {**form, "text": "Hei! Nähdään pian."})
    assert "Viesti on lähetetty asiakkaalle" in page.text
    thread = await claimed.run(lambda uow: uow.threads.everything(claimed.client.id))
    sent = [entry.body for entry in thread if entry.sender == "worker"]
    assert [(body["text"], body["name"]) for body in sent] == [
        ("Hei! Nähdään pian.", "Siiri Sosiaalinen")
    ]


@pytest.mark.parametrize("verb", ["note", "message"])
async def test_an_empty_text_is_refused_beside_its_field(desk, claimed, verb):
    await desk.open(path(claimed))
    page = await desk.send(path(claimed, verb), text="   ")
    assert page.status == 422
    assert f'id="{verb}-error"' in page.html
    assert f'<details id="act-{verb}" name="act" open>' in page.html


async def test_a_text_that_is_too_long_stays_in_its_field(desk, claimed):
    words = "Pitkä viesti. " * 400
    await desk.open(path(claimed))
    page = await desk.send(path(claimed, "message"), text=words)
    assert page.status == 422
    assert page.form(path(claimed, "message"))["fields"]["text"].strip() == words.strip()


async def test_what_was_refused_can_be_sent_again_from_the_same_page(desk, claimed):
    await desk.open(path(claimed))
    await desk.send(path(claimed, "note"), text=" ")
    page = await desk.send(path(claimed, "note"), text=NOTE)
    assert page.status == 200
    assert NOTE in notes(page)


async def test_handing_over_leads_back_to_the_queue(desk, claimed, kalle):
    await desk.open(path(claimed))
    page = await desk.send(path(claimed, "assign"), to=kalle.user.id)
    assert page.path == "/desk"
    assert "Yhteydenotto on siirretty" in page.text
    assert "Kalle Kokeilija" in page.text


async def test_it_can_not_be_handed_to_a_worker_of_another_county(desk, claimed, kalle, staff_user):
    stranger = await staff_user("social_worker", county="vantaa-kerava")
    await desk.open(path(claimed))
    page = await desk.send(path(claimed, "assign"), to=stranger.user.id)
    assert page.status == 422


async def test_a_colleagues_referral_is_taken_over_with_the_reason_it_was_opened_for(
    desk, matti, kalle, siiri
):
    await matti.claimed_by(kalle)
    await desk.open(f"{path(matti)}?reason=handover")
    page = await desk.send(path(matti, "assign"), to=siiri.user.id)
    assert page.status == 200
    page = await desk.open(path(matti))
    assert "Käsittelijä Sinä" in page.text


async def test_releasing_gives_it_back_to_everybody(desk, claimed):
    form = (await desk.open(path(claimed))).form(path(claimed, "release"))["fields"]
    page = await desk.post(path(claimed, "release"), form)
    assert page.path == "/desk"
    assert path(claimed, "claim") in {form["action"] for form in page.forms}
    page = await desk.post(path(claimed, "release"), form)
    assert page.status == 200


async def test_closing_says_how_it_ended_and_can_be_taken_back(desk, claimed):
    await desk.open(path(claimed))
    page = await desk.send(path(claimed, "close"), outcome="met")
    assert "Yhteydenotto on suljettu" in page.text
    assert path(claimed, "close") not in {form["action"] for form in page.forms}
    page = await desk.send(path(claimed, "reopen"))
    assert "Yhteydenotto on avattu uudelleen" in page.text


async def test_closing_needs_an_outcome(desk, claimed):
    await desk.open(path(claimed))
    page = await desk.send(path(claimed, "close"))
    assert page.status == 422
    assert "Valitse, miten asia päättyi" in page.text


async def test_what_is_not_taken_can_not_be_closed(desk, matti):
    form = (await desk.open(path(matti))).form(path(matti, "note"))["fields"]
    page = await desk.post(path(matti, "close"), {**form, "outcome": "met"})
    assert page.status == 409
    assert page.form(path(matti, "claim"))


async def test_another_county_is_only_suggested_to_the_person(desk, claimed):
    await desk.open(path(claimed))
    page = await desk.send(path(claimed, "forward"), to="kainuu")
    assert "Ehdotus on lähetetty asiakkaalle" in page.text
    assert "Kainuun hyvinvointialue" in events(page)
    assert "Käsittelijä Sinä" in page.text


VERBS = (*ACTS, "meetings", "letter")


async def test_a_worker_of_another_county_finds_nothing_to_act_on(elsewhere, claimed):
    form = (await elsewhere.open("/desk")).form("/staff/sign-out")["fields"]
    for verb in VERBS:
        page = await elsewhere.post(path(claimed, verb), {**form, "text": "x", "to": "kainuu"})
        assert page.status == 404, verb


async def test_no_verb_works_without_the_token_of_the_form(desk, claimed):
    for verb in VERBS:
        page = await desk.send_without_token(path(claimed, verb), text=NOTE)
        assert page.status == 403, verb
    page = await desk.open(path(claimed))
    assert "Käsittelijä Sinä" in page.text
    assert NOTE not in page.text


async def test_a_note_is_for_workers_only(desk, claimed, service):
    await desk.open(path(claimed))
    await desk.send(path(claimed, "note"), text=NOTE)
    thread = await claimed.run(lambda uow: uow.threads.everything(claimed.client.id))
    assert not [entry for entry in thread if NOTE in str(entry.body)]


async def test_signing_in_as_another_worker_shows_the_note_to_the_county(
    desk, claimed, kalle, new_client
):
    await desk.open(path(claimed))
    await desk.send(path(claimed, "note"), text=NOTE)
    other = await signed_in(new_client(), kalle)
    page = await other.open(f"{path(claimed)}?reason=absence")
    assert NOTE in page.text


async def test_a_page_gone_back_to_loses_no_other_act_and_no_other_words(desk, claimed):
    page = await desk.open(path(claimed))
    note, message = (page.form(path(claimed, verb))["fields"] for verb in ("note", "message"))
    await desk.post(path(claimed, "message"), {**message, "text": "Hei!"})
    await desk.post(path(claimed, "note"), {**note, "text": NOTE})
    page = await desk.post(path(claimed, "note"), {**note, "text": "Ja Kelaan."})
    assert notes(page).count(NOTE) == notes(page).count("Ja Kelaan.") == 1


async def test_a_double_click_on_any_act_is_one_act(desk, matti, kalle):
    typed = {
        "claim": {},
        "judge": {"judged": "at_once"},
        "message": {"text": "Hei!"},
        "contact": {"kind": "call", "text": "Soitettu."},
        "note": {"text": NOTE},
        "stand-in": {"to": kalle.user.id},
        "wait": {},
        "resume": {},
        "assess": {},
        "join": {},
        "leave": {},
        "forward": {"to": "kainuu", "why": "Muuttaa sinne."},
        "close": {"outcome": "met"},
        "reopen": {},
        "release": {},
        "assign": {"to": kalle.user.id},
    }
    assert set(typed) == set(ACTS)
    for verb, fields in typed.items():
        form = (await desk.open(path(matti))).form(path(matti, verb))["fields"]
        before = await matti.run(lambda uow: uow.referrals.events(matti.referral_id))
        for _ in range(2):
            page = await desk.post(path(matti, verb), {**form, **fields})
            assert page.status == 200, verb
        after = await matti.run(lambda uow: uow.referrals.events(matti.referral_id))
        # A note goes along with a proposal of another county.
        wanted = [verb, "note"] if verb == "forward" else [verb]
        assert [event.verb for event in after[len(before) :]] == wanted
