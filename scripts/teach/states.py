"""What the encoder's first layers make of the lines: worked out once, they don't learn."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from bot.rasa_components.encoder.encoder import Encoder, Window, alike
from bot.rasa_components.encoder.graph import lower_layers_graph
from bot.rasa_components.encoder.weights import Weights

_LONGEST = 96
"""Pieces of a line that are learned from; hardly any line has more."""
BEGINNING = 4
"""The mark of the begin and the pieces of what is asked, before a line's own."""


class LowerLayers(Encoder):
    """The encoder up to where learning begins."""

    def __init__(self, weights: Weights, layers: int) -> None:
        super().__init__(weights, lower_layers_graph(weights, layers))

    def states(self, texts: list[str]) -> list[np.ndarray]:
        """One array for each text: a row for each of its pieces, in half precision."""
        first: list[Window] = [(n, self._windows(n, text)[0][1]) for n, text in enumerate(texts)]
        found: list[np.ndarray] = [np.zeros((0, 0), np.float16)] * len(texts)

        def see(batch: list[Window]) -> None:
            for (number, _), rows in zip(batch, self._seen(batch), strict=True):
                found[number] = rows[:_LONGEST].astype(np.float16)

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(see, alike(first)))
        return found
