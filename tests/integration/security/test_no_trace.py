"""Distinctive words go in by every door; afterwards nothing outside the keys has them.

Searched: the database file, its write-ahead log, the backup, everything else in the service's
folder, temporary files, the logs of every library, the arguments and the environment of the
process. The memory of the real Rasa is searched by tests/dialogue/test_live_service.py.
"""

import gzip
import io
import logging
import sqlite3
import tempfile
from pathlib import Path

import pytest

from bot.casework.people import HelpReport
from bot.persistence.backup import write_backup
from bot.persistence.sealed_file import SealedReader
from bot.web.conversation import CONVERSATION
from tests.integration.api.situations import offer, ok, send_summary, tick
from tests.integration.staff_browser import StaffBrowser, signed_in

# One word for each door, so that a find says where it came in.
DOORS = (
    *("name", "number", "place", "secret", "message", "waited", "danger", "correction", "wish"),
    *("letter", "wisher", "note", "reply", "rejection", "page", "edited", "late", "report"),
    *("query", "wrongcode", "wrongpass", "unknownname", "header", "closing"),
)
WORD = {door: f"Qvaxtilomb{door.capitalize()}" for door in DOORS}
MESSAGES = "/api/v1/client/messages"


@pytest.fixture
def logged():
    """Everything that any logger says at DEBUG."""
    stream, root = io.StringIO(), logging.getLogger()
    handler, before = logging.StreamHandler(stream), logging.getLogger().level
    handler.addFilter(lambda record: record.name != "aiohttp.access")
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)r"))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """Where temporary files would go."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def places(service, scratch, tmp_path):
    """Every file that the service may have written."""
    found = {}
    for path in sorted([*service.settings.var_dir.rglob("*"), *scratch.rglob("*")]):
        if path.is_file():
            found[path.name] = path.read_bytes()
    backup = tmp_path / "backup.gz"
    write_backup(service.settings, backup)
    with backup.open("rb") as file:
        sealed = SealedReader(file, service.settings.key_file)
        found["backup"] = gzip.decompress(sealed.read())
    process = Path("/proc/self")
    found["arguments"] = (process / "cmdline").read_bytes()
    found["environment"] = (process / "environ").read_bytes()
    return found


def traces(found):
    """Which word stands where: in the two ways that text is written to disk."""
    return [
        (door, place)
        for place, content in found.items()
        for door, word in WORD.items()
        if any(word.lower().encode(code) in content.lower() for code in ("utf-8", "utf-16-le"))
    ]


async def by_the_api(service, issue_code, sign_in_person, worker, guard, rasa, clock):
    issued = await issue_code(name=WORD["name"], number=WORD["number"], place=WORD["place"])
    person = await sign_in_person(issued.code)
    await ok(person.put("/api/v1/client/secret", json={"secret": WORD["secret"]}))
    referral = await send_summary(person)
    for text in (WORD["message"], f"I have no home {WORD['message']}"):
        await ok(person.post(MESSAGES, json={"text": text}))
    rasa.away = True
    await ok(person.post(MESSAGES, json={"text": f"debts {WORD['waited']}"}))
    clock.move_on(minutes=1)
    rasa.away = False
    await service.server.app[CONVERSATION].pump()
    await ok(person.post(MESSAGES, json={"text": f"I want to die {WORD['danger']}"}))
    await ok(person.post(MESSAGES, json={"choice": "continue"}))
    await ok(person.post("/api/v1/client/worker-messages", json={"text": WORD["letter"]}), 201)
    shown = await ok(person.get("/api/v1/client/summary"))
    statement = shown["needs"][0]["statements"][0]["id"]
    await ok(
        person.patch(
            "/api/v1/client/summary",
            json={"items": {statement: {"text": WORD["correction"]}}},
        )
    )
    await tick(person, "housing")
    await ok(person.post("/api/v1/client/summary/send", json={}), 201)
    await ok(person.post("/api/v1/client/meetings", json={"wish": WORD["wish"]}), 201)
    social, staff = await worker(), await guard()
    acts = (("claim", {}), ("note", {"text": WORD["note"]}), ("message", {"text": WORD["reply"]}))
    for act, body in acts:
        answer = await social.post(f"/api/v1/referrals/{referral}/{act}", json=body)
        assert answer.status < 300, act
    await social.get(f"/api/v1/referrals?q={WORD['query']}")
    await social.get(f"/api/v1/referrals/{referral}/export?format=pdf")
    await social.get(f"/api/v1/referrals/{referral}/export?format=json")
    meeting = await offer(social, referral)
    chosen = {"slot": meeting["slots"][0]["id"]}
    await ok(person.post(f"/api/v1/client/meetings/{meeting['id']}/choose", json=chosen))
    reason = {"code": "other", "text": WORD["rejection"]}
    await ok(staff.post(f"/api/v1/meetings/{meeting['id']}/reject", json=reason))
    return issued.client.id


async def by_wrong_doors(new_client):
    for body in ({"code": WORD["wrongcode"]}, {"code": "AAAA CCCC DDDD", "secret": WORD["secret"]}):
        await new_client().post("/api/v1/client/session", json=body)
    wrong = {"username": WORD["unknownname"], "password": WORD["wrongpass"]}
    await new_client().post("/api/v1/staff/session", json=wrong)
    await new_client().get("/api/v1/client/thread", headers={"X-Odd": WORD["header"]})


async def by_the_pages(new_client, issue_code):
    browser = StaffBrowser(new_client())
    await browser.open("/")
    await browser.press("/", fields={"code": (await issue_code(lang="fi")).code})
    await browser.open("/chat")
    await browser.press("/chat", choice="agree")
    text = f"Asunto meni ja velkoja on {WORD['page']}"
    await browser.press("/chat", text=None, fields={"text": text})
    await browser.open("/summary")
    await browser.press("/summary", tick=("housing",), do="leaving")
    await browser.press("/summary/send")
    await browser.open("/meetings")
    await browser.press("/meetings", fields={"wish": WORD["wisher"]})
    # After the session has ended the words come all the same.
    token = browser.page.form("/text-size")["fields"]["csrf"]
    await browser.press("/sign-out")
    await browser.post("/chat", {"csrf": token, "text": WORD["late"]})


async def test_no_word_is_found_outside_the_seals(
    logged, scratch, tmp_path, service, issue_code, sign_in_person, new_client, worker, guard,
    staff_user, rasa, clock,
):  # fmt: skip
    client_id = await by_the_api(service, issue_code, sign_in_person, worker, guard, rasa, clock)
    await by_wrong_doors(new_client)
    await by_the_pages(new_client, issue_code)
    desk = await signed_in(new_client(), await staff_user("social_worker", username="onni"))
    await desk.open(f"/desk?q={WORD['query']}")

    def more(uow):
        uow.drafts.keep(client_id, WORD["late"], clock.now())
        uow.help_reports.add(client_id, HelpReport("housing", WORD["report"], clock.now()))

    await service.database.run(more)
    found = places(service, scratch, tmp_path)
    assert {"reitti.db", "reitti.db-wal", "backup"} <= set(found)
    found["logs"] = logged.getvalue().encode()
    assert traces(found) == []
    # The words are there for whoever has the key, so the search has looked at something.
    entries = await service.database.read(lambda uow: uow.threads.everything(client_id))
    assert any(WORD["message"] in str(entry.body.get("text")) for entry in entries)


def test_the_search_would_find_a_word(service, scratch, tmp_path):
    (service.settings.var_dir / "note.txt").write_text(WORD["note"])
    with sqlite3.connect(service.settings.var_dir / "reitti.db") as file:
        file.execute(
            "INSERT INTO failed_try (bucket, at) VALUES (?, '2026-11-24T08:00:00.000000Z')",
            (WORD["query"],),
        )
    found = {place for _, place in traces(places(service, scratch, tmp_path))}
    assert {"note.txt", "backup"} <= found
