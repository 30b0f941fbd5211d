"""What XLA is told when it compiles a program."""

from collections.abc import Callable
from functools import cache
from typing import Any

from hornstudio.engine.lazy import jax


def compiler_options():
    """Options for programs on the device in use; None where there are none, or XLA knows none.

    On a processor convolutions and products of matrices are left to XLA's own code, which cuts
    them among all cores; YNNPACK, which takes them otherwise, keeps to one for most. On two cores a
    network of convolutions takes a quarter less time, a small dense one a fifth. On a graphics card
    numbers are added up in one order, not as they happen to arrive: the same seed gives the same
    bits.
    """
    told = {
        "cpu": ("xla_cpu_experimental_ynn_fusion_type", "LIBRARY_FUSION_TYPE_REDUCE"),
        "gpu": ("xla_gpu_exclude_nondeterministic_ops", True),
    }
    if jax.default_backend() not in told:
        return None
    options = dict([told[jax.default_backend()]])
    try:
        jax.jit(lambda x: x, compiler_options=options).lower(0.0).compile()
    except jax.errors.JaxRuntimeError:  # an XLA that knows no such choice
        return None
    return options


@cache
def _options_on(device: str) -> Any:
    """Found out once for each kind of device."""
    return compiler_options()


def jitted(function: Callable[..., Any], **how: Any) -> Any:
    """`jax.jit(function, **how)`, compiled so: for a run, and for all that looks into it."""
    return jax.jit(function, compiler_options=_options_on(jax.default_backend()), **how)
