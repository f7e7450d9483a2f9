"""What judges a line, over its vector and its n-grams: one small head for each task.

Each has one hidden layer between the features and its labels: "flat" means a home beside
"lost" and none beside "tyre". They learned beside the encoder's last layers (`make teach`),
and lie in heads.npz beside this file; numpy is enough to use them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import erf

from bot.rasa_components.encoder.weights import BLOCK, BLOCK_SIZE, as_bytes, packed, unpacked
from bot.rasa_components.message_features import FeatureRows

LENGTH = np.float32(6.0)
"""Of a line's vector before the heads, so that its numbers are about as large as theirs."""
_PARTS = ("hidden", "hidden_bias", "out", "out_bias")


def heads_path() -> Path:
    """Where the heads lie that `make teach` wrote."""
    return Path(__file__).with_name("heads.npz")


@dataclass(frozen=True)
class Head:
    """One task's."""

    labels: tuple[str, ...]
    hidden: np.ndarray
    hidden_bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray

    def inner(self, seen: np.ndarray) -> np.ndarray:
        """What its hidden layer makes of the features."""
        return gelu(seen @ self.hidden + self.hidden_bias)


@dataclass(frozen=True)
class Heads:
    """All of them, with the pieces that they share, and the marks of the lines they learned."""

    pieces: np.ndarray
    """Blocks of four bits: a short vector for each bucket of the n-grams."""
    of_task: Mapping[str, Head]
    taught: np.ndarray
    """Sorted; see `lines_to_learn.mark`."""

    def seen(self, rows: FeatureRows) -> np.ndarray:
        """The features as every head takes them, a row for each."""
        return np.concatenate([rows.dense * LENGTH, self._added(rows.sparse)], axis=1)

    def scores(self, task: str, seen: np.ndarray) -> np.ndarray:
        """One row of scores (log odds) for each row of what is seen, a column a label."""
        head = self.of_task[task]
        result: np.ndarray = head.inner(seen) @ head.out + head.out_bias
        return result.astype(np.float32)

    def with_heads(self, changed: Mapping[str, Head]) -> Heads:
        """The same with some heads exchanged."""
        return replace(self, of_task={**self.of_task, **changed})

    def _added(self, sparse: csr_matrix) -> np.ndarray:
        """The sum of a row's pieces. Only those that occur are made ready for it: a message
        has a few hundred of 65,536."""
        used, places = np.unique(sparse.indices, return_inverse=True)
        narrow = csr_matrix((sparse.data, places, sparse.indptr), (sparse.shape[0], len(used)))
        result: np.ndarray = narrow @ unpacked(self.pieces[used])
        return result

    def save(self, path: Path) -> None:
        """One file, without code in it."""
        tables: dict[str, np.ndarray] = {
            "pieces": as_bytes(self.pieces),
            "taught": self.taught,
            "tasks": np.array(list(self.of_task)),
        }
        for task, head in self.of_task.items():
            tables[f"{task}.labels"] = np.array(head.labels)
            for part in _PARTS:
                tables[f"{task}.{part}"] = getattr(head, part).astype(np.float16)
        with path.open("wb") as file:
            np.savez_compressed(file, **tables)

    @classmethod
    def load(cls, path: Path) -> Heads:
        """Raises OSError or ValueError where the file is none of heads."""
        with np.load(path, allow_pickle=False) as stored:
            of_task = {
                task: Head(
                    tuple(stored[f"{task}.labels"].tolist()),
                    *(stored[f"{task}.{part}"].astype(np.float32) for part in _PARTS),
                )
                for task in stored["tasks"].tolist()
            }
            pieces = stored["pieces"].view(BLOCK)[..., 0]
            return cls(pieces, of_task, stored["taught"])


def packed_pieces(pieces: np.ndarray, used: Iterable[int]) -> np.ndarray:
    """Pieces as blocks; those that no line had say nothing."""
    kept = np.zeros_like(pieces)
    places = np.fromiter(used, dtype=np.int64)
    kept[places] = pieces[places]
    if pieces.shape[1] % BLOCK_SIZE:
        raise ValueError(f"pieces must be made of blocks of {BLOCK_SIZE}")
    return packed(kept)


def gelu(values: np.ndarray) -> np.ndarray:
    """Lets positive values through and dampens the others, without an edge."""
    result: np.ndarray = 0.5 * values * (1.0 + erf(values / np.sqrt(2.0)))
    return result
