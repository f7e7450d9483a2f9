"""The prison sees the same of somebody with no needs and of somebody with thirteen.

Two prisons of one name, each with its own staff, hold one person each: alike in everything
that the prison knows, as unlike as can be in what they told. Whatever the staff fetch is
compared byte for byte; only ids, which are random and of one length, are evened out. What the
database did for each answer is compared as well: who measures time measures that.
"""

import asyncio
import dataclasses
import re
import threading
from collections import Counter

import pytest
import sqlalchemy as sa

from bot.casework.actor import SYSTEM, Role
from bot.casework.ports.scope import EVERYBODY, seeing, seen
from bot.casework.services import alerts
from bot.casework.services.meetings import cancel_by_client
from bot.casework.services.prisons import add_prison
from bot.casework.summary import Content
from bot.persistence.database import SqliteDatabase
from bot.persistence.sealing import Sealer
from bot.web.access import ACCESS
from bot.web.reordering import reorder
from tests.integration.staff_browser import StaffBrowser, signed_in
from tests.integration.staff_situations import need, person_who_sent, said

START = "2026-12-01T08:00:00+00:00"
RANDOM = re.compile(r"[A-Za-z0-9_-]{32,}|\b[0-9a-f]{16}\b")
# What the prison's pages may open: who it is, and what belongs to the meeting.
MAY_OPEN = {
    *("client.name", "client.number", "client.place", "alert.kind", "idempotency.body"),
    *("meeting.wish", "meeting.reason_text", "meeting.room", "staff.totp_secret"),
}


@dataclasses.dataclass
class Side:
    """One prison, its staff, and what belongs to its one person."""

    browser: StaffBrowser
    api: object
    case: object
    things: dict

    def even(self, text):
        for name, value in self.things.items():
            text = text.replace(value, f"<{name}>")
        return RANDOM.sub("<random>", text)


def thirteen_needs(areas, at):
    rows = [
        need(area, statements=[said(f"Apua: {area}, oma juttu {n}", n, [area], at)])
        for n, area in enumerate(areas)
    ]
    return Content(needs=rows)


@pytest.fixture
async def sides(service, content, staff_user, new_client, sign_in_staff):
    """The quiet one and the one with thirteen needs."""
    made = []
    areas = [area.id for area in content.interview.areas]
    assert len(areas) == 13
    told = {"qqq": Content(needs=[]), "zzz": thirteen_needs(areas, service.context.clock.now())}
    for prison, summary in told.items():
        made.append(await one_side(service, staff_user, new_client, sign_in_staff, prison, summary))
    return made


async def one_side(service, staff_user, new_client, sign_in_staff, prison, summary):
    context = service.context
    await service.database.run(
        lambda uow: add_prison(uow, context, SYSTEM, prison, "Yksi vankila", "Tapaamishuone")
    )
    worker = await staff_user(Role.SOCIAL_WORKER, username=f"w{prison}", name="Siiri S")
    login = await staff_user(Role.PRISON_STAFF, username=f"g{prison}", name="Vesa V", prison=prison)
    case = await person_who_sent(service, summary, prison=prison)
    await case.claimed_by(worker)
    meeting = await case.requested(worker, START)
    later = await case.approved(worker, login, "2026-12-02T08:00:00+00:00")

    def more(uow):
        # As much is said as there is to say: the interview of one is long, of the other short.
        for number in range(len(summary.needs) * 5):
            body = {"text": f"Puhun paljon {number}", "choice": None, "role": "statement"}
            uow.threads.add(
                case.client.id, f"m-{prison}-{number}", "client", context.clock.now(), body,
                handled=True,
            )  # fmt: skip
        alerts.raise_alert(uow, context, case.client.id, "asked_for_help")
        codes = uow.codes.of_client(case.client.id)
        found = uow.meetings.of_client(meeting, case.client.id)
        return codes[0].id, uow.alerts.open_of_prison(prison)[0].id, found.slots[0].id

    code, alert, slot = await service.database.run(more)
    things = {"client": case.client.id, "code": code, "alert": alert, "prison": prison}
    things["neighbour"] = "zzz" if prison == "qqq" else "qqq"
    things |= {"meeting": meeting, "later": later, "slot": slot, "login": f"g{prison}"}
    browser = await signed_in(new_client(), login)
    return Side(browser, await sign_in_staff(login), case, things)


def pages(service):
    """Every address that the prison's staff may read, from the application's own table."""
    routes = service.server.app[ACCESS].values()
    mine = [r for r in routes if r.method == "GET" and Role.PRISON_STAFF in r.roles]
    assert len(mine) >= 8
    # The reader's own account and the provider of sign-in tell of nobody else.
    own = ("/staff/account", "/staff/oidc")
    return [route.path for route in mine if not route.path.startswith(own)]


def filled(path, things):
    kind = path.split("/{id}")[0].rsplit("/", 1)[-1].removesuffix("s")
    return path.replace("{id}", things.get(kind, "nothing"))


async def answer_of(side, method, path, **more):
    client = side.api if path.startswith("/api/") else side.browser.client
    async with client.session.request(
        method, client.make_url(path), allow_redirects=False, **more
    ) as answer:
        kept = {
            name: side.even(value)
            for name, value in answer.headers.items()
            if name not in ("Date", "Set-Cookie")
        }
        return answer.status, kept, side.even((await answer.read()).decode())


def is_asked_for():
    """Whether a request lets this be done. The service's own rounds have tasks of their own and
    serve everybody; one of them opens names, so what they do must not be taken for an answer's."""
    task = asyncio.current_task().get_coro().__qualname__
    return task.startswith("RequestHandler.") or seen() != EVERYBODY


@pytest.fixture
def doings(monkeypatch):
    """What the requests asked of the database and which sealed columns were opened, in order."""
    done = []
    open_, in_ = Sealer.open, SqliteDatabase._in
    # On the database's threads: whose transaction it is.
    here = threading.local()

    async def transaction(self, threads, kept, work):
        counts = is_asked_for()

        def told(uow):
            here.counts = counts
            return work(uow)

        return await in_(self, threads, kept, told)

    def note(what):
        if getattr(here, "counts", False):
            done.append(what)

    def opening(self, sealed, column, row):
        note(f"open {column}")
        return open_(self, sealed, column, row)

    def asked(conn, cursor, statement, *rest):
        # A connection numbers its savepoints for as long as it lives.
        note(re.sub(r"savepoint_\d+", "savepoint", re.sub(r"\s+", " ", statement)))

    monkeypatch.setattr(SqliteDatabase, "_in", transaction)
    monkeypatch.setattr(Sealer, "open", opening)
    sa.event.listen(sa.Engine, "before_cursor_execute", asked)
    yield done
    sa.event.remove(sa.Engine, "before_cursor_execute", asked)


async def both(sides, doings, method, path, body=None, form=None):
    """The same request of both; the answer, if it is the same for both."""
    answers, works = await asked_of_both(sides, doings, method, path, body, form)
    assert all(works), path
    assert list(unlike(*answers)) == [], path
    assert answers[0] == answers[1], path
    assert works[0] == works[1], path
    opened = {did.removeprefix("open ") for did in works[0] if did.startswith("open ")}
    # A decision is told in the person's thread: the service opens it to write there.
    told = {"intake.state"} if method == "POST" else set()
    assert opened <= MAY_OPEN | told, path
    return answers[0]


async def asked_of_both(sides, doings, method, path, body, form):
    """Both answers, and how often each thing was done for them."""
    answers, works = [], []
    for side in sides:
        more = {}
        if body is not None:
            more["json"] = body
        if form is not None:
            more["data"] = {"csrf": await token(side), **form}
        doings.clear()
        answers.append(await answer_of(side, method, filled(path, side.things), **more))
        works.append(Counter(doings))
    return answers, works


def unlike(one, other):
    """The lines that differ, for whoever has to find out why."""
    lines = zip(one[2].splitlines(), other[2].splitlines(), strict=False)
    return (pair for pair in lines if pair[0] != pair[1])


async def token(side):
    return (await side.browser.open("/prison/codes")).form("/staff/sign-out")["fields"]["csrf"]


async def test_every_page_is_the_same_byte_for_byte(service, sides, doings):
    compared = 0
    for path in pages(service):
        status, _, text = await both(sides, doings, "GET", path)
        assert status in (200, 204, 303), path
        compared += len(text)
    assert compared > 10_000
    for query in (
        "/prison?open={id}",
        "/api/v1/meetings?state=requested",
        "/prison/alerts/open?hidden=1",
    ):
        await both(sides, doings, "GET", query.replace("{id}", "x"))


async def test_what_the_service_does_by_itself_is_not_taken_for_an_answers(service, sides, doings):
    async def round_after_round():
        while True:
            await reorder(service.database, service.context)

    with seeing(EVERYBODY):
        rounds = asyncio.create_task(round_after_round())
    for path in ("/prison", "/prison/alerts", "/api/v1/meetings"):
        await both(sides, doings, "GET", path)
    assert not rounds.done()
    rounds.cancel()
    await asyncio.gather(rounds, return_exceptions=True)


async def test_decisions_and_refusals_are_the_same(sides, doings):
    for form in ({"code": "other"}, {"code": "nothing"}, {"code": ""}):
        await both(sides, doings, "POST", "/prison/meetings/{id}/reject", form=form)
    for verb in ("start", "finish", "no-show"):
        status, *_ = await both(sides, doings, "POST", f"/api/v1/meetings/{{id}}/{verb}", body={})
        assert status == 409
    wrong = {"code": "no_such_code"}
    await both(sides, doings, "POST", "/api/v1/meetings/{id}/reject", body=wrong)
    status, _, text = await both(sides, doings, "POST", "/api/v1/meetings/{id}/approve", body={})
    assert status == 200 and "approved" in text
    await both(sides, doings, "POST", "/api/v1/alerts/{id}/acknowledge", body={})
    await both(sides, doings, "GET", "/api/v1/referrals/{id}")
    await both(sides, doings, "GET", "/api/v1/client/summary")


async def test_a_meeting_that_the_person_cancels_looks_the_same(service, sides, doings):
    context = service.context
    for side in sides:
        client_id, meeting = side.case.client.id, side.things["meeting"]
        await service.database.run(
            lambda uow, who=client_id, id_=meeting: cancel_by_client(uow, context, who, id_)
        )
    for path in ("/prison", "/api/v1/meetings", "/api/v1/meetings/{id}"):
        await both(sides, doings, "GET", path)
