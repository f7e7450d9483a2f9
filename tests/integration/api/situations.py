"""Steps that many tests take."""

# Wednesday at ten in Finland, the day after the clock's day.
WEDNESDAY = "2026-11-25T08:00:00Z"
LATER = "2026-11-25T10:00:00Z"


async def ok(answer, status=200):
    """The body of an answer that must have that status."""
    answer = await answer
    assert answer.status == status, await answer.text()
    return await answer.json()


async def problem(answer, status, key=None):
    """The body of a refusal."""
    body = await ok(answer, status)
    if key is not None:
        assert body["type"] == f"/problems/{key}", body
    return body


async def say(person, **body):
    """Say something; what is new since then."""
    return await ok(person.post("/api/v1/client/messages", json=body))


async def tell_needs(person, text="I have no home and I have debts"):
    """Agree and tell needs; the last answer."""
    await say(person, choice="agree", question="consent")
    return await say(person, text=text, question="opening")


async def tick(person, *parts):
    consent = {part: {"social_worker": True} for part in parts}
    return await ok(person.patch("/api/v1/client/summary", json={"consent": consent}))


async def send_summary(person, *parts):
    """Tell needs, tick and send; the referral's id."""
    await tell_needs(person)
    await tick(person, *(parts or ("housing", "debts")))
    return (await ok(person.post("/api/v1/client/summary/send", json={}), 201))["id"]


async def offer(worker, referral, *starts, **terms):
    """Begin a meeting for a claimed referral and offer times."""
    draft = await ok(worker.post("/api/v1/meetings", json={"referral": referral}), 201)
    slots = [{"start": start, "minutes": 45} for start in starts or (WEDNESDAY, LATER)]
    return await ok(
        worker.post(f"/api/v1/meetings/{draft['id']}/offer", json={"slots": slots, **terms})
    )
