"""Sentence vectors of training lines, kept on disk between trainings.

Thousands of lines at ten milliseconds each is most of what a training takes,
and a changed line is one of thousands. The cache is only a saving: without it
the same vectors come out.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

Encode = Callable[[list[str]], np.ndarray]


def cache_folder() -> Path:
    return Path(os.environ.get("REITTI_CACHE_DIR", "var/cache"))


class VectorCache:
    """A file of vectors by the hash of their text, for one version of the encoder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[bytes, np.ndarray] = {}
        self._load()

    def vectors(self, texts: Sequence[str], encode: Encode) -> np.ndarray:
        """One row for each text; only unknown ones are encoded."""
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        unknown = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._known
        }
        if unknown:
            for key, vector in zip(unknown, encode(list(unknown.values())), strict=True):
                self._known[key] = vector
            self._save()
        return np.stack([self._known[key] for key in keys])

    def _load(self) -> None:
        try:
            with np.load(self._path) as stored:
                keys, vectors = stored["keys"], stored["vectors"]
        except (OSError, ValueError, KeyError, EOFError):
            return
        self._known = {bytes(key): vector for key, vector in zip(keys, vectors, strict=True)}

    def _save(self) -> None:
        keys = np.stack([np.frombuffer(key, dtype=np.uint8) for key in self._known])
        vectors = np.stack(list(self._known.values()))
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._path.parent, suffix=".npz")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, keys=keys, vectors=vectors)
        Path(name).replace(self._path)
