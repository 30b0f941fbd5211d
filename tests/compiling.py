"""How tests compile: what is made here runs for a moment, so good code costs more than it saves."""

import gc
import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from hornstudio.engine.train.steps.memory.heap import give_back
from hornstudio.engine.train.steps.memory.own import resident_bytes
from hornstudio.engine.worker.compilation_cache import cache_folder, prune


class Option(NamedTuple):
    """An option of XLA: for tests, for users, and the versions of jaxlib tried with it.

    An option that XLA does not know ends the process, and now and then one is taken away.
    """

    name: str
    quick: int | bool
    usual: int | bool
    first: tuple[int, int]
    before: tuple[int, int]


OPTIONS = (
    Option("xla_backend_optimization_level", 1, 3, (0, 10), (0, 13)),
    Option("xla_cpu_parallel_codegen_split_count", 1, 32, (0, 10), (0, 13)),
    Option("xla_cpu_use_fusion_emitters", False, True, (0, 10), (0, 11)),
)
ROUGHLY = "JAX_DISABLE_MOST_OPTIMIZATIONS"
"""What makes JAX do even less, in this process and its children."""
ROUGHLY_COMPILED = (
    "cli/",
    "contract/",
    "parity/",
    "engine/checking/",
    "engine/codegen/",
    "engine/compile/",
    "engine/interop/",
    "engine/modules/",
    "engine/storage/test_templates.py",
    "engine/test_plugin.py",
    "engine/train/",
    "engine/verification/",
    "journeys/",
    "test_compiling.py",
    "test_third_party.py",
)
"""Places below tests/ where that is done: much is compiled there, and runs for a moment."""


def known(jaxlib: str) -> list[Option]:
    """The options that this version was tried with."""
    parts = jaxlib.split(".")
    at = (int(parts[0]), int(parts[1]))
    return [option for option in OPTIONS if option.first <= at < option.before]


_KNOWN = known(version("jaxlib"))
_OURS = [f"--{option.name}={str(option.quick).lower()}" for option in _KNOWN]
AS_FOR_USERS = {option.name: option.usual for option in _KNOWN}


def flags(chosen: str) -> str:
    """XLA_FLAGS for tests and their children; what a person has chosen is left as it is."""
    if any(option.name in chosen for option in OPTIONS):
        return chosen
    return " ".join([*chosen.split(), *_OURS])


def without_ours(chosen: str) -> str:
    """The same without what `flags` adds."""
    return " ".join(flag for flag in chosen.split() if flag not in _OURS)


KEEP_ALL = {
    "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
    "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
}
"""So that small programs are kept, too: most are small."""


def keep_programs(folder: Path) -> None:
    """Let this process and its children find what was compiled before, also by an earlier run.

    A program is found by all that it is made of: the computation, the compiler, its options. A
    folder that a person has chosen is left as it is.
    """
    if os.environ.get("JAX_COMPILATION_CACHE_DIR"):
        return
    of_this_machine = folder / cache_folder().name
    prune(of_this_machine)
    os.environ.update(KEEP_ALL, JAX_COMPILATION_CACHE_DIR=str(of_this_machine))


class Lid:
    """Has JAX let go of what it has compiled, where this process has grown large.

    All tests one after the other made it six gigabytes. What is compiled anew for that, or read
    from the disk, costs a few seconds of ten minutes. large: bytes from which on it is done, and
    again after each further `step`.
    """

    def __init__(self, large: int = 2_500_000_000, step: int = 500_000_000) -> None:
        self._step = step
        self._from = large

    def look(self) -> bool:
        """Between two tests; whether anything was let go of."""
        jax = sys.modules.get("jax")
        if jax is None or resident_bytes() < self._from:
            return False
        jax.clear_caches()
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        give_back()
        self._from = max(self._from, resident_bytes() + self._step)
        return True
