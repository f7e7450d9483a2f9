"""The desk by API: the queue, opening, the verbs, the export."""

import datetime as dt
import json

import pytest

from tests.integration.api.situations import ok, problem, tell_needs, tick

PATH = "/api/v1/referrals"


async def test_the_queue_shows_the_most_urgent_first_a_page_at_a_time(sent, worker):
    later, soon, next_month = [
        (await sent(release_date=dt.date(2026, 11, 24) + dt.timedelta(days=days))).referral
        for days in (90, 10, 29)
    ]
    social = await worker()
    first = await ok(social.get(f"{PATH}?limit=2"))
    assert [row["id"] for row in first["items"]] == [soon, next_month]
    rest = await ok(social.get(f"{PATH}?limit=2&next={first['next']}"))
    assert [row["id"] for row in rest["items"]] == [later] and rest["next"] is None


async def test_the_queue_can_be_searched_and_narrowed(sent, worker):
    maija = await sent(name="Maija Virtanen", number="9/9")
    await sent()
    social = await worker()
    await ok(social.post(f"{PATH}/{maija.referral}/claim"))
    for query in ("q=virta", "q=9/9", "state=claimed", "mine=true", "mine=1"):
        found = await ok(social.get(f"{PATH}?{query}"))
        assert [row["id"] for row in found["items"]] == [maija.referral], query
    assert found["counts"]["new"] == 1
    assert len((await ok(social.get(f"{PATH}?state=all&mine=false")))["items"]) == 2


@pytest.mark.parametrize(
    "query",
    [
        "state=lost",
        "mine=perhaps",
        "limit=0",
        "limit=many",
        "limit=201",
        "next=nothing",
        "next=%C3",
    ],
)
async def test_a_query_that_makes_no_sense_is_refused(query, worker):
    await problem((await worker()).get(f"{PATH}?{query}"), 422)


async def test_the_second_who_claims_hears_who_was_first(sent, worker):
    case = await sent()
    first, second = await worker(name="Eka Ehtinyt"), await worker()
    await ok(first.post(f"{PATH}/{case.referral}/claim"))
    again = await ok(first.post(f"{PATH}/{case.referral}/claim"))
    assert again["claimed_by"]["name"] == "Eka Ehtinyt"
    found = await problem(second.post(f"{PATH}/{case.referral}/claim"), 409, "claimed_by_other")
    assert "Eka Ehtinyt" in found["detail"] and found["name"] == "Eka Ehtinyt"


async def test_anothers_referral_opens_with_a_reason_only(sent, worker):
    case = await sent()
    first, second = await worker(), await worker()
    await ok(first.post(f"{PATH}/{case.referral}/claim"))
    one = f"{PATH}/{case.referral}"
    await problem(second.get(one), 409, "claimed_by_other")
    await problem(second.get(f"{one}/export"), 409, "claimed_by_other")
    await problem(second.get(f"{one}?reason=curious"), 422, "reason_unknown")
    await ok(second.get(f"{one}?reason=absence"))
    log = await ok(case.person.get("/api/v1/client/access-log"))
    assert [row["reason"] for row in log["items"]] == ["absence"]


async def test_release_assign_close_and_reopen(sent, worker, staff_user, sign_in_staff):
    case = await sent()
    social, login = await worker(), await staff_user(name="Toinen Tekijä")
    one = f"{PATH}/{case.referral}"
    await ok(social.post(f"{one}/claim"))
    assert (await ok(social.post(f"{one}/release")))["state"] == "new"
    assert (await ok(social.post(f"{one}/release")))["state"] == "new"
    given = await ok(social.post(f"{one}/assign", json={"to": login.user.id}))
    assert given["claimed_by"] == {"id": login.user.id, "name": "Toinen Tekijä"}
    other = await sign_in_staff(login)
    closed = await ok(other.post(f"{one}/close", json={"outcome": "met"}))
    assert closed["state"] == "closed" and closed["outcome"] == "met"
    await problem(other.post(f"{one}/release"), 409, "wrong_state")
    assert (await ok(other.post(f"{one}/reopen")))["state"] == "claimed"


async def test_what_a_verb_needs_is_checked(sent, worker):
    case = await sent()
    social = await worker()
    one = f"{PATH}/{case.referral}"
    await problem(social.post(f"{one}/close", json={"outcome": "met"}), 409, "wrong_state")
    await ok(social.post(f"{one}/claim"))
    await problem(social.post(f"{one}/close", json={"outcome": "done"}), 422, "field_wrong")
    await problem(social.post(f"{one}/assign", json={"to": "nobody"}), 422, "worker_unknown")
    await problem(social.post(f"{one}/forward", json={"to": "nowhere"}), 422, "county_unknown")
    await problem(social.post(f"{one}/note", json={"text": " "}), 422, "text_empty")
    await problem(social.post(f"{one}/message"), 422, "field_missing")


async def test_a_note_is_not_for_the_person(sent, worker):
    case = await sent()
    social = await worker()
    one = f"{PATH}/{case.referral}"
    await ok(social.post(f"{one}/claim"))
    await ok(social.post(f"{one}/note", json={"text": "call aunt Maire"}), 201)
    assert "Maire" in json.dumps(await ok(social.get(one)))
    for path in ("thread", "summary", "access-log", "meetings"):
        assert "Maire" not in json.dumps(await ok(case.person.get(f"/api/v1/client/{path}")))


async def test_the_export_is_the_referral_and_nothing_else(sent, worker):
    case = await sent()
    social = await worker()
    one = f"{PATH}/{case.referral}"
    answer = await social.get(f"{one}/export?format=json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    exported = await answer.json()
    assert exported["id"] == case.referral
    assert not {"events", "thread", "workers", "verbs"} & set(exported)
    await problem(social.get(f"{one}/export?format=docx"), 422, "field_wrong")


@pytest.mark.parametrize("words", ["#import [x] *bold* $x$ \\", "\U0001f642 حكاية Привет"])
async def test_the_export_is_a_readable_pdf_too(words, person, worker):
    client = await person()
    await tell_needs(client, f"I have no home {words}")
    await tick(client, "housing")
    sent = await ok(client.post("/api/v1/client/summary/send"), 201)
    social = await worker()
    answer = await social.get(f"{PATH}/{sent['id']}/export?format=pdf")
    assert answer.status == 200 and answer.content_type == "application/pdf"
    pdf = await answer.read()
    assert pdf.startswith(b"%PDF-") and b"/StructTreeRoot" in pdf
    # Accessible by the standard, save where no font has a sign that the person wrote.
    assert (b"pdfuaid" in pdf) == words.isascii()
