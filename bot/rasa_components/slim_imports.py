"""Serving without the libraries that only training and plotting use.

Rasa 3.6.21 imports TensorFlow, scikit-learn and matplotlib when it starts, whatever the
model is made of. Ours is numpy and ONNX Runtime: a running Rasa would carry half of its
memory, and spend half of its start, for nothing. So a server sees empty ones. They let
Rasa's modules be imported and give out nothing that works: a component that needed one
would fail at its first object, with `NotHere`.

Training and `rasa test` have the real ones.
"""

from __future__ import annotations

import sys
from abc import ABCMeta
from collections.abc import MutableSequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

LEFT_OUT = ("tensorflow", "tensorflow_addons", "keras", "sklearn", "matplotlib")


class NotHere(RuntimeError):
    """Something that was left out is needed after all."""


class _Empty(ABCMeta):
    """Whatever is asked of a class, it has it, and it is empty too."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Empty

    def __call__(cls, *given: Any, **named: Any) -> Any:
        if cls is not Empty:
            raise NotHere(f"{cls.__module__}.{cls.__qualname__} needs {' or '.join(LEFT_OUT)}")
        # `@tf.function` and `@tf.function(...)` both leave a function as it was.
        return given[0] if len(given) == 1 and callable(given[0]) and not named else Empty


class Empty(metaclass=_Empty):
    """Stands for every class and function of a library that was left out."""


class _EmptyModule(ModuleType):
    __path__: MutableSequence[str] = []  # noqa: RUF012 - as an import system wants it

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Empty


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name.partition(".")[0] in LEFT_OUT:
            return ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _EmptyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        return None


def leave_out() -> None:
    """Call before anything of Rasa is imported."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
