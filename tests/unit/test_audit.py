"""`make audit` on a machine without a network."""

import datetime as dt
import json
import os
import zipfile

import pytest

from bot.settings import ROOT
from scripts import audit

TODAY = dt.date(2026, 11, 24)


def advisory(name="Some.Package", *, events=None, versions=(), **more):
    ranges = [{"type": "ECOSYSTEM", "events": events}] if events else []
    affected = {
        "package": {"ecosystem": "PyPI", "name": name},
        "ranges": ranges,
        "versions": [*versions],
    }
    return {"id": "GHSA-1", "aliases": ["CVE-1"], "affected": [affected], **more}


def found(record, version="1.5"):
    return audit.weaknesses([("some-package", version)], [record])


@pytest.mark.parametrize(
    ("events", "hit"),
    [
        ([{"introduced": "0"}, {"fixed": "1.6"}], True),
        ([{"introduced": "0"}, {"fixed": "1.5"}], False),
        ([{"introduced": "1.5"}], True),
        ([{"introduced": "1.5.1"}], False),
        ([{"introduced": "0"}, {"last_affected": "1.5"}], True),
        ([{"introduced": "0"}, {"last_affected": "1.4"}], False),
        ([{"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "1.4"}, {"fixed": "2"}], True),
        ([{"introduced": "0"}, {"fixed": "of old"}], True),
    ],
)
def test_a_version_inside_the_range_of_an_advisory_is_told(events, hit):
    assert bool(found(advisory(events=events))) is hit


def test_a_version_that_is_named_is_told_and_what_is_withdrawn_or_of_others_is_not():
    assert found(advisory(versions=["1.5"]))
    assert not found(advisory(versions=["1.5"], withdrawn="2026-01-01"))
    assert not found(advisory("other", versions=["1.5"]))
    npm = advisory(versions=["1.5"])
    npm["affected"][0]["package"]["ecosystem"] = "npm"
    assert not found(npm)


def test_what_is_accepted_holds_until_its_day_and_not_for_nothing():
    known = found(advisory(versions=["1.5"]))
    row = {"package": "some_package", "id": "CVE-1", "until": "2026-12-01"}
    assert audit.faults(known, [row], TODAY) == []
    assert audit.faults(known, [], TODAY) == ["some-package 1.5: GHSA-1 CVE-1"]
    (late,) = audit.faults(known, [{**row, "until": "2026-11-23"}], TODAY)
    assert "accepted until" in late
    (idle,) = audit.faults([], [row], TODAY)
    assert "not there" in idle


@pytest.mark.parametrize("form", ["file", "folder", "zip"])
def test_the_pinned_packages_are_held_against_a_file_a_folder_or_a_zip(form, tmp_path, capsys):
    pins = dict(audit.pinned(ROOT / "requirements" / "app.txt"))
    record = json.dumps(advisory("aiohttp", versions=[pins["aiohttp"]]))
    source = tmp_path / "advisories"
    if form == "folder":
        source.mkdir()
        (source / "a.json").write_text(record)
    elif form == "zip":
        with zipfile.ZipFile(source, "w") as packed:
            packed.writestr("a.json", record)
    else:
        source.write_text(f"[{record}]")
    assert audit.main([str(source)]) == 1
    assert f"aiohttp {pins['aiohttp']}: GHSA-1 CVE-1" in capsys.readouterr().err


def test_old_or_broken_or_no_advisories_are_no_clean_bill(tmp_path):
    source = tmp_path / "a.json"
    assert audit.main([str(source)]) == 2
    source.write_text("{")
    assert audit.main([str(source)]) == 2
    source.write_text("[]")
    assert audit.main([str(source)]) == 2
    source.write_text(json.dumps(advisory("nothing-of-ours", versions=["1"])))
    os.utime(source, (0, 0))
    assert audit.main([str(source)]) == 2
