"""A worker's day at the desk: filters and kept views, clocks, contact, stand-ins, a letter."""

import datetime as dt
import sqlite3

import pytest

from bot.casework.services.forwarding import answer_forward
from bot.casework.services.queue import LISTED
from bot.casework.services.talking import write
from tests.integration.socialwork.test_verbs import notes, path
from tests.integration.staff_browser import signed_in
from tests.integration.staff_situations import HOUSING, person_who_sent, quiet_summary


@pytest.fixture
async def three(service):
    """One urgent and soon free, one Swedish in another prison, one without a day."""
    return [
        await person_who_sent(service, name="Pian Vapaa", release_date=dt.date(2026, 12, 1)),
        await person_who_sent(
            service, quiet_summary(), name="Sven Svensk", lang="sv", prison="vantaa",
            release_date=dt.date(2027, 4, 1),
        ),
        await person_who_sent(service, quiet_summary(), name="Päivä Puuttuu", release_date=None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("show=urgent", {"Pian Vapaa"}),
        ("prison=vantaa", {"Sven Svensk"}),
        ("lang=sv", {"Sven Svensk"}),
        ("window=14", {"Pian Vapaa"}),
        ("window=unknown", {"Päivä Puuttuu"}),
        ("area=housing", {"Pian Vapaa"}),
        ("area=digital&lang=fi", {"Pian Vapaa", "Päivä Puuttuu"}),
        ("area=family", set()),
    ],
)
async def test_filters_narrow_the_list(desk, three, query, names):
    page = await desk.open(f"/desk?{query}")
    shown = {n for n in ("Pian Vapaa", "Sven Svensk", "Päivä Puuttuu") if n in page.text}
    assert shown == names


@pytest.mark.parametrize("query", ["area=nonsense", "window=12"])
async def test_a_filter_that_does_not_exist_is_refused_without_a_fault(desk, query):
    assert (await desk.open(f"/desk?{query}")).status == 422


async def test_a_search_finds_closed_ones_too_but_no_other_county(desk, elsewhere, claimed):
    await desk.open(path(claimed))
    await desk.send(path(claimed, "close"), outcome="met")
    assert "Matti Meikäläinen" in (await desk.open("/desk?q=meikäl")).text
    assert "Matti Meikäläinen" not in (await elsewhere.open("/desk?q=meikäl")).text


async def test_a_view_is_kept_and_let_go(desk, three):
    await desk.open("/desk?show=open&lang=sv")
    page = await desk.send("/desk/views?show=open&lang=sv", name="Ruotsi", show="open", lang="sv")
    assert "Näkymä on tallennettu" in page.text
    assert 'href="/desk?show=open&amp;lang=sv"' in page.html
    (drop,) = [f["action"] for f in page.forms if f["action"].endswith("/drop")]
    page = await desk.send(drop)
    assert "Näkymä on poistettu" in page.text and "Ruotsi" not in page.text
    assert (await desk.post(drop, page.form("/staff/sign-out")["fields"])).status == 404


async def test_odd_filters_of_a_view_stay_a_part_of_the_address(desk):
    await desk.open("/desk?show=open&lang=sv")
    odd = "fi&x=1#a\r\nSet-Cookie: z=1"
    page = await desk.send("/desk/views?show=open&lang=sv", name="Outo", show="open", lang=odd)
    assert page.status == 200 and "Näkymä on tallennettu" in page.text


async def test_a_view_needs_a_name_and_the_token(desk):
    await desk.open("/desk")
    page = await desk.send("/desk/views?show=open", name=" ", show="open")
    assert page.status == 422 and "Anna näkymälle nimi" in page.text
    assert (await desk.send_without_token("/desk/views", name="x")).status == 403


async def test_that_the_list_was_shown_is_in_the_trail_without_what_was_searched(
    desk, matti, service, siiri
):
    await desk.open("/desk?show=urgent&q=meikäläinen")
    with sqlite3.connect(service.settings.var_dir / "reitti.db") as file:
        rows = file.execute("SELECT actor, verb, thing, thing_id, reason FROM audit").fetchall()
    assert rows[-1] == (siiri.user.id, LISTED, "queue", "pohjois-savo", "urgent")
    assert "meikäläinen" not in str(rows)


async def test_the_clock_of_what_is_urgent_is_seen_and_stops(desk, matti):
    assert "Kiireellisyyden arvio" in (await desk.open("/desk")).text
    await desk.open(path(matti))
    page = await desk.send(path(matti, "judge"), judged="at_once")
    assert "Arvio on tallennettu" in page.text
    assert "tehty 24.11." in page.text
    assert path(matti, "judge") not in {form["action"] for form in page.forms}


async def test_waiting_pauses_the_clocks_until_the_person_writes(desk, claimed, service):
    await desk.open(path(claimed))
    page = await desk.send(path(claimed, "wait"))
    assert "tauolla, asiakasta odotetaan" in page.text
    assert "Matti Meikäläinen" in (await desk.open("/desk?show=waiting")).text
    await claimed.run(lambda uow: write(uow, service.context, claimed.client.id, "Tässä."))
    assert "Matti Meikäläinen" not in (await desk.open("/desk?show=waiting")).text


async def test_a_call_is_recorded_once_and_its_words_are_for_workers(desk, claimed):
    form = (await desk.open(path(claimed))).form(path(claimed, "contact"))["fields"]
    for _ in range(2):
        page = await desk.post(
            path(claimed, "contact"), {**form, "kind": "call", "text": "Sovittiin perjantai."}
        )
    assert notes(page).count("Sovittiin perjantai.") == 1
    assert "Vain työntekijöille" in page.text
    thread = await claimed.run(lambda uow: uow.threads.everything(claimed.client.id))
    assert "Sovittiin" not in str([entry.body for entry in thread])


async def test_a_ready_phrase_goes_out_in_the_persons_language(desk, service, siiri):
    swede = await person_who_sent(service, quiet_summary(), lang="sv")
    await swede.claimed_by(siiri)
    page = await desk.open(path(swede))
    assert "Kiitos viestistäsi. Olen lukenut sen." in page.text
    page = await desk.send(path(swede, "message"), phrase="read", text="")
    assert page.status == 200
    thread = await swede.run(lambda uow: uow.threads.everything(swede.client.id))
    sent = [entry.body["text"] for entry in thread if entry.sender == "worker"]
    assert sent == ["Tack för ditt meddelande. Jag har läst det."]
    page = await desk.send(path(swede, "message"), phrase="nonsense", text="x")
    assert page.status == 422


async def test_a_stand_in_works_with_it_and_the_colleague_sees_who_has_it_open(
    desk, claimed, kalle, new_client
):
    await desk.open(path(claimed))
    page = await desk.send(path(claimed, "stand-in"), to=kalle.user.id)
    assert "Sijainen Kalle Kokeilija" in page.text
    other = await signed_in(new_client(), kalle)
    assert "Matti Meikäläinen" in (await other.open("/desk?show=stand_in")).text
    page = await other.open(path(claimed))
    assert page.status == 200 and "Auki myös: Siiri Sosiaalinen" in page.text
    assert "Kalle Kokeilija" in (await desk.open(path(claimed, "presence"))).text


async def test_an_old_page_is_told_who_did_what_when(desk, claimed, kalle, new_client):
    await desk.open(path(claimed))
    await desk.send(path(claimed, "stand-in"), to=kalle.user.id)
    old = desk.page.form(path(claimed, "wait"))["fields"]
    other = await signed_in(new_client(), kalle)
    await other.open(path(claimed))
    await other.send(path(claimed, "close"), outcome="partly")
    page = await desk.post(path(claimed, "wait"), old)
    assert page.status == 409
    assert "Kalle Kokeilija sulki yhteydenoton 24.11. klo 10.00." in page.text


async def test_while_a_worker_answers_the_page_says_so(desk, claimed):
    await desk.open(path(claimed))
    page = await desk.send(path(claimed, "join"))
    assert "Avustaja on hiljaa" in page.text
    page = await desk.send(path(claimed, "leave"))
    assert "Keskustelu palasi avustajalle" in page.text


async def test_a_letter_prints_in_the_persons_language_without_needs(desk, service, siiri):
    swede = await person_who_sent(service, lang="sv")
    await swede.claimed_by(siiri)
    await desk.open(path(swede, "letter"))
    page = await desk.send(path(swede, "letter"), text="Jag kommer på fredag.")
    assert page.status == 200
    for words in ("Hej Matti Meikäläinen!", "Jag kommer på fredag.", "Siiri Sosiaalinen"):
        assert words in page.text
    assert HOUSING not in page.text
    page = await desk.send(path(swede, "letter"), text=" ")
    assert page.status == 422


async def test_a_letter_is_the_workers_who_has_it(desk, matti, kalle, elsewhere):
    await matti.claimed_by(kalle)
    assert (await desk.open(path(matti, "letter"))).status == 409
    assert (await elsewhere.open(path(matti, "letter"))).status == 404
    assert (await elsewhere.open(path(matti, "presence"))).status == 404


async def test_a_forwarded_referral_is_seen_no_more(desk, claimed, service):
    await desk.open(path(claimed))
    await desk.send(path(claimed, "forward"), to="kainuu", why="Asunto pitää löytyä.")
    await claimed.run(lambda uow: answer_forward(uow, service.context, claimed.client.id, True))
    page = await desk.open(path(claimed))
    assert page.status == 404 and "siirtynyt toiselle hyvinvointialueelle" in page.text
    assert "Matti Meikäläinen" not in (await desk.open("/desk?q=meikäl")).text
