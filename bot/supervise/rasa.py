"""Rasa's command line without the deprecation notes of the libraries that it pins and,
when it serves, without the libraries that only training uses.

Runs in Rasa's environment: `python -m bot.supervise.rasa run ...`. Some of the libraries
turn such notes on while they are imported, over what PYTHONWARNINGS says, and forty
lines at each start hide the one that matters.
"""

from __future__ import annotations

import sys
import warnings
from typing import Any

from bot.rasa_components.slim_imports import leave_out

_show = warnings.showwarning


def _show_what_matters(
    message: Warning | str, category: type[Warning], *place: Any, **options: Any
) -> None:
    # SQLAlchemy's note that 2.0 exists is no DeprecationWarning by class.
    if not issubclass(category, DeprecationWarning) and "Deprecated" not in str(message):
        _show(message, category, *place, **options)


def main() -> None:
    """Hand over to Rasa."""
    warnings.showwarning = _show_what_matters
    if sys.argv[1:2] == ["run"]:
        leave_out()
    from rasa.__main__ import main as rasa_main  # noqa: PLC0415 - only once it is quiet

    rasa_main()


if __name__ == "__main__":
    main()
