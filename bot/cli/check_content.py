"""``reitti check-content``: is everything that people read and are asked in order?"""

from __future__ import annotations

import argparse
import sys

from bot.cli.parsers import Parsers
from bot.content import ContentError, load_interview, load_texts
from bot.content.clocks import load_clocks
from bot.content.counties import load_counties
from bot.content.directory import load_directory
from bot.content.plain import Figures, check_plain, load_rules
from bot.content.sites import check_sites, load_sites
from bot.content.texts import check_texts
from bot.settings import Settings


def add_parser(commands: Parsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("check-content", help="check questions and texts")
    parser.add_argument("--figures", action="store_true", help="how plain each language is")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every problem; 0 when there is none."""
    try:
        interview = load_interview(settings.data_dir / "interview")
        texts = load_texts(settings.data_dir / "texts")
    except ContentError as error:
        problems = error.problems
    else:
        problems = check_texts(texts, interview)
        rules = load_rules(settings.data_dir / "plain_language.yml")
        faults, figures = check_plain(texts, settings.data_dir / "texts", rules)
        problems += faults
        if arguments.figures:
            _print_figures(figures, len(faults))
        problems += _of_counties(settings, [area.id for area in interview.areas])
        try:
            problems += check_sites(texts, load_sites(settings.data_dir / "permitted_sites.yml"))
        except ContentError as error:
            problems += error.problems
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _of_counties(settings: Settings, areas: list[str]) -> list[str]:
    """The counties' own files. Where hand-overs go is read with its secrets, at the start."""
    data = settings.data_dir
    try:
        names = load_counties(data / "counties.yml").names
    except ContentError as error:
        return error.problems
    problems: list[str] = []
    for load in (
        lambda: load_clocks(data / "clocks.yml", names),
        lambda: load_directory(data / "directory.yml", names, areas),
    ):
        try:
            load()
        except ContentError as error:
            problems += error.problems
    return problems


def _print_figures(figures: dict[str, Figures], faults: int) -> None:
    print("language  texts  sentences  words/sentence  longest  to look at")
    for lang, found in figures.items():
        print(
            f"{lang:8}  {found.texts:5}  {found.sentences:9}  {found.mean:14.1f}"
            f"  {found.longest:7}  {found.to_look_at:10}"
        )
    print(f"Limits passed: {faults}")
