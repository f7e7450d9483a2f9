"""Writes a network in the format of ONNX: the few kinds of protobuf messages that it takes.

The field numbers are those of onnx.proto3, which never change. The package `onnx` would do
the same, and wants another version of protobuf than Rasa's.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_VARINT, _BYTES, _FLOAT = 0, 2, 5
_NUMBER_KINDS = {"float32": 1, "uint8": 2, "int64": 7}
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT = 1, 2
_IR_VERSION, _OPERATORS = 8, 18
OWN_OPERATORS = "com.microsoft"
"""What ONNX Runtime can do beyond the standard."""

Shape = Sequence[str | int]
"""Sizes; a name where any size will do."""


def node(
    kind: str, inputs: Sequence[str], outputs: Sequence[str], domain: str = "", **settings: float
) -> bytes:
    """One operation."""
    return b"".join(
        [
            *(_text(1, name) for name in inputs),
            *(_text(2, name) for name in outputs),
            _text(4, kind),
            *(_block(5, _attribute(name, value)) for name, value in settings.items()),
            _text(7, domain),
        ]
    )


def tensor(name: str, values: np.ndarray) -> bytes:
    """Weights under a name."""
    return b"".join(
        [
            *(_number(1, size) for size in values.shape),
            _number(2, _NUMBER_KINDS[values.dtype.name]),
            _text(8, name),
            _block(9, np.ascontiguousarray(values).tobytes()),
        ]
    )


def model(
    nodes: Sequence[bytes],
    tensors: Sequence[bytes],
    takes: tuple[str, Shape],
    gives: tuple[str, Shape],
) -> bytes:
    """A whole network, with one array of numbers going in and one coming out."""
    graph = b"".join(
        [
            *(_block(1, one) for one in nodes),
            _text(2, "encoder"),
            *(_block(5, one) for one in tensors),
            _block(11, _value(*takes)),
            _block(12, _value(*gives)),
        ]
    )
    return b"".join(
        [
            _number(1, _IR_VERSION),
            _block(7, graph),
            _block(8, _text(1, "") + _number(2, _OPERATORS)),
            _block(8, _text(1, OWN_OPERATORS) + _number(2, 1)),
        ]
    )


def _value(name: str, shape: Shape) -> bytes:
    sizes = b"".join(
        _block(1, _text(2, size) if isinstance(size, str) else _number(1, size)) for size in shape
    )
    kind = _number(1, _NUMBER_KINDS["float32"]) + _block(2, sizes)
    return _text(1, name) + _block(2, _block(1, kind))


def _attribute(name: str, value: float) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _ATTRIBUTE_INT)
    four = np.float32(value).tobytes()
    return _text(1, name) + _varint(2 << 3 | _FLOAT) + four + _number(20, _ATTRIBUTE_FLOAT)


def _text(field: int, value: str) -> bytes:
    return _block(field, value.encode())


def _block(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | _BYTES) + _varint(len(value)) + value


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3 | _VARINT) + _varint(value % (1 << 64))


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)
