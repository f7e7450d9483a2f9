"""A part to watch."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.supervise.watched import Watched


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)
