"""JAX, NumPy and psutil, imported when they are first used.

The window declares, checks and draws modules without ever computing, so it must not pay for
importing what computes: of NumPy alone that is a tenth of a second and 23 MB. A module's maths
names `jnp` and `np` as it would anywhere; the import happens at the first attribute that is asked
for. Types are named in quotes, for an annotation asks for them, too.
"""

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any


class Lazy:
    """Stands for a Python module until one of its attributes is needed."""

    def __init__(self, name: str) -> None:
        self.__dict__["lazy_name"] = name

    def __getattr__(self, attribute: str) -> Any:
        own = self.__dict__
        if "lazy_module" not in own:
            own["lazy_module"] = importlib.import_module(own["lazy_name"])
        return getattr(own["lazy_module"], attribute)

    def __repr__(self) -> str:
        return f"Lazy({self.__dict__['lazy_name']!r})"


class CallableModule(ModuleType):
    """A Python module that is also the function of its own name: `check(graph)`.

    The library's names are those of the engine's parts, and Python sets a part as an attribute
    of its package once it is imported; so the part itself has to answer the call.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the function of that name says."""
        return getattr(self, self.__name__.rpartition(".")[2])(*args, **kwargs)


def make_callable(module: str) -> None:
    """Let an imported Python module be called as the function of its own name."""
    sys.modules[module].__class__ = CallableModule


def quote_as(function: Any, plain: Any) -> None:
    """Let scripts have a plain function where the engine has one that they could not have."""
    function.in_scripts = plain


if TYPE_CHECKING:
    import jax
    import jax.numpy as jnp
    import numpy as np
    import optax
    import psutil
    from jax import lax
    from llvmlite import binding as llvm
    from llvmlite import ir
else:
    ir = Lazy("llvmlite.ir")
    llvm = Lazy("llvmlite.binding")
    jax = Lazy("jax")
    jnp = Lazy("jax.numpy")
    lax = Lazy("jax.lax")
    np = Lazy("numpy")
    optax = Lazy("optax")
    psutil = Lazy("psutil")

__all__ = [
    "CallableModule",
    "Lazy",
    "ir",
    "jax",
    "jnp",
    "lax",
    "llvm",
    "make_callable",
    "np",
    "optax",
    "psutil",
    "quote_as",
]
