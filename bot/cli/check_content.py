"""``reitti check-content``: is everything that people read and are asked in order?"""

from __future__ import annotations

import argparse
import sys

from bot.cli.parsers import Parsers
from bot.content import ContentError, load_interview, load_texts
from bot.content.texts import check_texts
from bot.settings import Settings


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("check-content", help="check questions and texts")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every problem; 0 when there is none."""
    try:
        interview = load_interview(settings.data_dir / "interview")
        texts = load_texts(settings.data_dir / "texts")
    except ContentError as error:
        problems = error.problems
    else:
        problems = check_texts(texts, interview)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0
