"""How the data say that they are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml


class ContentError(ValueError):
    """The data cannot be used; ``problems`` has one line for each thing to mend."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


def read_yaml(path: Path) -> dict[str, Any]:
    """One YAML file that holds a mapping; raises ContentError naming the file."""
    try:
        # The safe loader in C: a command would else spend a second on reading sentences.
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise ContentError([f"{path.name}: {error}"]) from error
    if not isinstance(data, dict):
        raise ContentError([f"{path.name}: must hold keys and values"])
    return data
