"""Meetings at the desk: the worker offers times, and sees what the prison will see."""

import datetime as dt
import re

import pytest

from bot.casework.meeting import MeetingState
from bot.casework.prison_rules import MeetingRules
from bot.casework.services import meetings
from tests.integration.staff_situations import HOUSING, WISH, person_who_sent

FRIDAY = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)
TYPED = {"date1": "27.11.2026", "time1": "10.00", "minutes": "45"}


def path(meeting_id, verb=""):
    return f"/desk/meetings/{meeting_id}" + (f"/{verb}" if verb else "")


@pytest.fixture
async def draft(desk, claimed):
    """The id of a meeting that Siiri has begun from the referral's page."""
    await desk.open(f"/desk/referrals/{claimed.referral_id}")
    page = await desk.send(f"/desk/referrals/{claimed.referral_id}/meetings")
    return page.path.rsplit("/", 1)[1]


async def test_offering_begins_on_the_referrals_page_and_twice_is_once(desk, claimed, draft):
    await desk.open(f"/desk/referrals/{claimed.referral_id}")
    page = await desk.send(f"/desk/referrals/{claimed.referral_id}/meetings")
    assert page.path == path(draft)
    assert page.heading == "Ehdota tapaamista"


async def test_beside_the_offer_stands_what_the_prison_will_see(desk, draft):
    page = await desk.open(path(draft))
    seen = page.html.split('id="sees"')[1].split("</section>")[0]
    assert "Matti Meikäläinen, 2041" in seen
    assert "Pohjois-Savon hyvinvointialue, sosiaalityöntekijä" in seen
    assert HOUSING not in page.text


@pytest.mark.parametrize(
    ("purpose", "words"), [("income", "Toimeentulo"), ("e_service", "Sähköinen asiointi")]
)
async def test_what_the_prison_will_see_names_the_matter_of_this_meeting(
    desk, draft, purpose, words
):
    def matter(page):
        return page.html.split('id="sees"')[1].split("<dt>")[3].split("<dd>")[1].split("</dd>")[0]

    page = await desk.open(path(draft))
    assert words not in matter(page)
    # While it is chosen, and after it was sent.
    bad = {**TYPED, "date1": "28.11.2026", "purpose": purpose}
    assert words in matter(await desk.send(path(draft, "offer"), **bad))
    assert words in matter(await desk.send(path(draft, "offer"), **TYPED, purpose=purpose))


async def test_times_are_sent_to_the_person(desk, claimed, draft, service):
    await desk.open(path(draft))
    page = await desk.send(path(draft, "offer"), **TYPED)
    assert page.status == 200
    assert "Ajat on lähetetty asiakkaalle" in page.text
    assert "pe 27.11.2026 klo 10.00–10.45" in page.text
    context, client = service.context, claimed.client
    seen = await claimed.run(lambda uow: meetings.list_for_client(uow, context, client.id))
    assert [slot["start"] for slot in seen[0]["slots"]] == ["2026-11-27T08:00:00Z"]


async def test_sending_the_same_times_twice_changes_nothing(desk, draft):
    form = (await desk.open(path(draft))).form(path(draft, "offer"))["fields"]
    for _ in range(2):
        page = await desk.post(path(draft, "offer"), {**form, **TYPED})
    assert page.status == 200
    assert page.text.count("pe 27.11.2026 klo 10.00–10.45") == 1


@pytest.mark.parametrize("typed", ["10:00", "10", "10.00"])
async def test_the_time_may_be_typed_in_the_ways_people_do(desk, draft, typed):
    await desk.open(path(draft))
    page = await desk.send(path(draft, "offer"), **{**TYPED, "time1": typed})
    assert "klo 10.00–10.45" in page.text


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("28.11.2026", "10.00", "Vankila ei ota silloin vastaan tapaamisia"),
        ("27.11.2026", "14.45", "Vankila ei ota silloin vastaan tapaamisia"),
        ("24.11.2026", "9.00", "Aika on jo mennyt"),
        ("4.12.2026", "10.00", "Asiakas on silloin jo vapautunut"),
        ("27.11.2026", "", "Kirjoita sekä päivä että kellonaika"),
        ("perjantai", "10.00", "Kirjoita sekä päivä että kellonaika"),
    ],
)
async def test_a_time_that_can_not_be_is_explained_beside_it(desk, draft, day, time, words):
    await desk.open(path(draft))
    page = await desk.send(path(draft, "offer"), **{**TYPED, "date1": day, "time1": time})
    assert page.status == 422
    assert words in page.text
    assert page.form(path(draft, "offer"))["fields"]["date1"] == day


async def test_beside_a_time_that_can_not_be_stand_the_nearest_and_what_was_ticked(desk, draft):
    page = await desk.open(path(draft))
    ticked = re.findall(r'name="(free-[^"]+)"', page.html)[0]
    saturday = {**TYPED, "date1": "28.11.2026"}
    page = await desk.send(path(draft, "offer"), **saturday, **{ticked: "1"})
    assert "Lähimmät vapaat ajat" in page.text
    boxes = re.findall(r'name="(free-[^"]+)"( value="1" checked)?', page.html)
    assert boxes[0][0].startswith("free-2026-11-27")
    assert [name for name, checked in boxes if checked] == [ticked]


async def test_where_nothing_fits_one_press_leads_to_what_does(desk, draft, claimed):
    prison = claimed.client.prison
    await claimed.run(lambda uow: uow.rules.set_rules(prison, MeetingRules(longest=30)))
    page = await desk.open(path(draft))
    assert "Ei vapaita aikoja" in page.text
    assert "Näytä lähimmät vapaat ajat: Video, 30 minuuttia" in page.text
    page = await desk.open(f"{path(draft)}?minutes=30&mode=video")
    assert 'name="free-' in page.html
    assert "Ei vapaita aikoja" not in page.text


async def test_only_the_wrong_line_is_marked(desk, draft):
    await desk.open(path(draft))
    page = await desk.send(path(draft, "offer"), **TYPED, date3="28.11.2026", time3="10.00")
    assert 'id="slot-3-error"' in page.html
    assert 'id="slot-1-error"' not in page.html


async def test_an_offer_without_a_time_is_refused(desk, draft):
    await desk.open(path(draft))
    page = await desk.send(path(draft, "offer"), minutes="45")
    assert page.status == 422


async def test_an_older_page_does_not_overwrite_what_a_newer_one_offered(desk, draft):
    old = (await desk.open(path(draft))).form(path(draft, "offer"))["fields"]
    await desk.send(path(draft, "offer"), **TYPED)
    page = await desk.post(path(draft, "offer"), {**old, **TYPED, "time1": "12.00"})
    assert page.status == 409
    assert "klo 10.00–10.45" in (await desk.open(path(draft))).text


async def test_a_meeting_is_called_off_and_a_second_press_is_harmless(desk, claimed, siiri):
    meeting = await claimed.requested(siiri, FRIDAY)
    form = (await desk.open(path(meeting))).form(path(meeting, "cancel"))["fields"]
    for _ in range(2):
        page = await desk.post(path(meeting, "cancel"), form)
        assert page.status == 200
    assert "Peruttu" in page.text
    assert path(meeting, "cancel") not in {form["action"] for form in page.forms}


async def test_a_meeting_that_was_held_can_not_be_called_off(desk, claimed, siiri):
    meeting = await claimed.requested(siiri, FRIDAY)
    form = (await desk.open(path(meeting))).form(path(meeting, "cancel"))["fields"]

    def held(uow):
        found = uow.meetings.of_county(meeting, "pohjois-savo")
        found.state = MeetingState.HELD
        uow.meetings.save(found)

    await claimed.run(held)
    page = await desk.post(path(meeting, "cancel"), form)
    assert page.status == 409


async def test_the_link_opens_a_quarter_before_and_not_earlier(desk, claimed, siiri, vesa, clock):
    soon = clock.now() + dt.timedelta(minutes=40)
    meeting = await claimed.approved(siiri, vesa, soon)
    page = await desk.open(path(meeting))
    assert "Avaa videotapaaminen" not in page.text
    clock.move_on(minutes=26)
    page = await desk.open(path(meeting))
    assert "Avaa videotapaaminen" in page.text


async def test_the_prisons_reason_is_told_and_new_times_can_be_offered(desk, claimed, siiri):
    meeting = await claimed.requested(siiri, FRIDAY)

    def rejected(uow):
        found = uow.meetings.of_county(meeting, "pohjois-savo")
        found.state, found.reason_code = MeetingState.REJECTED, "no_staff"
        uow.meetings.save(found)

    await claimed.run(rejected)
    page = await desk.open(path(meeting))
    assert "Henkilökuntaa ei riitä valvomaan" in page.text
    assert page.form(path(meeting, "offer"))


async def test_the_list_shows_first_what_waits_for_the_worker(desk, service, claimed, siiri):
    await claimed.requested(siiri, FRIDAY)
    other = await person_who_sent(service, name="Malla Esimerkki")
    await other.claimed_by(siiri)
    context = service.context
    await other.run(lambda uow: meetings.wish(uow, context, other.client.id, WISH))
    page = await desk.open("/desk/meetings")
    assert page.html.index("Malla Esimerkki") < page.html.index("Matti Meikäläinen")
    assert "Odottaa vankilan lupaa" in page.text
    assert "Asiakas toivoo tapaamista" in page.text
    assert WISH not in page.text


async def test_the_wish_is_read_on_the_meetings_own_page(desk, claimed, service):
    context, client = service.context, claimed.client
    made = await claimed.run(lambda uow: meetings.wish(uow, context, client.id, WISH))
    page = await desk.open(path(made["id"]))
    assert f'<span lang="fi">”{WISH}”</span>' in page.html


async def test_an_empty_list_says_what_will_come_there(desk):
    page = await desk.open("/desk/meetings")
    assert "Ei tapaamisia" in page.text


@pytest.mark.parametrize("verb", ["", "offer", "cancel"])
async def test_another_countys_meeting_does_not_exist(elsewhere, claimed, siiri, verb):
    meeting = await claimed.requested(siiri, FRIDAY)
    form = (await elsewhere.open("/desk")).form("/staff/sign-out")["fields"]
    if verb:
        page = await elsewhere.post(path(meeting, verb), {**form, **TYPED})
    else:
        page = await elsewhere.open(path(meeting))
    assert page.status == 404


@pytest.mark.parametrize("verb", ["offer", "cancel"])
async def test_nothing_happens_without_the_token_of_the_form(desk, claimed, siiri, verb):
    meeting = await claimed.requested(siiri, FRIDAY)
    page = await desk.send_without_token(path(meeting, verb), **TYPED)
    assert page.status == 403
    assert "Odottaa vankilan lupaa" in (await desk.open(path(meeting))).text


async def test_a_referral_must_be_taken_before_a_meeting_is_offered(desk, matti):
    form = (await desk.open("/desk")).form("/staff/sign-out")["fields"]
    page = await desk.post(f"/desk/referrals/{matti.referral_id}/meetings", form)
    assert page.status == 409
