"""Tells every training line which language it was written in.

The lines lie in data/nlu/<language>/, a fact that Rasa forgets when it reads
them. The language guess is trained on it, and figures can be shown per language.
"""

from __future__ import annotations

from pathlib import Path

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data import loading
from rasa.shared.nlu.training_data.training_data import TrainingData

LANG_KEY = "lang"
_LANGUAGES = {"fi", "sv", "en"}


class LanguageImporter(RasaFileImporter):
    """Named in config.yml; reads like Rasa's own and adds `lang` to each message."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        parts = [_read(path, language) for path in sorted(self._nlu_files)]
        # All at once: each merge copies every line.
        return TrainingData().merge(*parts)


def _read(path: str, language: str | None) -> TrainingData:
    found = loading.load_data(path, language)
    lang = language_of_path(path)
    if lang:
        for example in found.training_examples:
            example.set(LANG_KEY, lang)
    return found


def language_of_path(path: str) -> str | None:
    """The innermost folder that is named after a language."""
    return next((part for part in reversed(Path(path).parts) if part in _LANGUAGES), None)
