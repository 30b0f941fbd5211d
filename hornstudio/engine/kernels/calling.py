"""Kernels as JAX calls them, within its programs."""

import ctypes
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hornstudio.engine.kernels import machine_code, shelf
from hornstudio.engine.kernels.machine_code import Write
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.machine.processor import usable_cores

_WORTH_A_THREAD = 1 << 18
"""Multiplications that a part should have: another thread takes some microseconds to begin."""


@dataclass(frozen=True)
class Kernel:
    """What is computed, for certain shapes of a sample: `title` says which, and names it on disk.

    work: multiplications for a sample.
    """

    title: str
    write: Write
    arguments: int
    work: int

    def parts(self, samples: int, pieces: int) -> int:
        """Into how many parts the work for so many samples is cut, which has so many pieces."""
        return parts_for(samples * self.work, pieces)

    def __call__(self, arrays: Sequence[Any], made: Sequence[tuple[int, ...]], parts: int) -> Any:
        """Call it within a program. made: shapes of what it makes, all float32."""
        shared = jax.ShapeDtypeStruct((parts, 0), jnp.uint8)
        gives = [*(jax.ShapeDtypeStruct(shape, jnp.float32) for shape in made), shared]
        *found, _ = jax.ffi.ffi_call(_target(self, len(made)), gives)(*arrays)
        return found


def parts_for(work: int, pieces: int) -> int:
    """Into how many parts so many multiplications are cut, where there are so many pieces.

    It follows from them and the number of cores, so that bits do not depend on chance.
    """
    return max(1, min(pieces, cores(), work // _WORTH_A_THREAD))


def lanes() -> int:
    """Numbers that a vector of this processor holds; 0 where there are no kernels."""
    chosen = machine_code.processor()
    return chosen.lanes if chosen else 0


def is_usable() -> bool:
    """Whether programs that are made now may have kernels: on processors that these know."""
    return jax.default_backend() == "cpu" and machine_code.processor() is not None


@cache
def cores() -> int:
    """That share a kernel's work."""
    return usable_cores()


def _target(kernel: Kernel, results: int) -> str:
    """Under which name XLA knows it; made once, though several threads may make programs.

    Made twice, one would be freed while XLA calls it.
    """
    with _alone:
        return _made_target(kernel, results)


def _made_target(kernel: Kernel, results: int) -> str:
    chosen = machine_code.processor()
    assert chosen
    name = shelf.name_of(kernel.title, chosen.name, chosen.features)
    if name not in _known:
        code = shelf.kept(name)
        if code is None:
            text = machine_code.written(name, kernel.write, kernel.arguments, results, chosen.lanes)
            code = machine_code.compiled(text, chosen)
            shelf.keep(name, code)
        _known[name] = machine_code.loaded(code, name, chosen)
        function = ctypes.cast(_known[name].address, ctypes.CFUNCTYPE(ctypes.c_void_p))
        jax.ffi.register_ffi_target(name, jax.ffi.pycapsule(function), platform="cpu")
    return name


_alone = threading.Lock()
_known: dict[str, machine_code.Loaded] = {}
