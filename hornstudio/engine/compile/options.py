"""What XLA is told when it compiles a program for a processor."""

from collections.abc import Callable
from functools import cache
from typing import Any

from hornstudio.engine.lazy import jax


def processor_options():
    """Options for programs that run on a processor; None where they run elsewhere, or XLA has none.

    A convolution is left to XLA's own code, which cuts it among all cores; YNNPACK, which takes
    it otherwise, keeps to one. On two cores a network of convolutions takes a quarter less time.
    """
    libraries = "LIBRARY_FUSION_TYPE_INDIVIDUAL_DOT,LIBRARY_FUSION_TYPE_REDUCE"
    options = {"xla_cpu_experimental_ynn_fusion_type": libraries}
    if jax.default_backend() != "cpu":
        return None
    try:
        jax.jit(lambda x: x, compiler_options=options).lower(0.0).compile()
    except jax.errors.JaxRuntimeError:  # an XLA that knows no such choice
        return None
    return options


_options_here = cache(processor_options)


def jitted(function: Callable[..., Any], **how: Any) -> Any:
    """`jax.jit(function, **how)`, compiled so: for a run, and for all that looks into it."""
    return jax.jit(function, compiler_options=_options_here(), **how)
