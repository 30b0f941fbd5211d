"""What a module's function asks for, read from its signature."""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.module import Module

RUN_TIME = ("training", "key", "mask", "masks", "taken")
"""Keyword arguments that the program supplies; all other keywords are params."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a module's function asks for.

    ports: how many tensors it takes, in the order of the input ports.
    params: names of the params it takes. run_time: which of `RUN_TIME` it takes.
    takes_rest: whether it takes all other params of its module too (`**shared`).
    """

    takes_weights: bool
    takes_state: bool
    ports: int
    params: tuple[str, ...]
    run_time: tuple[str, ...]
    takes_rest: bool = False

    def params_of(self, module: Module) -> tuple[str, ...]:
        """Names of the params it takes of a module."""
        return tuple(p.name for p in module.params) if self.takes_rest else self.params


@functools.cache
def signature_of(function: Callable[..., Any]) -> Signature:
    """Read a function's signature."""
    parameters = inspect.signature(function).parameters.values()
    places = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    keywords = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]
    return Signature(
        takes_weights="w" in places,
        takes_state="s" in places,
        ports=len([p for p in places if p not in ("w", "s")]),
        params=tuple(k for k in keywords if k not in RUN_TIME),
        run_time=tuple(k for k in keywords if k in RUN_TIME),
        takes_rest=any(p.kind is p.VAR_KEYWORD for p in parameters),
    )
