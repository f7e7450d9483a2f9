"""The summary on paper can be read by a screen reader: what PDF/UA-1 asks of the structure.

A validator's checks (pdfua 0.1.3) found nothing to object to; this holds the parts that a
change of the template could lose.
"""

import datetime as dt
import re
import zlib

import pytest

from bot.bootstrap import load_content
from bot.casework.presenting import present
from bot.settings import Settings
from bot.web.summary_pdf import summary_pdf
from tests.integration.staff_situations import eight_needs

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


@pytest.fixture(scope="module")
def content():
    return load_content(Settings.from_environment({}))


def inside(pdf):
    """Everything that the file says of its structure, packed objects unpacked."""
    parts = [pdf]
    for packed in STREAM.findall(pdf):
        try:
            parts.append(zlib.decompress(packed))
        except zlib.error:
            continue  # a font or a table that is packed otherwise
    return b"\n".join(parts)


async def paper(content, lang):
    at = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
    day = dt.date(2026, 12, 1)
    body = present(eight_needs(at), content.interview, day, True, at.date())
    head = {
        "received_at": "2026-11-24T08:00:00Z",
        "lang": "fi",
        "client": {"id": "c", "name": "Matti Meikäläinen", "number": "4711/26"},
    }
    return inside(await summary_pdf({**body, **head}, content.texts, lang))


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
async def test_the_paper_has_tags_a_language_a_title_and_says_which_standard(content, lang):
    found = await paper(content, lang)
    for sign in (
        rb"/StructTreeRoot",
        rb"/Marked true",
        rb"/DisplayDocTitle true",
        rb"pdfuaid:part",
    ):
        assert re.search(sign, found), sign
    assert re.search(rb"/Lang\s*\(" + lang.encode() + rb"\)", found)
    # What the person said is read aloud in their own language, also on a Swedish paper.
    assert re.search(rb"/Lang\s*\(fi\)", found)


async def test_headings_go_down_one_step_at_a_time(content):
    found = await paper(content, "fi")
    levels = {int(level) for level in re.findall(rb"/S\s*/H(\d)", found)}
    assert levels == {1, 2, 3}
