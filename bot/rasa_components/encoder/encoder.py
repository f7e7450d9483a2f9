"""Runs the encoder: texts in, one vector of length 1 for each out."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby

import numpy as np

from bot.rasa_components.encoder.graph import encoder_graph
from bot.rasa_components.encoder.tokens import Tokenizer
from bot.rasa_components.encoder.weights import Weights, layers_path, unpacked, weights_path

VERSION = "onnx-1"
"""To be raised when this code gives the same text another vector than before."""
_ASKS = "query: "
"""The weights were trained with this before a short text."""
_SIDE_BY_SIDE = 16

Window = tuple[int, list[int]]
"""The number of a text, and pieces of it with the marks of begin and end."""


class Encoder:
    """The loaded network; keeps nothing of what it reads."""

    def __init__(self, weights: Weights, graph: bytes | None = None) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # Other people are being answered on the other cores.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            graph or encoder_graph(weights), options, providers=["CPUExecutionProvider"]
        )
        pieces = weights.pieces()
        self._begin, self._end = pieces.begin, pieces.end
        self._tokenizer = Tokenizer(pieces)
        self._most = weights.longest - 2
        self._epsilon = np.float32(weights.epsilon)
        width = weights.width
        self._pieces = weights.blocks("emb.word", width)
        self._places = weights.numbers("emb.pos").reshape(-1, width)
        self._everywhere = weights.numbers("emb.type")[:width]
        self._scale, self._shift = weights.numbers("emb.ln.w"), weights.numbers("emb.ln.b")

    def vectors(self, texts: Sequence[str], threads: int = 1) -> np.ndarray:
        """One row for each text. Texts of one length go through the network together."""
        windows = [window for n, text in enumerate(texts) for window in self._windows(n, text)]
        batches = list(alike(windows))
        if threads > 1:
            # The network runs outside Python's lock.
            with ThreadPoolExecutor(threads) as pool:
                means = list(pool.map(self._seen, batches))
        else:
            means = [self._seen(batch) for batch in batches]
        found = np.zeros((len(texts), len(self._scale)), dtype=np.float32)
        for batch, rows in zip(batches, means, strict=True):
            for (number, tokens), row in zip(batch, rows, strict=True):
                found[number] += row * (len(tokens) - 2)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        result: np.ndarray = found / np.maximum(lengths, 1e-6)
        return result

    def token_count(self, text: str) -> int:
        """How many pieces the network sees of a text."""
        return sum(len(tokens) for _, tokens in self._windows(0, text))

    def _windows(self, number: int, text: str) -> list[Window]:
        """A text that is longer than the network can see goes through it in parts."""
        tokens = self._tokenizer.tokens(_ASKS + text)
        return [
            (number, [self._begin, *tokens[at : at + self._most], self._end])
            for at in range(0, len(tokens), self._most)
        ]

    def _seen(self, batch: Sequence[Window]) -> np.ndarray:
        tokens = np.array([tokens for _, tokens in batch])
        rows = unpacked(self._pieces[tokens])
        rows += self._places[: tokens.shape[1]] + self._everywhere
        rows -= rows.mean(axis=-1, keepdims=True)
        rows /= np.sqrt((rows * rows).mean(axis=-1, keepdims=True) + self._epsilon)
        rows = rows * self._scale + self._shift
        result: np.ndarray = self._session.run(None, {"pieces": rows})[0]
        return result


def alike(windows: list[Window]) -> Iterable[list[Window]]:
    """Windows of one length together, a few at a time."""

    def length(window: Window) -> int:
        return len(window[1])

    for _, group in groupby(sorted(windows, key=length), key=length):
        members = list(group)
        for at in range(0, len(members), _SIDE_BY_SIDE):
            yield members[at : at + _SIDE_BY_SIDE]


@functools.cache
def loaded_encoder() -> Encoder:
    """The one encoder of this process."""
    return Encoder(Weights(weights_path(), layers_path()))


def version() -> str:
    """Names what gives a text its vector: other layers, another name."""
    return f"{VERSION}-{hashlib.sha256(layers_path().read_bytes()).hexdigest()[:12]}"
