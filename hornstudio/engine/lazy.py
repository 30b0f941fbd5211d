"""JAX, imported when it is first used.

The window declares, checks and draws modules without ever computing, so it must not pay for
importing JAX. A module's maths names `jnp` as it would anywhere; the import happens at the first
attribute that is asked for, in the process that computes.
"""

import importlib
from typing import TYPE_CHECKING, Any


class Lazy:
    """Stands for a Python module until one of its attributes is needed."""

    def __init__(self, name: str) -> None:
        self.__dict__["lazy_name"] = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(importlib.import_module(self.__dict__["lazy_name"]), attribute)

    def __repr__(self) -> str:
        return f"Lazy({self.__dict__['lazy_name']!r})"


if TYPE_CHECKING:
    import jax
    import jax.numpy as jnp
    import optax
    from jax import lax
else:
    jax = Lazy("jax")
    jnp = Lazy("jax.numpy")
    lax = Lazy("jax.lax")
    optax = Lazy("optax")

__all__ = ["Lazy", "jax", "jnp", "lax", "optax"]
