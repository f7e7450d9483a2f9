"""Prints what each line of data/nlu teaches; runs in Rasa's environment.

    python -m scripts.evaluate.stock.training_lines

Each line out is {"text", "intent", "areas", "danger"}; `areas` is null where the line does
not say.
"""

from __future__ import annotations

import json
import sys

from rasa.shared.nlu.constants import INTENT, TEXT

from bot.rasa_components.importer import LanguageImporter
from bot.rasa_components.labels import areas_of, crisis_of, intent_of
from bot.settings import ROOT


def main() -> int:
    """0 when every line was printed."""
    importer = LanguageImporter(training_data_paths=[str(ROOT / "data" / "nlu")])
    for example in importer.get_nlu_data().training_examples:
        if example.get(TEXT) and example.get(INTENT):
            areas = areas_of(example)
            line = {
                "text": str(example.get(TEXT)),
                "intent": intent_of(example),
                "areas": None if areas is None else sorted(areas),
                "danger": crisis_of(example) is not None,
            }
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
